"""Recording a function for a picture: what every operation was called with, what came out, and on which line."""

from collections.abc import Callable
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


def watched(function: Callable[[], Any]) -> tuple[Any, dict[Node, Seen]]:
    """Return the result of ``function()`` and, by node, what was seen of the calls in it.

    Whoever watched before goes on watching. Nothing is kept but what the returned dict holds.
    """
    seen: dict[Node, Seen] = {}
    before = current().watch

    def watch(operation: Any, bound: dict[str, Any], out: Any, node: Node | None) -> None:
        if before is not None:
            before(operation, bound, out, node)
        if node is not None:
            seen[node] = Seen(bound, _lasting(out), calling_line())

    with switched(watch=watch, tracking=True):
        result = function()
    return result, seen


def _lasting(out: Any) -> Any:
    """Return a result that stays as it is: a view would change with the next write to its array."""
    return out.copy() if isinstance(out, np.ndarray) and out.base is not None else out
