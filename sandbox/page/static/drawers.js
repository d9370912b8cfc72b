// The two side panels: the sidebar is a drawer on small screens, the strip can be put away on any.

const NARROW = matchMedia("(max-width: 760px)");
const MIDDLE = matchMedia("(max-width: 1100px)");

const shell = document.getElementById("shell");
const sidebar = document.getElementById("sidebar");
const strip = document.getElementById("strip");
const opener = document.getElementById("open-sidebar");
const toggle = document.getElementById("toggle-strip");
const veil = document.getElementById("veil");

let stripOpen = opensAtFirst();
let sidebarOpen = false;

function opensAtFirst() {
  return !MIDDLE.matches && localStorage.getItem("strip") !== "closed";
}

function draw() {
  const covering = (NARROW.matches && sidebarOpen) || (MIDDLE.matches && stripOpen);
  shell.classList.toggle("strip-open", stripOpen);
  shell.classList.toggle("sidebar-open", sidebarOpen);
  strip.inert = !stripOpen;
  strip.hidden = !stripOpen;
  sidebar.inert = NARROW.matches && !sidebarOpen;
  veil.hidden = !covering;
  toggle.setAttribute("aria-expanded", String(stripOpen));
  opener.setAttribute("aria-expanded", String(sidebarOpen));
}

export function closeSidebar() {
  sidebarOpen = false;
  draw();
}

function setStrip(open) {
  stripOpen = open;
  if (!MIDDLE.matches) localStorage.setItem("strip", open ? "open" : "closed");
  draw();
}

export function startDrawers() {
  toggle.addEventListener("click", () => setStrip(!stripOpen));
  document.getElementById("close-strip").addEventListener("click", () => {
    setStrip(false);
    toggle.focus();
  });
  opener.addEventListener("click", () => {
    sidebarOpen = !sidebarOpen;
    draw();
    if (sidebarOpen) sidebar.querySelector("button")?.focus();
  });
  veil.addEventListener("click", () => {
    sidebarOpen = false;
    if (MIDDLE.matches) stripOpen = false;
    draw();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || veil.hidden) return;
    veil.click();
    opener.focus();
  });
  NARROW.addEventListener("change", draw);
  MIDDLE.addEventListener("change", () => {
    stripOpen = opensAtFirst();
    draw();
  });
  draw();
}
