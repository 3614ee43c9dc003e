const last = data.changes.length, stage = document.getElementById("stage");
const slider = document.getElementById("slider"), where = document.getElementById("where");
const said = document.getElementById("said"), paragraphs = Math.max(...data.told.map((parts) => parts.length));
let step = 0, timer = null;
slider.max = last;
said.style.minHeight = paragraphs * 1.4 + "em"; // so that the picture does not move from step to step
document.getElementById("symbols").textContent = data.symbols;
function tell(parts) {
  const [phase, ...rest] = parts, lines = [`step ${step + 1} of ${last + 1}: ${phase}`, ...rest];
  said.replaceChildren(...lines.map((line) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    return paragraph;
  }));
}
function show(n) {
  step = Math.min(Math.max(n, 0), last);
  const lines = data.first.slice();
  for (let k = 0; k < step; k += 1) for (const [line, text] of Object.entries(data.changes[k])) lines[line] = text;
  const parsed = new DOMParser().parseFromString(coloured(lines.join("\n")), "image/svg+xml");
  const svg = document.importNode(parsed.documentElement, true), size = svg.viewBox.baseVal;
  const scale = Math.min(stage.clientWidth / size.width, Math.max(stage.clientHeight / size.height, 1), 2);
  svg.setAttribute("width", size.width * scale);
  svg.setAttribute("height", size.height * scale);
  tell(data.told[step]);
  stage.replaceChildren(svg);
  for (const key of [...data.lit[step]].reverse()) {
    const box = svg.getElementById(key);
    if (box) box.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  slider.value = step;
  where.textContent = (step + 1) + " / " + (last + 1);
}
function play() {
  if (timer) { clearInterval(timer); timer = null; }
  else timer = setInterval(() => { if (step === last) play(); else show(step + 1); }, 1200);
  document.getElementById("play").textContent = timer ? "pause" : "play";
}
document.getElementById("first").addEventListener("click", () => show(0));
document.getElementById("back").addEventListener("click", () => show(step - 1));
document.getElementById("next").addEventListener("click", () => show(step + 1));
document.getElementById("play").addEventListener("click", play);
slider.addEventListener("input", () => show(Number(slider.value)));
document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") show(step + 1);
  else if (event.key === "ArrowLeft") show(step - 1);
  else if (event.key === "Home") show(0);
  else if (event.key === "End") show(last);
  else if (event.key === " ") play();
  else return;
  event.preventDefault();
});
dark.addEventListener("change", () => show(step));
window.addEventListener("resize", () => show(step));
show(0);
