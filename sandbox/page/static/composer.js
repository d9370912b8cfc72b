// Where a member writes: plain text, or "/" and a command. Files may be dropped or pasted anywhere.

import { api } from "./api.js";
import { bytes, el, icons } from "./dom.js";
import { openForm, startForm } from "./commandform.js";
import { notify } from "./notice.js";
import { chatCommands, closePalette, showPalette, steerPalette } from "./palette.js";
import { channel, emit, on, store } from "./store.js";

const ATTACHMENT = 11;
const MOST_FILES = 10;

const bar = document.getElementById("textbar");
const input = document.getElementById("composer");
const tray = document.getElementById("tray");
const browse = document.getElementById("browse");
const main = document.getElementById("channel");

let files = [];

function begin(command) {
  closePalette(input);
  input.value = "";
  bar.hidden = true;
  const form = startForm(command, () => {
    bar.hidden = false;
    input.focus();
  });
  files = files.filter((file) => !form.takeMore(file));
  drawTray();
}

function drawTray() {
  tray.hidden = files.length === 0;
  const cards = files.map((file, index) => {
    const away = () => {
      files.splice(index, 1);
      drawTray();
    };
    const remove = el(
      "button",
      { type: "button", class: "plain", "aria-label": `Remove ${file.name}`, on: { click: away } },
      icons.close(),
    );
    return el("li", { class: "tray-file" }, icons.file(), `${file.name} · ${bytes(file.size)}`, remove);
  });
  tray.replaceChildren(...cards);
}

/** Files go to the open command, else one picture to the command that takes one, else all to the next message. */
function take(given) {
  const form = openForm();
  if (form) return takeInto(form, given);
  const wanting = chatCommands().filter((one) => one.options.some((option) => option.type === ATTACHMENT));
  const isLone = given.length === 1 && given[0].type.startsWith("image/") && !files.length && input.value === "";
  given.forEach(keep);
  if (isLone && wanting.length === 1) begin(wanting[0]);
  return undefined;
}

function takeInto(form, given) {
  if (given.length === 1) return form.take(given[0]) || notify(`/${form.command.path} takes no file.`);
  const left = given.filter((file) => !form.takeMore(file)).map((file) => file.name);
  return left.length ? notify(`/${form.command.path} has no room for ${left.join(", ")}.`) : undefined;
}

function keep(file) {
  files = [...files, file].slice(0, MOST_FILES);
  drawTray();
  input.focus();
}

async function say() {
  const content = input.value.trim();
  if (!content && !files.length) return;
  const parts = Object.fromEntries(files.map((file, index) => [`file${index}`, file]));
  input.value = "";
  files = [];
  drawTray();
  emit("sent");
  try {
    await api.say(content, parts);
  } catch (error) {
    input.value = content;
    notify(error.message);
  }
}

function typed() {
  const slash = /^\/([^\n]*)$/.exec(input.value);
  if (!slash) return closePalette(input);
  const exact = chatCommands().find((one) => `/${one.path} ` === input.value);
  return exact ? begin(exact) : showPalette(input, slash[1].trim(), begin);
}

function keys(event) {
  if (steerPalette(input, event)) return event.preventDefault();
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return undefined;
  event.preventDefault();
  return say();
}

function dropping() {
  let depth = 0;
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const show = (change) => {
    depth = change === 0 ? 0 : depth + change;
    main.classList.toggle("dropping", depth > 0);
  };
  main.addEventListener("dragenter", (event) => hasFiles(event) && show(1));
  main.addEventListener("dragleave", (event) => hasFiles(event) && show(-1));
  main.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  main.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(0);
    take([...event.dataTransfer.files]);
  });
}

export function nameComposer() {
  const place = channel();
  const text = place?.kind === "dm" ? `Message ${store.place.application.name}` : `Message #${place?.name ?? ""}`;
  input.placeholder = `${text} or type /`;
  input.setAttribute("aria-label", text);
}

export function startComposer() {
  input.addEventListener("input", typed);
  input.addEventListener("keydown", keys);
  input.addEventListener("blur", () => closePalette(input));
  document.getElementById("send-text").addEventListener("click", say);
  document.getElementById("attach").addEventListener("click", () => browse.click());
  browse.addEventListener("change", () => {
    take([...browse.files]);
    browse.value = "";
  });
  document.addEventListener("paste", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length) event.preventDefault();
    take(pasted);
  });
  dropping();
  on("compose", (name) => {
    const command = chatCommands().find((one) => one.path === name);
    openForm()?.close();
    return command ? begin(command) : notify(`There is no command /${name}.`);
  });
  on("commands", () => document.activeElement === input && input.value.startsWith("/") && typed());
}
