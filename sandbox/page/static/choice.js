// Select menus: one entry by a native select, several by a list of checkboxes.

import { el } from "./dom.js";
import { store } from "./store.js";

export const SELECTS = new Set([3, 5, 6, 7, 8]);

function entries(component) {
  if (component.type === 3) return component.options;
  const channels = store.place.channels.filter((one) => one.kind === "text");
  if (component.type === 8) return channels.map((one) => ({ label: `#${one.name}`, value: one.id }));
  if (component.type === 6) return [];
  return store.place.people.map((one) => ({ label: one.display, value: one.id }));
}

function chosenAtFirst(component, entry) {
  return entry.default === true || (component.default_values ?? []).some((one) => one.id === entry.value);
}

function single(component, done) {
  const select = el("select", {
    class: "select",
    disabled: component.disabled,
    "aria-label": component.placeholder || "Choose",
    testid: `select-${component.custom_id}`,
  });
  const some = entries(component);
  const none = el("option", { value: "" }, component.placeholder || "Make a selection");
  select.append(none);
  for (const entry of some) {
    const text = entry.description ? `${entry.label} — ${entry.description}` : entry.label;
    select.append(el("option", { value: entry.value, selected: chosenAtFirst(component, entry) }, text));
  }
  select.addEventListener("change", () => done(select.value === "" ? [] : [select.value]));
  return { node: select, values: () => (select.value === "" ? [] : [select.value]) };
}

function several(component, done) {
  const boxes = entries(component).map((entry) => ({
    box: el("input", { type: "checkbox", value: entry.value, checked: chosenAtFirst(component, entry) }),
    entry,
  }));
  const values = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
  const rows = boxes.map(({ box, entry }) => el("label", { class: "check" }, box, el("span", {}, entry.label)));
  const finish = el(
    "button",
    { type: "button", class: "button secondary", on: { click: () => done(values()) } },
    "Done",
  );
  const summary = el("summary", {}, component.placeholder || "Choose");
  const node = el(
    "details",
    { class: "several", testid: `select-${component.custom_id}` },
    summary,
    rows,
    done.quiet ? null : finish,
  );
  return { node, values };
}

/** A select menu; `done(values)` is called when a member has chosen. Gives {node, values}. */
export function choice(component, done) {
  return (component.max_values ?? 1) > 1 ? several(component, done) : single(component, done);
}
