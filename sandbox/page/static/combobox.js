// A text box with a list of choices below it: fixed ones, or fetched while a member types.

import { el } from "./dom.js";

const PAUSE = 180; // milliseconds of quiet before choices are asked for

const ROOM = 300; // pixels that the list of choices may need

let count = 0;

function edge() {
  return (document.getElementById("channel") ?? document.body).getBoundingClientRect().right;
}

/**
 * Gives {node, input, value()}. `fetchChoices(text)` gives [{name, value}]; with `free` any text may be sent,
 * otherwise only a choice.
 */
export function combobox({ input, fetchChoices, free }) {
  const id = `choices-${(count += 1)}`;
  const list = el("ul", { id, class: "choices", role: "listbox", "aria-label": "Choices", hidden: true });
  const node = el("span", { class: "combobox" }, input, list);
  let shown = [];
  let at = -1;
  let chosen = null;
  let turn = 0;
  let timer = null;

  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", id], ["aria-autocomplete", "list"]]) {
    input.setAttribute(name, value);
  }

  function show(open) {
    list.hidden = !open;
    if (open) node.classList.toggle("at-right", input.getBoundingClientRect().left + ROOM > edge());
    input.setAttribute("aria-expanded", String(open));
    if (!open) input.removeAttribute("aria-activedescendant");
  }

  function take(choice) {
    chosen = choice;
    input.value = choice.name;
    input.dispatchEvent(new Event("chosen"));
    show(false);
  }

  function mark(next) {
    at = next;
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", `${id}-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function fill(choices) {
    shown = choices;
    const rows = choices.map((choice, index) =>
      el("li", { id: `${id}-${index}`, role: "option", class: "choice", "data-value": String(choice.value), on: { pointerdown: (event) => event.preventDefault(), click: () => take(choice) } }, choice.name),
    );
    list.replaceChildren(...(rows.length ? rows : [el("li", { class: "choice none", role: "presentation" }, "No options match")]));
    show(document.activeElement === input);
    mark(rows.length ? 0 : -1);
  }

  async function ask() {
    const mine = (turn += 1);
    try {
      const choices = await fetchChoices(input.value);
      if (mine === turn) fill(choices);
    } catch {
      if (mine !== turn) return;
      shown = [];
      list.replaceChildren(el("li", { class: "choice none", role: "presentation" }, "Loading options failed"));
      show(document.activeElement === input);
    }
  }

  input.addEventListener("focus", ask);
  input.addEventListener("blur", () => show(false));
  input.addEventListener("input", () => {
    chosen = null;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  /** True when the key was used up by the list. */
  function steer(event) {
    if (list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) mark((at + step + shown.length) % shown.length);
    else if ((event.key === "Enter" || event.key === "Tab") && shown.length && chosen === null && input.value) take(shown[at]);
    else if (event.key === "Escape") show(false);
    else return false;
    return event.key !== "Tab";
  }

  function value() {
    if (chosen) return chosen.value;
    const exact = shown.find((choice) => choice.name === input.value);
    return exact ? exact.value : free ? input.value : undefined;
  }

  return { node, steer, value };
}
