// Discord's markdown by lines: quotations, code, headings, lists. Gives one element.

import { el } from "./dom.js";
import { inline } from "./inline.js";

function code(lines, at) {
  const opening = lines[at].slice(3);
  const same = opening.indexOf("```");
  if (same >= 0) return [el("pre", {}, el("code", {}, opening.slice(0, same))), at + 1];
  const end = lines.findIndex((line, index) => index > at && line.trimEnd().endsWith("```"));
  if (end < 0) return null;
  const last = lines[end].trimEnd().slice(0, -3);
  const body = [...(/^\w*$/.test(opening) ? [] : [opening]), ...lines.slice(at + 1, end), ...(last ? [last] : [])];
  return [el("pre", {}, el("code", {}, body.join("\n"))), end + 1];
}

function quotation(lines, at) {
  if (lines[at].startsWith(">>> ")) {
    const rest = [lines[at].slice(4), ...lines.slice(at + 1)];
    return [el("blockquote", {}, blocks(rest, true)), lines.length];
  }
  let end = at;
  while (end < lines.length && /^> ?/.test(lines[end]) && lines[end].startsWith("> ")) end += 1;
  const body = lines.slice(at, end).map((line) => line.slice(2));
  return [el("blockquote", {}, blocks(body, true)), end];
}

const bullet = /^(\s*)(?:[-*]|(\d{1,9})\.)\s+(.*)$/;

function list(lines, at) {
  const ordered = bullet.exec(lines[at])[2] !== undefined;
  const node = el(ordered ? "ol" : "ul", ordered ? { start: bullet.exec(lines[at])[2] } : {});
  let end = at;
  while (end < lines.length) {
    const match = bullet.exec(lines[end]);
    if (match === null || (match[2] !== undefined) !== ordered) break;
    node.append(el("li", { class: match[1].length > 0 ? "deeper" : null }, inline(match[3])));
    end += 1;
  }
  return [node, end];
}

function heading(line) {
  const match = /^(#{1,3}) +(\S.*)$/.exec(line);
  if (match) return el("p", { class: `heading heading-${match[1].length}` }, inline(match[2]));
  const small = /^-# +(\S.*)$/.exec(line);
  return small ? el("p", { class: "subtext" }, inline(small[1])) : null;
}

/** The block that begins at this line and the line after it, or null for an ordinary line. */
function block(lines, at, quoted) {
  const line = lines[at];
  if (line.startsWith("```")) return code(lines, at);
  if (!quoted && (line.startsWith("> ") || line.startsWith(">>> "))) return quotation(lines, at);
  const head = heading(line);
  if (head) return [head, at + 1];
  return bullet.test(line) ? list(lines, at) : null;
}

function blocks(lines, quoted = false) {
  const nodes = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) nodes.push(el("p", {}, inline(paragraph.join("\n"))));
    paragraph = [];
  };
  let at = 0;
  while (at < lines.length) {
    const found = block(lines, at, quoted);
    if (found === null) {
      paragraph.push(lines[at]);
      at += 1;
    } else {
      flush();
      nodes.push(found[0]);
      at = found[1];
    }
  }
  flush();
  return nodes;
}

export function markdown(text, className = "") {
  return el("div", { class: `markdown ${className}`.trim() }, blocks(String(text ?? "").split("\n")));
}
