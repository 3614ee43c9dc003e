"""How long each operation takes: its forward is computed again, by itself, and timed."""

from collections.abc import Mapping
from time import perf_counter
from typing import Any

import numpy as np

from autograd_lite.graph import Node
from autograd_lite.viz.reading.numbers import given_to

_ROUNDS = 5  # the least time of so many counts: whatever else ran only adds to it
_LONG = 0.05  # seconds; what takes longer is timed once


def times_of(reading: Any, values: Mapping[Node, Any]) -> dict[Node, float]:
    """Return seconds by node, for every operation of which all that went in is known."""
    found = {}
    for node, used in reading.used.items():
        operation = getattr(node.recipe, "operation", None)
        seen = reading.known.seen.get(node)
        if operation is None:
            continue
        arguments = seen.bound if seen is not None else given_to(reading, node, used, values)
        if arguments is not None:
            found[node] = _seconds(operation, [arguments[name] for name in operation.parameters])
    return found


def _seconds(operation: Any, arguments: list[Any]) -> float:
    least = float("inf")
    with np.errstate(all="ignore"):
        for _ in range(_ROUNDS):
            start = perf_counter()
            operation.compute(arguments)
            least = min(least, perf_counter() - start)
            if least > _LONG:
                break
    return least


def time_text(seconds: float) -> str:
    """Return a time as people say it.

    Examples
    --------
    >>> time_text(1.5e-6), time_text(0.0234), time_text(2.0)
    ('1.5 µs', '23.4 ms', '2 s')
    """
    for size, unit in ((1.0, "s"), (1e-3, "ms")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"
