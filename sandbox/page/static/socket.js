// One WebSocket brings everything that happens; when it breaks it is opened again, ever more slowly.

import { setClock } from "./clock.js";
import { dropMessage, emit, putMessage, putUse, store } from "./store.js";

const LONGEST = 5000; // milliseconds between two tries

let live = null;
let pause = 250;

function receive(event) {
  switch (event.type) {
    case "hello":
      store.me = event.me;
      setClock(event.now);
      pause = 250;
      emit("link", "open");
      emit("refresh");
      break;
    case "message":
      putMessage(event.message);
      break;
    case "message_gone":
      dropMessage(event.channel_id, event.id);
      break;
    case "use":
      putUse(event.use);
      break;
    case "commands":
      emit("reload");
      break;
    case "refresh":
      emit("refresh");
      break;
    case "strip":
      setClock(event.now);
      store.strip = event.strip;
      emit("strip");
      break;
  }
}

function lost(socket) {
  if (socket !== live) return;
  emit("link", "lost");
  setTimeout(() => socket === live && connect(), pause);
  pause = Math.min(pause * 2, LONGEST);
}

/** Opens the socket for the member who looks now; an older one is left. */
export function connect() {
  live?.close();
  const socket = new WebSocket(`ws://${location.host}/page/socket?as=${encodeURIComponent(store.me)}`);
  live = socket;
  socket.addEventListener("message", ({ data }) => socket === live && receive(JSON.parse(data)));
  socket.addEventListener("close", () => lost(socket));
}
