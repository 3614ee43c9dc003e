"""The side of a corner on which a point lies, where the corner is too near for shorter steps to tell.

Beside a corner at a small distance d the differences towards it contradict each other: what they miss of a straight
line, (change of slope) · d, is the same at all steps longer than d. Those away from it agree. So the slope of the
point's own side is known although no step is shorter than d, and a corner excuses no other one. Where both sides agree
with themselves, to rounding, the corner is at the point. A jump near by tells itself in the same way.

Where pieces meet without a corner, as those of x |x| at 0, each side by itself leads to the slope that they share.
"""

import numpy as np

from autograd_lite.testing.differences.extrapolation import Floats, best

_AWAY = 10  # times the contradictions on one side: so much larger are those of the other, beside a corner
_LAST = 6  # of the shortest steps: there the bend of a smooth function has died away
_SURE = 1e-3  # relative error of a slope that is taken from one side
_BETTER = 0.1  # of the error of central differences: so much less is that of a slope that both sides share


def own_side(
    left: Floats, right: Floats, steps: Floats, floor: float, plausible: float, near: float = 0.0
) -> tuple[float, float, float] | None:
    """Return slope, error and step of the side on which the point lies; None where that does not show.

    Parameters
    ----------
    left, right : differences to both sides, a column each
    steps : of the ladder
    floor, plausible : noise that the values have at least, and that rounding may bring about
    near : distance, as a step, at which a corner counts as one at the point

    Examples
    --------
    >>> import numpy as np
    >>> steps = 4.0 ** -np.arange(2, 12)
    >>> corner = lambda t: np.abs(t + 1e-9) - 1e-9
    >>> left, right = -corner(-steps) / steps, corner(steps) / steps
    >>> own_side(left[:, None], right[:, None], steps, 1e-25, 1e-15)[0]
    1.0
    """
    if len(steps) <= _LAST:
        return None
    found = [best(side, steps, 2 * floor, 0.0, power=1) for side in (left, right)]
    noises = [float(np.nan_to_num(noise[-_LAST, 0], nan=np.inf)) for *_, noise in found]
    here = int(noises[1] < noises[0])
    if not noises[1 - here] > max(_AWAY * noises[here], plausible):
        return None
    value, error, k, _ = (each[0] for each in found[here])
    apart = float(abs(found[1 - here][0][0] - value))
    if noises[1 - here] <= near * apart:
        return None
    other = float(np.nanmax(np.abs((left, right)[1 - here][-_LAST:, 0])))
    return (
        (float(value), float(error), float(steps[k]))
        if error <= _SURE * max(abs(value), 0 if value else other)
        else None
    )


def shared_slope(
    left: Floats, right: Floats, steps: Floats, noise: float, plausible: float, error: float
) -> tuple[float, float, float] | None:
    """Return slope, error and step where both sides lead to one slope, much more surely than central differences do.

    Pieces that meet with one slope and unlike bends make central differences a series in the step, as those to one side
    always are, and not in its square.

    Parameters
    ----------
    left, right : differences to both sides, a column each
    steps : of the ladder
    noise, plausible : noise that the values have at least, and that rounding may bring about
    error : that of the central differences

    Examples
    --------
    >>> steps = 4.0 ** -np.arange(2, 12)[:, None]
    >>> shared_slope(steps, steps, steps[:, 0], 0.0, 1e-15, 1e-7)[:2]  # of x |x| at 0
    (0.0, 0.0)
    """
    (one, off, k, _), (other, away, m, _) = (best(side, steps, 2 * noise, plausible, power=1) for side in (left, right))
    both = float(off[0] + away[0])
    met = abs(float(one[0] - other[0])) <= both <= _BETTER * error and np.isfinite(both)
    return (float(one[0] + other[0]) / 2, both, float(steps[min(k[0], m[0])])) if met else None
