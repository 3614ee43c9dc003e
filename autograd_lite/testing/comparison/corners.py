"""Shares that are right one by one: whether they are right together.

The largest of two equal numbers has a corner along each of them, with slopes 0 and 1. But moved together they have the
slope 1, at the point and all around it, and so have the shares of every gradient that the function has near by. A rule
that gives both of them all, or nothing, is right for each alone and wrong for the two. The same holds for whatever
moves elements along a corner and not across it. No such claim is made where corners have nothing to do with each
other, as those of |x| + |y|: any two shares go together there.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.around import ABOUT, STEP, Around, Element, Moves, element, with_slopes
from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.differences.line import MOST

_FEWEST, _SEVERAL = 2, 8  # elements with corners; those of which pairs are made
_POINTS = 5  # around the point, at which elements are moved together
_TOUCHING = 0.2  # of the narrower corner: so much two change each other by if they are one
_CONSTANT, _APART = 0.02, 0.05  # of the width of a corner: slopes are one, and a rule is another whatever they are
_NEAREST, _SPREAD = (
    1e-3,
    20,
)  # of the width, and times what the slopes differ by: so much is no mistake


class Corners:
    """Elements that have corners.

    Parameters
    ----------
    around : the function around the point
    elements : those that have corners, the ends of whose slopes are known
    """

    def __init__(self, around: Around, elements: Sequence[Element]) -> None:
        self.around, self.elements = around, sorted(elements, key=lambda e: abs(e.value))
        self._alone: dict[tuple[Element, int], float] = {}

    def wrong(self) -> Finding | None:
        """Return that shares are wrong together, None if nothing tells that."""
        for group in self.groups():
            for direction in _directions(group):
                found = self.constant(direction)
                if found is None:
                    continue
                (slope, spread), width = found, _width(direction)
                got, error = sum(e.got * u for e, u in direction), max(spread, _NEAREST / _SPREAD * width)
                if abs(got - slope) > min(_SPREAD * error, _APART * width):
                    return _wrong(direction, got, slope, error)
                break
        return None

    def groups(self) -> list[list[tuple[Element, int]]]:
        """Return the elements whose corners are one, each with the sign with which they move along it."""
        few = self.elements[:_SEVERAL]
        sign_of, group_of = dict.fromkeys(few, 1), {e: n for n, e in enumerate(few)}
        pairs = [(a, b) for n, a in enumerate(few) for b in few[n + 1 :]]
        for one, two in sorted(pairs, key=lambda pair: abs(pair[0].value) != abs(pair[1].value)):
            if group_of[one] == group_of[two] or self.around.left < 2 * _POINTS + 8:
                continue
            if sign := self.touch(one, two):
                turned = sign * sign_of[one] * sign_of[two]
                for e in [e for e in few if group_of[e] == group_of[two]]:
                    group_of[e], sign_of[e] = group_of[one], turned * sign_of[e]
        found = [[(e, sign_of[e]) for e in few if group_of[e] == n] for n in set(group_of.values())]
        if len(found) == 1 and len(few) < len(self.elements):  # all: others of the same value belong to it as well
            first, sign = found[0][0]
            found[0] += [(e, sign) for e in self.elements[len(few) :] if e.value == first.value]
        return [group for group in found if len(group) > 1]

    def touch(self, one: Element, two: Element) -> int:
        """Return 1 or -1 if two corners are one: along which diagonal it lies; 0 if they are not.

        Beside a third one, as in max(x, y, 0), they may be one on one side only.
        """
        least = _TOUCHING * min(one.width, two.width) * ABOUT
        for first, second in ((1, 1), (-1, -1), (1, -1), (-1, 1)):
            both = self.around.change([(one, first * ABOUT), (two, second * ABOUT)])
            if abs(both - self._change(one, first) - self._change(two, second)) > least:
                return first * second
        return 0

    def _change(self, one: Element, sign: int) -> float:
        if (one, sign) not in self._alone:
            self._alone[one, sign] = self.around.change([(one, sign * ABOUT)])
        return self._alone[one, sign]

    def constant(self, direction: Moves) -> tuple[float, float] | None:
        """Return the slope along a direction if it is the same at the point and around it, None if it is not.

        And by how much it differs among these points.
        """
        if self.around.left < 2 * _POINTS + 2:
            return None
        most = _CONSTANT * _width(direction)
        slopes = [sign * self.around.change([(e, sign * STEP * u) for e, u in direction]) / STEP for sign in (1, -1)]
        rng = np.random.default_rng(len(direction))
        for n in range(_POINTS):
            if not max(slopes) - min(slopes) <= most:
                return None
            signs = (-1.0) ** (n + np.arange(len(direction))) if n < 2 else rng.choice([-1.0, 1.0], len(direction))
            moves = [(e, ABOUT * sign * rng.uniform(0.5, 1)) for (e, _), sign in zip(direction, signs, strict=True)]
            slopes.append(self.around.slope(moves, direction))
        spread = max(slopes) - min(slopes)
        return (float(np.median(slopes)), spread) if spread <= most else None


def _directions(group: Sequence[tuple[Element, int]]) -> list[Moves]:
    """Return how elements may move along their corner: by as much as their slopes differ less, or all equally."""
    found: list[Moves] = []
    for lengths in ([1 / e.width for e, _ in group], [1 / e.size for e, _ in group]):
        scaled = np.array(lengths) / max(lengths)
        if not found or not np.allclose(scaled, [abs(u) for _, u in found[0]], rtol=1e-3):
            found.append([(e, sign * float(u)) for (e, sign), u in zip(group, scaled, strict=True)])
    return found


def _width(direction: Moves) -> float:
    return min(e.width * abs(u) for e, u in direction)


def _wrong(direction: Moves, got: float, slope: float, error: float) -> Finding:
    first, u = direction[0]
    inputs = {e.input for e, _ in direction}
    shown = ", ".join(f"{e.where} of input {e.input}" for e, _ in direction[:4]) + ", …" * (len(direction) > 4)
    reason = (
        "each share lies between the slopes of its corner, but they do not go together: moved along it at once, "
        f"elements {shown} have one slope. Is a tie counted for each of its elements, or for none?"
    )
    scale = abs(u) * first.size
    return Finding(
        "wrong",
        reason,
        law="corners together",
        argument=inputs.pop() if len(inputs) == 1 else None,
        got=got / scale,
        wanted=slope / scale,
        error=error / scale,
        kink=True,
        units=abs(got - slope) / (_SPREAD * error),
    )


def compared(comparison: Any, found: Sequence[Finding], used: int) -> list[Finding]:
    """Return the finding that shares are wrong together, none if they are not, or nothing tells it.

    Parameters
    ----------
    comparison : of a rule with differences
    found : all that was found; only what agrees, one by one, is looked at
    used : evaluations that it took; what is left of those of all lines may be used here
    """
    inputs = comparison.inputs
    if any(one.verdict == "wrong" for one in found) or any(x.dtype.kind != "f" for x in inputs):
        return []
    lines, bent = 0, []
    for one in found:
        lines += one.index is not None
        if one.kink and one.index is not None and one.slope is not None and isinstance(one.argument, int):
            k = comparison.wrt.index(one.argument)
            at = int(np.ravel_multi_index(one.index, inputs[k].shape)) if one.index else 0
            bent.append(with_slopes(element(inputs, k, at), one))
    bent = [each for each in bent if 0 < each.width < np.inf]
    if len(bent) < _FEWEST:
        return []
    around = Around(comparison.function, comparison.weights, MOST * lines - used)
    worst = Corners(around, bent).wrong()
    if worst is not None and isinstance(worst.argument, int):
        worst = replace(worst, argument=comparison.wrt[worst.argument])
    return [] if worst is None else [worst]
