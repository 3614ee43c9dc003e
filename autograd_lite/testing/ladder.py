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

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = np.ndarray[Any, Any]

STEPS = 2.0**-4 * 4.0 ** -np.arange(13)  # relative to the size of the inputs
WIDE_STEPS = 2.0**-2 * 4.0 ** -np.arange(8)  # absolute: the other scale that a function may have
COLUMNS = 4  # of the extrapolation: errors of order t², t⁴, t⁶, t⁸
_TAIL = 4  # the finest steps, whose changes always count as noise


@dataclass(frozen=True)
class Slope:
    """A derivative along a line.

    Parameters
    ----------
    value, error : the derivative and an estimate of its error, infinite if nothing could be learnt
    step : the step at which the value was found
    noise : of the function's values, absolute
    size : sum of the absolute derivatives of the outputs that were summed up; `value` where none were
    reach : largest absolute difference on the ladder, the size of slopes nearby
    gap : right slope minus left slope if there is a kink at the point (summed up in absolute value), else 0
    flat : no difference differed from zero
    steep : the differences grow without bound: a vertical tangent
    edge : finite values on one side only
    steps, table : the ladder and the central differences at its steps, for pictures
    """

    value: Floats
    error: Floats
    step: Floats
    noise: Floats
    size: Floats
    reach: Floats
    gap: Floats
    flat: Any
    steep: Any
    edge: Any
    steps: Floats
    table: Floats


@dataclass(frozen=True)
class Rungs:
    """Differences at every step: ``central[k]`` is the slope at step `k`, ``gap[k]`` right slope minus left slope."""

    steps: Floats
    central: Floats
    size: Floats
    gap: Floats
    left: Floats
    right: Floats


def measure(phi: Callable[[float], Any], base: Any, steps: Floats, pair: Callable[[Any], Any] | None = None) -> Rungs:
    """Evaluate the function along the line.

    Parameters
    ----------
    phi : values at position `t` on the line, a flat array
    base : ``phi(0)``
    steps : positions, falling
    pair : turns a flat array of differences into what is followed, such as a weighted sum; differences are taken before
        sums, so that outputs which do not move contribute no rounding
    """
    pair = pair or (lambda d: d)
    rows: list[list[Any]] = [[], [], [], [], []]
    for t in steps:
        plus, minus = phi(t), phi(-t)
        ahead, behind = plus - base, base - minus
        half = (plus - minus) / (2 * t)
        for row, each in zip(rows, (half, np.abs(half), np.abs(ahead - behind), ahead, behind), strict=True):
            row.append(pair(each))
    along = np.asarray(steps)[:, None]
    central, size, gap, ahead, behind = (np.asarray(row).astype(np.float64) for row in rows)
    return Rungs(np.asarray(steps), central, size, gap / along, behind / along, ahead / along)


def extrapolated(central: Floats, steps: Floats) -> tuple[list[Floats], list[Floats]]:
    """Return the columns of Neville's scheme, and the change of every entry against its two parents."""
    columns, changes = [central], [np.full_like(central, np.inf)]
    changes[0][1:] = np.abs(np.diff(central, axis=0))
    for j in range(1, min(COLUMNS, len(steps))):
        before = columns[-1]
        ratio = ((steps[:-j] / steps[j:]) ** 2)[:, None]
        column = np.full_like(before, np.nan)
        column[1:] = before[1:]
        column[j:] += (before[j:] - before[j - 1 : -1]) / (ratio - 1)
        column[:j] = np.nan
        change = np.full_like(before, np.inf)
        change[j:] = np.maximum(np.abs(column[j:] - before[j:]), np.abs(column[j:] - before[j - 1 : -1]))
        columns.append(column)
        changes.append(change)
    return columns, changes


def noise_of(columns: list[Floats], steps: Floats, plausible: Any) -> Floats:
    """Return for every step the noise of the values.

    Changes at finer steps are noise, whatever their size. A change at a coarser step is noise too if rounding may well
    have brought it about (`plausible`): values that lie on a grid change at one step, and then no more, which looks
    like convergence and is none.
    """
    shape = columns[0].shape
    least, held = np.full(shape, np.inf), np.full(shape, np.inf)
    last = max(len(steps) - _TAIL, 0)
    for column in columns[:3]:
        seen = np.zeros(shape)
        seen[1:] = np.nan_to_num(np.abs(np.diff(column, axis=0)), nan=0.0, posinf=0.0) * steps[1:, None]
        finer = np.maximum.accumulate(seen[::-1], axis=0)[::-1]
        shifted = np.concatenate([finer[1:], finer[-1:]])
        shifted[last:] = finer[last]
        least = np.minimum(least, shifted)
        known = np.isfinite(column[1:]) & np.isfinite(column[:-1])
        held[1:] = np.minimum(held[1:], np.where(known, seen[1:], np.inf))
    held[0] = 0
    noise: Floats = np.maximum(least, np.maximum.accumulate(np.where(held <= plausible, held, 0), axis=0))
    return noise


