"""``animate``: back-propagation step by step, as a page with arrow keys and as a list of frames."""

import os
from dataclasses import replace
from functools import cached_property
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from autograd_lite.errors import GraphFreedError
from autograd_lite.viz.api import arranged, ends_of, learn
from autograd_lite.viz.backview import backward
from autograd_lite.viz.calls import circles_opened
from autograd_lite.viz.description import Description, DescriptionError, short
from autograd_lite.viz.drawing import FormatError, make_folder, replace_file
from autograd_lite.viz.known import Known
from autograd_lite.viz.numbers import filled_in, gradients_of, values_of
from autograd_lite.viz.page import embedded
from autograd_lite.viz.palette import theme as theme_named
from autograd_lite.viz.placing import placed
from autograd_lite.viz.reading import Reading
from autograd_lite.viz.spine import mark_spine
from autograd_lite.viz.steps import Lesson, Step
from autograd_lite.viz.svg import to_svg

MOST_STEPS = 200


def animate(
    target: Any, *inputs: Any, direction: str = "TB", theme: str = "light", title: str = "", names: Any = None
) -> "Animation":
    """Show a forward and a backward pass step by step, with the numbers that flow.

    Parameters
    ----------
    target : a Tensor that was computed and not yet differentiated; or a function or a Module, called with `inputs`
    *inputs : arguments for a function or a Module
    direction : "TB" downwards, "LR" to the right
    theme : "light", "dark" or "print"
    title : the line on top
    names : a Module, or a dict of Tensors by name

    Raises
    ------
    GraphFreedError
        If a backward pass has consumed the graph: there are no numbers left to show.
    DescriptionError
        For more than 200 steps, which nobody would watch.

    Examples
    --------
    >>> lesson = animate(lambda apple, count: apple * count, 100.0, 2.0)
    >>> [step.text for step in lesson.steps][1]
    'apple × count:  100 × 2 = 200'
    """
    known = Known()
    ends = ends_of(target, inputs, known)
    learn(names, known)
    reading = Reading(known, "nodes" if not names and not known.parameters else "rows", formulas=True)
    description = mark_spine(reading.describe(ends))
    if any(node.saved is None for node in reading.order):
        raise GraphFreedError(
            "animate got a result whose graph a backward pass has consumed. Call it before backward(), or give it the "
            "function and its inputs: animate(f, x)."
        )
    values = filled_in(reading, {**values_of(reading.order, known.seen), **known.values})
    steps = Lesson(reading, values, gradients_of(ends.values(), reading.order)).told()
    if len(steps) > MOST_STEPS:
        raise DescriptionError(
            f"These are {len(steps):,} steps; animate shows up to {MOST_STEPS}. Take a smaller example."
        )
    whole = arranged(description.changed(title=title, direction=direction), fold=False, together=1)
    return Animation(backward(whole, "both").changed(captions=()), steps, theme)


