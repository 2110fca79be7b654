// The editor: rows come alive, keys do what they say.

import { call } from "./api.js";
import * as codes from "./codes.js";
import * as dialogs from "./dialogs.js";
import { listen, renew, tellPlace } from "./live.js";
import * as panel from "./panel.js";
import * as preview from "./preview.js";
import { area, main, needsWork, rowNamed, rowOf, rows, segments, showCounts, showSaving, showState, sourceOf, type, unsaved, where, withoutCodes } from "./rows.js";
import { busy, keep, onSaved, restore, save } from "./saving.js";
import { element, say, t } from "./texts.js";

const mayEdit = Boolean(main.dataset.mayEdit);
const mayReview = Boolean(main.dataset.mayReview);
const filters = document.getElementById("filters");
let active = null;
let reviewing = false;
let keeping = 0;

// Rows

function enliven(among) {
  for (const row of among) {
    area(row).readOnly = !mayEdit;
    showState(row);
    if (row.querySelector(".source .chip")) codes.draw(row);
  }
}

function activate(row) {
  if (row === active) return;
  active?.classList.remove("active");
  if (active && mayEdit) leave(active);
  active = row;
  row.classList.add("active");
  panel.open(row, buttons());
  preview.mark(row.id);
  tellPlace(row.id);
}

function leave(row) {
  save(row);
  if (area(row).value && unsaved(row)) panel.check(row);
}

main.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  if (row) activate(row);
});
main.addEventListener("focusout", (event) => {
  const row = rowOf(event.target);
  if (row && mayEdit && event.target === area(row) && rowOf(event.relatedTarget) !== row) save(row);
});
main.addEventListener("click", (event) => {
  const row = rowOf(event.target);
  if (row && !event.target.closest("textarea, button, a, .conflict") && !String(getSelection())) area(row).focus();
});
main.addEventListener("beforeinput", (event) => {
  const row = rowOf(event.target);
  if (!row || event.target !== area(row)) return;
  codes.guard(event, row);
  if (!event.defaultPrevented && codes.guardLines(event, row)) showSaving(row, unsaved(row) ? "unsaved" : "", t("no line break here; Ctrl+Enter confirms"));
});
main.addEventListener("input", (event) => {
  const row = rowOf(event.target);
  if (!row || event.target !== area(row)) return;
  codes.draw(row);
  if (unsaved(row) !== row.classList.contains("unsaved")) showSaving(row, unsaved(row) ? "unsaved" : "", "");
  clearTimeout(keeping);
  keeping = setTimeout(keep, 250, row);
  panel.checkSoon(row);
});
// Whoever types before giving a name is led to where the name is asked for.
main.addEventListener("keydown", (event) => {
  const ask = document.querySelector(".ask-name input:not([type=hidden])");
  if (!ask || mayEdit || event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!event.target.readOnly) return;
  event.preventDefault();
  ask.focus();
});
addEventListener("pagehide", () => active && mayEdit && keep(active));
document.addEventListener("visibilitychange", () => document.hidden && active && mayEdit && save(active));
addEventListener("beforeunload", (event) => {
  if (active && mayEdit) keep(active);
  if (busy()) event.preventDefault();
});

// What can be done

const goTo = (row) => {
  if (!row) return;
  area(row).focus();
  row.scrollIntoView({ block: "nearest" });
};
/** Go to a row, also where the filter hides it. */
function goToAny(row) {
  if (row?.hidden) {
    filters.reset();
    filter();
  }
  goTo(row);
}
const visible = () => rows().filter((row) => !row.hidden);
const beside = (row, step) => visible()[visible().indexOf(row) + step];
function nextOpen(row) {
  const all = visible();
  const at = all.indexOf(row);
  const open = (one) => (reviewing ? one.dataset.state === "translated" || needsWork(one) : needsWork(one));
  return all.slice(at + 1).find(open) ?? all.slice(0, Math.max(at, 0)).find(open);
}

function confirm() {
  if (!active || !mayEdit || !area(active).value.trim()) return goTo(beside(active, 1));
  const state = reviewing ? "reviewed" : "translated";
  const same = active.dataset.state === state && !active.dataset.subState && !unsaved(active);
  const higher = !reviewing && !unsaved(active) && !needsWork(active);
  if (!same && !higher) save(active, state);
  goTo(beside(active, 1));
}

