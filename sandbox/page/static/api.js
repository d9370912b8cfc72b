// The calls this page makes. Every answer is JSON; a refusal carries {"error": sentence}.

import { store } from "./store.js";

const LIMIT = 30000; // milliseconds

async function call(method, path, body) {
  const request = { method, headers: {}, signal: AbortSignal.timeout(LIMIT) };
  if (body instanceof FormData) request.body = body;
  else if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch(path, request);
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  const value = isJson ? await answer.json() : null;
  if (!answer.ok) throw new Error(value?.error ?? `The sandbox answered ${answer.status}.`);
  return value;
}

/** Files go beside the JSON, as parts of the same form, and are named in it by {"file": part}. */
function form(payload, files) {
  const data = new FormData();
  data.append("payload", JSON.stringify({ member: store.me, channel: store.channel, ...payload }));
  for (const [part, file] of Object.entries(files ?? {})) data.append(part, file, file.name);
  return data;
}

function named(files) {
  return Object.fromEntries(Object.keys(files).map((part) => [part, { file: part }]));
}

export const api = {
  state: () => call("GET", `/page/state?as=${encodeURIComponent(store.me ?? "")}`),
  messages: (channelId) => call("GET", `/page/messages?as=${encodeURIComponent(store.me)}&channel=${channelId}`),
  say: (content, files) => call("POST", "/page/say", form({ content, files: named(files) }, files)),
  command: (name, options, files) => call("POST", "/page/command", form({ name, options }, files)),
  autocomplete: (name, option, text, others) =>
    call("POST", "/page/autocomplete", { member: store.me, channel: store.channel, name, option, text, others }),
  press: (message, customId, values) =>
    call("POST", "/page/press", { member: store.me, channel: store.channel, message, custom_id: customId, values }),
  submit: (use, fields, files) => call("POST", "/page/submit", form({ use, fields }, files)),
  menu: (name, message) => call("POST", "/page/menu", { member: store.me, channel: store.channel, name, message }),
  remove: (message) => call("POST", "/page/remove", { member: store.me, channel: store.channel, message }),
  dismiss: (message) => call("POST", "/page/dismiss", { member: store.me, channel: store.channel, message }),
  strip: (action, value) => call("POST", "/page/strip", { action, value }),
};
