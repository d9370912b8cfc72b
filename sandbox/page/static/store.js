// What this page knows: who looks, at which channel, and the messages, commands and uses it was told of.

export const store = {
  me: null, // name of the member who looks
  channel: null, // id of the channel shown
  place: { guild: null, channels: [], members: [], application: null, people: [] },
  commands: [],
  messages: new Map(), // channel id -> Map(message id -> message)
  uses: new Map(), // use id -> use, the ones this member is waiting for
  strip: null,
};

const bus = new EventTarget();

/** Kinds: place, channel, message, gone, feed, use, sent, commands, strip, link */
export function on(kind, listener) {
  bus.addEventListener(kind, (event) => listener(event.detail));
}

export function emit(kind, detail) {
  bus.dispatchEvent(new CustomEvent(kind, { detail }));
}

export function me() {
  return store.place.members.find((member) => member.name === store.me);
}

export function channel() {
  return store.place.channels.find((one) => one.id === store.channel);
}

export function person(id) {
  return store.place.people.find((one) => one.id === id);
}

export function messagesIn(channelId) {
  if (!store.messages.has(channelId)) store.messages.set(channelId, new Map());
  return store.messages.get(channelId);
}

const journals = new Set(); // of loads under way: what happened since they were asked for

export function putMessage(message) {
  const keep = () => messagesIn(message.channel_id).set(message.id, message);
  for (const journal of journals) journal.push(keep);
  keep();
  emit("message", message);
}

export function dropMessage(channelId, id) {
  const drop = () => messagesIn(channelId).delete(id);
  for (const journal of journals) journal.push(drop);
  drop();
  emit("gone", { channelId, id });
}

/** Replaces what is known of a channel by what `ask()` gives, and by what the socket told in the meantime. */
export async function loadMessages(channelId, ask) {
  const journal = [];
  journals.add(journal);
  try {
    const answer = await ask();
    const known = messagesIn(channelId);
    known.clear();
    for (const message of answer.messages) known.set(message.id, message);
    for (const happened of journal) happened();
    return answer;
  } finally {
    journals.delete(journal);
  }
}

const settled = new Set(); // uses whose end came by the socket before the answer to the call that began them

export function putUse(use) {
  if (use.state === "sent" && settled.has(use.id)) return;
  if (use.state !== "sent") settled.add(use.id);
  if (use.state === "sent" || use.state === "failed") store.uses.set(use.id, use);
  else store.uses.delete(use.id);
  emit("use", use);
}

export function dropUse(id) {
  store.uses.delete(id);
  emit("use", { id, state: "dismissed" });
}

/** Ids are numbers too large for a double: compare as text of equal rank. */
export function older(one, other) {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}
