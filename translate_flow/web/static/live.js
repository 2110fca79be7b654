// What others do, and what changes on the disk: server-sent events.

import { call } from "./api.js";
import { apply, area, main, rowNamed, rows, showCounts, unsaved, where } from "./rows.js";
import { conflict, keep, restore, retry } from "./saving.js";
import { element, say, t } from "./texts.js";

const client = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
let fresh = () => {};

/** Listen; `changed(rows)` is called with rows that others changed. */
export function listen(changed) {
  fresh = changed;
  const events = new EventSource(`/api/events?${new URLSearchParams({ ...where, client })}`);
  events.addEventListener("hello", (event) => hello(JSON.parse(event.data)));
  events.addEventListener("rows", (event) => take(JSON.parse(event.data).rows));
  events.addEventListener("structure", () => renew());
  events.addEventListener("presence", (event) => showPeople(JSON.parse(event.data)));
  events.addEventListener("broken", (event) => say(JSON.parse(event.data).what));
  // A browser does not come back by itself after a refusal; who signs in again in another tab is welcome.
  events.addEventListener("error", () => events.readyState === EventSource.CLOSED && setTimeout(listen, 5000, changed));
}

/** Tell the others where one is. */
export function tellPlace(id) {
  call("look", { ...where, client, segment: id }).catch(() => {});
}

async function hello(versions) {
  retry();
  const here = rows();
  if (here.length !== Object.keys(versions).length || here.some((row) => !(row.id in versions))) return renew();
  if (here.every((row) => row.dataset.version === versions[row.id] || unsaved(row))) return;
  take((await call("segments", where, { method: "GET" })).rows);
}

function take(found) {
  const changed = [];
  for (const data of found) {
    const row = rowNamed(data.id);
    if (!row || (row.dataset.version === data.version && row.notes?.length === data.notes.length)) continue;
    const mine = data.by && data.by === main.dataset.name;
    if (unsaved(row) && data.target !== area(row).value && !row.classList.contains("saving")) {
      if (!mine) conflict(row, data);
      continue;
    }
    if (row.classList.contains("saving")) continue;
    apply(row, data);
    changed.push(row);
  }
  if (!changed.length) return;
  showCounts();
  fresh(changed);
}

/** Fetch the page anew and put in the units that were cut in another way; what is typed stays. */
export async function renew() {
  const text = await (await fetch(location.pathname)).text();
  const page = new DOMParser().parseFromString(text, "text/html");
  const old = document.getElementById("segments");
  const active = document.activeElement?.closest?.(".row")?.id;
  const replaced = [];
  const units = [...page.querySelectorAll("#segments .unit")].map((unit) => {
    const known = old.querySelector(`.unit[data-unit="${CSS.escape(unit.dataset.unit)}"]`);
    if (known && shape(known) === shape(unit)) return known;
    const put = document.adoptNode(unit);
    replaced.push(...put.querySelectorAll(".row"));
    return put;
  });
  // What was typed since the last pause goes into this browser's keeping before its rows are replaced.
  rows().filter(unsaved).forEach(keep);
  old.replaceChildren(...sheets(units));
  main.dispatchEvent(new CustomEvent("renewed", { detail: replaced }));
  restore(replaced);
  if (active) area(rowNamed(active) ?? replaced[0] ?? rows()[0])?.focus();
  take((await call("segments", where, { method: "GET" })).rows);
}

function sheets(units) {
  const made = [];
  for (let at = 0; at < units.length; at += 40) made.push(element("div", { class: "sheet" }, ...units.slice(at, at + 40)));
  return made;
}

const shape = (unit) => [...unit.querySelectorAll(".row")].map((row) => `${row.id}\0${row.querySelector(".source").textContent}`).join("\0");

function showPeople(found) {
  const others = Object.entries(found).filter(([one]) => one !== client);
  document.getElementById("people").replaceChildren(
    ...[...new Set(others.map(([, [name]]) => name || t("Somebody")))].map((name) => element("span", {}, name)));
  for (const row of rows()) {
    const there = others.filter(([, [, segment]]) => segment === row.id).map(([, [name]]) => name || t("Somebody"));
    row.classList.toggle("other", there.length > 0);
    row.title = there.length ? t("{who} is here", { who: there.join(", ") }) : "";
  }
}
