"""The scatter of a rule around a point: whether what it is off by is its own rounding, where it takes floats alone.

(x cos x − sin x)/x² at 1e-7 is off by a hundredth, and by as much to the other side at 1.02e-7. The function's change
from one side of the point to the other is the integral of its slope, which is known from the ladder, and the mean of
what the rule says between tells whether the rule is right but for its scatter: a rule that is wrong by a factor has a
mean that is off by as much. Differences of high order remove what is smooth, and leave the scatter [1]_. They are taken
on either side, and the less counts: a jump at the point is none, nor is a rule scattered that is wrong there alone.

References
----------
.. [1] J. J. Moré, S. M. Wild, "Estimating computational noise", SIAM Journal on Scientific Computing 33, 2011.
"""

from collections.abc import Callable
from math import factorial

import numpy as np

from autograd_lite.testing.differences.extrapolation import Floats
from autograd_lite.testing.differences.ladder import STEPS
from autograd_lite.testing.differences.settling import Slope

_POINTS = 16  # on a side
_FEW = 10  # of them: enough to see that there is no scatter
_ORDERS = range(2, 10)
_LEAST = 1e-9  # of the value: a rule that scatters by no more is as good as exact
_WAVE = 0.1  # of the value: what scatters more may be an oscillation, if nothing tells that it is none
_KNOWN, _ALIKE = 0.1, 0.3  # of the bend: how well it is known, and how near the change of a rule that follows it comes
_WITHIN = 0.4  # times the margin of an error: so many standard deviations a scattered rule may be off by
_RUNGS = (0, 2)  # of the ladder: the longest step, and one by which poles and corners near by are left out


def scatter(claimed: Callable[[float], float], got: float, slope: Slope) -> float:
    """Return the rounding of a rule, 0 where there is hardly any or where the rule is wrong besides.

    Parameters
    ----------
    claimed : what the rule says of the slope, so many steps away
    got : ``claimed(0)``
    slope : of the function along the same direction
    """
    for step in STEPS[list(_RUNGS)]:
        at = np.flatnonzero(slope.steps == step)
        if not at.size:
            continue
        sides = []
        for side in (1, -1):
            places = side * step * (np.arange(_POINTS) + 0.5) / _POINTS
            few = np.array([claimed(t) for t in places[:_FEW]])
            if not noise(few) > _LEAST * abs(got):
                return 0.0
            sides.append(np.concatenate([few, [claimed(t) for t in places[_FEW:]]]))
        found = min(noise(values) for values in sides)
        wanted, doubt = float(slope.table[at[0], 0]), float(slope.doubt[at[0], 0])
        if found <= abs(got) and abs(np.mean(sides) - wanted) <= found + doubt:  # what is steep may leave more
            follows = _follows(claimed, got, found, slope)
            return 0.0 if follows or (follows is None and found > _WAVE * abs(np.mean(sides))) else _WITHIN * found
    return 0.0


def _follows(claimed: Callable[[float], float], got: float, scattered: float, slope: Slope) -> bool | None:
    """Return True if a rule changes, where it does so by less than it scatters, as the function's bend says it should.

    Then it does not scatter, but the function oscillates. Return None if the bend does not show at such steps.
    """
    factors, seen = (1.0, got / float(slope.value[0]) if slope.value[0] else 1.0), list[bool]()
    for k in np.flatnonzero(slope.steps < STEPS[0]) if slope.sides else ():
        t = float(slope.steps[k])
        left, right = (float(side[k, 0]) for side in slope.sides)
        bend, doubt = (right - left) / t, 4 * float(slope.doubt[k, 0]) / t
        if 4 * t * abs(bend) <= scattered and doubt <= _KNOWN * abs(bend):
            change = (claimed(t) - claimed(-t)) / (2 * t)
            seen.append(any(abs(change - each * bend) <= _ALIKE * abs(each * bend) for each in factors))
            if all(seen[-2:]) and len(seen) > 1:
                return True
    return seen == [True] if seen else None


def noise(values: Floats) -> float:
    """Return the standard deviation of what is not smooth in values at equal distances.

    Examples
    --------
    >>> import numpy as np
    >>> noise(np.exp(np.linspace(0, 0.1, 16))) < 1e-8
    True
    >>> 0.2 < noise(np.random.default_rng(0).normal(size=16)) < 2
    True
    """
    found = []
    for order in _ORDERS:
        rest = np.diff(values, order)
        found.append(np.sqrt(factorial(order) ** 2 / factorial(2 * order) * np.mean(rest**2)))
    return float(np.min(found))
