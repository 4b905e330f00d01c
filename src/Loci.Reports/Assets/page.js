'use strict';

// Dark or light: what was chosen, or else what the system prefers.
const root = document.documentElement;
const theme = document.getElementById('theme');
const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
const name = () => { theme.textContent = isDark() ? 'Light' : 'Dark'; theme.setAttribute('aria-label', isDark() ? 'Show the page in light colours' : 'Show the page in dark colours'); };
try { if (localStorage.getItem('loci-theme')) root.dataset.theme = localStorage.getItem('loci-theme'); } catch { /* a browser may keep nothing for files */ }
theme.hidden = false;
theme.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  try { localStorage.setItem('loci-theme', root.dataset.theme); } catch { /* then it holds for this visit */ }
  name();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', name);
name();

// Tables that are sorted by their headings: numbers as numbers, dashes last.
const value = (row, column) => {
  const text = row.cells[column].textContent.replace(/[▲,\s]/g, '').replace('−', '-');
  return text === '–' ? Infinity : text !== '' && !Number.isNaN(Number(text)) ? Number(text) : row.cells[column].textContent;
};
for (const table of document.querySelectorAll('table.sortable')) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => heading.firstElementChild.addEventListener('click', () => {
    const down = heading.getAttribute('aria-sort') === 'ascending';
    for (const other of headings) other.setAttribute('aria-sort', 'none');
    heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });
    const rows = [...table.tBodies[0].rows].sort((a, b) => compare(value(a, column), value(b, column)) * (down ? -1 : 1));
    table.tBodies[0].append(...rows);
  }));
}

// The numbers of a token, also where nothing can be pointed with.
const readout = document.querySelector('.readout');
const tell = event => { const token = event.target.closest('.tokens span'); if (token) readout.textContent = token.title; };
for (const text of document.querySelectorAll('.tokens')) { text.addEventListener('pointerover', tell); text.addEventListener('click', tell); }
