// The list of messages of the channel shown, with the uses that still wait for an answer below it.

import { nameOf } from "./avatar.js";
import { api } from "./api.js";
import { el, icons } from "./dom.js";
import { drawMessage, isEphemeral, plainText } from "./message.js";
import { channel, messagesIn, older, on, store } from "./store.js";
import { openMenu } from "./menu.js";
import { notify } from "./notice.js";
import { waitingRow } from "./waiting.js";

const TOGETHER = 7 * 60 * 1000; // messages of one author within this time stand under one name
const NEAR = 90; // pixels from the end that count as being at the end
const LONG_PRESS = 550; // milliseconds

const scroller = document.getElementById("scroller");
const list = document.getElementById("messages");
const live = document.getElementById("announcements");
const fresh = document.getElementById("fresh");
const rows = new Map(); // message id -> list item
let atEnd = true;
let top = 0; // where the list stood last: only a reader goes up from there
let held = false; // a pointer is down here: its click would be lost if what is under it moved or was made anew

function follows(message, before) {
  if (!before || before.author.id !== message.author.id || isEphemeral(message) !== isEphemeral(before)) return false;
  if (message.message_reference || message.interaction_metadata || message.interaction) return false;
  return Date.parse(message.timestamp) - Date.parse(before.timestamp) < TOGETHER;
}

function newRow(message) {
  const row = el("li", { testid: "message", "data-message-id": message.id, tabindex: "-1" });
  const current = () => messagesIn(message.channel_id).get(message.id) ?? message;
  const more = el(
    "button",
    { type: "button", class: "more", "aria-label": "More for this message", "aria-haspopup": "menu", testid: "more" },
  );
  more.append(icons.more());
  more.addEventListener("click", () => openMenu(current(), more.getBoundingClientRect(), more));
  row.append(more);
  const open = (event) => openMenu(
    current(),
    { left: event.clientX, bottom: event.clientY, top: event.clientY },
    more,
  );
  row.addEventListener("contextmenu", (event) => {
    // A link, a player and a field keep the browser's own menu; a picture has the message's, as in Discord.
    if (event.target.tagName !== "IMG" && event.target.closest("a, video, input, textarea")) return;
    event.preventDefault();
    open(event);
  });
  pressLong(row, open);
  return row;
}

function pressLong(row, open) {
  let timer = null;
  const stop = () => clearTimeout(timer);
  row.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" || event.target.closest("button, a, video, select")) return;
    timer = setTimeout(() => open(event), LONG_PRESS);
  });
  for (const type of ["pointerup", "pointercancel", "pointermove"]) row.addEventListener(type, stop);
}

function loneUses() {
  return [...store.uses.values()].filter((use) => use.channel_id === store.channel && !use.custom_id);
}

/** Puts the rows in the order of their ids, touching only what changed place. */
export function drawFeed() {
  if (held) return;
  const messages = [...messagesIn(store.channel).values()].sort((a, b) => older(a.id, b.id));
  const known = new Set(messages.map((one) => one.id));
  for (const [id, row] of rows) {
    if (known.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
  let before = null;
  let place = null;
  for (const message of messages) {
    if (!rows.has(message.id)) rows.set(message.id, newRow(message));
    const row = rows.get(message.id);
    drawMessage(row, message, follows(message, before));
    const next = place === null ? list.firstElementChild : place.nextElementSibling;
    if (row !== next) list.insertBefore(row, next);
    place = row;
    before = message;
  }
  for (const row of list.querySelectorAll(":scope > [data-testid^=use-]")) row.remove();
  list.append(...loneUses().map(waitingRow));
  toEnd();
}

function toEnd() {
  if (!atEnd || held) return;
  scroller.scrollTop = scroller.scrollHeight;
  top = scroller.scrollTop;
}

function goToEnd() {
  atEnd = true;
  toEnd();
}

/** What was loaded since may have moved the end away from where the page itself has just gone. */
function watchReader() {
  scroller.addEventListener("scroll", () => {
    const isNear = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (isNear || scroller.scrollTop < top) atEnd = isNear;
    top = scroller.scrollTop;
    fresh.hidden = atEnd;
  });
}

/** Between press and release nothing is drawn; all of it is afterwards. */
function watchPointer() {
  scroller.addEventListener("pointerdown", () => (held = true));
  const release = () => {
    held = false;
    drawFeed();
  };
  for (const type of ["pointerup", "pointercancel", "blur"]) addEventListener(type, () => held && setTimeout(release));
}

function announce(message) {
  if (message.channel_id !== store.channel) return;
  const line = el("p", {}, `${nameOf(message.author)}: ${plainText(message).slice(0, 200)}`);
  live.append(line);
  while (live.childElementCount > 5) live.firstElementChild.remove();
}

export function forgetRows() {
  rows.clear();
  list.replaceChildren();
  atEnd = true;
}

export async function jumpTo({ channelId, messageId }, showChannel) {
  const isKnown = store.place.channels.some((one) => one.id === channelId);
  if (channelId !== store.channel && isKnown) await showChannel(channelId);
  const row = rows.get(messageId);
  if (!row) return;
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
  row.classList.add("flash");
  setTimeout(() => row.classList.remove("flash"), 1600);
}

export function startFeed() {
  const seen = new Set();
  on("message", (message) => {
    if (!seen.has(message.id)) announce(message);
    seen.add(message.id);
    if (message.channel_id === store.channel) drawFeed();
  });
  on("gone", drawFeed);
  on("use", drawFeed);
  on("dismiss", (message) => api.dismiss(message.id).catch((error) => notify(error.message)));
  on("sent", goToEnd);
  watchReader();
  watchPointer();
  fresh.addEventListener("click", goToEnd);
  new ResizeObserver(toEnd).observe(list);
  new ResizeObserver(toEnd).observe(scroller);
}

export function intro() {
  const place = channel();
  const name = place?.kind === "dm" ? store.place.application.name : `#${place?.name ?? ""}`;
  return place?.kind === "dm"
    ? `The beginning of your direct messages with ${name}.`
    : `The beginning of ${name}. ${place?.topic ?? ""}`;
}
