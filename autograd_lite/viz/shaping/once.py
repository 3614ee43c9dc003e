"""What repeats is drawn once: its inputs, its arrows, its title."""

import re
from collections import Counter
from dataclasses import replace

from autograd_lite.viz.description import Box, Description, Edge


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


def ways_of_all(folded_one: Description, before: Description, mapping: dict[str, Box]) -> Description:
    """Return the folded picture with the local derivatives that all repetitions share: without numbers that differ.

    The k-th arrow into a box stands for the k-th arrow into each of those that it stands for.
    """
    if not any(edge.formula for edge in before.edges):
        return folded_one
    found: dict[tuple[str, int], set[tuple[str, str]]] = {}
    met = Counter[str]()
    for edge in before.edges:
        if edge.target in mapping:
            key = mapping[edge.target].id, met[edge.target]
            met[edge.target] += 1
            found.setdefault(key, set()).add((edge.formula, edge.formula_tip))
    if all(len(ways) == 1 for ways in found.values()):
        return folded_one
    edges, met = [], Counter[str]()
    for edge in folded_one.edges:
        ways = found.get((edge.target, met[edge.target]), set())
        met[edge.target] += 1
        edges.append(edge if len(ways) < 2 else _with_common(edge, ways))
    return folded_one.changed(edges=edges)


def _with_common(edge: Edge, ways: set[tuple[str, str]]) -> Edge:
    """Return an arrow with what is the same in several local derivatives: all but their numbers, or nothing."""
    formulas = {formula.partition("  (×")[0] for formula, _ in ways}
    tips = {tip.rpartition(" = ")[0] if tip.count(" = ") > 1 else tip for _, tip in ways}
    formula, tip = (found.pop() if len(found) == 1 else "" for found in (formulas, tips))
    return replace(edge, formula=formula, formula_tip=tip)


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
    return between(first, last)


def between(first: list[str], last: list[str]) -> str:
    """Return two texts as one, which are given in pieces: words and, at every second place, numbers.

    One number that differs is written as a range, with the name that it is a part of; else both texts are written.
    """
    different = [n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b]
    if len(first) != len(last) or len(different) != 1 or different[0] % 2 == 0:
        return f"{''.join(first)} … {''.join(last)}" if first != last else "".join(first)
    place = different[0]
    before, after = "".join(first[:place]), "".join(first[place + 1 :])
    name, rest = re.split(r"\W", before)[-1], after.split(" ")[0]
    if name:  # the number is a part of it, so the name is written twice, with what belongs to it
        return f"{before}{first[place]}{rest} … {name}{last[place]}{after}"
    return f"{before}{first[place]} … {last[place]}{after}"
