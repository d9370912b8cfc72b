// The fields of a modal, each with its label, its value and what is wrong with it.

import { choice, SELECTS } from "./choice.js";
import { el } from "./dom.js";
import { filefield } from "./filefield.js";
import { markdown } from "./markdown.js";

const ROW = 1;
const TEXT_INPUT = 4;
const TEXT_DISPLAY = 10;
const LABEL = 18;
const FILE_UPLOAD = 19;
const RADIO_GROUP = 21;
const CHECKBOX_GROUP = 22;
const CHECKBOX = 23;

let count = 0;

function textProblem(component, text) {
  const length = [...text].length;
  if (length === 0) return component.required === false ? null : "This field is required.";
  if (length < (component.min_length ?? 0)) return `At least ${component.min_length} characters.`;
  const most = component.max_length ?? 4000;
  if (length > most) return `${length} characters; the most is ${most}.`;
  return null;
}

function textInput(component, id) {
  const long = component.style === 2;
  const properties = {
    id,
    class: "field-input",
    placeholder: component.placeholder,
    value: component.value ?? "",
    testid: `field-${component.custom_id}`,
  };
  const line = { ...properties, type: "text", autocomplete: "off" };
  const node = long ? el("textarea", { ...properties, rows: "4" }) : el("input", line);
  return { node, value: () => node.value, problem: () => textProblem(component, node.value) };
}

function select(component, id) {
  const quiet = () => {};
  quiet.quiet = true;
  const made = choice(component, quiet);
  made.node.id = id;
  const needed = component.required === false ? 0 : (component.min_values ?? 1);
  return { ...made, value: made.values, problem: () => (made.values().length < needed ? "Make a selection." : null) };
}

function upload(component, id) {
  const required = component.required !== false && (component.min_values ?? 1) > 0;
  const field = filefield({
    name: "File",
    label: "File",
    hook: `field-${component.custom_id}`,
    required,
    accept: null,
  });
  field.node.id = id;
  return { node: field.node, value: () => undefined, problem: field.problem, file: field.file };
}

function marks(component, id, type) {
  const lone = { value: "true", label: component.label ?? "Yes", default: component.default };
  const options = component.type === CHECKBOX ? [lone] : component.options;
  const name = `${id}-group`;
  const boxes = options.map((one) => el("input", { type, name, value: one.value, checked: one.default === true }));
  const words = (one) => (one.description ? `${one.label} — ${one.description}` : one.label);
  const rows = options.map((one, at) => el("label", { class: "check" }, boxes[at], el("span", {}, words(one))));
  const node = el("div", { id, class: "checks", testid: `field-${component.custom_id}` }, rows);
  const values = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const isNeeded = component.type !== CHECKBOX && component.required !== false;
  const needed = isNeeded ? (component.min_values ?? 1) : 0;
  const value = () => {
    if (component.type === CHECKBOX) return values().length > 0;
    return component.type === RADIO_GROUP ? (values()[0] ?? null) : values();
  };
  return { node, value, problem: () => (values().length < needed ? "Make a selection." : null) };
}

function control(component, id) {
  if (SELECTS.has(component.type)) return select(component, id);
  switch (component.type) {
    case TEXT_INPUT:
      return textInput(component, id);
    case FILE_UPLOAD:
      return upload(component, id);
    case RADIO_GROUP:
      return marks(component, id, "radio");
    case CHECKBOX_GROUP:
    case CHECKBOX:
      return marks(component, id, "checkbox");
    default:
      return null;
  }
}

function labelled(component, label, description) {
  const id = `modal-field-${(count += 1)}`;
  const part = control(component, id);
  if (part === null) return { node: el("p", { class: "subtext" }, `A component of type ${component.type}`) };
  const mark = component.required === false ? null : el("span", { class: "mark", title: "Required" }, "*");
  const error = el("p", { class: "field-error", role: "alert", hidden: true });
  const about = description ? el("p", { class: "subtext" }, description) : null;
  const node = el(
    "div",
    { class: "modal-field" },
    el("label", { for: id, class: "modal-label" }, label, mark),
    about,
    part.node,
    error,
  );
  const complain = () => {
    const problem = part.problem();
    error.textContent = problem ?? "";
    error.hidden = problem === null;
    return problem;
  };
  return { ...part, node, complain, id: component.custom_id };
}

/** Each gives {node}, and where there is something to fill in also {id, value(), complain(), file?()}. */
export function fieldsOf(component) {
  if (component.type === LABEL) return [labelled(component.component, component.label, component.description)];
  if (component.type === ROW) return component.components.flatMap(fieldsOf);
  if (component.type === TEXT_DISPLAY) return [{ node: markdown(component.content) }];
  return [labelled(component, component.label ?? component.placeholder ?? "", null)];
}

/** What is sent: values by custom id, and files beside them. */
export function answers(fields) {
  const named = fields.filter((one) => one.id);
  const files = Object.fromEntries(named.filter((one) => one.file?.()).map((one) => [one.id, one.file()]));
  const values = named.map((one) => [one.id, files[one.id] ? { file: one.id } : one.value()]);
  return { files, values: Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null)) };
}
