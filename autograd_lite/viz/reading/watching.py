"""Recording a function for a picture: what every operation was called with, what came out, and on which line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.graph import Node
from autograd_lite.modes import current, switched
from autograd_lite.recording import calling_line


class Seen(NamedTuple):
    """One call: the arguments as plain arrays, the result, and the line of the user's code."""

    bound: dict[str, Any]
    out: Any
    line: str


class Made(NamedTuple):
    """How an array came about: the operation, what it was given, the array, and its node if it has a history."""

    operation: Any
    bound: dict[str, Any]
    out: Any
    node: Node | None

    @property
    def tracked(self) -> bool:
        """Whether the array has a history."""
        return self.node is not None


@dataclass(slots=True)
class Watched:
    """What was seen of the calls in a function.

    Parameters
    ----------
    seen : by node, its call
    made : how arrays came about, those without a history too, in the order of the calls
    written : copies of arrays as they were, since somebody wrote to them later, by their id; with the id of the array
    """

    seen: dict[Node, Seen] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)
    written: dict[int, tuple[Any, int]] = field(default_factory=dict)


def watched(function: Callable[[], Any]) -> tuple[Any, Watched]:
    """Return the result of ``function()`` and what was seen of the calls in it.

    Whoever watched before goes on watching. Nothing is kept but what the returned object holds.
    """
    found, kept = Watched(), _Kept()
    before = current().watch

    def watch(operation: Any, bound: dict[str, Any], out: Any, node: Node | None) -> None:
        if before is not None:
            before(operation, bound, out, node)
        kept.note(bound, node)
        found.made.append(Made(operation, bound, out, node))
        if node is not None:
            found.seen[node] = Seen(bound, _lasting(out), calling_line())

    with switched(watch=watch, tracking=True):
        result = function()
    found.written = kept.settled()
    return result, found


def _lasting(out: Any) -> Any:
    """Return a result that stays as it is: a view would change with the next write to its array."""
    return out.copy() if isinstance(out, np.ndarray) and out.base is not None else out


class _Kept:
    """Copies of the arrays that operations are given and that have no history, while others may write to them."""

    def __init__(self) -> None:
        self.latest: dict[int, tuple[Any, Any]] = {}  # by id, an array and its copy
        self.uses: list[tuple[dict[str, Any], str, Any, Any]] = []

    def note(self, bound: dict[str, Any], node: Node | None) -> None:
        """Remember what a call was given besides arrays with a history."""
        tracked = node.recipe.tracked if node is not None else ()
        for name, value in bound.items():
            if isinstance(value, np.ndarray) and name not in tracked and value.size <= _MOST:
                self.uses.append((bound, name, value, self._copy(value)))

    def _copy(self, value: Any) -> Any:
        pair = self.latest.get(id(value))
        if pair is None or not _equal(value, pair[1]):
            pair = self.latest[id(value)] = (value, value.copy())
        return pair[1]

    def settled(self) -> dict[int, tuple[Any, int]]:
        """Put copies in the place of arrays that are no longer what they were; return those, and of which they are."""
        written: dict[int, tuple[Any, int]] = {}
        for bound, name, value, copy in self.uses:
            if id(copy) in written or not _equal(value, copy):
                bound[name] = copy
                written[id(copy)] = (copy, id(value))
        return written


_MOST = 1_000_000  # elements of an array of which a copy is kept


def _equal(one: Any, other: Any) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind in "fc"))
