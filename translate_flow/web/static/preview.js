// The article as readers will see it, beside the rows: click a sentence to edit it.

import { area, rowNamed, where } from "./rows.js";

const section = document.getElementById("preview");
const frame = section.querySelector("iframe");
let side = "target";
let pause = 0;
let marked = "";

/** Show or hide the preview; whether it is shown now. */
export function toggle() {
  section.hidden = !section.hidden;
  document.body.classList.toggle("previewing", !section.hidden);
  if (!section.hidden) load();
  return !section.hidden;
}

/** Load it again soon, after something was saved. */
export function renewSoon() {
  if (section.hidden) return;
  clearTimeout(pause);
  pause = setTimeout(load, 300);
}

function load() {
  const top = frame.contentDocument?.scrollingElement?.scrollTop ?? 0;
  frame.onload = () => {
    const page = frame.contentDocument;
    page.scrollingElement.scrollTop = top;
    page.addEventListener("click", click);
    mark(marked);
  };
  const path = where.document.split("/").map(encodeURIComponent).join("/");
  frame.src = `/preview/${where.to}/${path}?side=${side}&at=${Date.now()}`;
}

function click(event) {
  event.preventDefault();
  const page = frame.contentDocument;
  const caret = page.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = caret ? null : page.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = caret?.offsetNode ?? range?.startContainer ?? event.target;
  let found = null;
  for (const place of page.querySelectorAll("[data-segment]")) {
    if (place === node || place.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) found = place;
    else break;
  }
  const row = found && rowNamed(found.dataset.segment);
  if (row) area(row).focus();
}

/** Mark a segment's words in the preview, and bring them into view. */
export function mark(id) {
  marked = id;
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  if (section.hidden || !page || !view.CSS?.highlights) return;
  view.CSS.highlights.clear();
  const places = [...page.querySelectorAll("[data-segment]")];
  const at = places.findIndex((place) => place.dataset.segment === id);
  if (at < 0) return;
  const range = page.createRange();
  range.setStartAfter(places[at]);
  const block = places[at].closest("p,h1,h2,h3,h4,h5,h6,li,td,th,blockquote,figcaption,address,small,dd,dt,div") ?? page.body;
  const next = places[at + 1];
  if (next && block.contains(next)) range.setEndBefore(next);
  else range.setEndAfter(block.lastChild);
  view.CSS.highlights.set("segment", new view.Highlight(range));
  const { top } = places[at].getBoundingClientRect();
  if (top < 0 || top > view.innerHeight - 60) page.scrollingElement.scrollTop += top - view.innerHeight / 3;
}

for (const button of section.querySelectorAll("[data-side]")) {
  button.addEventListener("click", () => {
    side = button.dataset.side;
    for (const one of section.querySelectorAll("[data-side]")) one.ariaPressed = String(one === button);
    load();
  });
}

