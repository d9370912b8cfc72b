// A use that has no message yet: it is being sent, or nobody answered it.

import { avatar, nameOf } from "./avatar.js";
import { el, icons } from "./dom.js";
import { dropUse, store } from "./store.js";

const MESSAGE_COMMAND = 3;

/** "/video" or "Quote this"; null for what was not begun by a command, such as a modal. */
function titleOf(use) {
  if (!use.name) return null;
  const command = store.commands.find((one) => one.name === use.name);
  return command?.type === MESSAGE_COMMAND ? use.name : `/${use.name}`;
}

function usedLine(use, title) {
  const name = el("span", { class: "reply-name" }, nameOf(use.user));
  return el("div", { class: "reply" }, avatar(use.user, "tiny-avatar"), name, title ? ` used ${title}` : " sent a form");
}

function failure(use) {
  const text = use.error ?? "The application did not respond";
  return el("p", { class: "failed", role: "alert" }, icons.warning(), text);
}

function privacy(use) {
  const on = { click: () => dropUse(use.id) };
  const dismiss = el("button", { type: "button", class: "plain", on }, "Dismiss message");
  return el("p", { class: "private" }, icons.eye(), "Only you can see this · ", dismiss);
}

export function waitingRow(use) {
  const failed = use.state === "failed";
  const title = titleOf(use);
  const app = store.place.application;
  const badge = el("span", { class: "badge" }, "APP");
  const parts = [
    ["reply", usedLine(use, title)],
    ["face", avatar({ ...app, bot: true })],
    ["head", el("div", { class: "head" }, el("span", { class: "author" }, app.name), badge)],
    ["text", failed ? failure(use) : el("p", { class: "thinking" }, `Sending${title ? ` ${title}` : ""}…`)],
    ["private", failed ? privacy(use) : null],
  ];
  const row = el("li", { class: "message ephemeral", testid: failed ? "use-failed" : "use-waiting" });
  row.append(...parts.map(([name, node]) => el("div", { class: `part part-${name}` }, node)));
  return row;
}
