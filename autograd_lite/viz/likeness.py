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

    def steady(self, box: str) -> tuple[str, ...]:
        """Return the shared parameters that a box takes."""
        found = [e.source for e in self.into.get(box, ()) if self.boxes[e.source].role == "parameter"]
        return tuple(sorted(found)) if found else ()

    def alike(self, one: str, other: str) -> bool:
        """Return True for two inputs of equal shape that one operation each takes."""
        a, b = self.boxes[one], self.boxes[other]
        single = all(len(self.out.get(i, ())) == 1 and not self.into.get(i) for i in (one, other))
        return single and (a.role, a.title, a.shape) == (b.role, b.title, b.shape)


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
    inside = {box.id: (n, k) for n, run in enumerate(runs) for k, box in enumerate(run)}
    own: dict[str, str] = {}
    for n, run in enumerate(runs[1:], 1):
        for box, earlier_box in zip(run, runs[n - 1], strict=True):
            mine, before = ([e.source for e in wires.into.get(b.id, ())] for b in (box, earlier_box))
            if len(mine) != len(before):
                return None
            for source, earlier in zip(mine, before, strict=True):
                here, there = inside.get(source), inside.get(earlier)
                if here is None and there is None:
                    if source != earlier and not wires.alike(source, earlier):
                        return None
                    if source != earlier:
                        own[source] = own.get(earlier, earlier)
                elif here is None or not _one_further(here, there, n):
                    return None
    return own if _left_alike(runs, inside, wires) else None


def _one_further(here: tuple[int, int], there: tuple[int, int] | None, n: int) -> bool:
    """Return True if a source lies one run further than its counterpart; that of the first run lies before all."""
    return here[0] == 0 and n == 1 if there is None else here == (there[0] + 1, there[1])


def _left_alike(runs: list[list[Box]], inside: dict[str, tuple[int, int]], wires: Wires) -> bool:
    """Return True if what leaves the earlier runs goes where the same box of the last run goes."""
    for run in runs[:-1]:
        for k, box in enumerate(run):
            outside = {e.target for e in wires.out.get(box.id, ()) if e.target not in inside}
            if outside - {e.target for e in wires.out.get(runs[-1][k].id, ())}:
                return False
    return True
