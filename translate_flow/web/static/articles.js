// The list of articles: filters, and who has what until when.

import { call } from "./api.js";
import { moment, t } from "./texts.js";

const form = document.querySelector(".filters");
const cards = [...document.querySelectorAll(".card")];

function filter() {
  const text = form.text.value.trim().toLowerCase();
  const shown = cards.filter((card) => {
    const { pair, open, translated } = card.dataset;
    const progress = Number(open) ? "open" : Number(translated) ? "review" : "done";
    const fits =
      card.dataset.text.toLowerCase().includes(text) &&
      (!form.pair.value || pair === form.pair.value) &&
      (!form.progress.value || progress === form.progress.value);
    card.hidden = !fits;
    return fits;
  });
  form.querySelector("output").textContent = t("{shown} of {all}", { shown: shown.length, all: cards.length });
}

form.hidden = !cards.length;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());

for (const time of document.querySelectorAll('time[datetime*="T"]')) time.textContent = moment(time.dateTime);

for (const assign of document.querySelectorAll(".assign form")) {
  assign.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = assign.querySelector("output");
    const { document: name, to } = assign.dataset;
    try {
      await call("assign", { document: name, to, person: assign.person.value, deadline: assign.deadline.value });
      told.textContent = t("Saved");
    } catch (failure) {
      told.textContent = failure.message;
    }
  });
}
