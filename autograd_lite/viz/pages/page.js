const stage = document.getElementById("stage"), note = document.getElementById("note");
const search = document.getElementById("search"), count = document.getElementById("count");
let current = data.states[0], svg = null, scale = 1, x = 0, y = 0, hits = [], hit = -1, pinned = null, viz = null;

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
    box.addEventListener("click", () => { if (!moved) { if (path) toggle(path); else source(box); } });
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
  if (on && title && !pinned) note.textContent = title.textContent;
}

function source(box) {
  const line = current.lines[box.id];
  pinned = box;
  note.textContent = box.querySelector("title").textContent + (line ? " — " : "");
  if (!line) return;
  const link = document.createElement("a");
  link.textContent = line[0];
  if (line[1]) link.href = line[1];
  link.target = "_blank";
  note.append(link);
}

function distance(state, open) {
  const other = new Set(state.open);
  let far = 0;
  for (const path of open) if (!other.has(path)) far += 1;
  for (const path of other) if (!open.has(path)) far += 1;
  return far;
}

function corner(path) {
  const key = Object.keys(current.paths).find((each) => current.paths[each] === path);
  return key && svg.getElementById(key) ? svg.getElementById(key).getBoundingClientRect() : null;
}

// What is clicked stays where it is, whatever grows or shrinks around it.
function toggle(path) {
  const before = corner(path);
  changed(path);
  const after = corner(path);
  if (before && after) { x += before.left - after.left; y += before.top - after.top; place(); }
}

function changed(path) {
  const open = new Set(current.open), opening = !open.has(path);
  if (opening) open.add(path); else open.delete(path);
  if (viz) { relaid(open, true); note.textContent = (opening ? "opened " : "closed ") + path; return; }
  const fitting = data.states.filter((s) => s.svg && s.open.includes(path) === opening);
  if (!fitting.length) { note.textContent = path + ": this module is not laid out on this page"; return; }
  fitting.sort((a, b) => distance(a, open) - distance(b, open));
  show(fitting[0], true);
  note.textContent = (opening ? "opened " : "closed ") + path;
}

function most(sign) {
  if (viz) { relaid(new Set(sign > 0 ? data.graph.groups.map((group) => group.path) : []), false); return; }
  const states = data.states.filter((s) => s.svg);
  states.sort((a, b) => sign * (b.open.length - a.open.length));
  show(states[0], false);
}

// The pieces of the graph that are to be seen as one text of DOT: closed modules are boxes, arrows lead to them.
function pieces(open) {
  const graph = data.graph, outer = { "": "" }, inside = { "": [] }, written = new Set(), drawn = new Set();
  for (const group of graph.groups) {
    outer[group.key] = outer[group.parent] || (open.has(group.path) ? "" : group.key);
    inside[group.key] = [];
    if (!outer[group.key]) inside[group.parent].push({ open: group.dot, key: group.key });
  }
  const groups = Object.fromEntries(graph.groups.map((group) => [group.key, group])), now = {};
  for (const box of graph.boxes) {
    const shut = outer[box.group];
    now[box.key] = shut || box.key;
    if (drawn.has(now[box.key])) continue;
    drawn.add(now[box.key]);
    inside[shut ? groups[shut].parent : box.group].push({ node: shut ? groups[shut].closed : box.dot });
  }
  const text = [graph.head];
  const write = (key) => {
    for (const item of inside[key]) {
      if (item.node) text.push(item.node);
      else { text.push(item.open); write(item.key); text.push("}"); }
    }
  };
  write("");
  for (const edge of graph.edges) {
    const from = now[edge.from], to = now[edge.to], key = `${edge.kind} ${from} ${to}`;
    if (from === to || written.has(key)) continue;
    written.add(key);
    text.push(`${from} -> ${to}${edge.dot}`);
  }
  return text.join("\n") + "\n}\n";
}

// Lay out anew, and give what Graphviz drew the names and classes of our own pictures.
function relaid(open, keep) {
  const tips = {}, paths = {}, drawn = viz.renderSVGElement(coloured(pieces(open)));
  for (const each of [...data.graph.boxes, ...data.graph.groups]) tips[each.key] = each.tip;
  for (const group of data.graph.groups) paths[group.key] = group.path;
  for (const part of drawn.querySelectorAll(".node, .cluster, .edge")) {
    const title = part.querySelector("title");
    for (const link of part.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    if (part.classList.contains("edge")) part.id = title.textContent.replace("->", "-");
    else part.classList.add(part.classList.contains("node") ? "box" : "group");
    title.textContent = tips[part.id] || "";
  }
  const text = new XMLSerializer().serializeToString(drawn);
  const shown = data.graph.groups.filter((group) => open.has(group.path)).map((group) => group.path);
  show({ open: shown, svg: text, paths, lines: data.graph.lines }, keep);
}

async function unpacked() {
  const bytes = Uint8Array.from(atob(document.getElementById("library").textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.head.append(script);
  viz = await window.Viz.instance();
  relaid(new Set(current.open), false);
}

function place() { svg.style.transform = `translate(${x}px, ${y}px) scale(${scale})`; }

function fit() {
  const width = svg.viewBox.baseVal.width, height = svg.viewBox.baseVal.height;
  scale = Math.min(stage.clientWidth / width, stage.clientHeight / height, 1.5);
  scale = Math.max(scale, Math.min(0.9, stage.clientWidth / width)); // a tall picture begins where it can be read
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
  const behind = wanted !== "" && !hits.length && closedAround(wanted);
  count.textContent = wanted === "" ? "" : hits.length + (hits.length === 1 ? " box" : " boxes");
  if (behind) count.textContent = "in closed modules; Enter opens them";
  hit = -1;
}

function words(state) {
  if (!state.words) {
    const parsed = new DOMParser().parseFromString(state.svg, "image/svg+xml");
    state.words = [...parsed.querySelectorAll(".box")].map((box) => box.textContent.toLowerCase());
  }
  return state.words;
}

// What has to be opened so that a box with these words is seen: another state of the page, or modules. Null for none.
function closedAround(wanted) {
  if (viz) {
    const parents = Object.fromEntries(data.graph.groups.map((group) => [group.key, group])), open = new Set(current.open);
    for (const box of data.graph.boxes) {
      if (!box.tip.toLowerCase().includes(wanted)) continue;
      for (let key = box.group; key; key = parents[key].parent) open.add(parents[key].path);
    }
    return open.size > current.open.length ? () => relaid(open, false) : null;
  }
  const open = new Set(current.open), there = data.states.filter((s) => s.svg && words(s).some((w) => w.includes(wanted)));
  there.sort((a, b) => distance(a, open) - distance(b, open));
  return there.length ? () => show(there[0], false) : null;
}

function next(step) {
  if (!hits.length) {
    const wanted = search.value.trim().toLowerCase(), opens = wanted === "" ? null : closedAround(wanted);
    if (opens) opens();
  }
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
if (data.graph) unpacked().catch((error) => { note.textContent = "Modules cannot be laid out here: " + error; });
