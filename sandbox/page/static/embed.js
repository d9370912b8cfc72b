// A rich embed of a message.

import { written } from "./clock.js";
import { el, source, webAddress } from "./dom.js";
import { inline } from "./inline.js";
import { markdown } from "./markdown.js";

function anchored(text, url) {
  const href = url ? webAddress(url) : null;
  if (href === null) return el("span", {}, inline(text));
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, inline(text));
}

function picture(media, className) {
  if (!media?.url) return null;
  const image = el("img", { src: source(media.url), alt: media.description ?? "", loading: "lazy" });
  return el("div", { class: className }, image);
}

function tiny(url) {
  return url ? el("img", { class: "tiny", src: source(url), alt: "" }) : null;
}

function fields(embed) {
  if (!embed.fields?.length) return null;
  const cells = embed.fields.map((field) =>
    el(
      "div",
      { class: field.inline ? "field inline" : "field" },
      el("div", { class: "field-name" }, inline(field.name)),
      markdown(field.value),
    ),
  );
  return el("div", { class: "fields" }, cells);
}

function footer(embed) {
  if (!embed.footer?.text && !embed.timestamp) return null;
  const parts = [tiny(embed.footer?.icon_url), embed.footer?.text ?? null];
  if (embed.footer?.text && embed.timestamp) parts.push(" · ");
  if (embed.timestamp) parts.push(written(embed.timestamp));
  return el("div", { class: "embed-footer" }, parts);
}

function author(embed) {
  if (!embed.author?.name) return null;
  const name = anchored(embed.author.name, embed.author.url);
  return el("div", { class: "embed-author" }, tiny(embed.author.icon_url), name);
}

export function paint(node, colour) {
  if (Number.isInteger(colour)) node.style.setProperty("--edge", `#${colour.toString(16).padStart(6, "0")}`);
  return node;
}

export function embedCard(embed) {
  const text = el(
    "div",
    { class: "embed-text" },
    author(embed),
    embed.title ? el("div", { class: "embed-title" }, anchored(embed.title, embed.url)) : null,
    embed.description ? markdown(embed.description) : null,
    fields(embed),
  );
  const card = el("div", { class: "embed", testid: "embed" }, text, picture(embed.thumbnail, "embed-thumbnail"));
  const image = picture(embed.image, "embed-image");
  const foot = footer(embed);
  card.append(...[image, foot].filter(Boolean));
  return paint(card, embed.color);
}
