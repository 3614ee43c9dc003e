"""When two parts of a picture are the same: equal boxes, wired alike, each taking what the one before it gives."""

import re
from functools import lru_cache
from typing import Any

from autograd_lite.viz.description import Box, Description, Edge


@lru_cache(4096)
def general(text: str) -> str:
    """Return a text with its numbers taken out: ``layers.0`` and ``layers.1`` are the same layer."""
    return re.sub(r"\d+", "#", text)


class Wires:
    """Who takes from whom, both ways."""

    def __init__(self, description: Description) -> None:
        self.into: dict[str, list[Edge]] = {}
        self.out: dict[str, list[Edge]] = {}
        for edge in description.edges:
            self.into.setdefault(edge.target, []).append(edge)
            self.out.setdefault(edge.source, []).append(edge)
        self.boxes = {box.id: box for box in description.boxes}

    def sources(self, box: str) -> list[str]:
        """Return where the arrows into a box come from."""
        return [edge.source for edge in self.into.get(box, ())]

    def steady(self, box: str) -> tuple[str, ...]:
        """Return the shared parameters that a box takes."""
        found = [e.source for e in self.into.get(box, ()) if self.boxes[e.source].role == "parameter"]
        return tuple(sorted(found)) if found else ()

    def alike(self, one: str, other: str) -> bool:
        """Return True for two inputs of equal shape that one operation each takes."""
        a, b = self.boxes[one], self.boxes[other]
        single = all(len(self.out.get(i, ())) == 1 and not self.into.get(i) for i in (one, other))
        return single and (a.role, a.title, a.shape) == (b.role, b.title, b.shape)


class Traits:
    """The traits of boxes, each made once: equal ones are the same object, which makes them quick to compare."""

    def __init__(self) -> None:
        self.known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.equal: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def of(self, box: Box, steady: tuple[str, ...]) -> tuple[Any, ...]:
        """Return what boxes must have in common, but for numbers in their settings; `steady` are shared parameters."""
        key = (
            box.role, box.operation, box.title, box.settings, box.shape, box.dtype, box.rows, box.notes, box.warning,
            steady,
        )  # fmt: skip
        traits = self.known.get(key)
        if traits is None:
            made = (*traits_of(box, free=True), steady)
            traits = self.known[key] = self.equal.setdefault(made, made)
        return traits


def traits_of(box: Box, free: bool = False) -> tuple[Any, ...]:
    """Return what two boxes must have in common; with `free`, the numbers in their settings may differ (an index)."""
    rows = tuple((row.role, general(row.name), row.shape, row.dtype) for row in box.rows)
    title = "" if box.role == "operation" else general(box.title)  # a title may name the input of the first part
    settings = general(box.settings) if free else box.settings
    return box.role, box.operation, title, settings, box.shape, box.dtype, rows, box.notes, box.warning


def chained(runs: list[list[Box]], wires: Wires) -> dict[str, str] | None:
    """Return None unless each run takes what the one before it gives (or what all take) and gives to the next alone.

    Else the inputs that each run has for itself (the slices of a sequence), each with its counterpart in the first run.
    """
    period, boxes = len(runs[0]), [box for run in runs for box in run]
    place = {box.id: n for n, box in enumerate(boxes)}
    own: dict[str, str] = {}
    taken: list[list[str]] = []  # by the boxes of the last run
    for n, box in enumerate(boxes):
        mine = wires.sources(box.id)
        if n < period:
            taken.append(mine)
            continue
        before, taken[n % period] = taken[n % period], mine
        if len(mine) != len(before):
            return None
        for source, earlier in zip(mine, before, strict=True):
            here, there = place.get(source), place.get(earlier)
            if here is None and there is None:
                if source != earlier and not wires.alike(source, earlier):
                    return None
                if source != earlier:
                    own[source] = own.get(earlier, earlier)
            elif here is None or not _one_further(here, there, n, period):
                return None
    return own if _left_alike(boxes, period, place, wires) else None


def _one_further(here: int, there: int | None, n: int, period: int) -> bool:
    """Return True if a source lies one run further than its counterpart; that of the first run lies before all."""
    return here < period and n < 2 * period if there is None else here == there + period


def _left_alike(boxes: list[Box], period: int, place: dict[str, int], wires: Wires) -> bool:
    """Return True if what leaves the earlier runs goes where the same box of the last run goes."""
    last = [{edge.target for edge in wires.out.get(box.id, ())} for box in boxes[-period:]]
    for n, box in enumerate(boxes[:-period]):
        for edge in wires.out.get(box.id, ()):
            if edge.target not in place and edge.target not in last[n % period]:
                return False
    return True
