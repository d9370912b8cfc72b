// One option of a command as a labelled field. Each gives {node, value(), problem(), focus(), put?(file), file?()}.

import { api } from "./api.js";
import { Combobox } from "./combobox.js";
import { el } from "./dom.js";
import { filefield } from "./filefield.js";
import { store } from "./store.js";

const STRING = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const ROLE = 8;
const MENTIONABLE = 9;
const NUMBER = 10;
const ATTACHMENT = 11;
const MOST_CHOICES = 25;

function fixedChoices(option) {
  if (option.choices?.length) return option.choices;
  if (option.type === BOOLEAN) return [{ name: "True", value: true }, { name: "False", value: false }];
  const people = store.place.people.map((one) => ({ name: one.display, value: one.id }));
  if (option.type === USER || option.type === MENTIONABLE) return people;
  if (option.type === CHANNEL) {
    const places = store.place.channels.filter((one) => one.kind === "text");
    return places.map((one) => ({ name: `#${one.name}`, value: one.id }));
  }
  return option.type === ROLE ? [] : null;
}

function textProblem(option, text) {
  const length = [...text].length;
  if (length < (option.min_length ?? 0)) return `At least ${option.min_length} characters.`;
  if (length > (option.max_length ?? 6000)) return `${length} characters; the most is ${option.max_length ?? 6000}.`;
  return null;
}

function numberProblem(option, text) {
  const number = Number(text);
  if (!Number.isFinite(number)) return "This must be a number.";
  if (option.type === INTEGER && !Number.isInteger(number)) return "This must be a whole number.";
  if (option.min_value !== undefined && number < option.min_value) return `At least ${option.min_value}.`;
  if (option.max_value !== undefined && number > option.max_value) return `At most ${option.max_value}.`;
  return null;
}

/** Only for browsers that cannot size a field by its content themselves. */
function grow(input) {
  if (CSS.supports("field-sizing", "content")) return;
  input.style.setProperty("height", "auto");
  input.style.setProperty("height", `${input.scrollHeight}px`);
}

function textbox(option, id) {
  const input = el(option.type === STRING && !option.autocomplete && !option.choices ? "textarea" : "input", {
    id,
    rows: "1",
    autocomplete: "off",
    class: "field-input",
    testid: `option-${option.name}`,
    "aria-describedby": `${id}-about`,
    "aria-required": option.required ? "true" : null,
    inputmode: option.type === INTEGER ? "numeric" : option.type === NUMBER ? "decimal" : null,
    placeholder: option.description,
    spellcheck: option.type === STRING ? "true" : "false",
  });
  if (input.tagName === "TEXTAREA") input.addEventListener("input", () => grow(input));
  return input;
}

function choicesOf(option, command, others) {
  const fixed = fixedChoices(option);
  const fits = (one, text) => one.name.toLowerCase().includes(text.toLowerCase());
  if (fixed) return async (text) => fixed.filter((one) => fits(one, text)).slice(0, MOST_CHOICES);
  if (!option.autocomplete) return null;
  return async (text) => (await api.autocomplete(command.path, option.name, text, others())).choices;
}

function read(option, raw) {
  return option.type === INTEGER || option.type === NUMBER ? Number(raw) : raw;
}

function check(option, raw, isFixed) {
  if (raw === undefined) return "Choose one of the list.";
  if (raw === "") return option.required ? "This option is required. Specify a value." : null;
  if (isFixed) return null;
  const isNumber = option.type === INTEGER || option.type === NUMBER;
  return isNumber ? numberProblem(option, raw) : textProblem(option, String(raw));
}

function typed(option, command, others, id) {
  const input = textbox(option, id);
  const fetchChoices = choicesOf(option, command, others);
  const isFixed = fixedChoices(option) !== null;
  const box = fetchChoices ? new Combobox({ input, fetchChoices, free: !isFixed }) : null;
  const raw = () => {
    if (input.value.trim() === "") return "";
    return box ? box.value() : input.value.replace(/\s*\n\s*/g, " ");
  };
  return {
    control: box?.node ?? input,
    input,
    steer: (event) => box?.steer(event) ?? false,
    value: () => (raw() === "" || raw() === undefined ? undefined : read(option, raw())),
    problem: () => check(option, raw(), isFixed),
    focus: () => input.focus(),
  };
}

function attached(option, changed) {
  const accept = (option.file_types ?? []).map((one) => (one.startsWith(".") ? one : `${one}/*`)).join(",") || null;
  const place = {
    name: option.name,
    label: option.name,
    hook: `attach-${option.name}`,
    required: option.required,
    accept,
    changed,
  };
  const field = filefield(place);
  return { ...field, control: field.node, value: () => undefined };
}

/** The field of one option; `others()` gives the values of the rest, for autocomplete. */
export function fieldFor(option, command, others, changed) {
  const id = `option-${option.name}`;
  const isFile = option.type === ATTACHMENT;
  const part = isFile ? attached(option, changed) : typed(option, command, others, id);
  const error = el("p", { class: "field-error", id: `${id}-error`, role: "alert", hidden: true });
  const about = el("span", { class: "sr", id: `${id}-about` }, option.description);
  const word = el("span", { class: "sr" }, " required");
  const mark = option.required ? el("span", { class: "mark", title: "Required" }, "*", word) : null;
  const label = isFile ? null : el("label", { class: "field-label", for: id }, option.name, mark);
  const node = el(
    "div",
    { class: `pill${isFile ? " pill-file" : ""}`, "data-option": option.name, title: option.description },
  );
  node.append(...[label, part.control, about].filter(Boolean));
  const shell = el("div", { class: "pill-shell" }, node, error);

  function complain() {
    const problem = part.problem();
    error.hidden = problem === null;
    error.textContent = problem ?? "";
    node.classList.toggle("wrong", problem !== null);
    part.input?.setAttribute("aria-invalid", String(problem !== null));
    return problem;
  }

  part.input?.addEventListener("input", () => error.hidden || complain());
  part.input?.addEventListener("chosen", () => error.hidden || complain());
  return { ...part, option, node: shell, complain };
}
