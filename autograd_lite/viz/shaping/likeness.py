"""When two parts of a picture are the same: equal boxes, wired alike, each taking what the one before it gives."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any

from autograd_lite.viz.description import Box, Description, Edge


@lru_cache(4096)
def general(text: str) -> str:
    """Return a text with its numbers taken out: ``layers.0`` and ``layers.1`` are the same layer."""
    return re.sub(r"\d+", "#", text)


class Wires:
    """Who takes from whom, both ways."""

    def __init__(self, description: Description) -> None:
        self.description = description
        self.into = _by(description.edges, attrgetter("target"))

    @cached_property
    def out(self) -> dict[str, list[Edge]]:
        """By box, the arrows that leave it."""
        return _by(self.description.edges, attrgetter("source"))

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """All boxes, by id."""
        return {box.id: box for box in self.description.boxes}

    @cached_property
    def shared(self) -> set[str]:
        """The parameters that have a box of their own."""
        return {box.id for box in self.description.boxes if box.role == "parameter"}

    def leaving(self, place: dict[str, int]) -> dict[int, set[str]]:
        """Return where arrows from the boxes in `place` lead that leave these, by the place from which they come."""
        every = self.description.edges
        if len(place) * 4 < len(every):
            every = [edge for own in place for edge in self.out.get(own, ())]
        found: dict[int, set[str]] = {}
        for edge in every:
            if edge.target not in place and edge.source in place:
                found.setdefault(place[edge.source], set()).add(edge.target)
        return found

    def steady(self, box: str) -> tuple[str, ...]:
        """Return the shared parameters that a box takes."""
        if not self.shared:
            return ()
        return tuple(sorted([edge.source for edge in self.into.get(box, ()) if edge.source in self.shared]))

    def alike(self, one: str, other: str) -> bool:
        """Return True for two inputs of equal shape that one operation each takes."""
        a, b = self.boxes[one], self.boxes[other]
        single = all(len(self.out.get(i, ())) == 1 and not self.into.get(i) for i in (one, other))
        return single and (a.role, a.title, a.shape) == (b.role, b.title, b.shape)


def _by(edges: list[Edge], end: Callable[[Edge], str]) -> dict[str, list[Edge]]:
    """Return the arrows by one of their ends."""
    found = defaultdict[str, list[Edge]](list)
    for edge in edges:
        found[end(edge)].append(edge)
    found.default_factory = None
    return found


_compared = attrgetter(
    "role", "operation", "title", "settings", "shape", "dtype", "notes", "warning", "times", "named"
)  # all but rows


class Traits:
    """The traits of boxes, each made once: equal ones are the same object, which makes them quick to compare.

    With `free`, the numbers in their settings may differ. The boxes must live on: what they share is told by its id.
    """

    def __init__(self, free: bool = True) -> None:
        self.free = free
        self.known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.equal: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def of(self, box: Box, steady: tuple[str, ...] = ()) -> tuple[Any, ...]:
        """Return what boxes must have in common; `steady` are the shared parameters that they take."""
        key = _compared(box), id(box.rows), steady
        traits = self.known.get(key)
        if traits is None:
            made = (*traits_of(box, self.free), steady)
            traits = self.known[key] = self.equal.setdefault(made, made)
        return traits


def traits_of(box: Box, free: bool = False) -> tuple[Any, ...]:
    """Return what two boxes must have in common; with `free`, the numbers in their settings may differ (an index)."""
    rows = tuple((row.role, general(row.name), row.shape, row.dtype) for row in box.rows)
    title = "" if box.role == "operation" else general(box.title)  # a title may name the input of the first part
    settings = general(box.settings) if free else box.settings
    shown = box.role, box.operation, title, settings, box.shape, box.dtype, rows, box.notes, box.warning
    return *shown, box.times, box.named


def chained(runs: list[list[Box]], wires: Wires) -> dict[str, str] | None:
    """Return None unless each run takes what the one before it gives (or what all take) and gives to the next alone.

    Else the inputs that each run has for itself (the slices of a sequence), each with its counterpart in the first run.
    """
    period, boxes = len(runs[0]), [box for run in runs for box in run]
    place = {box.id: n for n, box in enumerate(boxes)}
    own: dict[str, str] = {}
    into, placed = wires.into.get, place.get
    taken = [into(box.id, ()) for box in boxes]
    back = [[n - placed(edge.source, n) for edge in edges] for n, edges in enumerate(taken)]  # 0 for what is outside
    for n in range(period, len(boxes)):
        far, before = back[n], back[n - period]
        if far == before and 0 not in far:
            continue
        if len(far) != len(before):
            return None
        for edge, counterpart, here, there in zip(taken[n], taken[n - period], far, before, strict=True):
            source, earlier = edge.source, counterpart.source
            if not here:
                if there or (source != earlier and not wires.alike(source, earlier)):
                    return None
                if source != earlier:
                    own[source] = own.get(earlier, earlier)
            elif here != there and (there or n - here >= period or n >= 2 * period):
                return None  # a source lies one run further than its counterpart; that of the first run before all
    return own if _left_alike(wires.leaving(place), len(boxes), period) else None


def _left_alike(leaving: dict[int, set[str]], count: int, period: int) -> bool:
    """Return True if what leaves the earlier runs leaves all of them, and goes where the same box of the last run goes.

    So a stack of all results takes one arrow; a skip connection from one of the runs is no part of a repetition.
    """
    last = count - period
    if all(n >= last for n in leaving):
        return True
    first = [leaving.get(n, _NONE) for n in range(period)]
    as_in_last = all(first[n] <= leaving.get(last + n, _NONE) for n in range(period))
    return as_in_last and all(leaving.get(n, _NONE) == first[n % period] for n in range(period, last))


_NONE: set[str] = set()
