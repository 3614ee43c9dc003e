"""``animate``: back-propagation step by step, as a page with arrow keys and as a list of frames."""

import os
from dataclasses import replace
from functools import cached_property
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from autograd_lite.errors import GraphFreedError
from autograd_lite.graph import Node
from autograd_lite.viz.api import DIRECTIONS, arranged, check_choice
from autograd_lite.viz.backends.svg import to_svg
from autograd_lite.viz.description import Description, DescriptionError, short
from autograd_lite.viz.drawing import FormatError, make_folder, replace_file
from autograd_lite.viz.layout.placing import keys_of, placed
from autograd_lite.viz.pages.steps import SYMBOLS, Lesson, Step
from autograd_lite.viz.pages.webpage import webpage
from autograd_lite.viz.palette import theme as theme_named
from autograd_lite.viz.reading.backview import backward
from autograd_lite.viz.reading.describing import Reading
from autograd_lite.viz.reading.known import Known
from autograd_lite.viz.reading.lately import held_by
from autograd_lite.viz.reading.numbers import carried
from autograd_lite.viz.reading.targets import ends_of, learn
from autograd_lite.viz.shaping.calls import circles_opened
from autograd_lite.viz.spine import mark_spine

MOST_STEPS = 200
_FEW_PARAMETERS = 8  # which then have boxes of their own, with room for their gradients
_PARTS = 4  # lines of a step: the rule, its product, a sum where something was repeated, a sum of branches


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
        For more than 200 steps, which nobody would watch, and for another direction.

    Examples
    --------
    >>> lesson = animate(lambda apple, count: apple * count, 100.0, 2.0)
    >>> [step.text for step in lesson.steps][1]
    'apple × count:  100 × 2 = 200'
    """
    check_choice("direction", direction, DIRECTIONS)
    theme_named(theme)
    known = Known()
    ends = ends_of(target, inputs, known)
    learn(names, known)
    reading = Reading(known, "nodes" if len(known.parameters) <= _FEW_PARAMETERS else "rows", formulas=True)
    description = mark_spine(reading.describe(ends))
    steps = _steps(reading, ends)
    whole = arranged(description.changed(title=title, direction=direction), fold=False, together=1)
    return Animation(backward(whole, "both").changed(captions=()), steps, theme)


def _steps(reading: Reading, ends: dict[str, Node]) -> list[Step]:
    """Return the steps of the lesson, or raise where there are no numbers left, or too many steps."""
    known = reading.known
    if any(node.saved is None for node in reading.order):
        raise GraphFreedError(
            "animate got a result whose graph a backward pass has consumed. Call it before backward(), or give it the "
            "function and its inputs: animate(f, x)."
        )
    values = held_by(reading).values
    values |= {node: seen.out for node, seen in known.seen.items() if isinstance(seen.out, tuple | list)}
    steps = Lesson(reading, values, carried(ends.values(), reading.order)).told()
    if len(steps) > MOST_STEPS:
        raise DescriptionError(
            f"These are {len(steps):,} steps; animate shows up to {MOST_STEPS}. Take a smaller example."
        )
    return steps


class Animation:
    """A lesson: :attr:`steps`, :attr:`frames` (SVG), and :attr:`html`, a page with buttons and arrow keys."""

    def __init__(self, description: Description, steps: list[Step], theme: str = "light") -> None:
        theme_named(theme)
        self.description, self.steps, self.theme = circles_opened(description), steps, theme

    @cached_property
    def frames(self) -> list[str]:
        """One SVG for each step; all have the same size, and box n is the same line of text in each."""
        return self._drawn([self._captions(n) for n in range(len(self.steps))])

    def _drawn(self, texts: list[tuple[str, ...]]) -> list[str]:
        """Return the picture at each step under these captions."""
        last = self.steps[-1].values
        widest = {own: max((step.values.get(own, "") for step in self.steps), key=len) for own in last}
        result = placed(self._with(widest, (), None, set(), set()))
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
        """Return what is said at a step: the count, the text on a few lines, and what the letters mean."""
        step = self.steps[number]
        parts = [*step.text.split(";  "), *[""] * _PARTS][:_PARTS]
        return (f"step {number + 1} of {len(self.steps)}: {step.phase}", *parts, SYMBOLS)

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
        """One page that works from disk. Pictures are stored as the lines in which they differ, their words apart."""
        lines = [frame.splitlines() for frame in self._drawn([()] * len(self.steps))]
        changes = [{str(n): line for n, line in enumerate(now) if line != before[n]} for before, now in pairwise(lines)]
        title = short(self.description.title or "back-propagation, step by step", 100)
        keys = keys_of(self.description).boxes
        told = [[step.phase, *step.text.split(";  ")] for step in self.steps]
        lit = [[keys[own] for own in step.lit] for step in self.steps]
        data = {"first": lines[0], "changes": changes, "told": told, "lit": lit, "symbols": SYMBOLS}
        return webpage("lesson", title, self.theme, data)

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
