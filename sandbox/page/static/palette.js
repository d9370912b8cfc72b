// The list of commands that opens above the composer while "/" is typed.

import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { store } from "./store.js";

const CHAT_INPUT = 1;
const list = document.getElementById("palette");

let shown = [];
let at = 0;
let pick = () => {};

/** Commands with subcommands stand there once for each of them, as Discord lists them. */
function flat(command, path = command.name, root = command) {
  const nested = (command.options ?? []).filter((option) => option.type === 1 || option.type === 2);
  if (nested.length) return nested.flatMap((option) => flat(option, `${path} ${option.name}`, root));
  return [{ path, id: root.id, description: command.description, options: command.options ?? [] }];
}

export function chatCommands() {
  return store.commands.filter((one) => (one.type ?? CHAT_INPUT) === CHAT_INPUT).flatMap((one) => flat(one));
}

function row(command, index) {
  const required = command.options.filter((option) => option.required).map((option) => option.name);
  return el(
    "li",
    {
      id: `palette-${index}`,
      role: "option",
      class: "palette-row",
      "aria-selected": index === at ? "true" : "false",
      testid: `command-${command.path}`,
      on: { pointerdown: (event) => event.preventDefault(), click: () => pick(command) },
    },
    avatar({ bot: true }, "small"),
    el(
      "span",
      { class: "palette-text" },
      el(
        "span",
        { class: "palette-name" },
        `/${command.path}`,
        required.map((name) => el("span", { class: "palette-option" }, name)),
      ),
      el("span", { class: "palette-about" }, command.description),
    ),
    el("span", { class: "palette-app" }, store.place.application.name),
  );
}

function draw(input) {
  list.replaceChildren(
    el("li", { class: "palette-title", role: "presentation" }, store.place.application.name),
    ...shown.map(row),
  );
  input.setAttribute("aria-activedescendant", shown.length ? `palette-${at}` : "");
  list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
}

export function closePalette(input) {
  list.hidden = true;
  shown = [];
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

/** Shows the commands that fit what was typed after "/"; `choose(command)` is called for the one picked. */
export function showPalette(input, typed, choose) {
  const wanted = typed.toLowerCase();
  const fitting = chatCommands().filter((one) => one.path.includes(wanted));
  shown = fitting.sort((a, b) => Number(b.path.startsWith(wanted)) - Number(a.path.startsWith(wanted)));
  at = 0;
  pick = choose;
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  if (shown.length) draw(input);
  else {
    const none = "The bot has registered no commands yet. Is it running?";
    const text = store.commands.length ? "No command has this name" : none;
    list.replaceChildren(el("li", { class: "palette-none", role: "presentation" }, text));
  }
}

/** Handles the keys that steer the list; true when the key was used up. */
export function steerPalette(input, event) {
  if (list.hidden) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") closePalette(input);
  else if (!shown.length) return event.key === "Enter";
  else if (step) {
    at = (at + step + shown.length) % shown.length;
    draw(input);
  } else if (event.key === "Enter" || event.key === "Tab") pick(shown[at]);
  else return false;
  return true;
}
