"""The derivative of a function along a line, from differences at a ladder of steps, with the error of the result.

A step too long meets the bend of the function (truncation), a step too short meets the rounding of its values (noise).
Nobody knows beforehand where between them the good steps are, so all are tried: central differences at thirteen steps,
each a quarter of the last, are extrapolated to step zero (Richardson's idea in Neville's scheme), and the entry with
the smallest error is taken. The error of an entry is what it changed by against its two parents, plus noise over step.

The noise is read off the ladder itself. Once the bend has died away, what is left of the changes from step to step is
rounding, about δ/t each; extrapolation removes a bend and leaves noise as it is. So δ is the largest change times its
step among the *finer* steps, in the column of the scheme where that is least. Oscillation at long steps does not count
as noise, quantised values do, and no further evaluation is spent.

Everything works on many outputs at once, the last axis of the arrays below.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograd_lite.testing.differences.extrapolation import Floats
from autograd_lite.testing.differences.pieces import PIECE, pieces, same
from autograd_lite.testing.differences.settling import COARSEST, Rungs, Slope, settle

STEPS = 2.0**-4 * 4.0 ** -np.arange(13)  # relative to the size of the inputs
FEW_STEPS = (5, 7)  # of them, the longest: enough where the function is smooth and the rule right
FINER_STEPS = STEPS[-1] * 2.0 ** -np.array([2, 4, 6, 8, 11, 14, 17, 20])  # where all of these are long
WIDE_STEPS = 2.0**-2 * 4.0 ** -np.arange(8)  # absolute: the other scale that a function may have
_NOBODY = np.zeros(0, bool)  # outputs of which nobody looked whether they move
WIDEST = 2.0**-2  # absolute: where relative steps are short, longer ones go up to this


def longer(longest: float, count: int) -> Floats:
    """Return so many steps at most that go on upwards where the relative ones begin; none where these are long.

    Parameters
    ----------
    longest : how far a step of 1 moves any input
    count : of steps
    """
    top = WIDEST / longest
    count = min(count, int(np.log2(top / STEPS[0]))) if top > STEPS[0] else 0
    return np.asarray(top * (STEPS[0] / top) ** (np.arange(count) / max(count, 1)))


def measure(phi: Callable[[float], Any], base: Any, steps: Floats, weights: Any = None) -> Rungs:
    """Evaluate the function along the line.

    Parameters
    ----------
    phi : values at position `t` on the line, a flat array
    base : ``phi(0)``
    steps : positions, falling
    weights : of the values, to follow their weighted sum; differences are taken before sums, so that outputs which do
        not move contribute no rounding. Values that are not finite at 0 are left out
    """
    if weights is not None and base.size > PIECE:
        return _measured_in_pieces(phi, base, steps, weights)
    kept = None if weights is None or np.isfinite(base).all() else np.flatnonzero(np.isfinite(base))
    used = base if kept is None else base[kept]
    weights = weights if kept is None else weights[kept]
    count = max(1, PIECE // max(1, used.size))
    parts, single, still = [], True, np.ones(used.size if weights is not None else 0, bool)
    for start in range(0, len(steps), count):
        chosen = steps[start : start + count]
        values = [phi(t) if kept is None else phi(t)[kept] for step in chosen for t in (step, -step)]
        single = single and all(map(in_single, values))
        if still.size:
            still &= np.all(np.stack(values) == used, axis=0)
        parts.append(differences(np.stack(values[::2]), np.stack(values[1::2]), used, chosen[:, None], weights))
        del values
    return _rungs(steps, parts, 1 if weights is None else used.size, single, still)


def _rungs(steps: Floats, parts: list[tuple[Any, ...]], crowd: int, single: bool, still: Any = _NOBODY) -> Rungs:
    central, size, gap, left, right = (np.concatenate(row).astype(np.float64) for row in zip(*parts, strict=True))
    return Rungs(np.asarray(steps), central, size, gap, left, right, crowd, single, still)


def _measured_in_pieces(phi: Callable[[float], Any], base: Any, steps: Floats, weights: Any) -> Rungs:
    """Return what :func:`measure` does of so many values that only two sets are kept beside the base."""
    parts, single = [], True
    for step in steps:
        plus = phi(step)
        minus = phi(-step)
        single = single and in_single(plus) and in_single(minus)
        parts.append(_summed(plus, minus, base, weights, step))
        del plus, minus  # before the next ones are made
    return _rungs(steps, parts, sum(int(np.count_nonzero(np.isfinite(each))) for (each,) in pieces(base)), single)


def lines_together(base: Any, steps: Floats) -> int:
    """Return along how many lines the values are few enough to be looked at together."""
    return max(1, PIECE // (2 * len(steps) * max(1, int(base.size))))


def measure_together(phis: Sequence[Callable[[float], Any]], base: Any, steps: Floats, weights: Any) -> list[Rungs]:
    """Return what :func:`measure` does for several lines through one point, in less time."""
    if len(phis) < 2 or not np.isfinite(base).all():
        return [measure(phi, base, steps, weights) for phi in phis]
    values = np.stack([phi(t) for phi in phis for step in steps for t in (step, -step)])
    single = _rows_in_single(values).reshape(len(phis), -1).all(axis=1)
    along = np.tile(steps, len(phis))[:, None]
    rows = differences(values[::2], values[1::2], base, along, weights)
    central, size, gap, left, right = (row.astype(np.float64).reshape(len(phis), -1, 1) for row in rows)
    still = (values == base).reshape(len(phis), 2 * len(steps), base.size).all(axis=1)
    lines = zip(central, size, gap, left, right, strict=True)
    return [
        Rungs(steps, *line, crowd=base.size, single=bool(told), still=unmoved)
        for line, told, unmoved in zip(lines, single, still, strict=True)
    ]


def _rows_in_single(values: Any) -> Any:
    """Return for every row whether it has no more digits than single precision holds."""
    if values.dtype != np.float64:
        return np.zeros(len(values), bool)
    return ((values == values.astype(np.float32)) | np.isnan(values)).all(axis=1)


def in_single(values: Any) -> bool:
    """Return True if double precision numbers have no more digits than single precision holds."""
    return values.dtype == np.float64 and all(same(each, each.astype(np.float32)) for (each,) in pieces(values))


def _summed(plus: Any, minus: Any, base: Any, weights: Any, t: Any) -> tuple[Any, ...]:
    """Return what :func:`differences` does for one step, of values so many that their terms are no arrays."""
    rows = []
    for every in pieces(plus, minus, base, weights):
        known = np.isfinite(every[2])
        a, b, c, w = every if known.all() else (each[known] for each in every)
        ahead, behind = a - c, c - b
        ahead *= w
        behind *= w
        both, bend = ahead + behind, ahead - behind
        rows.append([np.sum(each) for each in (both, np.abs(both), np.abs(bend), behind, ahead)])
    sums = np.sum(np.array(rows, dtype=base.dtype), axis=0) / np.array([2 * t, 2 * t, t, t, t], dtype=base.dtype)
    return tuple(each.reshape(1, 1) for each in sums)


def differences(plus: Any, minus: Any, base: Any, t: Any, weights: Any) -> tuple[Any, ...]:
    """Return for steps `t`: central difference, its absolute size, bend, left and right slope."""
    ahead, behind, whole = plus - base, base - minus, (plus - minus) / (2 * t)
    bend = np.abs(ahead - behind)
    if weights is None:
        return whole, np.abs(whole), bend / t, behind / t, ahead / t
    size, along = np.abs(weights), t[:, 0].astype(whole.dtype)
    pairs = (whole, weights), (np.abs(whole), size), (bend, size), (behind, weights), (ahead, weights)
    sums = [np.sum(each * w, axis=-1) for each, w in pairs]  # in pairs: more exact than a product of matrices
    return tuple(row[:, None] for row in (*sums[:2], *(each / along for each in sums[2:])))


def beside(rungs: Sequence[Rungs]) -> Rungs:
    """Return the rungs of several lines, with the same steps, as columns of one."""
    names = ("central", "size", "gap", "left", "right")
    rows = {name: np.concatenate([getattr(each, name) for each in rungs], axis=1) for name in names}
    return Rungs(rungs[0].steps, **rows, crowd=rungs[0].crowd, single=all(each.single for each in rungs))


def below(upper: Rungs, lower: Rungs) -> Rungs:
    """Return the rungs of one line at the steps of both, `upper` having the longer ones."""
    names = ("steps", "central", "size", "gap", "left", "right")
    rows = {name: np.concatenate([getattr(upper, name), getattr(lower, name)]) for name in names}
    still = upper.still & lower.still
    return Rungs(**rows, crowd=upper.crowd, single=upper.single and lower.single, still=still)


def above(rungs: Rungs, count: int) -> Rungs:
    """Return the rungs at so many of the longest steps."""
    names = ("steps", "central", "size", "gap", "left", "right")
    return replace(rungs, **{name: getattr(rungs, name)[:count] for name in names})


def settled(rungs: Rungs, eps: float, size: Any, plausible: Any = 0.0, rough: bool = False, near: float = 0.0) -> Slope:
    """Return the derivative from differences.

    Parameters
    ----------
    rungs : the differences
    eps : relative rounding of the values
    size : absolute value of what is followed, whose rounding is the least noise
    plausible : noise that rounding may well bring about; changes below it may be noise, and no convergence
    rough : take every change for noise after which shorter steps bring none
    near : step below which a corner is one at the point, to the precision of the arguments
    """
    with np.errstate(all="ignore"):
        moved = np.any((rungs.size > 0) & np.isfinite(rungs.size), axis=0)
        finest = np.where(np.isfinite(rungs.central), np.abs(rungs.central), 0).max(axis=0, initial=0)
        least = np.where(np.isfinite(rungs.central[-1]), np.abs(rungs.central[-1]), finest)
        floor = 0.5 * eps * (np.where(moved & np.isfinite(size), size, 0) + least)
        largest = plausible / (8 * eps) * COARSEST
        return settle(rungs, floor, np.inf if rough else plausible, largest, size, near)


def climb(
    phi: Callable[[float], Any],
    base: Any,
    eps: float,
    steps: Floats = STEPS,
    weights: Any = None,
    size: Any = None,
    plausible: Any = 0.0,
) -> Slope:
    """Return the derivative of `phi` at 0.

    Parameters
    ----------
    phi, base, steps, weights : see :func:`measure`
    eps, size, plausible : see :func:`settled`; the size is that of the base by default

    Examples
    --------
    >>> import numpy as np
    >>> slope = climb(lambda t: np.exp(np.array([t])), np.array([1.0]), eps=2.2e-16)
    >>> bool(abs(slope.value[0] - 1) < slope.error[0] < 1e-9)
    True
    """
    with np.errstate(all="ignore"):
        size = np.abs(base if weights is None else base.dot(weights)) if size is None else size
        rungs = measure(phi, base, steps, weights)
        return settled(rungs, eps, np.asarray(size, dtype=np.float64), plausible)
