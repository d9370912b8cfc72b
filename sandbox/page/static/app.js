// The page: puts the parts together and moves between members and channels.

import { api } from "./api.js";
import { setClock } from "./clock.js";
import { nameComposer, startComposer } from "./composer.js";
import { closeSidebar, startDrawers } from "./drawers.js";
import { icons } from "./dom.js";
import { drawFeed, forgetRows, intro, jumpTo, startFeed } from "./feed.js";
import { openModal } from "./modal.js";
import { notify } from "./notice.js";
import { drawSidebar, startSidebar } from "./sidebar.js";
import { connect } from "./socket.js";
import { channel, emit, loadMessages, on, putUse, store } from "./store.js";
import { startStrip } from "./strip.js";

const banner = document.getElementById("link");

async function showChannel(id) {
  store.channel = id;
  localStorage.setItem("channel", id);
  const place = channel();
  document.getElementById("channel-name").textContent = place.kind === "dm" ? store.place.application.name : place.name;
  document.getElementById("channel-sign").replaceChildren(place.kind === "dm" ? icons.chat() : icons.hash());
  document.getElementById("channel-topic").textContent = place.topic ?? "";
  document.getElementById("intro").textContent = intro();
  document.title = `${place.kind === "dm" ? "Direct messages" : `#${place.name}`} · Firstframe sandbox`;
  forgetRows();
  nameComposer();
  emit("channel", id);
  closeSidebar();
  await load(id);
}

async function load(id) {
  const { commands } = await loadMessages(id, () => api.messages(id));
  if (id !== store.channel) return;
  store.commands = commands;
  emit("commands");
  drawFeed();
}

function home() {
  const mine = store.place.channels.filter((one) => one.kind === "text" || one.member === store.me);
  const kept = mine.find((one) => one.id === (store.channel ?? localStorage.getItem("channel")));
  return (kept ?? mine[0]).id;
}

async function become(name) {
  if (name === store.me) return;
  store.me = name;
  localStorage.setItem("member", name);
  store.messages.clear();
  store.uses.clear();
  connect();
}

/** After each (re)connection: everything may have changed meanwhile. */
async function refresh() {
  const state = await api.state();
  store.place = state.place;
  store.strip = state.strip;
  setClock(state.now);
  drawSidebar();
  emit("strip");
  if (store.channel === null || channel()?.id !== home()) await showChannel(home());
  else {
    store.messages.clear();
    await load(store.channel);
  }
}

async function press({ message, customId, values }) {
  try {
    putUse(await api.press(message.id, customId, values ?? null));
  } catch (error) {
    notify(error.message);
  }
}

function linked(state) {
  banner.hidden = state === "open";
}

function useChanged(use) {
  if (use.state === "modal" && use.modal) openModal(use);
}

const report = (act) => (detail) => act(detail).catch((error) => notify(error.message));

on("refresh", report(refresh));
on("reload", report(() => load(store.channel)));
on("show", report(showChannel));
on("become", report(become));
on("jump", report((place) => jumpTo(place, showChannel)));
on("press", press);
on("link", linked);
on("use", useChanged);

startDrawers();
startSidebar();
startFeed();
startComposer();
startStrip();

store.me = localStorage.getItem("member") ?? "ada";
connect();
