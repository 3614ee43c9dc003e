"""Differences of a weighted sum along one direction, taken as they are asked for: no more than a verdict needs."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd_lite.testing.differences.evaluation import Function
from autograd_lite.testing.differences.extrapolation import moved
from autograd_lite.testing.differences.ladder import (
    FEW_STEPS,
    FINER_STEPS,
    STEPS,
    WIDE_STEPS,
    above,
    below,
    in_single,
    lines_together,
    longer,
    measure,
    measure_together,
    settled,
)
from autograd_lite.testing.differences.numerical import second_ladder
from autograd_lite.testing.differences.pieces import largest
from autograd_lite.testing.differences.readings import endless
from autograd_lite.testing.differences.settling import Rungs, Slope

MOST = 41  # evaluations along a direction; with four at the point itself, 45 for an argument of one number
_FEWEST = 4  # steps of which a derivative can be made
_LAST = 3  # steps whose changes tell whether shorter ones would


class Line:
    """The ladders along a direction, of at most :data:`MOST` evaluations in all.

    Those are 26 for the relative steps, and what is left of 41 for what is asked where these do not tell: five for
    each time that the function is computed with many digits, two for each longer or shorter step, twelve for a look at
    a point near by. Beside them come, once for all directions of a check, two evaluations at the point that must be
    the same, one in a wider precision, and one for every layout of the arguments in memory.

    Parameters
    ----------
    function : of the moving arguments
    v : the direction, a change for every input
    weights : of the function's values in the sum
    size, noise : of the sum, see :func:`~autograd_lite.testing.differences.ladder.settled`
    few : steps to begin with
    begun : the differences at these steps, if they have been taken, and how many evaluations they took

    Attributes
    ----------
    calls : evaluations so far
    paid : those of them that were made otherwise
    """

    def __init__(
        self,
        function: Function,
        v: Sequence[Any],
        weights: Any,
        size: Any,
        noise: float,
        few: int = FEW_STEPS[0],
        begun: tuple[Rungs, int] | None = None,
    ) -> None:
        self.function, self.v, self.weights, self._all = function, list(v), weights, (size, noise)
        self.calls, self.paid = 0 if begun is None else begun[1], 0
        self.rungs = self._measured(STEPS[:few]) if begun is None else begun[0]
        self._reached = few  # of the relative steps
        self._other: Slope | None = None
        self._finer = False
        self._moving: tuple[Any, Any, float] | None = None

    @property
    def left(self) -> int:
        """Evaluations that may still be made."""
        return MOST - self.calls

    @property
    def _pairs(self) -> int:
        """How many steps there may be beside the relative ones, whether these have all been taken or not."""
        return (MOST - 2 * len(STEPS) - self.paid) // 2

    def pay(self, count: int) -> None:
        """Note that so many evaluations have been made otherwise."""
        self.calls, self.paid = self.calls + count, self.paid + count

    def _measured(self, steps: Any) -> Rungs:
        self.calls += 2 * len(steps)
        with np.errstate(all="ignore"):
            return measure(self.function.along(self.v), self.function.base, steps, self.weights)

    def slope(self, rough: bool = False) -> Slope:
        """Return the derivative from the differences taken so far."""
        return settled(self.rungs, self.eps, self.size, self.noise, rough, self.function.near)

    @property
    def eps(self) -> float:
        """Relative rounding of the values: that of single precision, if no value at all the steps has more digits.

        A function may well compute in single precision and return doubles. Numbers like 1.5 have few digits in any
        precision, and say nothing, as integers do.
        """
        exact = self.function.base
        told = self.rungs.single and in_single(exact)
        few = (exact.astype(np.float16) == exact) | (exact == np.rint(exact)) if told else True
        return self.function.eps if np.all(few) else float(np.finfo(np.float32).eps)

    @property
    def noise(self) -> float:
        """Noise that rounding may bring about."""
        return self._level()[1] * self.eps / self.function.eps

    @property
    def size(self) -> Any:
        """Size of what is followed."""
        return self._level()[0]

    def _level(self) -> tuple[Any, float]:
        """Return size and noise of the sum of the outputs that move along the line; the others bring no rounding."""
        still = self.rungs.still
        if self._moving is None or self._moving[0] is not still:
            self._moving = still, *self._level_without(still)
        return self._moving[1:]

    def _level_without(self, still: Any) -> tuple[Any, float]:
        moving = np.flatnonzero(~still)
        if not 0 < moving.size < still.size:
            return self._all
        base, weights = self.function.base, self.weights
        if base.size > still.size:  # which knows of the finite ones
            moving = np.flatnonzero(np.isfinite(base))[moving]
        base, weights = base[moving], weights[moving]
        noise = self.function.noise_of(base) * float(np.sum(np.abs(weights)))
        return np.array([float(np.sum(np.abs(weights * base)))]), noise

    def rounded(self) -> bool:
        """Return True if the values change by no more than rounding from step to step: shorter ones would not help."""
        every = self.rungs.central, self.rungs.left, self.rungs.right  # at a corner the first of them may vanish alone
        changes = [moved(each, self.rungs.steps)[-_LAST:] for each in every]
        return bool(np.all(np.isfinite(every)) and np.all(np.array(changes) <= self.noise))

    def whole(self) -> Slope:
        """Return the derivative from all relative steps."""
        self.reach(len(STEPS))
        return self.slope()

    def reach(self, count: int) -> None:
        """Go on to so many relative steps."""
        if self._reached < count:
            self.rungs = below(self.rungs, self._measured(STEPS[self._reached : count]))
            self._reached = count

    def rest(self) -> Slope | None:
        """Return the derivative from all steps so far and the relative ones left out; None for none or too many."""
        if not 0 < 2 * (len(STEPS) - self._reached) <= self.left:
            return None
        return self.whole()

    def second(self) -> Slope:
        """Return the derivative from more steps: shorter ones where all were long, longer ones where all were short.

        Inputs of size 1 and more have absolute steps among the relative ones; there a ladder of its own may find the
        scale of the function.
        """
        if self._other is None:
            self._other = self._second(self.slope())
        return self._other

    def _second(self, first: Slope) -> Slope:
        if self._finer or endless(first, self.noise) or first.edge[0]:  # the edge may lie nearer than any step
            return self.finer()
        count = self._pairs
        steps = self._upward(count)
        if steps.size:
            self.rungs = below(self._measured(steps), self.rungs)
            return self.slope()
        if count < _FEWEST or self._upward(1).size or self._blind():
            return first
        self.calls += 2 * count
        return second_ladder(self.function, self.v, self.weights, self.size, self.noise, count)

    def _blind(self) -> bool:
        """Return True where an absolute step is less than the distance between two numbers of the inputs' size."""
        return bool(WIDE_STEPS[_FEWEST - 1] < self.function.eps * max(map(largest, self.v), default=0.0))

    def finer(self) -> Slope:
        """Return the derivative from shorter steps too."""
        if not self._finer and self._other is None:
            self._finer = True
            self.reach(len(STEPS))
            if self._pairs:
                exact = self.function.without_rounding(self.v, FINER_STEPS[: self._pairs])
                self.rungs = below(self.rungs, self._measured(exact))
        return self.slope()

    def _upward(self, count: int) -> Any:
        longest = max((largest(each) for each in self.v), default=0.0) or 1.0
        return longer(longest, count)

    def far(self) -> Slope | None:
        """Return the derivative from steps longer than the relative ones alone; None if there are too few."""
        if self._finer or (self._other is None and not self._upward(1).size):
            return None
        other = self.second()
        count = int(np.count_nonzero(self.rungs.steps > STEPS[0]))
        if count >= _FEWEST:
            return settled(above(self.rungs, count), self.eps, self.size, self.noise, near=self.function.near)
        return other if len(other.steps) < len(self.rungs.steps) else None

    def rough(self) -> Slope | None:
        """Return the derivative if all jumps of the values are rounding; None if they are the function's own.

        Where a division by a small number has made rounding large, the short steps lie between two jumps, and the
        longer ones differ from them on both sides of the point. They do so on one side where a corner is near by.
        """
        fine = self.slope()
        if self._other is None and not self._finer and self._upward(1).size:
            self.second()
        coarse = self.slope(rough=True)
        k = int(np.argmin(np.abs(self.rungs.steps - coarse.step[0])))
        apart = [abs(float(side[k, 0]) - float(fine.value[0])) for side in (self.rungs.left, self.rungs.right)]
        return coarse if min(apart) > 0.25 * abs(float(coarse.value[0]) - float(fine.value[0])) else None


def begun(function: Function, directions: Sequence[Sequence[Any]], weights: Any, size: Any, noise: float) -> list[Line]:
    """Return the lines along several directions, begun together where the values are few."""
    few = FEW_STEPS[0]
    count = lines_together(function.base, STEPS[:few])
    found: list[Line] = []
    for start in range(0, len(directions), count):
        chosen = directions[start : start + count]
        with np.errstate(all="ignore"):
            phis = [function.along(list(v)) for v in chosen]
            rungs = measure_together(phis, function.base, STEPS[:few], weights)
        for v, each in zip(chosen, rungs, strict=True):
            found.append(Line(function, v, weights, size, noise, few, (each, 2 * few)))
    return found
