// A place for one file: chosen by button, dropped or pasted. The file is shown before it is sent.

import { bytes, el, icons } from "./dom.js";

const LARGEST = 25 * 1024 * 1024;

/** Gives {node, file(), put(file), problem()}; `changed()` is called after each change. */
export function filefield({ name, label, hook, required, accept, changed }) {
  let file = null;
  let preview = null;
  const input = el("input", { type: "file", class: "sr", testid: hook, "aria-label": label, accept, tabindex: "-1" });
  const face = el("span", { class: "drop-face" });
  const choose = el("button", { type: "button", class: "drop-choose", on: { click: () => input.click() } }, face);
  const remove = el(
    "button",
    { type: "button", class: "drop-remove", "aria-label": `Remove ${label}`, hidden: true },
    icons.trash(),
  );
  const node = el("div", { class: "drop", "data-option": name }, choose, remove, input);

  function draw() {
    remove.hidden = file === null;
    node.classList.toggle("filled", file !== null);
    if (file === null) {
      const word = el(
        "span",
        { class: "drop-name" },
        name,
        required ? el("span", { class: "mark", "aria-hidden": "true" }, " *") : null,
      );
      face.replaceChildren(icons.image(), word, el("span", { class: "drop-hint" }, "Choose, drop or paste a file"));
      return;
    }
    const isPicture = file.type.startsWith("image/");
    const picture = isPicture ? el("img", { src: preview, alt: "", class: "drop-picture" }) : icons.file();
    face.replaceChildren(
      picture,
      el("span", { class: "drop-name" }, file.name),
      el("span", { class: "drop-hint" }, bytes(file.size)),
    );
  }

  function put(next) {
    if (preview) URL.revokeObjectURL(preview);
    file = next ?? null;
    preview = file ? URL.createObjectURL(file) : null;
    if (file === null) input.value = "";
    draw();
    changed?.();
  }

  input.addEventListener("change", () => put(input.files[0]));
  remove.addEventListener("click", () => {
    put(null);
    choose.focus();
  });
  for (const type of ["dragenter", "dragover"]) node.addEventListener(type, () => node.classList.add("over"));
  for (const type of ["dragleave", "drop"]) node.addEventListener(type, () => node.classList.remove("over"));
  draw();

  function problem() {
    if (file === null) return required ? "This option is required. Attach a file." : null;
    if (file.size === 0) return "This file is empty.";
    return file.size > LARGEST ? `This file is ${bytes(file.size)}; the most is ${bytes(LARGEST)}.` : null;
  }

  return { node, file: () => file, put, problem, focus: () => choose.focus() };
}
