// Pictures of people: a letter on a colour of their own; the bot has the sign of a first frame.

import { el, icon } from "./dom.js";
import { person } from "./store.js";

const HUES = 8;

function hue(id) {
  let sum = 0;
  for (const digit of id) sum = (sum * 31 + digit.charCodeAt(0)) % 9973;
  return sum % HUES;
}

/** A decorative picture; the name always stands beside it. */
export function avatar(user, size = "") {
  const name = user.display ?? user.global_name ?? user.username ?? "?";
  if (user.bot) {
    return el(
      "span",
      { class: `avatar app ${size}`, "aria-hidden": "true" },
      icon("M4 5h16v14H4z", "M8 5v14", "M12 9.5l4 2.5-4 2.5z"),
    );
  }
  const shade = person(user.id)?.shade ?? user.shade ?? hue(user.id ?? name);
  return el("span", { class: `avatar shade-${shade} ${size}`, "aria-hidden": "true" }, [...name][0].toUpperCase());
}

export function nameOf(user) {
  return user?.display ?? person(user?.id)?.display ?? user?.global_name ?? user?.username ?? "someone";
}
