// Building DOM nodes. Texts become text nodes, so nothing a member or the bot wrote is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

function set(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "on") {
    for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
  } else if (name === "testid") node.setAttribute("data-testid", value);
  else if (name === "text") node.textContent = value;
  else if (name === "value" || name === "checked") node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** el("p", {class: "note", on: {click}}, "text", child, null) */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A decorative 24x24 icon made of path outlines; it carries no meaning of its own. */
export function icon(...paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const outline of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", outline);
    svg.append(path);
  }
  return svg;
}

export const icons = {
  hash: () => icon("M9 4 7 20", "M17 4l-2 16", "M4 9h16", "M3 15h16"),
  chat: () => icon("M4 5h16v11H9l-5 4z"),
  plus: () => icon("M12 5v14", "M5 12h14"),
  more: () => icon("M6 12h.01", "M12 12h.01", "M18 12h.01"),
  close: () => icon("M6 6l12 12", "M18 6 6 18"),
  menu: () => icon("M4 6h16", "M4 12h16", "M4 18h16"),
  sliders: () => icon(
    "M5 4v9",
    "M5 17v3",
    "M12 4v3",
    "M12 11v9",
    "M19 4v9",
    "M19 17v3",
    "M3 15h4",
    "M10 9h4",
    "M17 15h4",
  ),
  eye: () => icon("M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z", "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"),
  file: () => icon("M6 2h8l5 5v15H6z", "M14 2v6h5"),
  image: () => icon("M4 5h16v14H4z", "M4 16l5-5 4 4 3-3 4 4", "M15.5 9.5h.01"),
  reply: () => icon("M4 18v-5a4 4 0 0 1 4-4h12", "M16 5l4 4-4 4"),
  send: () => icon("M4 12 20 4l-6 16-3-7z"),
  slash: () => icon("M15 4 9 20"),
  trash: () => icon("M5 7h14", "M9 7V4h6v3", "M7 7l1 13h8l1-13"),
  warning: () => icon("M12 3 2 20h20z", "M12 10v4", "M12 17h.01"),
  link: () => icon("M10 14 20 4", "M14 4h6v6", "M19 14v6H4V5h6"),
};

/** Only web addresses may become links or sources; anything else gives null. */
export function webAddress(text) {
  try {
    const url = new URL(text, location.href);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** The address of a file of the local CDN as seen from this page (127.0.0.1 and localhost are one place). */
export function source(text) {
  const address = webAddress(text);
  if (address === null) return null;
  const url = new URL(address);
  if (["127.0.0.1", "localhost"].includes(url.hostname) && url.port === location.port) url.host = location.host;
  return url.href;
}

export function bytes(count) {
  if (count < 1024) return `${count} bytes`;
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(1)} KB`;
  return `${(count / 1024 / 1024).toFixed(2)} MB`;
}
