"""What repeats is drawn once: its inputs, its arrows, its title."""

import re
from dataclasses import replace

from autograd_lite.viz.description import Box, Description


def inputs_once(description: Description, own: dict[str, str], times: int) -> dict[str, Box]:
    """Return the box for each input that every run has for itself."""
    if not own:
        return {}
    boxes = {box.id: box for box in description.boxes}
    kept = {first: replace(boxes[first], times=times) for first in own.values()}
    return {**kept, **{later: kept[first] for later, first in own.items()}}


def without_returns(folded_one: Description, before: Description) -> Description:
    """Drop the arrows that led from one repetition to the next: folded, they would point upward."""
    place = {box.id: n for n, box in enumerate(before.boxes)}
    edges = [e for e in folded_one.edges if place[e.source] < place[e.target]]
    boxes = sorted(folded_one.boxes, key=lambda box: place[box.id])
    return folded_one.changed(boxes=boxes, edges=edges)


def range_title(titles: list[str]) -> str:
    """Return ``layers.0 … 11  Block`` for ``layers.0  Block`` to ``layers.11  Block``; ``block1 … block2`` for names.

    Examples
    --------
    >>> range_title(["layers.0  Block", "layers.11  Block"]), range_title(["block1.act  ReLU", "block2.act  ReLU"])
    ('layers.0 … 11  Block', 'block1.act … block2.act  ReLU')
    """
    first, last = re.split(r"(\d+)", titles[0]), re.split(r"(\d+)", titles[-1])
    if len(first) != len(last):
        return titles[0]
    different = [n for n, (a, b) in enumerate(zip(first, last, strict=True)) if a != b]
    if len(different) != 1:
        return titles[0].partition("  (call")[0]
    if "(call " in first[different[0] - 1]:
        return titles[0]
    before, after = "".join(first[: different[0]]), "".join(first[different[0] + 1 :])
    name, rest = re.split(r"\W", before)[-1], after.split(" ")[0]
    if name:  # the number is a part of it, so the name is written twice, with what belongs to it
        return f"{before}{first[different[0]]}{rest} … {name}{last[different[0]]}{after}"
    return f"{before}{first[different[0]]} … {last[different[0]]}{after}"
