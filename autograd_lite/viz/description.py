"""What a picture shows, as plain data: boxes, edges, groups. No arrays, no Tensors, nothing that keeps a graph alive.

Everything that looks at a graph first writes a :class:`Description`; passes turn one into another; backends write text.
An id is made of the module's path, the operation and its count in that module, so it is the same in every process and
survives an edit elsewhere.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from heapq import heappop, heappush
from operator import attrgetter, lt
from typing import Any, NamedTuple

from autograd_lite.errors import AutogradError

ROLES = ("input", "parameter", "operation", "output", "constant", "detached", "gradient", "module")


class DescriptionError(AutogradError, ValueError):
    """A description that cannot be drawn: an edge to nowhere, a double id, a circle."""


class Row(NamedTuple):
    """A line inside a box: an array that the operation takes besides what flows in.

    Parameters
    ----------
    role : "parameter", "constant" or "detached": a value that was cut from its history
    name : as the user knows it
    shape : of the array, or None where it is not known
    dtype : name of the dtype; empty where all arrays of the picture have the same
    note : a mark such as "no gradient"
    formula : how its gradient is computed
    """

    role: str
    name: str
    shape: tuple[int, ...] | None = None
    dtype: str = ""
    note: str = ""
    formula: str = ""


@dataclass(slots=True)
class Box:
    """One box of the picture."""

    id: str
    role: str
    title: str
    group: str = ""
    module: str = ""  # path of the module that it stands for, if it is one
    operation: str = ""
    shape: Any = None
    dtype: str = ""
    settings: str = ""
    rows: tuple[Row, ...] = ()
    tip: str = ""  # the longer text that is shown on hovering
    notes: tuple[str, ...] = ()
    warning: str = ""
    count: int = 1  # how many operations it stands for
    times: int = 1  # how many equal ones were folded into it
    bytes: int = 0  # what the graph keeps alive for the backward pass
    line: str = ""
    value: str = ""
    image: str = ""  # data URI of a small picture of the values
    heat: float | None = None  # 0 to 1, where amounts are laid over the picture
    emphasis: str = ""  # "lit" or "waiting" in an animation; "added", "removed" or "changed" in a difference
    named: bool = False  # asked for by its path, so that it is not folded into others


@dataclass(slots=True)
class Edge:
    """An arrow: ``kind`` is "flow" (forward), "gradient" (backward) or "link" (the two sides of one operation)."""

    source: str
    target: str
    label: str = ""
    kind: str = "flow"
    spine: bool = False
    tip: str = ""
    formula: str = ""  # how the gradient comes back along it
    formula_tip: str = ""
    emphasis: str = ""  # "lit" or "hidden"
    cut: bool = False  # no gradient comes back along it: what flows has no history


@dataclass(slots=True)
class Group:
    """A frame around boxes: a module, by its path."""

    id: str
    title: str
    parent: str = ""
    kind: str = ""
    times: int = 1
    named: bool = False  # asked for by its path: open as long as there is room, and not folded into others


@dataclass(slots=True)
class Description:
    """A whole picture.

    Parameters
    ----------
    boxes, edges, groups : what is drawn, in the order of the computation; a group stands after its parent
    title : the line on top
    captions : lines below it: counts, what was left out
    direction : "TB" (downwards) or "LR" (to the right)
    """

    boxes: list[Box] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    title: str = ""
    captions: tuple[str, ...] = ()
    direction: str = "TB"

    def changed(self, **changes: Any) -> "Description":
        """Return a copy with other fields."""
        return replace(self, **changes)

    def flowing(self) -> list[Edge]:
        """Return the edges that order the boxes: the forward ones, or the gradients where there are no others."""
        flows = [edge for edge in self.edges if edge.kind == "flow"]
        return flows or [edge for edge in self.edges if edge.kind == "gradient"]

    def boxes_in_order(self) -> list[Box]:
        """Return the boxes with every source before its targets (the rest of the order kept), circles left out."""
        flowing = self.flowing()
        place = {box.id: n for n, box in enumerate(self.boxes)}
        sources, targets = map(attrgetter("source"), flowing), map(attrgetter("target"), flowing)
        if all(map(lt, map(place.__getitem__, sources), map(place.__getitem__, targets))):
            return list(self.boxes)
        waiting = [0] * len(self.boxes)
        consumers: dict[str, list[int]] = {}
        for edge in flowing:
            waiting[place[edge.target]] += 1
            consumers.setdefault(edge.source, []).append(place[edge.target])
        order, ready = [], [n for n, count in enumerate(waiting) if not count]
        while ready:
            box = self.boxes[heappop(ready)]
            order.append(box)
            for consumer in consumers.get(box.id, ()):
                waiting[consumer] -= 1
                if not waiting[consumer]:
                    heappush(ready, consumer)
        return order

    def check(self) -> "Description":
        """Return self, or raise :class:`DescriptionError` that names what is wrong: for descriptions made by hand."""
        ids = [box.id for box in self.boxes]
        known, frames = set(ids), {group.id for group in self.groups}
        if len(known) < len(ids):
            double = next(own for own, count in Counter(ids).items() if count > 1)
            raise DescriptionError(f"Two boxes have the id {double!r}. Wanted one id for each box.")
        for box in self.boxes:
            if box.role not in ROLES:
                raise DescriptionError(f"The box {box.id!r} has the role {box.role!r}. There are {', '.join(ROLES)}.")
        for edge in self.edges:
            if missing := {edge.source, edge.target} - known:
                raise DescriptionError(f"An edge names {sorted(missing)!r}, which no box has as its id.")
        for thing, group in [(b.id, b.group) for b in self.boxes] + [(g.id, g.parent) for g in self.groups]:
            if group and group not in frames:
                raise DescriptionError(f"{thing!r} lies in the group {group!r}, which does not exist.")
        before = {""}
        for frame in self.groups:
            if frame.id in before:
                raise DescriptionError(f"Two groups have the id {frame.id!r}. Wanted one id for each group.")
            if frame.parent not in before:
                raise DescriptionError(f"The group {frame.id!r} stands before {frame.parent!r}, in which it lies.")
            before.add(frame.id)
        if circle := _on_a_circle(self):
            raise DescriptionError(
                f"The arrows run in a circle through {circle!r}. A computation has none; is an edge turned round?"
            )
        return self


def _on_a_circle(description: Description) -> str:
    """Return the id of a box on a circle of edges (or behind one), or an empty string."""
    free = {box.id for box in description.boxes_in_order()}
    return next((box.id for box in description.boxes if box.id not in free), "")


def shape_text(shape: Any) -> str:
    """Return a shape as text: ``(32, 128)``; of several results, all of them."""
    if shape is None:
        return ""
    if isinstance(shape, tuple) and shape and isinstance(shape[0], tuple):
        return ", ".join(map(shape_text, shape))
    return str(tuple(shape))


def dtype_text(dtype: Any) -> str:
    """Return the name of a dtype, or of several."""
    return ", ".join(dict.fromkeys(map(_dtype_name, dtype))) if isinstance(dtype, tuple) else _dtype_name(dtype)


@cache
def _dtype_name(dtype: Any) -> str:
    return str(dtype)  # NumPy takes ten microseconds to say it


def bytes_text(count: float) -> str:
    """Return a number of bytes as people say it: ``3.1 MB``."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return ""  # pragma: no cover - the loop returns


def short(text: str, width: int = 60) -> str:
    """Return `text` on one line without control characters, cut in the middle where it is longer than `width`."""
    line = text
    if not text.isprintable():
        line = "".join(c if c.isprintable() else "␣" if c in "\n\t\r" else "�" for c in text)
    return line if len(line) <= width else f"{line[: width - 12]}…{line[-11:]}"
