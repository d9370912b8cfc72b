// The menu of a message: the application's message commands, and what its author or a moderator may do.

import { api } from "./api.js";
import { el, icons } from "./dom.js";
import { isEphemeral } from "./message.js";
import { notify } from "./notice.js";
import { me, putUse, store } from "./store.js";

const MESSAGE_COMMAND = 3;
const EDGE = 8; // pixels kept free around the menu

let close = () => {};

function entry(label, act, properties = {}) {
  const click = () => {
    close();
    act().catch((error) => notify(error.message));
  };
  return el("button", { type: "button", role: "menuitem", class: "menu-item", ...properties, on: { click } }, label);
}

function commands(message) {
  if (isEphemeral(message)) return [];
  return store.commands
    .filter((one) => one.type === MESSAGE_COMMAND)
    .map((one) => entry(
      one.name,
      async () => putUse(await api.menu(one.name, message.id)),
      { testid: `menu-${one.name}` },
    ));
}

function entries(message) {
  const apps = commands(message);
  const copy = entry("Copy message ID", async () => navigator.clipboard.writeText(message.id));
  const isOwn = message.author.id === me()?.id;
  const remove = entry(
    [isOwn ? "Delete message" : "Delete as moderator", icons.trash()],
    () => api.remove(message.id),
    { class: "menu-item danger", testid: "menu-delete" },
  );
  const title = el("p", { class: "menu-title", "aria-hidden": "true" }, "Apps");
  const head = apps.length ? [title, ...apps, el("hr")] : [];
  return [...head, copy, ...(isEphemeral(message) ? [] : [remove])];
}

function place(menu, at) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(Math.max(EDGE, at.left), innerWidth - width - EDGE);
  const below = at.bottom + 4;
  const top = below + height > innerHeight - EDGE ? Math.max(EDGE, at.top - height - 4) : below;
  menu.style.setProperty("left", `${left}px`);
  menu.style.setProperty("top", `${top}px`);
}

function steer(menu, event) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(at + step + items.length) % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
}

/** Opens the menu beside a rectangle; the focus goes back to `opener` afterwards. */
export function openMenu(message, at, opener) {
  close();
  const menu = el(
    "div",
    { class: "menu", role: "menu", "aria-label": "Message", testid: "message-menu" },
    entries(message),
  );
  const outside = (event) => menu.contains(event.target) || close();
  close = () => {
    close = () => {};
    document.removeEventListener("pointerdown", outside, true);
    menu.remove();
    opener.focus({ preventScroll: true });
  };
  menu.addEventListener("keydown", (event) => steer(menu, event));
  document.addEventListener("pointerdown", outside, true);
  document.body.append(menu);
  place(menu, at);
  menu.querySelector("[role=menuitem]")?.focus({ preventScroll: true });
}
