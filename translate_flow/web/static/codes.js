// Inline codes in a text area: shown as chips by a mirror behind it, moved as a whole, never broken by typing.

const TAG = /<(\/?)([a-z]+[0-9]+)(\/?)>/g;

/** The ids of the codes of a row's source. */
function ids(row) {
  row.codes ??= new Set([...row.querySelectorAll(".source .chip")].map((chip) => chip.textContent.replace(/[<>/]/g, "")));
  return row.codes;
}

/** The codes of the source, in order, as they are written. */
export const codesOf = (row) => [...row.querySelectorAll(".source .chip")].map((chip) => chip.textContent);

/** Where codes stand in a text. */
function places(row, text) {
  const known = ids(row);
  if (!known.size || !text.includes("<")) return [];
  return [...text.matchAll(TAG)].filter((found) => known.has(found[2]))
    .map((found) => ({ start: found.index, end: found.index + found[0].length, text: found[0] }));
}

/** The next code of the source that the target does not have yet. */
export function nextCode(row, text) {
  const there = places(row, text).map((place) => place.text);
  for (const code of codesOf(row)) {
    const at = there.indexOf(code);
    if (at < 0) return code;
    there.splice(at, 1);
  }
  return null;
}

/** Draw the mirror of a row: chips where codes stand, marks where checks found something. */
export function draw(row) {
  const field = row.querySelector("textarea");
  const marks = (row.findings ?? []).filter((finding) => finding.target && finding.text === field.value)
    .map((finding) => ({ start: finding.target[0], end: finding.target[1], kind: finding.severity }));
  const spans = [...places(row, field.value).map((place) => ({ ...place, kind: "chip" })), ...marks]
    .sort((one, other) => one.start - other.start || one.end - other.end);
  let mirror = row.querySelector(".mirror");
  if (!spans.length) {
    mirror?.remove();
    return;
  }
  if (!mirror) {
    mirror = document.createElement("div");
    mirror.className = "mirror";
    mirror.ariaHidden = "true";
    mirror.lang = field.lang;
    mirror.dir = field.dir;
    field.before(mirror);
  }
  const out = [];
  let at = 0;
  for (const span of spans) {
    if (span.start < at) continue;
    out.push(field.value.slice(at, span.start));
    const shown = document.createElement(span.kind === "chip" ? "span" : "mark");
    shown.className = span.kind;
    shown.textContent = field.value.slice(span.start, span.end);
    out.push(shown);
    at = span.end;
  }
  mirror.replaceChildren(...out, field.value.slice(at), "\u200b");
}

const severalLines = (row) => row.querySelector(".source").textContent.includes("\n");

/** A text that is pasted or dropped, as one line without signs that nobody sees: what a word processor puts around words. */
const fitting = (row, text) => severalLines(row) ? text : text.replace(/[\u200b\u2060\ufeff]/g, "").replace(/^\s*[\r\n]\s*|\s*[\r\n]\s*$/g, "").replace(/\s*[\r\n\t\v\u2028\u2029]\s*/g, " ");

/** Keep lines out of a segment whose source has one only: a paragraph in a paragraph would not fit into the article. */
export function guardLines(event, row) {
  if (event.isComposing || severalLines(row)) return false;
  if (event.inputType === "insertLineBreak" || event.inputType === "insertParagraph") {
    event.preventDefault();
    return true;
  }
  const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
  const plain = fitting(row, text);
  if (!event.inputType.startsWith("insertFrom") || plain === text) return false;
  event.preventDefault();
  document.execCommand("insertText", false, plain);
  return false;
}

/** Keep codes whole while somebody types in a row's text area. */
export function guard(event, row) {
  const field = event.target;
  const found = places(row, field.value);
  if (!found.length || event.isComposing) return;
  const { selectionStart: start, selectionEnd: end } = field;
  const kind = event.inputType;
  const hit =
    start !== end ? null
    : kind.startsWith("delete") && kind.includes("Forward") ? found.find((place) => place.start <= start && start < place.end)
    : kind.startsWith("delete") ? found.find((place) => place.start < start && start <= place.end)
    : null;
  if (hit) {
    event.preventDefault();
    field.setSelectionRange(hit.start, hit.end);
    document.execCommand("delete");
    return;
  }
  const from = found.find((place) => place.start < start && start < place.end);
  const to = found.find((place) => place.start < end && end < place.end);
  if (!from && !to) return;
  event.preventDefault();
  field.setSelectionRange(start === end ? from.end : (from?.start ?? start), to ? to.end : end);
  if (kind.startsWith("delete")) document.execCommand("delete");
  else if (event.data) document.execCommand("insertText", false, fitting(row, event.data));
}

/** Let arrows and clicks pass over a code as one character. */
export function skip(event, row) {
  const field = event.target;
  if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
  const back = event.key === "ArrowLeft";
  const forward = (field.dir === "rtl") === back;
  const at = field.selectionStart;
  const place = places(row, field.value).find((one) => (forward ? one.start <= at && at < one.end : one.start < at && at <= one.end));
  if (!place || at !== field.selectionEnd) return;
  event.preventDefault();
  field.setSelectionRange(forward ? place.end : place.start, forward ? place.end : place.start);
}
