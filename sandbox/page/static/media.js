// Pictures, videos and files as they stand in a message; spoilers are covered until pressed.

import { bytes, el, icons, source } from "./dom.js";

const FILM = /\.(mp4|mov|qt|webm)$/i;
const PICTURE = /\.(png|jpe?g|jfif|gif|webp|avif)$/i;

function nameIn(url) {
  try {
    return decodeURIComponent(new URL(url, location.href).pathname.split("/").pop());
  } catch {
    return "file";
  }
}

/** "video", "picture" or "file": what Discord would show for this name and type. */
export function kindOf(name, type) {
  if (type?.startsWith("video/") || FILM.test(name)) return "video";
  if (type?.startsWith("image/") || PICTURE.test(name)) return "picture";
  return "file";
}

function sizes(media) {
  return media.width && media.height ? { width: media.width, height: media.height } : {};
}

function broken(event) {
  const note = el("p", { class: "broken" }, icons.warning(), "This file can no longer be loaded.");
  event.currentTarget.replaceWith(note);
}

function film(media, name) {
  const label = media.description || `Video ${name}`;
  const properties = {
    class: "film",
    src: source(media.url),
    controls: true,
    playsinline: true,
    preload: "metadata",
  };
  return el("video", { ...properties, ...sizes(media), "aria-label": label, testid: "video", on: { error: broken } });
}

function picture(media, name) {
  const image = el("img", {
    class: "picture",
    src: source(media.url),
    alt: media.description || name,
    loading: "lazy",
    ...sizes(media),
    on: { error: broken },
  });
  return el(
    "a",
    { class: "picture-link", href: source(media.url), target: "_blank", rel: "noopener noreferrer" },
    image,
  );
}

export function fileCard(name, size, url) {
  const weight = size ? el("span", { class: "file-size" }, bytes(size)) : null;
  return el(
    "div",
    { class: "file" },
    icons.file(),
    el("span", { class: "file-text" }, el("a", { href: source(url), download: name }, name), weight),
  );
}

/** Covers a node until a member asks to see it. */
export function cover(node) {
  const shell = el("div", { class: "cover" }, node);
  const reveal = () => {
    shell.classList.add("shown");
    button.remove();
  };
  const button = el("button", { class: "cover-button", type: "button", on: { click: reveal } }, "Spoiler");
  shell.append(button);
  return shell;
}

/** An unfurled item of a gallery or thumbnail: {media: {url, width, height, content_type}, description, spoiler}. */
export function item(one) {
  const media = { ...one.media, description: one.description };
  const name = nameIn(media.url);
  const kind = kindOf(name, media.content_type);
  const makers = { video: film, picture, file: () => fileCard(name, 0, media.url) };
  const node = makers[kind](media, name);
  return one.spoiler ? cover(node) : node;
}

/** Discord shows the description when it is asked for; here it can be read at once. */
function described(node, description) {
  return description ? el("figure", {}, node, el("figcaption", { "aria-hidden": "true" }, description)) : node;
}

export function attachment(one) {
  const kind = kindOf(one.filename, one.content_type);
  const hidden = one.filename.startsWith("SPOILER_") || (one.flags & 8) !== 0;
  let node;
  if (kind === "video") {
    const download = el("a", { href: source(one.url), download: one.filename }, one.filename);
    const caption = el("figcaption", {}, download, ` · ${bytes(one.size)}`);
    node = el("figure", { class: "film-frame" }, film(one, one.filename), caption);
  } else if (kind === "picture") node = described(picture(one, one.filename), one.description);
  else node = fileCard(one.title ?? one.filename, one.size, one.url);
  const shell = el("div", { class: "attachment", testid: "attachment", "data-filename": one.filename });
  shell.append(hidden ? cover(node) : node);
  return shell;
}
