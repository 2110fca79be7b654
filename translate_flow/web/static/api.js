// Calls of the desk's API.

import { t } from "./texts.js";

const csrf = document.documentElement.dataset.csrf;

/** The server's answer that something was not done; `status` 0 where it did not answer at all. */
export class Failure extends Error {
  constructor(status, problem) {
    super(problem.remedy ? `${t(problem.what)}; ${t(problem.remedy)}` : t(problem.what));
    this.status = status;
    this.problem = problem;
  }
}

/** Ask, with `given` as query or body. Rejects with a Failure. */
export async function call(name, given, { method = "POST", signal, keepalive = false } = {}) {
  const query = method === "GET" ? `?${new URLSearchParams(given)}` : "";
  let answer;
  try {
    answer = await fetch(`/api/${name}${query}`, {
      method,
      signal,
      keepalive,
      headers: method === "GET" ? {} : { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: method === "GET" ? undefined : JSON.stringify(given),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0, { what: t("the desk does not answer") });
  }
  const text = await answer.text();
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    found = { what: text || answer.statusText };
  }
  if (!answer.ok) throw new Failure(answer.status, found);
  return found;
}
