// The components of a message: rows of buttons and selects, and the layouts of version 2.

import { choice, SELECTS } from "./choice.js";
import { el, webAddress } from "./dom.js";
import { paint } from "./embed.js";
import { markdown } from "./markdown.js";
import { cover, fileCard, item } from "./media.js";
import { emit, store } from "./store.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary", 6: "premium" };

function face(component) {
  const emoji = component.emoji?.name;
  const sign = emoji ? el("span", { class: "emoji", "aria-hidden": "true" }, emoji) : null;
  return [sign, component.label ? el("span", {}, component.label) : null];
}

function linkButton(component) {
  const href = webAddress(component.url);
  const jump = href?.match(/\/channels\/(?:\d+|@me)\/(\d+)\/(\d+)$/);
  const click = (event) => {
    if (!jump) return;
    event.preventDefault();
    emit("jump", { channelId: jump[1], messageId: jump[2] });
  };
  return el(
    "a",
    {
      class: "button secondary",
      href: component.disabled ? null : href,
      target: "_blank",
      rel: "noopener noreferrer",
      on: { click },
    },
    face(component),
    el("span", { class: "sr" }, "(link)"),
  );
}

function waiting(message, customId) {
  return [...store.uses.values()].some(
    (use) => use.state === "sent" && use.message_id === message.id && use.custom_id === customId,
  );
}

function button(component, message) {
  if (component.style === 5) return linkButton(component);
  const busy = waiting(message, component.custom_id);
  return el(
    "button",
    {
      type: "button",
      class: `button ${STYLES[component.style] ?? "secondary"}`,
      disabled: component.disabled || busy,
      "aria-busy": busy ? "true" : null,
      "aria-label": component.label ? null : component.emoji?.name,
      "data-custom-id": component.custom_id,
      testid: `button-${component.custom_id}`,
      on: { click: () => emit("press", { message, customId: component.custom_id }) },
    },
    face(component),
  );
}

function row(component, message) {
  return el("div", { class: "row" }, component.components.map((child) => draw(child, message)));
}

function section(component, message) {
  const text = el("div", { class: "section-text" }, component.components.map((child) => draw(child, message)));
  return el("div", { class: "section" }, text, component.accessory ? draw(component.accessory, message) : null);
}

function gallery(component) {
  const cells = component.items.map((one) => el("div", { class: "gallery-cell" }, item(one)));
  return el("div", { class: `gallery gallery-${Math.min(cells.length, 4)}` }, cells);
}

function container(component, message) {
  const node = el(
    "div",
    { class: "container", testid: "container" },
    component.components.map((child) => draw(child, message)),
  );
  const painted = paint(node, component.accent_color ?? undefined);
  return component.spoiler ? cover(painted) : painted;
}

function file(component) {
  const card = fileCard(
    component.name ?? component.file.url.split("/").pop().split("?")[0],
    component.size,
    component.file.url,
  );
  return component.spoiler ? cover(card) : card;
}

function select(component, message) {
  const done = (values) => emit("press", { message, customId: component.custom_id, values });
  return choice(component, done).node;
}

/** The node of one component; kinds this page does not know are named, not hidden. */
export function draw(component, message) {
  if (SELECTS.has(component.type)) return select(component, message);
  switch (component.type) {
    case 1:
      return row(component, message);
    case 2:
      return button(component, message);
    case 9:
      return section(component, message);
    case 10:
      return markdown(component.content);
    case 11:
      return el("div", { class: "thumbnail" }, item(component));
    case 12:
      return gallery(component);
    case 13:
      return file(component);
    case 14:
      return el(
        "hr",
        { class: `separator ${component.spacing === 2 ? "wide" : ""} ${component.divider === false ? "bare" : ""}` },
      );
    case 17:
      return container(component, message);
    default:
      return el("p", { class: "subtext" }, `A component of type ${component.type}`);
  }
}
