// Discord's markdown within a line: bold, links, mentions, times, spoilers. Gives DOM nodes.

import { stamp } from "./clock.js";
import { el, webAddress } from "./dom.js";
import { emit, person, store } from "./store.js";

const DEEPEST = 12; // nesting of styles; deeper text stays as it was typed

function link(address, children) {
  const href = webAddress(address);
  if (href === null) return el("span", {}, children);
  const jump = href.match(/^https:\/\/(?:[a-z]+\.)?discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?$/);
  if (jump) return jumpLink(href, jump[1], jump[2], children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
}

function jumpLink(href, channelId, messageId, children) {
  const place = store.place.channels.find((one) => one.id === channelId);
  const bare = children.length === 1 && typeof children[0] === "string" && children[0].startsWith("https://");
  const where = place?.kind === "dm" ? store.place.application.name : place ? `#${place.name}` : "elsewhere";
  const label = bare ? [`${where} › message`] : children;
  const click = (event) => {
    event.preventDefault();
    emit("jump", { channelId, messageId });
  };
  return el("a", { href, class: bare ? "mention" : null, on: { click } }, label);
}

function mention(kind, id) {
  if (kind === "#") {
    const place = store.place.channels.find((one) => one.id === id);
    return el("span", { class: "mention" }, `#${place?.name ?? "unknown"}`);
  }
  if (kind === "@&") return el("span", { class: "mention" }, "@role");
  const who = person(id);
  return el("span", { class: "mention" }, `@${who?.display ?? "unknown member"}`);
}

export function spoiler(children) {
  const node = el(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler, press to show" },
  );
  const inner = el("span", { class: "spoiler-inner" }, children);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    node.classList.add("shown");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", show, { once: true });
  node.addEventListener("keydown", show);
  node.append(inner);
  return node;
}

const wrap = (tag) => (match, depth) => el(tag, {}, inline(match[1], depth));

// Each rule begins where the text stands; the first that matches wins.
const rules = [
  [/^\\([\\*_~`|>#\-[\]()<@.!+:])/, (match) => match[1]],
  [/^``(.+?)``(?!`)/s, (match) => el("code", {}, match[1])],
  [/^`([^`]+)`/, (match) => el("code", {}, match[1])],
  [/^\*\*\*(?=\S)(.+?)\*\*\*/s, (match, depth) => el("strong", {}, el("em", {}, inline(match[1], depth)))],
  [/^\*\*(?=\S)(.+?)\*\*(?!\*)/s, wrap("strong")],
  [/^__(?=\S)(.+?)__(?!_)/s, wrap("u")],
  [/^~~(?=\S)(.+?)~~/s, wrap("s")],
  [/^\|\|(.+?)\|\|/s, (match, depth) => spoiler(inline(match[1], depth))],
  [/^\*(?=[^\s*])((?:\*\*|\\.|[^*\\])+?)\*(?!\*)/s, wrap("em")],
  [/^_(?=[^\s_])((?:__|\\.|[^_\\])+?)_(?![\w_])/s, wrap("em")],
  [/^<t:(-?\d{1,14})(?::([tTdDfFR]))?>/, (match) => stamp(Number(match[1]), match[2] ?? "f")],
  [/^<(@!?|@&|#)(\d+)>/, (match) => mention(match[1].replace("!", ""), match[2])],
  [/^<\/([-\w\p{L} ]{1,100}):(\d+)>/u, (match) => commandLink(match[1])],
  [/^<a?:(\w{2,32}):\d+>/, (match) => `:${match[1]}:`],
  [
    /^\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^\s)>]+)>?(?:\s+"[^"]*")?\)/,
    (match, depth) => link(match[2], inline(match[1], depth)),
  ],
  [/^<(https?:\/\/[^\s>]+)>/, (match) => link(match[1], [match[1]])],
  [/^https?:\/\/[^\s<]*[^\s<.,:;"')\]!?*_|]/, (match) => link(match[0], [match[0]])],
  [/^@(everyone|here)\b/, (match) => el("span", { class: "mention" }, match[0])],
];

function commandLink(name) {
  return el("button", { class: "mention", type: "button", on: { click: () => emit("compose", name) } }, `/${name}`);
}

/** The nodes of one text; `depth` counts how many styles are open around it. */
export function inline(text, depth = 0) {
  if (depth > DEEPEST) return [text];
  const nodes = [];
  let plain = "";
  let rest = text;
  while (rest) {
    const hit = /[\\*_~`|<[h@]/.test(rest[0]) ? first(rest) : null;
    if (hit === null || (rest[0] === "_" && /\w$/.test(plain))) {
      plain += rest[0];
      rest = rest.slice(1);
      continue;
    }
    if (plain) nodes.push(plain);
    plain = "";
    nodes.push(hit.make(hit.match, depth + 1));
    rest = rest.slice(hit.match[0].length);
  }
  if (plain) nodes.push(plain);
  return nodes;
}

function first(text) {
  for (const [pattern, make] of rules) {
    const match = pattern.exec(text);
    if (match) return { match, make };
  }
  return null;
}
