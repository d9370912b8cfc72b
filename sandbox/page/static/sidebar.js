// Channels, the direct messages with the bot, and who looks at them.

import { avatar } from "./avatar.js";
import { el, icons } from "./dom.js";
import { emit, me, on, store } from "./store.js";

const channels = document.getElementById("channels");
const elsewhere = document.getElementById("elsewhere");
const direct = document.getElementById("direct");
const members = document.getElementById("members");

const unread = new Set();

function place(one) {
  const current = one.id === store.channel;
  const news = unread.has(one.id) && !current;
  const dm = one.kind === "dm";
  const button = el(
    "button",
    {
      type: "button",
      class: `channel${current ? " current" : ""}${news ? " news" : ""}`,
      "aria-current": current ? "page" : null,
      testid: `channel-${dm ? "dm" : one.name}`,
      title: one.topic,
      on: { click: () => emit("show", one.id) },
    },
    dm ? avatar({ bot: true }, "small") : icons.hash(),
    el("span", { class: "channel-name" }, dm ? store.place.application.name : one.name),
    news ? el("span", { class: "news-mark" }, "new") : null,
  );
  return el("li", {}, button);
}

/** The language of a member's Discord, as its speakers call it. */
function language(locale) {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale.split("-")[0]);
  return el("span", { class: "member-language", lang: locale }, name);
}

function member(one) {
  const current = one.name === store.me;
  return el(
    "button",
    {
      type: "button",
      class: `member${current ? " current" : ""}`,
      "aria-pressed": String(current),
      testid: `member-${one.name}`,
      on: { click: () => emit("become", one.name) },
    },
    avatar(one, "small"),
    el("span", {}, one.display),
    language(one.locale),
  );
}

export function drawSidebar() {
  const mine = store.place.channels.filter((one) => one.kind === "dm" && one.member === store.me);
  const text = store.place.channels.filter((one) => one.kind === "text");
  channels.replaceChildren(...text.filter((one) => one.guild === null).map(place));
  elsewhere.replaceChildren(...text.filter((one) => one.guild !== null).map(place));
  direct.replaceChildren(...mine.map(place));
  members.replaceChildren(...store.place.members.map(member));
  document.getElementById("guild-name").textContent = store.place.guild?.name ?? "";
  document.getElementById("me").textContent = me()?.display ?? "";
}

export function startSidebar() {
  on("message", (message) => {
    if (message.channel_id === store.channel || unread.has(message.channel_id)) return;
    unread.add(message.channel_id);
    drawSidebar();
  });
  on("channel", () => {
    unread.delete(store.channel);
    drawSidebar();
  });
}
