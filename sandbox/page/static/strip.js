// The strip of the sandbox: speed of rendering, faults to switch on, the bot as a process, and counters.

import { api } from "./api.js";
import { el } from "./dom.js";
import { notify } from "./notice.js";
import { on, store } from "./store.js";

const part = (name) => document.getElementById(`strip-${name}`);
const drawn = new Map(); // part -> what it was drawn from

function act(action, value) {
  api.strip(action, value).catch((error) => notify(error.message));
}

/** Draws a part again only when what it shows has changed, so focus and scrolling stay. */
function draw(name, depends, make) {
  const key = JSON.stringify(depends);
  if (drawn.get(name) === key) return;
  drawn.set(name, key);
  const held = part(name).contains(document.activeElement) ? document.activeElement.dataset.testid : undefined;
  part(name).replaceChildren(...[make()].flat());
  if (held) part(name).querySelector(`[data-testid="${CSS.escape(held)}"]`)?.focus();
}

function bot(one) {
  const state = el(
    "p",
    { class: `bot-state ${one.state}`, testid: "bot-state" },
    el("span", { class: "lamp", "aria-hidden": "true" }),
    one.text,
  );
  const kill = {
    type: "button",
    class: "button danger small",
    disabled: !one.can_kill,
    testid: "bot-kill",
    on: { click: () => act("kill") },
  };
  const start = {
    type: "button",
    class: "button secondary small",
    disabled: !one.can_start,
    testid: "bot-start",
    on: { click: () => act("start") },
  };
  const word = one.state === "ended" || one.state === "killed" ? "Start the bot again" : "Start";
  const row = el("div", { class: "row" }, el("button", kill, "Kill (SIGKILL)"), el("button", start, word));
  const lines = el("pre", { tabindex: "0" }, one.lines.join("\n"));
  const opened = { class: "log", open: one.state === "ended" };
  const log = one.lines.length ? el("details", opened, el("summary", {}, "Last lines of its log"), lines) : null;
  return [state, one.managed ? row : null, log].filter(Boolean);
}

function speed(one) {
  const buttons = one.choices.map((choice) => {
    const input = el("input", {
      type: "radio",
      name: "speed",
      class: "sr",
      value: choice.id,
      checked: choice.id === one.current,
      testid: `speed-${choice.id}`,
    });
    input.addEventListener("change", () => act("speed", choice.id));
    return el("label", { class: "segment", title: choice.about }, input, el("span", {}, choice.label));
  });
  return [el("div", { class: "segments" }, buttons), el("p", { class: "subtext" }, one.about)];
}

function counters(list) {
  const cells = list.map((one) => [
    el("dt", {}, one.label),
    el("dd", { testid: `count-${one.id}` }, String(one.value)),
  ]);
  return el("dl", { class: "counters" }, cells.map((pair) => el("div", {}, pair)));
}

function active(list) {
  if (!list.length) return el("p", { class: "subtext" }, "Everything works as it should.");
  const rows = list.map((one) => el("li", {}, one));
  const clear = el(
    "button",
    { type: "button", class: "button secondary small", testid: "fault-clear", on: { click: () => act("clear") } },
    "Clear all",
  );
  return [el("ul", { class: "active", testid: "faults-active" }, rows), clear];
}

function toggle(one) {
  const input = el("input", { type: "checkbox", role: "switch", checked: one.on, testid: `switch-${one.id}` });
  input.addEventListener("change", () => act("switch", { id: one.id, on: input.checked }));
  return el("label", { class: "switch" }, input, el("span", {}, one.label));
}

function shot(one) {
  const press = {
    type: "button",
    class: "shot",
    testid: `fault-${one.id}`,
    on: { click: () => act("fault", one.id) },
  };
  return el("button", press, one.label);
}

function faults(groups) {
  return groups.map((group) =>
    el(
      "details",
      { class: "fault-group", open: group.open },
      el("summary", {}, group.label),
      el("div", { class: "fault-list" }, group.entries.map((one) => ("on" in one ? toggle(one) : shot(one)))),
    ),
  );
}

function drawStrip() {
  const strip = store.strip;
  if (!strip) return;
  draw("bot", strip.bot, () => bot(strip.bot));
  draw("speed", strip.speed, () => speed(strip.speed));
  draw("counters", strip.counters, () => counters(strip.counters));
  draw("active", strip.active, () => active(strip.active));
  const opened = [...part("faults").querySelectorAll("details")].map((one) => one.open);
  draw("faults", strip.groups, () => faults(strip.groups));
  [...part("faults").querySelectorAll("details")].forEach((one, at) => {
    if (opened.length) one.open = opened[at] ?? one.open;
  });
}

export function startStrip() {
  on("strip", drawStrip);
}
