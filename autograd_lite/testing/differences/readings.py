"""What a ladder shows beside its slope: jumps, steps that are all too long, and a slope of the shortest ones."""

import numpy as np

from autograd_lite.testing.differences.extrapolation import Floats, best, extrapolated, silences
from autograd_lite.testing.differences.settling import Slope

_JUMPY = 2.0**-18  # relative to the values: so much from step to step is no rounding
_COARSE = 8  # spacings of a grid, by which values on it may change
_LARGE = 100  # times the noise: what is no noise any more
_CONTRARY = 10  # times its error: so far from a slope nothing should lie
_STEADY = 0.8  # of a slope is seen at a step of a quarter too, unless a dead zone ends before that
_GRAIN = 2.0  # times a slope: as much is seen of it where a grid rounds the least change up
_CORNER = 4.0**5  # times the shortest step that shows a corner: the longest one
_CUSP, _ROOT = 4, 0.8  # steps that show a cusp, and the most power of them with which it approaches or leaves a slope
_FINEST, _STILL = 8, 3  # of the shortest steps: those that tell a slope of their own; so many have to agree


def jumps(slope: Slope) -> float:
    """Return the largest change of the values after which shorter steps bring hardly any: by a jump, or by rounding.

    Return 0 for one that is hardly larger than the noise.
    """
    found = silences(extrapolated(slope.table, slope.steps)[0], slope.steps, rough=True)
    largest = float(np.where(np.isfinite(found), found, 0).max(initial=0))
    return largest if largest > _LARGE * float(slope.noise[0]) else 0.0


def endless(slope: Slope, plausible: float) -> bool:
    """Return True where even the shortest steps are long: values jump about as an oscillation does, on no grid.

    Or where the differences converge, as they do near a pole, and rounding has not stopped them yet.
    """
    plausible = max(plausible, _COARSE * float(slope.grid[0]))
    first, before, last = np.abs(np.diff(slope.table[-4:, 0]))
    change, converging = slope.steps[-1] * float(last), bool(last < before / 8)
    if not (np.isfinite(change) and slope.table[-4:, 0].all() and last):
        return False
    if change <= plausible:  # rounding never converges twice in a row
        return converging and bool(before < first / 8)
    return converging or change > _JUMPY * float(slope.level[0])


def unresolved(slope: Slope, plausible: float) -> bool:
    """Return True where the values at the shortest steps contradict the slope, by more than rounding does."""
    apart = np.abs(slope.table[-2:, 0] - slope.value[0])
    seen = (apart * slope.steps[-2:] > plausible) & (apart > _CONTRARY * slope.error[0])
    return bool(np.any(seen & np.isfinite(slope.table[-2:, 0])))


def irregular(slope: Slope) -> bool:
    """Return True where the differences at the shortest steps no longer approach each other, as those of rounding."""
    first, before, last = np.abs(np.diff(slope.table[-4:, 0]))
    return bool(last > before / 2 or before > first / 2)


def halting(slope: Slope, got: float) -> bool:
    """Return True where a slope lies in a corner that all steps show but the shortest, at which no value moves.

    The values there lie on a coarse grid, such as those of arccos(cos x) at 0; or else they jump close to the point.
    """
    if not slope.sides:
        return False
    left, right = (side[:, 0] for side in slope.sides)
    moving = np.flatnonzero((left != 0) | (right != 0))
    if moving.size < _STILL or moving[-1] == len(left) - 1:
        return False
    if slope.steps[moving[0]] < _CORNER * slope.steps[moving[-1]]:
        return False
    seen = np.abs([[left[k], right[k]] for k in moving[-_STILL:]])
    steady = np.all(seen[1:] >= _STEADY * seen[:-1]) and np.all(seen[1:] <= _GRAIN * seen[:-1])
    steady = steady and left[moving[-1]] * right[moving[-1]] < 0
    return bool(steady and np.nanmin(slope.sides) <= got <= np.nanmax(slope.sides))


def cusped(slope: Slope) -> bool:
    """Return True where the slope changes faster than the steps shrink, as that of ``abs(x) ** 1.5`` does close to 0.

    The sides of a smooth function approach each other as fast as the steps shrink, those of a corner do not at all, and
    these do with the root of the step. Or the shortest steps have begun to see another slope: step by step what they
    see is farther from the chosen one, on one side of it and by a factor that is less than that of rounding.
    """
    if not slope.sides or len(slope.steps) < _CUSP:
        return False
    left, right = (side[-_CUSP:, 0] for side in slope.sides)
    apart = slope.table[-_CUSP:, 0] - slope.value[0]
    shrink = -np.diff(np.log(slope.steps[-_CUSP:]))
    with np.errstate(all="ignore"):
        nearing = -np.diff(np.log(np.abs(right - left))) / shrink
        leaving = np.diff(np.log(np.abs(apart))) / shrink
    nears = np.all((nearing > 1 - _ROOT) & (nearing < _ROOT))
    leaves = (np.all(apart > 0) or np.all(apart < 0)) and np.all((leaving > 0) & (leaving < _ROOT))
    return bool(nears or leaves)


def vanishing(slope: Slope, got: float) -> bool:
    """Return True where the differences shrink from step to step to far less than a rule says: the slope is 0."""
    last = np.abs(slope.table[-_CUSP:, 0])
    shrinking = np.all(last > 0) and np.all(last[1:] < _STEADY * last[:-1])
    return bool(shrinking and abs(got) > _CONTRARY * last[-1])


def hidden(other: Slope, first: Slope, plausible: float) -> float:
    """Return the largest slope that need not show on a ladder on which no value moves; 0 if the first one is such too.

    What moves by rounding at longer steps, or by less than the least change seen there, may stand still at shorter
    ones.
    """
    if not other.flat[0] or first.flat[0]:
        return 0.0
    seen = np.abs(first.table[:, 0]) * 2 * first.steps
    least = float(np.min(seen, where=(seen > 0) & np.isfinite(seen), initial=np.inf))
    return min(least, plausible) / float(other.steps[0])


def between(slope: Slope, got: float) -> bool:
    """Return True where the shortest steps allow what a rule says: it lies between the slopes of both sides."""
    left, right = (float(side[-1, 0]) for side in slope.sides) if slope.sides else (np.inf, -np.inf)
    return min(left, right) <= got <= max(left, right)


def finest(slope: Slope, plausible: float) -> list[tuple[float, float, float]]:
    """Return the slope at the shortest steps alone, its error, and the least change that was seen at longer ones.

    The slope is 0, and the error too, where the values do not move at the shortest steps at all. Where they jump at the
    point itself, to one side, the slope of the other side counts as well.
    """
    seen = np.abs(slope.table[:, 0]) * 2 * slope.steps
    least = float(np.min(seen, where=(seen > 0) & np.isfinite(seen), initial=np.inf))
    tables = [(slope.table, 2)]
    for here, there in (slope.sides, slope.sides[::-1]) if slope.sides else ():
        first, last = np.abs(there[-2:, 0]) * slope.steps[-2:]
        if last > plausible and last > first / 2:
            tables.append((here, 1))
    return [(*_shortest(table, slope.steps, plausible, power), least) for table, power in tables]


def _shortest(table: Floats, steps: Floats, plausible: float, power: int) -> tuple[float, float]:
    if not table[-_STILL:, 0].any():
        return 0.0, 0.0
    value, error, _, _ = best(table[-_FINEST:], steps[-_FINEST:], plausible / 8, 0.0, power, _STILL)
    return float(value[0]), float(error[0])
