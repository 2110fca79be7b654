// The interface's texts: English in the code, other languages from the page.

const known = JSON.parse(document.getElementById("texts").textContent || "{}");

const { lang } = document.documentElement;

/** The text in the page's language, with {fields} filled in, numbers as the language writes them. */
export function t(text, fields = {}) {
  const shown = (value) => (typeof value === "number" ? value.toLocaleString(lang) : value);
  return (known[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => shown(fields[name]) ?? whole);
}

/** A moment in the reader's own time. */
export const moment = (iso) => new Date(iso).toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" });

/** An element with attributes, listeners (onclick …) and children. Text is never read as markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

/** Parts of a comparison as text with <del> and <ins>. */
export function compared(parts) {
  const names = { old: "del", new: "ins" };
  return parts.map((part) => (names[part.kind] ? element(names[part.kind], {}, part.text) : part.text));
}

/** Tell people who listen rather than look. */
export function say(text) {
  const place = document.getElementById("said");
  if (place) place.textContent = text;
}