def guarded(column: Floats, error: Floats, central: Floats, doubt: Floats) -> Floats:
    """Return the error of every entry, raised where a finer difference contradicts the entry.

    A long step may agree with its neighbour by luck; the finer ones tell.
    """
    excess = np.abs(column[:, None] - central) - doubt  # entry, finer step, output
    finer = np.triu(np.ones((len(central), len(central)), dtype=bool), 1)[:, :, None]
    return np.fmax(error, np.fmax.reduce(np.where(finer, excess, -np.inf), axis=1))


def settle(rungs: Rungs, floor: Any, plausible: Any = 0.0) -> Slope:
    """Choose the best entry of the ladder.

    Parameters
    ----------
    rungs : the differences
    floor : noise that the values have at least, such as half a unit in the last place
    plausible : noise that they may have
    """
    with np.errstate(all="ignore"):
        steps, central = rungs.steps, rungs.central
        columns, changes = extrapolated(central, steps)
        noise = np.maximum(noise_of(columns, steps, plausible), floor)
        rounding = noise / steps[:, None]
        doubt = 3 * rounding + changes[0]
        errors = np.stack(
            [guarded(c, change + rounding, central, doubt) for c, change in zip(columns, changes, strict=True)]
        )
        errors = np.where(np.isfinite(errors) & np.isfinite(np.stack(columns)), errors, np.inf)
        flat_errors = errors.reshape(-1, errors.shape[-1])
        best = np.argmin(flat_errors, axis=0)
        where = np.arange(errors.shape[-1])
        k = best % len(steps)
        value = np.stack(columns).reshape(flat_errors.shape)[best, where]
        return Slope(
            value=value,
            error=unlucky(flat_errors),
            step=steps[k],
            noise=noise[k, where],
            size=np.maximum(np.abs(value), np.abs(rungs.size[k, where])),
            reach=np.where(np.isfinite(central), np.abs(rungs.size), 0).max(axis=0, initial=0),
            gap=kink(rungs.gap, rounding),
            flat=np.all((central == 0) | ~np.isfinite(central), axis=0) & np.any(central == 0, axis=0),
            steep=vertical(central),
            edge=np.all(np.isfinite(rungs.left) != np.isfinite(rungs.right), axis=0),
            steps=steps,
            table=central,
        )


def unlucky(errors: Floats) -> Floats:
    """Return an error that several entries vouch for: an estimate may be small by luck, four of them hardly."""
    ranked = np.sort(errors, axis=0)
    usable = np.isfinite(ranked).sum(axis=0)
    vouched: Floats = ranked[np.clip(usable - 1, 0, 3), np.arange(errors.shape[-1])]
    return vouched


def kink(gap: Floats, rounding: Floats) -> Floats:
    """Return the jump of the slope at the point itself, 0 where the function is smooth there.

    The gap of a smooth function shrinks with the step, that of a kink stays. A kink at a distance is seen by the steps
    that reach over it and denied by the shorter ones.
    """
    gap, blur = np.abs(gap), 12 * rounding
    clear = np.isfinite(gap) & (gap > blur)
    found = np.zeros(gap.shape[-1])
    for i in np.flatnonzero(clear.any(axis=0)):
        k = int(np.flatnonzero(clear[:, i])[-1])
        denied = np.any(blur[k + 1 :, i] < 0.6 * gap[k, i])
        if k >= 2 and not denied and all(0.6 < gap[m, i] / gap[m - 1, i] < 1.6 for m in (k, k - 1)):
            found[i] = gap[k, i]
    return found


def vertical(central: Floats) -> Any:
    """Return where the last differences grow steadily, as those of a power below one do; noise grows unsteadily."""
    last = np.abs(central[-6:])
    if len(last) < 6:
        return np.zeros(central.shape[-1], dtype=bool)
    growth = last[1:] / last[:-1]
    return np.all(growth > 1.05, axis=0) & (growth.max(axis=0) - growth.min(axis=0) < 0.02)


def climb(
    phi: Callable[[float], Any],
    base: Any,
    eps: float,
    steps: Floats = STEPS,
    pair: Callable[[Any], Any] | None = None,
    size: Any = None,
    plausible: Any = 0.0,
) -> Slope:
    """Return the derivative of `phi` at 0.

    Parameters
    ----------
    phi, base, steps, pair : see :func:`measure`
    eps : relative rounding of the values
    size : absolute value of what is followed (by default that of the base), whose rounding is the least noise
    plausible : noise that rounding may well bring about; changes below it are noise, not convergence

    Examples
    --------
    >>> import numpy as np
    >>> slope = climb(lambda t: np.exp(np.array([t])), np.array([1.0]), eps=2.2e-16)
    >>> bool(abs(slope.value[0] - 1) < slope.error[0] < 1e-9)
    True
    """
    with np.errstate(all="ignore"):
        rungs = measure(phi, base, steps, pair)
        size = np.abs((pair or (lambda d: d))(base)).astype(np.float64) if size is None else size
        moved = np.any((rungs.size > 0) & np.isfinite(rungs.size), axis=0)
        finest = np.where(np.isfinite(rungs.central), np.abs(rungs.central), 0).max(axis=0, initial=0)
        least = np.where(np.isfinite(rungs.central[-1]), np.abs(rungs.central[-1]), finest)
        return settle(rungs, 0.5 * eps * (np.where(moved & np.isfinite(size), size, 0) + least), plausible)
