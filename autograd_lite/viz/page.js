"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const stage = document.getElementById("stage"), note = document.getElementById("note");
const search = document.getElementById("search"), count = document.getElementById("count");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
let current = data.states[0], svg = null, scale = 1, x = 0, y = 0, hits = [], hit = -1;

function coloured(text) {
  if (!dark.matches) return text;
  return text.replace(/#[0-9A-F]{6}\b/g, (colour) => data.dark[colour] || colour);
}

function show(state, keep) {
  current = state;
  const parsed = new DOMParser().parseFromString(coloured(state.svg), "image/svg+xml");
  svg = document.importNode(parsed.documentElement, true);
  stage.replaceChildren(svg);
  for (const box of svg.querySelectorAll(".box, .group")) {
    const path = state.paths[box.id];
    if (path) {
      box.setAttribute("tabindex", "0");
      box.setAttribute("role", "button");
    }
    box.addEventListener("click", () => { if (path && !moved) toggle(path); });
    box.addEventListener("keydown", (event) => { if (path && event.key === "Enter") toggle(path); });
    box.addEventListener("pointerenter", () => point(box, true));
    box.addEventListener("pointerleave", () => point(box, false));
  }
  if (keep) place(); else fit();
  find();
}

function point(box, on) {
  for (const edge of svg.querySelectorAll(".edge")) {
    const [from, to] = edge.id.split("-");
    if (from === box.id || to === box.id) edge.classList.toggle("near", on);
  }
  const title = box.querySelector("title");
  if (on && title) note.textContent = title.textContent;
}

function distance(state, open) {
  const other = new Set(state.open);
  let far = 0;
  for (const path of open) if (!other.has(path)) far += 1;
  for (const path of other) if (!open.has(path)) far += 1;
  return far;
}

function toggle(path) {
  const open = new Set(current.open), opening = !open.has(path);
  if (opening) open.add(path); else open.delete(path);
  const fitting = data.states.filter((s) => s.svg && s.open.includes(path) === opening);
  if (!fitting.length) { note.textContent = path + ": this module is not laid out on this page"; return; }
  fitting.sort((a, b) => distance(a, open) - distance(b, open));
  show(fitting[0], true);
  note.textContent = (opening ? "opened " : "closed ") + path;
}

function most(sign) {
  const states = data.states.filter((s) => s.svg);
  states.sort((a, b) => sign * (b.open.length - a.open.length));
  show(states[0], false);
}

function place() { svg.style.transform = `translate(${x}px, ${y}px) scale(${scale})`; }

function fit() {
  const width = svg.viewBox.baseVal.width, height = svg.viewBox.baseVal.height;
  scale = Math.min(stage.clientWidth / width, stage.clientHeight / height, 1.5);
  scale = Math.max(scale, Math.min(0.6, stage.clientWidth / width));
  x = Math.max((stage.clientWidth - width * scale) / 2, 0);
  y = 0;
  place();
}

function zoom(factor, atX, atY) {
  const next = Math.min(Math.max(scale * factor, 0.02), 20);
  x = atX - (atX - x) * next / scale;
  y = atY - (atY - y) * next / scale;
  scale = next;
  place();
}

function middle(factor) { zoom(factor, stage.clientWidth / 2, stage.clientHeight / 2); }

function find() {
  const wanted = search.value.trim().toLowerCase();
  hits = [];
  for (const box of svg.querySelectorAll(".box")) {
    const found = wanted !== "" && box.textContent.toLowerCase().includes(wanted);
    box.classList.toggle("found", found);
    if (found) hits.push(box);
  }
  svg.classList.toggle("dim", hits.length > 0);
  count.textContent = wanted === "" ? "" : hits.length + (hits.length === 1 ? " box" : " boxes");
  hit = -1;
}

function next(step) {
  if (!hits.length) return;
  hit = (hit + step + hits.length) % hits.length;
  const box = hits[hit].getBoundingClientRect(), room = stage.getBoundingClientRect();
  x += room.left + room.width / 2 - (box.left + box.width / 2);
  y += room.top + room.height / 2 - (box.top + box.height / 2);
  place();
  note.textContent = hits[hit].querySelector("title").textContent;
}

let from = null, moved = false;
stage.addEventListener("pointerdown", (event) => { from = [event.clientX - x, event.clientY - y]; moved = false; });
window.addEventListener("pointermove", (event) => {
  if (!from) return;
  const nx = event.clientX - from[0], ny = event.clientY - from[1];
  if (Math.abs(nx - x) + Math.abs(ny - y) > 3) moved = true;
  if (moved) { x = nx; y = ny; place(); }
});
window.addEventListener("pointerup", () => { from = null; });
stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  const room = stage.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY / 400), event.clientX - room.left, event.clientY - room.top);
}, { passive: false });
search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") next(event.shiftKey ? -1 : 1);
  if (event.key === "Escape") { search.value = ""; find(); stage.focus(); }
});
document.addEventListener("keydown", (event) => {
  if (event.target === search) return;
  const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  if (event.key in steps) { x += steps[event.key][0]; y += steps[event.key][1]; place(); event.preventDefault(); }
  if (event.key === "+" || event.key === "=") middle(1.25);
  if (event.key === "-") middle(0.8);
  if (event.key === "0") fit();
  if (event.key === "/") { search.focus(); event.preventDefault(); }
});
document.getElementById("in").addEventListener("click", () => middle(1.25));
document.getElementById("out").addEventListener("click", () => middle(0.8));
document.getElementById("fit").addEventListener("click", fit);
document.getElementById("all").addEventListener("click", () => most(1));
document.getElementById("none").addEventListener("click", () => most(-1));
dark.addEventListener("change", () => show(current, true));
show(current, false);
