"""The rounding of a rule: what of its digits is its own, before it is called wrong."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.scatter import scatter
from autograd_lite.testing.differences.line import Line
from autograd_lite.testing.differences.settling import Slope
from autograd_lite.testing.differences.shaking import jittered, shaken

_NEAR, _FAR = 1e-6, 10  # relative to the slope: a rule that is right, and times that: one that is not
_LARGE = 1 << 12  # elements of the inputs, up to which a rule is asked at many points


def wobble(comparison: Any, v: Sequence[Any], got: float, line: Line | None = None) -> float:
    """Return what random rounding, the next numbers, another precision and the points around make of a rule.

    Parameters
    ----------
    comparison : of the rule with differences
    v : the direction
    got : what the rule says of it
    line : the function's differences in this direction; None to leave the points around out
    """
    if comparison.rule is None:
        return 0.0
    rngs = [np.random.default_rng(n) for n in range(4)]
    found = [_changed(comparison, v, partial(jittered, rng=rng)) for rng in rngs]
    if line is not None and _alone(got, np.array(found), line.slope()):
        return 0.0
    found += [_changed(comparison, v, partial(shaken, rng=rng)) for rng in rngs]
    found.append(_changed(comparison, v, lambda a: a.astype(np.result_type(a, np.longdouble))))
    apart = float(np.nan_to_num(np.abs(np.array(found) - got), nan=0.0, posinf=0.0).max())
    if line is None or sum(x.size for x in comparison.inputs) > _LARGE:
        return apart
    return max(apart, scatter(lambda t: _moved(comparison, v, t), got, line.slope()))


def _alone(got: float, found: Any, slope: Slope) -> bool:
    """Return True if a rule is right at the next numbers, and wrong at the point alone: that is no rounding."""
    value, doubt = float(slope.value[0]), float(slope.error[0]) + _NEAR * abs(float(slope.value[0]))
    return bool(np.all(np.abs(found - value) <= doubt) and abs(got - value) > _FAR * doubt)


def _changed(comparison: Any, v: Sequence[Any], change: Callable[[Any], Any]) -> float:
    """Return the rule's derivative along `v` with its arguments and the incoming gradients made otherwise."""
    return _claimed(comparison, v, [change(x) for x in comparison.inputs], [change(g) for g in comparison.g])


def _moved(comparison: Any, v: Sequence[Any], t: float) -> float:
    """Return the rule's derivative along `v`, so many steps away."""
    pairs = zip(comparison.inputs, v, strict=True)
    return _claimed(comparison, v, [(x + t * np.asarray(d)).astype(x.dtype) for x, d in pairs], comparison.g)


def _claimed(comparison: Any, v: Sequence[Any], inputs: Sequence[Any], g: Sequence[Any]) -> float:
    """Return the rule's derivative along `v` at other arguments; NaN if it does not take them."""
    at = list(comparison.args)
    for i, x in zip(comparison.wrt, inputs, strict=True):
        at[i] = x
    try:
        shares = [np.asarray(s) for s in comparison.rule(at, g)]
    except Exception:  # noqa: BLE001  a precision or a subclass that the rule does not take tells nothing
        return np.nan
    parts = [np.real(np.conj(s) * d)[np.asarray(d) != 0] for s, d in zip(shares, v, strict=True)]
    return float(sum(np.sum(part.astype(np.longdouble)) for part in parts))
