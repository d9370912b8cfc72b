// A modal the bot opens: a form in a dialog, sent back as one answer.

import { api } from "./api.js";
import { el, icons } from "./dom.js";
import { answers, fieldsOf } from "./modalfield.js";
import { putUse } from "./store.js";

function frame(title, leave) {
  const away = el(
    "button",
    { type: "button", class: "plain", "aria-label": "Close", testid: "modal-close", on: { click: leave } },
    icons.close(),
  );
  const cancel = el("button", { type: "button", class: "button secondary", on: { click: leave } }, "Cancel");
  const done = el("button", { type: "submit", class: "button primary", testid: "modal-submit" }, "Submit");
  return { head: el("header", {}, el("h2", {}, title), away), foot: el("footer", {}, cancel, done), done };
}

/** Sends what was filled in; false where something is missing or the sandbox refuses it. */
async function send(use, fields, error) {
  if (fields.filter((one) => one.complain?.()).length) return false;
  try {
    const { values, files } = answers(fields);
    putUse(await api.submit(use.id, values, files));
    return true;
  } catch (problem) {
    error.textContent = problem.message;
    error.hidden = false;
    return false;
  }
}

/** Opens the modal of a use; closing it sends nothing, as in Discord. */
export function openModal(use) {
  const fields = use.modal.components.flatMap(fieldsOf);
  const error = el("p", { class: "failed", role: "alert", hidden: true });
  const dialog = el("dialog", { class: "modal", "aria-label": use.modal.title, testid: "modal" });
  const { head, foot, done } = frame(use.modal.title, () => dialog.close());
  const body = el("div", { class: "modal-body" }, fields.map((one) => one.node), error);
  const form = el("form", { novalidate: true }, head, body, foot);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    done.disabled = true;
    if (await send(use, fields, error)) dialog.close();
    done.disabled = false;
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".modal-body input, .modal-body textarea, .modal-body select")?.focus();
}
