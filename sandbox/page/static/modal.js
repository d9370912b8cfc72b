// A modal the bot opens: a form in a dialog, sent back as one answer.

import { api } from "./api.js";
import { choice, SELECTS } from "./choice.js";
import { el, icons } from "./dom.js";
import { filefield } from "./filefield.js";
import { markdown } from "./markdown.js";
import { putUse } from "./store.js";

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
  if (length > (component.max_length ?? 4000)) return `${length} characters; the most is ${component.max_length ?? 4000}.`;
  return null;
}

function textInput(component, id) {
  const long = component.style === 2;
  const properties = { id, class: "field-input", placeholder: component.placeholder, value: component.value ?? "", testid: `field-${component.custom_id}` };
  const node = long ? el("textarea", { ...properties, rows: "4" }) : el("input", { ...properties, type: "text", autocomplete: "off" });
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
  const field = filefield({ name: "File", label: "File", hook: `field-${component.custom_id}`, required, accept: null });
  field.node.id = id;
  return { node: field.node, value: () => undefined, problem: field.problem, file: field.file };
}

function marks(component, id, type) {
  const options = component.type === CHECKBOX ? [{ value: "true", label: component.label ?? "Yes", default: component.default }] : component.options;
  const boxes = options.map((one) => el("input", { type, name: `${id}-group`, value: one.value, checked: one.default === true }));
  const rows = options.map((one, at) => el("label", { class: "check" }, boxes[at], el("span", {}, one.label, one.description ? ` — ${one.description}` : "")));
  const node = el("div", { id, class: "checks", testid: `field-${component.custom_id}` }, rows);
  const values = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const needed = component.type === CHECKBOX ? 0 : component.required === false ? 0 : (component.min_values ?? 1);
  const value = () => (component.type === CHECKBOX ? values().length > 0 : component.type === RADIO_GROUP ? (values()[0] ?? null) : values());
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
  const node = el("div", { class: "modal-field" }, el("label", { for: id, class: "modal-label" }, label, mark), about, part.node, error);
  const complain = () => {
    const problem = part.problem();
    error.textContent = problem ?? "";
    error.hidden = problem === null;
    return problem;
  };
  return { ...part, node, complain, id: component.custom_id };
}

function fieldsOf(component) {
  if (component.type === LABEL) return [labelled(component.component, component.label, component.description)];
  if (component.type === ROW) return component.components.map((one) => labelled(one, one.label ?? one.placeholder ?? "", null));
  if (component.type === TEXT_DISPLAY) return [{ node: markdown(component.content) }];
  return [labelled(component, component.label ?? "", null)];
}

function answers(fields) {
  const named = fields.filter((one) => one.id);
  const files = Object.fromEntries(named.filter((one) => one.file?.()).map((one) => [one.id, one.file()]));
  const values = named.map((one) => [one.id, files[one.id] ? { file: one.id } : one.value()]);
  return { files, values: Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null)) };
}

/** Opens the modal of a use; closing it sends nothing, as in Discord. */
export function openModal(use) {
  const fields = use.modal.components.flatMap(fieldsOf);
  const error = el("p", { class: "failed", role: "alert", hidden: true });
  const dialog = el("dialog", { class: "modal", "aria-label": use.modal.title, testid: "modal" });
  const leave = () => dialog.close();
  const away = el("button", { type: "button", class: "plain", "aria-label": "Close", testid: "modal-close", on: { click: leave } }, icons.close());
  const cancel = el("button", { type: "button", class: "button secondary", on: { click: leave } }, "Cancel");
  const done = el("button", { type: "submit", class: "button primary", testid: "modal-submit" }, "Submit");
  const form = el("form", { novalidate: true }, el("header", {}, el("h2", {}, use.modal.title), away));
  form.append(el("div", { class: "modal-body" }, fields.map((one) => one.node), error), el("footer", {}, cancel, done));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (fields.filter((one) => one.complain?.()).length) return;
    done.disabled = true;
    try {
      const { values, files } = answers(fields);
      putUse(await api.submit(use.id, values, files));
      dialog.close();
    } catch (problem) {
      error.textContent = problem.message;
      error.hidden = false;
    }
    done.disabled = false;
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".modal-body input, .modal-body textarea, .modal-body select")?.focus();
}
