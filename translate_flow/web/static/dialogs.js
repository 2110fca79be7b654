// Questions that need a window of their own. Each gives a promise; Escape answers with null.

import { area, needsWork, rows, sourceOf } from "./rows.js";
import { save } from "./saving.js";
import { draw } from "./codes.js";
import { element, t } from "./texts.js";

const MANY = 8;
const CODE = /(<\/?[a-z]+\d+\/?>)/;

function ask(title, build) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const dialog = element("dialog", { "aria-label": title });
    const answer = (value) => {
      dialog.close();
      resolve(value);
    };
    dialog.append(element("h2", {}, title), ...build(answer));
    dialog.addEventListener("close", () => {
      resolve(null);
      dialog.remove();
      if (before?.isConnected && document.activeElement === document.body) before.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

const closing = (answer, text = t("Close")) =>
  element("div", { class: "buttons" }, element("button", { type: "button", onclick: () => answer(null) }, text));

/** Show which keys there are. */
export function showKeys(keys) {
  const table = element("table", {}, element("tbody", {}, ...keys.map((key) =>
    element("tr", {}, element("th", { scope: "row" }, element("kbd", {}, key.shown)), element("td", {}, key.text)))));
  return ask(t("Keys"), (answer) => [table, closing(answer)]);
}

/** Tell something. */
export const tell = (title, lines) =>
  ask(title, (answer) => [element("ul", {}, ...lines.map((line) => element("li", {}, line))), closing(answer)]);

/** Tell something about several things; gives the one that is to be looked at. Of many the first ones are shown. */
export function choose(title, lead, things, textOf) {
  const shown = things.slice(0, MANY);
  const further = things.length - shown.length;
  return ask(title, (answer) => [
    element("p", {}, lead),
    element("ul", { class: "choices" }, ...shown.map((one) =>
      element("li", {}, element("button", { type: "button", onclick: () => answer(one) }, ...textOf(one))))),
    further ? element("p", { class: "quiet" }, t("and {count} more", { count: further })) : null,
    closing(answer)].filter(Boolean));
}

/** Ask for a line of text. */
export function askLine(title, label, button) {
  return ask(title, (answer) => [
    element("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); answer(event.target.line.value); } },
      element("label", {}, label, " ", element("input", { name: "line", maxlength: 2000 })),
      element("div", { class: "buttons" },
        element("button", { type: "button", onclick: () => answer(null) }, t("Cancel")),
        element("button", { class: "primary" }, button)))]);
}

/** Ask at which word a row's source is split; gives the source from that word on. */
export function askWord(row) {
  const text = sourceOf(row);
  const words = [...text.matchAll(/\S+/g)].slice(1);
  return ask(t("With which word does the second segment begin?"), (answer) => [
    element("p", { class: "words", lang: row.querySelector(".source").lang, dir: row.querySelector(".source").dir },
      text.slice(0, words[0]?.index ?? text.length), ...words.flatMap((word) =>
        [element("button", { type: "button", onclick: () => answer(text.slice(word.index)) }, word[0]), " "])),
    closing(answer, t("Cancel"))]);
}

/** Find words in all targets and put others in their place, those that are ticked. */
export function replaceAll() {
  return ask(t("Find and replace"), (answer) => {
    const list = element("ul", {});
    const told = element("output", { "aria-live": "polite" });
    let found = [];
    const look = (form) => {
      const wanted = form.find.value;
      const put = form.put.value;
      found = !wanted ? [] : rows().map((row) => ({ row, text: replaced(area(row).value, wanted, put, form.exact.checked) }))
        .filter((one) => one.text !== area(one.row).value);
      told.textContent = t("Segments: {count}", { count: found.length });
      list.replaceChildren(...found.map((one) => {
        one.tick = element("input", { type: "checkbox", checked: true });
        one.tick.checked = true;
        return element("li", {}, element("label", {}, one.tick, " ", element("del", {}, area(one.row).value), " ", element("ins", {}, one.text)));
      }));
    };
    const form = element("form", { method: "dialog", oninput: (event) => { if (event.target.type !== "checkbox" || event.target.name) look(event.currentTarget); },
      // Enter looks; only the button replaces: who has typed but what to find would take the words out everywhere.
      onkeydown: (event) => { if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); },
      onsubmit: (event) => {
        event.preventDefault();
        for (const one of found.filter((each) => each.tick.checked)) {
          area(one.row).value = one.text;
          draw(one.row);
          save(one.row);
        }
        answer(true);
      } },
      element("label", {}, t("Find"), " ", element("input", { name: "find", required: true })),
      element("label", {}, t("Replace by"), " ", element("input", { name: "put" })),
      element("label", {}, element("input", { type: "checkbox", name: "exact" }), " ", t("capital letters count")),
      told, list,
      element("div", { class: "buttons" },
        element("button", { type: "button", onclick: () => answer(null) }, t("Cancel")),
        element("button", { class: "primary" }, t("Replace in the ticked ones"))));
    return [form];
  });
}

function replaced(text, wanted, put, exact) {
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), exact ? "gu" : "giu");
  return text.split(CODE).map((part, at) => (at % 2 ? part : part.replace(pattern, () => put))).join("");
}

/** Rows that a filter shows. */
export const kinds = {
  work: needsWork,
  initial: (row) => row.dataset.state === "initial" && !area(row).value,
  draft: (row) => row.classList.contains("draft"),
  translated: (row) => row.dataset.state === "translated",
  reviewed: (row) => row.dataset.state === "reviewed" || row.dataset.state === "final",
  found: (row) => row.hasAttribute("data-found"),
  notes: (row) => Boolean(row.dataset.notes),
};
