// Times as Discord writes them. The sandbox has a clock of its own; the page keeps the difference to it.

let ahead = 0; // milliseconds the sandbox is ahead of this browser

export function setClock(unixSeconds) {
  ahead = unixSeconds * 1000 - Date.now();
}

export function now() {
  return Date.now() + ahead;
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const spans = [
  ["year", 31536000],
  ["month", 2592000],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

function sinceNow(date) {
  const seconds = Math.round((date.getTime() - now()) / 1000);
  for (const [unit, size] of spans) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return seconds === 0 ? "now" : new Intl.RelativeTimeFormat("en").format(seconds, "second");
}

const styles = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

function write(date, style) {
  if (style === "R") return sinceNow(date);
  return new Intl.DateTimeFormat("en", styles[style] ?? styles.f).format(date);
}

/** <t:1700000000:R> as a time element; the relative ones tick. */
export function stamp(unixSeconds, style) {
  const date = new Date(unixSeconds * 1000);
  const node = document.createElement("time");
  if (Number.isNaN(date.getTime())) return node;
  node.className = "stamp";
  node.dateTime = date.toISOString();
  node.title = write(date, "F");
  node.textContent = write(date, style);
  if (style === "R") node.dataset.ticks = "yes";
  return node;
}

/** The same in a plain text. */
export function stampText(unixSeconds, style) {
  const date = new Date(unixSeconds * 1000);
  return Number.isNaN(date.getTime()) ? "" : write(date, style);
}

/** When a message was written: "today at 14:05". */
export function written(iso) {
  const date = new Date(iso);
  const node = document.createElement("time");
  node.dateTime = iso;
  node.title = write(date, "F");
  const today = new Date(now()).toDateString() === date.toDateString();
  const clock = new Intl.DateTimeFormat("en", { timeStyle: "short" }).format(date);
  node.textContent = today ? `Today at ${clock}` : `${write(date, "d")} ${clock}`;
  return node;
}

export function shortTime(iso) {
  return new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(iso));
}

function tick() {
  for (const node of document.querySelectorAll("time[data-ticks]")) {
    const text = sinceNow(new Date(node.dateTime));
    if (node.textContent !== text) node.textContent = text;
  }
}

setInterval(tick, 1000);
