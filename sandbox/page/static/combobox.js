// A text box with a list of choices below it: fixed ones, or fetched while a member types.

import { el } from "./dom.js";

const PAUSE = 180; // milliseconds of quiet before choices are asked for
const ROOM = 300; // pixels that the list of choices may need

let count = 0;

function rightEdge() {
  return (document.getElementById("channel") ?? document.body).getBoundingClientRect().right;
}

/** `fetchChoices(text)` gives [{name, value}]; with `free` any text may be sent, otherwise only a choice. */
export class Combobox {
  #id = `choices-${(count += 1)}`;
  #shown = [];
  #at = -1;
  #chosen = null;
  #turn = 0; // the newest question; answers to older ones come too late
  #timer = null;

  constructor({ input, fetchChoices, free }) {
    this.input = input;
    this.fetchChoices = fetchChoices;
    this.free = free;
    this.list = el("ul", { id: this.#id, class: "choices", role: "listbox", "aria-label": "Choices", hidden: true });
    this.node = el("span", { class: "combobox" }, input, this.list);
    this.#listen();
  }

  #listen() {
    const roles = {
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": this.#id,
      "aria-autocomplete": "list",
    };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    this.input.addEventListener("focus", () => this.#ask());
    this.input.addEventListener("blur", () => this.#show(false));
    this.input.addEventListener("input", () => {
      this.#chosen = null;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE);
    });
  }

  async #ask() {
    const mine = (this.#turn += 1);
    let choices = null;
    try {
      choices = await this.fetchChoices(this.input.value);
    } catch {
      choices = null;
    }
    if (mine === this.#turn) this.#fill(choices);
  }

  /** `choices` is null where they could not be fetched. */
  #fill(choices) {
    this.#shown = choices ?? [];
    const rows = this.#shown.map((choice, index) => this.#row(choice, index));
    const why = choices === null ? "Loading options failed" : "No options match";
    const none = el("li", { class: "choice none", role: "presentation" }, why);
    this.list.replaceChildren(...(rows.length ? rows : [none]));
    this.#show(document.activeElement === this.input);
    this.#mark(rows.length ? 0 : -1);
  }

  #row(choice, index) {
    const on = { pointerdown: (event) => event.preventDefault(), click: () => this.#take(choice) };
    return el(
      "li",
      { id: `${this.#id}-${index}`, role: "option", class: "choice", "data-value": String(choice.value), on },
      choice.name,
    );
  }

  #show(open) {
    this.list.hidden = !open;
    if (open) this.node.classList.toggle("at-right", this.input.getBoundingClientRect().left + ROOM > rightEdge());
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.input.removeAttribute("aria-activedescendant");
  }

  #mark(next) {
    this.#at = next;
    [...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === next)));
    if (next >= 0) this.input.setAttribute("aria-activedescendant", `${this.#id}-${next}`);
    this.list.children[next]?.scrollIntoView({ block: "nearest" });
  }

  #take(choice) {
    this.#chosen = choice;
    this.input.value = choice.name;
    this.input.dispatchEvent(new Event("chosen"));
    this.#show(false);
  }

  /** True when the key was used up by the list. */
  steer(event) {
    if (this.list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const takes = (event.key === "Enter" || event.key === "Tab") && this.#chosen === null && this.input.value !== "";
    if (step && this.#shown.length) this.#mark((this.#at + step + this.#shown.length) % this.#shown.length);
    else if (takes && this.#shown.length) this.#take(this.#shown[this.#at]);
    else if (event.key === "Escape") this.#show(false);
    else return false;
    return event.key !== "Tab";
  }

  /** The value to send; undefined where the text is none of the choices and has to be. */
  value() {
    if (this.#chosen) return this.#chosen.value;
    const exact = this.#shown.find((choice) => choice.name === this.input.value);
    return exact ? exact.value : this.free ? this.input.value : undefined;
  }
}
