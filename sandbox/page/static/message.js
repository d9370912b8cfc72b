// One message of the list. Its parts are kept while what they show stays the same, so a playing video plays on.

import { avatar, nameOf } from "./avatar.js";
import { shortTime, stampText, written } from "./clock.js";
import { draw } from "./component.js";
import { el, icons } from "./dom.js";
import { embedCard } from "./embed.js";
import { markdown } from "./markdown.js";
import { attachment } from "./media.js";
import { emit, me, messagesIn, person, store } from "./store.js";

const EPHEMERAL = 64;
const LOADING = 128;
const VERSION_2 = 32768;

const bare = (url) => String(url ?? "").split("?")[0];

export function isEphemeral(message) {
  return (message.flags & EPHEMERAL) !== 0;
}

/** Attachments that an embed shows already are not shown again; those of a version 2 message never are. */
function loose(message) {
  if (message.flags & VERSION_2) return [];
  const shown = new Set(
    message.embeds
      .flatMap((one) => [one.image, one.thumbnail, one.author, one.footer])
      .map((one) => bare(one?.url ?? one?.icon_url)),
  );
  return message.attachments.filter((one) => !shown.has(bare(one.url)));
}

function summary(message) {
  const texts = [];
  const walk = (one) => {
    if (one.type === 10) texts.push(one.content);
    for (const child of one.components ?? []) walk(child);
  };
  (message.components ?? []).forEach(walk);
  const text = [
    message.content,
    ...message.embeds.map((one) => one.description ?? one.title),
    ...texts,
  ].find((one) => one);
  return (text ?? (message.attachments.length ? "Click to see attachment" : "")).replaceAll("\n", " ");
}

export function plainText(message) {
  return summary(message)
    .replace(/<@!?(\d+)>/g, (whole, id) => `@${person(id)?.display ?? "member"}`)
    .replace(/<t:(\d{1,14})(?::(\w))?>/g, (whole, seconds, style) => stampText(Number(seconds), style ?? "f"))
    .replace(/<(\/[-\w\p{L} ]{1,100}):\d+>/gu, "$1")
    .replace(/https:\/\/discord\.com\/channels\/\S+/g, "link to a message")
    .replace(/[*_~`|>\\]/g, "");
}

/** The message answered, as it reads now if it is known here. */
function told(message) {
  const answered = message.referenced_message;
  return answered ? (messagesIn(answered.channel_id).get(answered.id) ?? answered) : answered;
}

function replyLine(message) {
  const answered = told(message);
  if (answered) {
    const jump = () => emit("jump", { channelId: answered.channel_id, messageId: answered.id });
    const text = el(
      "button",
      { type: "button", class: "reply-text", on: { click: jump } },
      plainText(answered).slice(0, 120) || "…",
    );
    const label = el("span", { class: "sr" }, "replying to ");
    const name = el("span", { class: "reply-name" }, nameOf(answered.author));
    return el("div", { class: "reply" }, label, avatar(answered.author, "tiny-avatar"), name, text);
  }
  if (message.message_reference?.message_id && answered === null) {
    return el("div", { class: "reply" }, el("em", {}, "Original message was deleted"));
  }
  const used = message.interaction ?? message.interaction_metadata;
  if (!used?.user || !used.name) return null;
  const what = used.command_type === 1 ? `/${used.name}` : used.name;
  const name = el("span", { class: "reply-name" }, nameOf(used.user));
  const tail = el("span", {}, " used ", el("span", { class: "mention" }, what));
  return el("div", { class: "reply" }, avatar(used.user, "tiny-avatar"), name, tail);
}

function head(message) {
  const badge = message.author.bot ? el("span", { class: "badge" }, "APP") : null;
  return el(
    "div",
    { class: "head" },
    el("span", { class: "author" }, nameOf(message.author)),
    badge,
    written(message.timestamp),
  );
}

function text(message) {
  if (message.flags & LOADING) {
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    return el("p", { class: "thinking" }, dots, `${nameOf(message.author)} is thinking…`);
  }
  if (!message.content) return null;
  const body = markdown(message.content, "content");
  if (message.edited_timestamp) body.lastElementChild?.append(el("span", { class: "edited" }, " (edited)"));
  return body;
}

function failure(message) {
  const failed = usesOf(message).find((use) => use.state === "failed" && use.custom_id);
  if (!failed) return null;
  return el("p", { class: "failed", role: "alert" }, icons.warning(), failed.error ?? "This interaction failed");
}

function privacy(message) {
  if (!isEphemeral(message)) return null;
  const dismiss = el(
    "button",
    { type: "button", class: "plain", testid: "dismiss", on: { click: () => emit("dismiss", message) } },
  );
  dismiss.append("Dismiss message");
  return el("p", { class: "private" }, icons.eye(), "Only you can see this · ", dismiss);
}

function usesOf(message) {
  return [...store.uses.values()].filter((use) => use.message_id === message.id);
}

function busyWith(message) {
  return usesOf(message).map((use) => [use.custom_id, use.state]);
}

/** The parts of a message in order: [name, what it depends on, how it is drawn]. */
function parts(message, compact) {
  const own = (message.mentions ?? []).map((one) => one.id);
  return [
    [
      "reply",
      [told(message) && plainText(told(message)), message.interaction_metadata?.id, own, compact],
      () => (compact ? null : replyLine(message)),
    ],
    [
      "face",
      [compact],
      () => (compact ? el("span", { class: "at" }, shortTime(message.timestamp)) : avatar(message.author)),
    ],
    ["head", [compact], () => (compact ? null : head(message))],
    ["text", [message.content, message.flags, message.edited_timestamp], () => text(message)],
    [
      "files",
      loose(message).map((one) => one.id),
      () => el("div", { class: "files" }, loose(message).map(attachment)),
    ],
    ["embeds", message.embeds, () => el("div", { class: "embeds" }, message.embeds.map(embedCard))],
    [
      "components",
      [message.components, busyWith(message)],
      () => el("div", { class: "components" }, message.components.map((one) => draw(one, message))),
    ],
    ["failure", busyWith(message), () => failure(message)],
    ["private", [message.flags], () => privacy(message)],
  ];
}

/** Draws into `item` what has changed since it was last drawn. */
export function drawMessage(item, message, compact) {
  const mine = (message.mentions ?? []).some((one) => one.id === me()?.id);
  item.className = "message";
  item.classList.toggle("compact", compact);
  item.classList.toggle("mentions-me", mine);
  item.classList.toggle("ephemeral", isEphemeral(message));
  item.dataset.messageId = message.id;
  item.parts ??= {};
  const focused = item.contains(document.activeElement) ? document.activeElement.dataset.customId : undefined;
  for (const [name, depends, make] of parts(message, compact)) {
    const key = JSON.stringify(depends);
    const slot = (item.parts[name] ??= { node: item.appendChild(el("div", { class: `part part-${name}` })) });
    if (slot.key === key) continue;
    slot.key = key;
    const made = make();
    slot.node.replaceChildren(...(made ? [made] : []));
  }
  if (focused !== undefined) item.querySelector(`[data-custom-id="${CSS.escape(focused)}"]`)?.focus();
}
