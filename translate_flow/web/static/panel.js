// What helps with the active segment: proposals, terms, checks, notes, history.

import { Failure, call } from "./api.js";
import { apply, area, main, names, rowNamed, savedText, showSaving, sourceOf, type, where, withoutCodes } from "./rows.js";
import { compared, element, moment, say, t } from "./texts.js";
import { draw } from "./codes.js";

const panel = document.getElementById("panel");
const sections = Object.fromEntries(
  ["actions", "length", "checks", "proposals", "terms", "changes", "notes", "history"].map((name) => [name, element("section", { "data-part": name })]));
panel.replaceChildren(...Object.values(sections));
let active = null;
let asking = null;
let pause = 0;
let asked = 0;
let proposals = [];

/** Show the help for a row; `actions` are its buttons. */
export function open(row, actions) {
  active = row;
  sections.actions.replaceChildren(element("div", { class: "row-actions" }, ...actions));
  showLength(row);
  showFindings(row);
  showNotes(row);
  sections.history.replaceChildren(element("button", { type: "button", onclick: () => showHistory(row) }, t("History")));
  asking?.abort();
  asking = new AbortController();
  clearTimeout(asked);
  // The save of the row before goes first.
  asked = setTimeout(() => {
    ask(row, asking.signal);
    if (area(row).value && !row.findings) check(row);
  }, 60);
}

async function ask(row, signal) {
  try {
    const found = await call("lookup", { ...where, segment: row.id }, { method: "GET", signal });
    if (row !== active) return;
    proposals = found.proposals;
    showProposals(row);
    showTerms(found.terms);
    showChanges(row, found);
  } catch (failure) {
    if (failure instanceof Failure && row === active) sections.proposals.replaceChildren();
  }
}

const heading = (text) => element("h2", {}, text);

function showProposals(row) {
  const machines = panel.dataset.engines.split(" ").filter(Boolean).map((engine) =>
    element("button", { type: "button", onclick: () => askMachine(row, engine) }, t("Ask {engine}", { engine })));
  const list = proposals.slice(0, 9).map((one, at) => element("li", {},
    element("button", { type: "button", class: "take", lang: where.to, dir: area(row).dir, onclick: () => take(at) }, one.target),
    element("div", { class: "diff" }, element("kbd", {}, `Alt+${at + 1}`), " ",
      one.score ? `${Math.min(one.score, 100)} % · ` : "", [one.origin, ...one.people].join(" · ")),
    one.score && one.score < 100 ? element("div", { class: "diff" }, ...compared(one.parts)) : null));
  sections.proposals.replaceChildren(...(list.length ? [heading(t("Proposals")), element("ol", {}, ...list)] : []), ...machines);
}

/** Take a proposal into the active row; whether there is one of that number. */
export function take(at) {
  if (!active || !proposals[at]) return false;
  type(active, proposals[at].target);
  return true;
}

async function askMachine(row, engine) {
  try {
    const found = await call("machine", { ...where, segment: row.id, engine });
    if (row !== active) return;
    proposals = [found, ...proposals.filter((one) => one.target !== found.target)];
    showProposals(row);
  } catch (failure) {
    say(failure.message);
    sections.proposals.append(element("p", { class: "problem" }, failure.message));
  }
}

function showTerms(terms) {
  const once = terms.filter((term, at) => terms.findIndex((one) => one.source === term.source && one.target === term.target) === at);
  const list = once.map((term) => element("li", {}, element("b", {}, term.source), " → ",
    element("button", { type: "button", class: term.status, lang: where.to, onclick: () => active && type(active, term.target, { whole: false }) }, term.target),
    term.note ? ` ${term.note}` : ""));
  sections.terms.replaceChildren(...(list.length ? [heading(t("Terms")), element("ul", {}, ...list)] : []));
}

function showChanges(row, found) {
  const parts = [];
  if (found.changes.length) parts.push(heading(t("Since it was reviewed")), element("p", { class: "diff", lang: where.to, dir: area(row).dir }, ...compared(found.changes)));
  if (found.previous.length) parts.push(heading(t("The source has changed")), element("p", { class: "diff" }, ...compared(found.previous)));
  sections.changes.replaceChildren(...parts);
}

/** Say how long the active row's text is, beside its source. */
export function showLength(row) {
  const words = (text) => (text.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu) ?? []).length;
  const [source, target] = [withoutCodes(sourceOf(row)), withoutCodes(area(row).value)];
  sections.length.replaceChildren(element("p", { class: "quiet" }, t("Words {words}, characters {characters}; source {sourceWords}, {sourceCharacters}", {
    words: words(target), characters: [...target].length, sourceWords: words(source), sourceCharacters: [...source].length })));
}

