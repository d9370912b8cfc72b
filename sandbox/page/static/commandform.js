// A command being filled in: its options as fields, and what is sent when it is complete.

import { api } from "./api.js";
import { el, icons } from "./dom.js";
import { fieldFor } from "./field.js";
import { notify } from "./notice.js";
import { emit, putUse } from "./store.js";

const ATTACHMENT = 11;
const SHOWN_AT_ONCE = 4; // a command with more options shows its optional ones when they are asked for

const shell = document.getElementById("commandform");

let current = null;

export function openForm() {
  return current;
}

function values(fields) {
  const found = [...fields.values()].map((field) => [field.option.name, field.value()]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

function files(fields) {
  const filled = [...fields.values()].filter((field) => field.file?.());
  return Object.fromEntries(filled.map((field) => [field.option.name, field.file()]));
}

async function send(form) {
  const wrong = [...form.fields.values()].filter((field) => field.complain() !== null);
  if (wrong.length) return wrong[0].focus();
  if (form.sending) return undefined;
  form.sending = true;
  try {
    const attached = files(form.fields);
    const options = values(form.fields);
    for (const name of Object.keys(attached)) options[name] = { file: name };
    emit("sent");
    putUse(await api.command(form.command.path, options, attached));
    form.close();
  } catch (error) {
    notify(error.message);
  }
  form.sending = false;
  return undefined;
}

function keys(form, event) {
  const field = [...form.fields.values()].find((one) => one.input === event.target);
  if (field?.steer(event)) return event.preventDefault();
  if (event.key === "Escape") form.close();
  else if (event.key === "Enter" && !event.shiftKey && event.target.classList.contains("field-input")) {
    event.preventDefault();
    send(form);
  }
  return undefined;
}

function addButton(form, option) {
  const add = () => {
    form.show(option).focus();
    button.remove();
  };
  const about = { type: "button", class: "chip", testid: `add-${option.name}`, title: option.description };
  const button = el("button", { ...about, on: { click: add } }, icons.plus(), option.name);
  return button;
}

function build(form) {
  const { command } = form;
  const all = command.options.length <= SHOWN_AT_ONCE;
  const later = command.options.filter((option) => !all && !option.required && option.type !== ATTACHMENT);
  const name = el("span", { class: "command-name" }, `/${command.path}`);
  const leave = el(
    "button",
    { type: "button", class: "plain", "aria-label": "Leave the command", on: { click: form.close } },
    icons.close(),
  );
  const submit = el(
    "button",
    { type: "submit", class: "send", "aria-label": "Send the command", testid: "send" },
    icons.send(),
  );
  const head = el(
    "div",
    { class: "command-head" },
    name,
    el("span", { class: "command-about" }, command.description),
    leave,
  );
  form.fieldset = el("div", { class: "pills" });
  form.drops = el("div", { class: "drops" });
  form.more = el("div", { class: "chips" }, later.map((option) => addButton(form, option)));
  for (const option of command.options) if (!later.includes(option)) form.show(option);
  return [head, form.drops, el("div", { class: "pill-line" }, form.fieldset, submit), form.more];
}

/** Opens the form of a command in place of the text box; `closed()` is called when it is left or sent. */
export function startForm(command, closed) {
  const form = { command, fields: new Map(), sending: false };
  form.close = () => {
    if (current !== form) return;
    current = null;
    shell.replaceChildren();
    shell.hidden = true;
    closed();
  };
  form.show = (option) => {
    const field = fieldFor(option, command, () => values(form.fields), () => field?.complain());
    form.fields.set(option.name, field);
    (option.type === ATTACHMENT ? form.drops : form.fieldset).append(field.node);
    return field;
  };
  const drops = () => [...form.fields.values()].filter((field) => field.put);
  const free = () => drops().find((field) => !field.file());
  const putInto = (field, file) => {
    field?.put(file);
    return field !== undefined;
  };
  form.take = (file) => putInto(free() ?? drops()[0], file);
  form.takeMore = (file) => putInto(free(), file); // in the place of none that is there
  current = form;
  shell.replaceChildren(...build(form));
  shell.hidden = false;
  const first = [...form.fields.values()].find((field) => field.input) ?? [...form.fields.values()][0];
  first?.focus();
  return form;
}

shell.addEventListener("submit", (event) => {
  event.preventDefault();
  if (current) send(current);
});
shell.addEventListener("keydown", (event) => current && keys(current, event));
