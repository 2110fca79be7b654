// Rows of the page: a segment each, with its source, a text area and its state.

import { t } from "./texts.js";
import { draw } from "./codes.js";

export const main = document.getElementById("main");
export const where = { document: main.dataset.document, to: main.dataset.to };
export const segments = document.getElementById("segments");

/** All rows, in order. */
export const rows = () => [...segments.querySelectorAll(".row")];
/** The row that a node stands in. */
export const rowOf = (node) => (node instanceof Element ? node.closest(".row") : null);
/** The row of a segment, or null. */
export const rowNamed = (id) => segments.querySelector(`.row[id="${CSS.escape(id)}"]`);
export const area = (row) => row.querySelector("textarea");
export const sourceOf = (row) => row.querySelector(".source").textContent;
/** A text without its codes. */
export const withoutCodes = (text) => text.replace(/<\/?[a-z]+\d+\/?>/g, "");
/** The text that the server has. */
export const savedText = (row) => row.saved ?? area(row).defaultValue;
/** Whether something was typed that the server does not have. */
export const unsaved = (row) => area(row).value !== savedText(row);
/** Whether somebody has still to work on it. */
export const needsWork = (row) => row.dataset.state === "initial" || Boolean(row.dataset.subState);

/** States and sub-states in words. */
export const names = {
  initial: t("not translated"), translated: t("translated"), reviewed: t("reviewed"), final: t("final"),
  "source-changed": t("source changed"), "fuzzy-match": t("similar only"), machine: t("by machine"), rejected: t("rejected"),
};

/** Show a row's state in words. */
export function showState(row) {
  const { state, subState } = row.dataset;
  const draft = state === "initial" && Boolean(savedText(row)) && !subState;
  row.classList.toggle("draft", draft);
  row.querySelector(".state").textContent = draft ? t("draft") : (names[subState] ?? names[state] ?? subState);
}

/** Take over what the server says of a segment; text that was typed since stays. */
export function apply(row, data) {
  const field = area(row);
  const clean = !unsaved(row);
  row.saved = data.target;
  row.notes = data.notes;
  if (data.notes.length) row.dataset.notes = data.notes.length;
  Object.assign(row.dataset, { version: data.version, state: data.state, subState: data.sub_state });
  row.querySelector(".credits").textContent = data.credits
    .filter((credit) => credit.kind !== "tool").map((credit) => credit.name)
    .filter((name, at, all) => all.indexOf(name) === at).join(", ");
  if (clean && field.value !== data.target) {
    const { selectionStart, selectionEnd } = field;
    field.value = data.target;
    if (document.activeElement === field) field.setSelectionRange(selectionStart, selectionEnd);
  }
  showState(row);
  draw(row);
}

/** Say beside a row how saving goes: unsaved, saving, kept, failed. */
export function showSaving(row, how, text = "") {
  row.classList.remove("unsaved", "saving", "kept", "failed");
  if (how) row.classList.add(how);
  row.querySelector(".saved").textContent = text;
}

/** Put text into the active row as if it were typed, so that undo takes it back. */
export function type(row, text, { whole = true } = {}) {
  const field = area(row);
  field.focus();
  if (whole) field.select();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, whole ? 0 : field.selectionStart, whole ? field.value.length : field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** How much is done, in the bar above. */
export function showCounts() {
  const all = rows();
  let words = 0;
  let done = 0;
  for (const row of all) {
    const count = Number(row.dataset.words);
    words += count;
    if (!needsWork(row)) done += count;
  }
  const percent = words ? Math.floor((100 * done) / words) : 0;
  main.querySelector("progress").value = percent;
  document.getElementById("counts").textContent = t("{percent} % of {words} words", { percent, words });
}