class Animation:
    """A lesson: :attr:`steps`, :attr:`frames` (SVG), and :attr:`html`, a page with buttons and arrow keys."""

    def __init__(self, description: Description, steps: list[Step], theme: str = "light") -> None:
        theme_named(theme)
        self.description, self.steps, self.theme = circles_opened(description), steps, theme

    @cached_property
    def frames(self) -> list[str]:
        """One SVG for each step; all have the same size, and box n is the same line of text in each."""
        last = self.steps[-1].values
        widest = {own: max((step.values.get(own, "") for step in self.steps), key=len) for own in last}
        result = placed(self._with(widest, (), None, set(), set()))
        texts = [self._captions(n) for n in range(len(self.steps))]
        captions = tuple(max(column, key=len) for column in zip(*texts, strict=True))
        done: set[tuple[str, str]] = set()
        reached: set[str] = set()
        frames = []
        for n, step in enumerate(self.steps):
            reached |= set(step.values)
            if step.arrow is not None:
                done.add(step.arrow)
            shown = self._with(step.values, step.lit, step.arrow, done, reached).changed(captions=texts[n])
            frames.append(to_svg(shown, self.theme, result, widest=captions))
        return frames

    def _captions(self, number: int) -> tuple[str, ...]:
        """Return what is said at a step: the count, and the text on at most three lines."""
        step = self.steps[number]
        parts = (step.text.split(";  ") + ["", ""])[:3]
        return (f"step {number + 1} of {len(self.steps)}: {step.phase}", *parts)

    def _with(
        self,
        values: dict[str, str],
        lit: tuple[str, ...],
        arrow: tuple[str, str] | None,
        done: set[tuple[str, str]],
        reached: set[str],
    ) -> Description:
        boxes = [
            replace(
                box,
                value=values.get(box.id, " "),
                emphasis="lit" if box.id in lit else "" if box.id in reached or not reached else "waiting",
            )
            for box in self.description.boxes
        ]
        edges = []
        for edge in self.description.edges:
            pair = (edge.source, edge.target)
            state = "lit" if pair == arrow else ""
            if edge.kind == "gradient" and pair not in done and reached:
                state = "hidden"
            edges.append(replace(edge, emphasis=state))
        return self.description.changed(boxes=boxes, edges=edges)

    @cached_property
    def html(self) -> str:
        """One page that works from disk. Frames are stored as the lines in which they differ."""
        lines = [frame.splitlines() for frame in self.frames]
        changes = [{str(n): line for n, line in enumerate(now) if line != before[n]} for before, now in pairwise(lines)]
        return _TEMPLATE.format(
            title=escape(short(self.description.title or "back-propagation, step by step", 100)),
            page=theme_named(self.theme).page,
            text=theme_named(self.theme).text,
            faint=theme_named(self.theme).faint,
            data=embedded({"first": lines[0], "changes": changes, "texts": [step.text for step in self.steps]}),
        )

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page (``.html``), or a folder of frames (a path without a suffix)."""
        target = Path(path)
        if target.suffix.lower() == ".html":
            replace_file(target, self.html.encode())
        elif not target.suffix:
            make_folder(target)
            for number, frame in enumerate(self.frames, 1):
                replace_file(target / f"{number:03}.svg", frame.encode())
        else:
            raise FormatError(f"Got {target.name!r}. Wanted a name in .html, or a folder for the frames.")
        return target

    def _repr_html_(self) -> str:
        return f'<iframe srcdoc="{escape(self.html)}" width="100%" height="600" sandbox="allow-scripts"></iframe>'

    def __repr__(self) -> str:
        return f"<Animation of {len(self.steps)} steps; .save('steps.html') writes it>"


_TEMPLATE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>{title}</title>
<style>
body {{ margin: 0; background: {page}; color: {text}; font: 14px Helvetica, Arial, sans-serif; }}
nav {{ position: sticky; top: 0; padding: .5em .8em; background: {page}; border-bottom: 1px solid {faint}; }}
nav button {{ font: inherit; color: inherit; background: transparent; border: 1px solid {faint}; border-radius: 4px;
  padding: .2em .8em; }}
nav input {{ width: 40%; vertical-align: middle; }}
#stage svg {{ max-width: 100%; height: auto; }}
</style>
</head>
<body>
<nav><button id="first" title="first step (Home)">|←</button> <button id="back" title="back (left arrow)">←</button>
<button id="next" title="next (right arrow)">→</button> <button id="play" title="play or pause (space)">play</button>
<input id="slider" type="range" min="0" value="0" aria-label="step"> <span id="where" role="status"></span></nav>
<div id="stage"></div>
<script type="application/json" id="data">{data}</script>
<script>
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const last = data.changes.length, stage = document.getElementById("stage");
const slider = document.getElementById("slider"), where = document.getElementById("where");
let step = 0, timer = null;
slider.max = last;
function show(n) {{
  step = Math.min(Math.max(n, 0), last);
  const lines = data.first.slice();
  for (let k = 0; k < step; k += 1) for (const [line, text] of Object.entries(data.changes[k])) lines[line] = text;
  const parsed = new DOMParser().parseFromString(lines.join("\\n"), "image/svg+xml");
  stage.replaceChildren(document.importNode(parsed.documentElement, true));
  slider.value = step;
  where.textContent = (step + 1) + " / " + (last + 1);
}}
function play() {{
  if (timer) {{ clearInterval(timer); timer = null; }}
  else timer = setInterval(() => {{ if (step === last) play(); else show(step + 1); }}, 1200);
  document.getElementById("play").textContent = timer ? "pause" : "play";
}}
document.getElementById("first").addEventListener("click", () => show(0));
document.getElementById("back").addEventListener("click", () => show(step - 1));
document.getElementById("next").addEventListener("click", () => show(step + 1));
document.getElementById("play").addEventListener("click", play);
slider.addEventListener("input", () => show(Number(slider.value)));
document.addEventListener("keydown", (event) => {{
  if (event.key === "ArrowRight") show(step + 1);
  else if (event.key === "ArrowLeft") show(step - 1);
  else if (event.key === "Home") show(0);
  else if (event.key === "End") show(last);
  else if (event.key === " ") play();
  else return;
  event.preventDefault();
}});
show(0);
</script>
</body>
</html>
"""
