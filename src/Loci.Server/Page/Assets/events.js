// Server-sent events from a response's body, comments included: they tell how far tuning is.

/** Reads to the end; calls onData with each event's data and onComment with each comment. */
export async function readEvents(body, onData, onComment) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let left = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      left += value;
      for (let end; (end = left.indexOf("\n\n")) >= 0; left = left.slice(end + 2)) tell(left.slice(0, end), onData, onComment);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function tell(block, onData, onComment) {
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith(":")) onComment(line.slice(1).trim());
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  if (data.length > 0) onData(data.join("\n"));
}