async function doing(work) {
  try {
    await work();
  } catch (failure) {
    say(failure.message);
    if (active) showSaving(active, "failed", failure.message);
  }
}

const joinNext = () => doing(async () => {
  if (!active) return;
  await settled();
  await call("join", { ...where, segment: active.id });
  await renew();
});

const splitHere = () => doing(async () => {
  if (!active) return;
  const row = active;
  const field = area(row);
  const after = field.value.slice(field.selectionStart).trimStart();
  const before = await dialogs.askWord(row);
  if (!before) return;
  save(row);
  await settled();
  const target = after && after.length < field.value.length ? after : "";
  await call("split", { ...where, segment: row.id, before, target_before: target });
  await renew();
});

async function settled() {
  if (active) save(active);
  for (let tries = 0; busy() && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
}

const rejectActive = () => doing(async () => {
  if (!active || !area(active).value) return;
  const row = active;
  const reason = await dialogs.askLine(t("Send back to the translator"), t("Reason"), t("Send back"));
  if (reason === null) return;
  const { apply } = await import("./rows.js");
  apply(row, await call("reject", { ...where, segment: row.id, base: row.dataset.version, reason }));
  panel.again(row);
  showCounts();
});

function insertCode() {
  const code = active && codes.nextCode(active, area(active).value);
  if (code) type(active, code, { whole: false });
}

const keys = [
  { key: "Enter", ctrl: true, shown: "Ctrl+Enter", text: t("Confirm and go on"), run: confirm },
  { key: "ArrowDown", alt: true, shown: "Alt+↓", text: t("Next that needs work"), run: () => goTo(nextOpen(active)) },
  { key: "ArrowDown", ctrl: true, shown: "Ctrl+↓", text: t("Next"), run: () => goTo(beside(active, 1)) },
  { key: "ArrowUp", ctrl: true, shown: "Ctrl+↑", text: t("Previous"), run: () => goTo(beside(active, -1)) },
  { code: "KeyC", alt: true, shown: "Alt+C", text: t("Copy the source"), run: () => type(active, sourceOf(active)), edit: true },
  { digits: true, alt: true, shown: "Alt+1–9", text: t("Take a proposal"), edit: true },
  { code: "KeyI", alt: true, shown: "Alt+I", text: t("Insert the next code"), run: insertCode, edit: true },
  { code: "KeyR", alt: true, shown: "Alt+R", text: t("Mark for review"), run: () => save(active, "initial"), edit: true },
  { code: "KeyJ", alt: true, shown: "Alt+J", text: t("Join with the next"), run: joinNext, edit: true },
  { code: "KeyS", alt: true, shown: "Alt+S", text: t("Split here"), run: splitHere, edit: true },
  ...(mayReview ? [{ code: "KeyX", alt: true, shown: "Alt+X", text: t("Reject"), run: rejectActive, edit: true }] : []),
  { shown: "Ctrl+Z", text: t("Undo") },
  { code: "KeyP", alt: true, shown: "Alt+P", text: t("Preview"), run: () => press("preview") },
  { key: "Escape", shown: "Esc", text: t("Leave the text"), run: () => document.activeElement.blur() },
  { key: "?", shown: "?", text: t("Show the keys"), run: () => dialogs.showKeys(keys) },
];

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches?.("textarea, input, select");
  if (typing && event.key.startsWith("Arrow") && rowOf(event.target)) codes.skip(event, rowOf(event.target));
  if (event.defaultPrevented) return;
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.altKey && !ctrl && /^Digit[1-9]$/.test(event.code) && mayEdit) {
    if (panel.take(Number(event.code.at(-1)) - 1)) event.preventDefault();
    return;
  }
  const found = keys.find((one) => one.run && (one.code ? one.code === event.code : one.key === event.key)
    && Boolean(one.ctrl) === ctrl && Boolean(one.alt) === event.altKey);
  if (!found || (found.key === "?" && typing) || (found.key === "Escape" && !rowOf(event.target))) return;
  if (found.edit && (!active || !mayEdit)) return;
  if (found.ctrl && !active && found.key !== "Enter") return goTo(visible()[0]);
  event.preventDefault();
  found.run();
});

