"""Elements that are equal: what the share of one of them may be besides its slope.

The middle one of three equal numbers does not move if one of them does: its corners show only beside the point. There
a share counts as right that lies between the slopes which the function has when the equal numbers are told apart by a
little, in one order or another.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.around import ABOUT, Around, Element, element
from autograd_lite.testing.comparison.verdict import LOSES, Finding
from autograd_lite.testing.differences.line import Line
from autograd_lite.testing.differences.settling import Slope

_FEWEST, _MOST = 2, 24  # equal elements besides one: beside a single one both its slopes are seen anyway
_BETWEEN = 1e-3  # of the width of a corner, by which a share may lie beyond its ends
_CORNER = 0.05  # of the slopes, by which they differ where there is a corner
_LARGE = 1 << 12  # elements of the inputs, up to which equal ones are looked for
_NEARER = 4  # evaluations that tell a corner from noise and from a bend


class Ties:
    """The equal ones among the elements of some inputs.

    Parameters
    ----------
    inputs : arrays; complex ones have no order
    """

    def __init__(self, inputs: Sequence[Any]) -> None:
        self.inputs = inputs
        self._by_value: dict[float, list[Element]] | None = None
        self._smooth = set[float]()  # values around which no corner was found

    def beside(self, one: Element) -> list[Element]:
        """Return the elements that are equal to one, without it."""
        if self._by_value is None:
            self._by_value = {}
            for k, x in enumerate(self.inputs):
                for at in range(x.size) if x.dtype.kind == "f" else ():
                    each = element(self.inputs, k, at)
                    self._by_value.setdefault(each.value, []).append(each)
        return [e for e in self._by_value.get(one.value, []) if e != one]

    def among(self, v: Sequence[Any]) -> Element | None:
        """Return the element that a direction moves alone, if it is equal to several others."""
        if sum(x.size for x in self.inputs) > _LARGE:
            return None
        moving = [(k, int(at)) for k, each in enumerate(v) for at in np.flatnonzero(each)[:2]]
        if len(moving) != 1 or self.inputs[moving[0][0]].dtype.kind != "f":
            return None
        one = element(self.inputs, *moving[0])
        return one if _FEWEST <= len(self.beside(one)) <= _MOST else None

    def excused(self, line: Line, found: Finding) -> Finding | None:
        """Return that a share agrees after all, since the function has such a slope beside the point; else None.

        Parameters
        ----------
        line : along which one element moves
        found : what was found there
        """
        one = self.among(line.v)
        if one is None or found.verdict == "agrees" or one.value in self._smooth or not found.slope:
            return None
        around = Around(line.function, line.weights, line.left)
        again = self._excused(one, around, found)
        line.pay(line.left - around.left)
        return again

    def _excused(self, one: Element, around: Around, found: Finding) -> Finding | None:
        equal = self.beside(one)
        count = min(len(equal) + 1, (around.left - _NEARER) // 2)
        if count < _FEWEST + 1 or found.got is None or not np.isfinite(found.got):
            return None
        ranks = np.unique(np.rint(np.linspace(0, len(equal), count)).astype(int))
        slopes = [around.slope(_order(equal, int(rank), ABOUT), [(one, 1.0)]) for rank in ranks]
        low, high = min(slopes), max(slopes)
        width = high - low
        if not width > _CORNER * max(abs(low), abs(high)):
            self._smooth.add(one.value)
            return None
        for slope in (low, high):  # a corner is one from near by as well; noise is another, and so is a bend
            nearer = _order(equal, int(ranks[slopes.index(slope)]), ABOUT / 4)
            if not abs(around.slope(nearer, [(one, 1.0)]) - slope) <= _BETWEEN * width:
                return None
        if low - _BETWEEN * width <= found.got <= high + _BETWEEN * width:
            return _between(found, low, high)
        far = not low - _CORNER * width <= found.got <= high + _CORNER * width
        if count > len(equal):  # all orders were tried; a rule that changes from one to another does not lose digits so
            shown = _between(found, low, high)
            return replace(shown, verdict="wrong", reason="") if far and found.reason.startswith(LOSES) else None
        if low - width <= found.got <= high + width:
            reason = "kink: so many elements are equal here that not all orders of them were tried"
            return replace(found, verdict="inconclusive", reason=reason)
        return None


def _order(equal: Sequence[Element], below: int, length: float) -> list[tuple[Element, float]]:
    """Return moves that put so many of the elements below where they are, the others above, all differently far."""
    parts = [(n + 1) / len(equal) for n in range(len(equal))]
    return [(e, length * part * (-1 if n < below else 1)) for n, (e, part) in enumerate(zip(equal, parts, strict=True))]


def _between(found: Finding, low: float, high: float) -> Finding:
    """Return that a rule agrees at a corner whose slopes go from one to another."""
    slope: Slope = found.slope  # type: ignore[assignment]  # it has one
    middle, width = np.array([0.5 * (low + high)]), np.array([high - low])
    slope = replace(slope, value=middle, gap=width)
    return replace(found, verdict="agrees", reason="kink", kink=True, units=1.0, wanted=float(middle[0]), slope=slope)
