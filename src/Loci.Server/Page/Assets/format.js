// Numbers as people read them.

const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Three significant digits. */
export const number = (value) => (Number.isFinite(value) ? short.format(value) : "–");

/** A loss or an uncertainty, in as many places as differences show in. */
export const places = (value, count = 3) => (Number.isFinite(value) ? value.toFixed(count) : "–");

/** Seconds, or milliseconds where they are few. */
export const seconds = (value) => (value >= 1 ? `${value.toFixed(1)} s` : `${Math.round(value * 1000)} ms`);

/** A share in percent. */
export const percent = (value) => `${(100 * value).toFixed(Math.abs(value) < 0.1 ? 1 : 0)} %`;

/** A length in bytes. */
export const bytes = (value) => (value < 1000 ? `${value} bytes` : value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(1)} MB`);

/** A count with its noun. */
export const count = (value, noun, nouns = `${noun}s`) => `${value.toLocaleString("en")} ${value === 1 ? noun : nouns}`;

/** The folder that all sources share, with the slash at its end; empty where there is none. */
export function sharedFolder(sources) {
  const folders = sources.map((source) => source.split("/").slice(0, -1));
  let depth = 0;
  while (folders.length > 0 && folders.every((folder) => depth < folder.length && folder[depth] === folders[0][depth])) depth++;
  return folders.length > 0 ? folders[0].slice(0, depth).map((part) => `${part}/`).join("") : "";
}
