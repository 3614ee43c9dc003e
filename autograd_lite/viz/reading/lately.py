"""Numbers that were not kept: computed again where all that went in is known; and arrays that were written to since.

A leaf that no rule names is known by what its Tensor holds now. Whether that is what the result was computed from, is
told by computing again: what does not agree with a number that was kept, was changed since.
"""

from typing import Any, NamedTuple

import numpy as np

from autograd_lite.graph import Node
from autograd_lite.viz.reading.numbers import computed, given_to, number_text, values_of

CHANGED, NOW = "changed since, now", "now"
WHY_CHANGED = f"{CHANGED}: somebody wrote to it after the result was computed, and nothing kept what it was"
WHY_NOW = f"{NOW}: what it is at present; it may have been written to since, for nothing kept what it was"
_ULPS = 1024  # how far the last digits may be off when something is computed again


class Held(NamedTuple):
    """The numbers of a graph.

    Parameters
    ----------
    values : by node, those that the result was computed from
    present : by leaf, those that are later ones or may be
    words : by such a leaf, what is said of it: `CHANGED` or `NOW`
    """

    values: dict[Node, Any]
    present: dict[Node, Any]
    words: dict[Node, str]

    def notes(self) -> dict[Node, str]:
        """Return what is written to such leaves."""
        return {leaf: f"{word} {number_text(self.present[leaf])}" for leaf, word in self.words.items()}

    def captions(self) -> tuple[str, ...]:
        """Return what explains these words."""
        used = set(self.words.values())
        return tuple(why for word, why in ((CHANGED, WHY_CHANGED), (NOW, WHY_NOW)) if word in used)


def held_by(reading: Any) -> Held:
    """Return the numbers of the graph of a reading."""
    kept, doubtful = values_of(reading.order, reading.known.seen)
    values = {**kept, **reading.known.values}
    return _filled_in(reading, values, doubtful - reading.known.values.keys())


def _filled_in(reading: Any, values: dict[Node, Any], doubtful: set[Node]) -> Held:
    """Compute again what nothing kept, and find out which of the doubtful leaves have changed."""
    rests_on: dict[Node, frozenset[Node]] = {leaf: frozenset({leaf}) for leaf in doubtful & values.keys()}
    sure, wrong = set[Node](), list[frozenset[Node]]()
    for node, used in reading.used.items():
        rest = frozenset[Node]().union(*[rests_on.get(operand.source, _NOTHING) for operand in used])
        if node in values and not rest:
            continue
        arguments = given_to(reading, node, used, values)
        out = None if arguments is None else computed(node.recipe.operation, arguments)
        if not isinstance(out, np.ndarray | np.generic) or (out.shape, out.dtype) != (node.shape, node.dtype):
            continue
        if node not in values:
            values[node] = out
            if rest:
                rests_on[node] = rest
        elif _equal(out, values[node]):
            sure |= rest
        else:
            wrong.append(rest)
    changed = {leaf for rest in wrong for leaf in rest - sure if len(rest - sure) == 1}  # of several, it may be any
    words = {leaf: CHANGED if leaf in changed else NOW for leaf in doubtful - sure if leaf in values}
    present = {leaf: values[leaf] for leaf in words}
    told = {node: value for node, value in values.items() if rests_on.get(node, _NOTHING).isdisjoint(words)}
    return Held(told, present, words)


_NOTHING = frozenset[Node]()


def _equal(one: Any, other: Any) -> bool:
    """Return True for the same numbers, but for the last digits of the largest."""
    if one.dtype.kind not in "fc":
        return bool(np.array_equal(one, other))
    with np.errstate(all="ignore"):
        sizes = np.abs(other)[np.isfinite(other)]
        room = _ULPS * np.finfo(one.dtype).eps * (sizes.max() if sizes.size else 0.0)
        return bool(np.allclose(one, other, rtol=0.0, atol=room, equal_nan=True))
