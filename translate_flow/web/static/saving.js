// Saving: one request a segment at a time, drafts kept in the browser until the server has them, nothing overwritten.

import { call } from "./api.js";
import { apply, area, rowNamed, savedText, showCounts, showSaving, unsaved, where } from "./rows.js";
import { compared, element, say, t } from "./texts.js";
import { draw } from "./codes.js";

const wanted = new Map(); // segment id → the state that its text is to have, or null
const running = new Set();
const prefix = `tf ${where.to} ${where.document} `;
const listeners = [];
let pause = 1000;
let waiting = 0;

/** Call `told(row)` after each save. */
export const onSaved = (told) => listeners.push(told);
/** Whether something is on its way or waits. */
export const busy = () => wanted.size + running.size > 0;

/** Keep what was typed in this browser, until the server has it. */
export function keep(row) {
  try {
    if (unsaved(row)) localStorage.setItem(prefix + row.id, JSON.stringify({ text: area(row).value, base: row.dataset.version, source: sourceOf(row) }));
    else localStorage.removeItem(prefix + row.id);
  } catch {
    showSaving(row, "failed", t("this browser keeps nothing: save before you leave"));
  }
}

/** What is kept under a key; what is no draft is left where it is, for somebody to look at. */
function draftAt(key) {
  try {
    const { text, base, source } = JSON.parse(localStorage.getItem(key));
    return typeof text === "string" ? { text, base, source } : null;
  } catch {
    return null;
  }
}

const sourceOf = (row) => row.querySelector(".source").textContent;

/** The row with this source that nobody has a draft of. */
const rowOf = (source) =>
  source && [...document.querySelectorAll(".row")].find((row) => sourceOf(row) === source && !localStorage.getItem(prefix + row.id));

/** Save a row's text, with a state if one is given. */
export function save(row, state = null) {
  if (!state && !unsaved(row) && !wanted.has(row.id)) return;
  if (row.querySelector(".conflict")) return;
  wanted.set(row.id, state ?? wanted.get(row.id) ?? null);
  keep(row);
  run(row.id);
}

async function run(id) {
  if (running.has(id)) return;
  running.add(id);
  while (wanted.has(id)) {
    const row = rowNamed(id);
    const state = wanted.get(id);
    wanted.delete(id);
    if (!row) break;
    const sent = area(row).value;
    showSaving(row, "saving", t("saving …"));
    try {
      const data = await call("edit", { ...where, segment: id, target: sent, base: row.dataset.version, state });
      done(rowNamed(id) ?? row, data);
    } catch (failure) {
      if (!failed(row, failure, state)) break;
    }
  }
  running.delete(id);
}

function done(row, data) {
  pause = 1000;
  apply(row, data);
  keep(row);
  if (unsaved(row)) showSaving(row, "unsaved", "");
  else if (data.fault) showSaving(row, "failed", `${t("saved as a draft")}: ${data.fault}`);
  else showSaving(row, "kept", t("saved"));
  showCounts();
  listeners.forEach((told) => told(row));
}

function failed(row, failure, state) {
  if (failure.status === 409 && failure.problem.row) {
    conflict(row, failure.problem.row, state);
    return false;
  }
  const away = failure.status === 0 || failure.status >= 500;
  if (away || failure.status === 401) {
    if (!wanted.has(row.id)) wanted.set(row.id, state);
    const text = away ? t("not saved yet: kept in this browser, will be sent again") : t("not saved: sign in again in another tab");
    showSaving(row, "failed", text);
    say(text);
    retryLater();
    return false;
  }
  showSaving(row, "failed", `${t("not saved")}: ${failure.message}`);
  say(`${t("not saved")}: ${failure.message}`);
  return false;
}

function retryLater() {
  if (waiting) return;
  waiting = setTimeout(retry, pause);
  pause = Math.min(pause * 1.7, 15000);
}

/** Send again what waits. */
export function retry() {
  clearTimeout(waiting);
  waiting = 0;
  for (const id of wanted.keys()) run(id);
}

/** Two people have changed one segment: show both, and let this one choose. */
export function conflict(row, theirs, state = null) {
  row.querySelector(".conflict")?.remove();
  const field = area(row);
  if (theirs.target === field.value) {
    apply(row, theirs);
    keep(row);
    return;
  }
  const credits = theirs.credits.map((credit) => credit.name);
  const who = theirs.by || credits.at(-1) || t("Somebody");
  const box = element("div", { class: "conflict", role: "alert" },
    element("p", {}, t("{who} has changed this meanwhile:", { who })),
    element("p", { lang: field.lang, dir: field.dir, class: "theirs" }, theirs.target || "—"),
    element("button", { type: "button", onclick: () => choose(false) }, t("Take theirs")), " ",
    element("button", { type: "button", onclick: () => choose(true) }, t("Keep mine")));
  function choose(mine) {
    const typed = field.value;
    box.remove();
    if (!mine) field.value = savedText(row);
    apply(row, theirs);
    if (mine) {
      field.value = typed;
      save(row, state);
    } else {
      keep(row);
      showSaving(row, "", "");
    }
    draw(row);
    field.focus();
  }
  row.append(box);
  showSaving(row, "failed", t("not saved: choose"));
  keep(row);
}

/** Put back what this browser kept from before, and send it; a segment that has another name now is known by its source. */
export function restore(among = null) {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
    const kept = draftAt(key);
    if (!kept) continue;
    const { text, base, source } = kept;
    const row = rowNamed(key.slice(prefix.length)) ?? rowOf(source);
    if (!row || (among && !among.includes(row))) continue;
    const field = area(row);
    if (key !== prefix + row.id || field.value === text) localStorage.removeItem(key);
    if (field.value === text) continue;
    field.value = text;
    row.dataset.version = base;
    draw(row);
    showSaving(row, "unsaved", t("kept from before"));
    save(row);
  }
}

addEventListener("online", retry);