/** Check a row's text after a pause in typing. */
export function checkSoon(row) {
  if (row === active) showLength(row);
  clearTimeout(pause);
  pause = setTimeout(() => check(row), 700);
}

/** Check a row's text now. */
export async function check(row) {
  clearTimeout(pause);
  const text = area(row).value;
  if (!text.trim()) {
    row.findings = [];
    return show(row);
  }
  try {
    const { findings } = await call("check-typed", { ...where, segment: row.id, target: text });
    if (area(row).value !== text) return;
    const typing = document.activeElement === area(row) && text !== savedText(row);
    const caret = area(row).selectionStart;
    // A word that is being typed is not wrong yet, nor is a sentence without its end.
    row.findings = findings.map((one) => ({ ...one, text }))
      .filter((one) => !(typing && one.target && one.target[1] >= caret && caret >= one.target[0]));
    show(row);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
  }
}

function show(row) {
  row.toggleAttribute("data-found", row.findings.length > 0);
  draw(row);
  if (row === active) showFindings(row);
}

/** Take over the findings of a whole article, by segment. */
export function showAll(findings, rows) {
  const by = Map.groupBy ? Map.groupBy(findings, (one) => one.segment) : new Map(rows.map((row) => [row.id, findings.filter((one) => one.segment === row.id)]));
  for (const row of rows) {
    row.findings = (by.get(row.id) ?? []).map((one) => ({ ...one, text: area(row).value }));
    show(row);
  }
}

function showFindings(row) {
  const list = (row.findings ?? []).map((one) => element("li", { class: one.severity }, element("b", {}, t(one.severity)), ": ", t(one.template, one.fields), " ",
    one.fix != null && one.target && one.text === area(row).value
      ? element("button", { type: "button", onclick: () => fix(row, one) }, one.fix ? t("Correct to “{fix}”", { fix: one.fix }) : t("Take it out")) : null, " ",
    main.dataset.mayEdit ? element("button", { type: "button", onclick: () => ignore(row, one) }, t("Ignore")) : null));
  sections.checks.replaceChildren(...(list.length ? [heading(t("Checks")), element("ul", {}, ...list)] : []));
}

function fix(row, one) {
  const field = area(row);
  field.focus();
  field.setSelectionRange(...one.target);
  if (one.fix) document.execCommand("insertText", false, one.fix);
  else document.execCommand("delete");
  check(row);
}

async function ignore(row, one) {
  try {
    await call("ignore", { ...where, segment: row.id, check: one.check });
    row.findings = row.findings.filter((other) => other.check !== one.check);
    show(row);
  } catch (failure) {
    say(failure.message);
  }
}

function showNotes(row) {
  const notes = row.notes ?? null;
  const list = (notes ?? []).map((text) => element("li", {}, text));
  const form = element("form", { onsubmit: (event) => addNote(event, row) },
    element("input", { name: "text", "aria-label": t("A note"), placeholder: t("A note"), maxlength: 2000 }),
    element("button", {}, t("Add")));
  sections.notes.replaceChildren(...(list.length ? [heading(t("Notes")), element("ul", {}, ...list)] : []), ...(main.dataset.mayEdit ? [form] : []));
  if (notes === null && row.dataset.notes) fetchNotes(row);
}

async function fetchNotes(row) {
  const found = await call("segments", where, { method: "GET" });
  for (const data of found.rows) {
    const one = rowNamed(data.id);
    if (one) one.notes = data.notes;
  }
  row.notes ??= [];
  if (row === active) showNotes(row);
}

async function addNote(event, row) {
  event.preventDefault();
  const text = event.target.text.value;
  try {
    apply(row, await call("note", { ...where, segment: row.id, text }));
    if (row !== active) return;
    showNotes(row);
    sections.notes.querySelector("input")?.focus();
  } catch (failure) {
    say(failure.message);
    showSaving(row, "failed", failure.message);
  }
}

async function showHistory(row) {
  const { changes } = await call("history", { ...where, segment: row.id }, { method: "GET" });
  if (row !== active) return;
  const list = changes.map((one) => element("li", {},
    element("div", { class: "diff" }, `${moment(one.at)} · ${one.who || "—"} · ${names[one.state]}`),
    element("div", { lang: where.to, dir: area(row).dir }, one.target),
    main.dataset.mayEdit && one.target !== area(row).value
      ? element("button", { type: "button", onclick: () => type(row, one.target) }, t("Restore")) : null));
  sections.history.replaceChildren(heading(t("History")), list.length ? element("ol", {}, ...list) : element("p", {}, t("Nothing was changed here yet.")));
}

/** Show anew what belongs to a row, if it is the active one. */
export function again(row) {
  if (row === active) showNotes(row);
}

