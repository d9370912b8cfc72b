// A short line at the foot of the page, for what went wrong or was done.

import { el, icons } from "./dom.js";

const STAYS = 7000; // milliseconds

const shelf = document.getElementById("notices");

export function notify(text) {
  const node = el("div", { class: "notice", testid: "notice" }, el("span", {}, text));
  const away = el(
    "button",
    { type: "button", class: "plain", "aria-label": "Close", on: { click: () => node.remove() } },
    icons.close(),
  );
  node.append(away);
  shelf.append(node);
  setTimeout(() => node.remove(), STAYS);
}