/** The buttons of the active row: the same as the keys, for the mouse and for fingers. */
function buttons() {
  const wanted = ["Ctrl+Enter", "Ctrl+↑", "Ctrl+↓", "Alt+↓", "Alt+C", "Alt+I", "Alt+R", "Alt+J", "Alt+S", "Alt+X"];
  return keys.filter((one) => wanted.includes(one.shown) && (mayEdit || !one.edit) && (one.shown !== "Alt+I" || codes.codesOf(active).length))
    .map((one) => element("button", { type: "button", title: one.shown, onmousedown: (event) => event.preventDefault(), onclick: one.run }, one.text));
}

// The bar above

const bar = {
  preview: (button) => {
    button.ariaPressed = String(preview.toggle());
    if (active) preview.mark(active.id);
  },
  review: (button) => {
    reviewing = !reviewing;
    button.ariaPressed = String(reviewing);
  },
  keys: () => dialogs.showKeys(keys),
  replace: () => dialogs.replaceAll(),
  check: () => doing(async () => {
    await settled();
    const { findings } = await call("check", where, { method: "GET" });
    panel.showAll(findings, rows());
    offer([...new Set(findings.map((one) => one.check))].sort());
    filters.state.value = findings.length ? "found" : "";
    filter();
    if (!findings.length) await dialogs.tell(t("Check"), [t("Nothing was found.")]);
  }),
  prefill: () => doing(async () => {
    await settled();
    const { segments } = await call("prefill", where);
    await dialogs.tell(t("Fill from memory"), [t("Segments: {count}", { count: segments.length })]);
  }),
  publish: () => doing(async () => {
    await settled();
    const { output, missing } = await call("merge", where);
    if (output) return dialogs.tell(t("Publish"), [t("Written to {output}", { output })]);
    const lead = t("Not published yet. Segments that are not ready: {count}", { count: missing.length });
    const state = (one) => rowNamed(one.segment)?.querySelector(".state").textContent ?? one.reason;
    const { lang, dir } = segments.querySelector(".source");
    const chosen = await dialogs.choose(t("Publish"), lead, missing, (one) => [
      element("span", { lang, dir }, withoutCodes(one.source)), " ", element("small", {}, state(one))]);
    if (chosen) goToAny(rowNamed(chosen.segment));
  }),
};
const press = (name) => document.querySelector(`[data-do="${name}"]`)?.click();

for (const button of document.querySelectorAll("[data-do]")) {
  const key = keys.find((one) => one.text === button.textContent);
  if (key) button.title = key.shown;
  button.addEventListener("click", () => bar[button.dataset.do](button));
}

/** Let the filter choose single checks, those that found something. */
function offer(checks) {
  for (const old of filters.state.querySelectorAll("[data-check]")) old.remove();
  filters.state.append(...checks.map((name) => element("option", { value: `check ${name}`, "data-check": true }, t("check: {name}", { name }))));
}

function filter() {
  const text = filters.text.value.trim().toLowerCase();
  const [, check] = filters.state.value.split(" ");
  const kind = check ? (row) => row.findings?.some((one) => one.check === check) : dialogs.kinds[filters.state.value];
  let shown = 0;
  const all = rows();
  for (const row of all) {
    const fits = (!kind || kind(row)) && (!text || sourceOf(row).toLowerCase().includes(text) || area(row).value.toLowerCase().includes(text));
    if (row.hidden === fits) row.hidden = !fits;
    shown += fits;
  }
  filters.querySelector("output").textContent = kind || text ? t("{shown} of {all}", { shown, all: all.length }) : "";
}
filters.addEventListener("input", filter);
filters.addEventListener("submit", (event) => event.preventDefault());

// Begin

enliven(rows());
showCounts();
document.getElementById("actions").hidden = false;
filters.hidden = false;
onSaved((row) => {
  preview.renewSoon();
  if (row.findings?.length || row === active) panel.check(row);
});
main.addEventListener("renewed", (event) => {
  active = null;
  enliven(event.detail);
  showCounts();
});
restore();
listen((changed) => {
  preview.renewSoon();
  changed.forEach(panel.again);
});
const named = location.hash && rowNamed(decodeURIComponent(location.hash.slice(1)));
if (named) goTo(named);
performance.mark("alive");
