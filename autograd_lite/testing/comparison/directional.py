"""The comparison of derivatives in a direction, ``jvp(v, *args)``, with differences of the outputs' weighted sum."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.comparing import MISS, Comparison
from autograd_lite.testing.comparison.verdict import Finding, judge, plain_case
from autograd_lite.testing.differences.evaluation import directions as random_direction, flat
from autograd_lite.testing.differences.further import Nothing
from autograd_lite.testing.differences.ladder import FEW_STEPS, climb
from autograd_lite.testing.differences.pieces import pieces
from autograd_lite.testing.differences.redrawn import FULL, Redrawn, fresh

Tangent = Callable[[Sequence[Any]], list[Any]]


def forward(comparison: Comparison, tangent: Tangent, count: int, chosen: Sequence[int]) -> list[Finding]:
    """Compare a derivative in so many random directions of each chosen argument with differences.

    Parameters
    ----------
    comparison : the function, its arguments, and weights for its outputs
    tangent : from a direction, a change for every input, to the changes of the outputs
    count : of directions
    chosen : positions among the inputs
    """
    found: list[Finding] = []
    comparison.miss = MISS**count
    for k in chosen:
        x = comparison.inputs[k]
        for _ in range(count):
            large = x.size > FULL
            v = comparison.only(k, Redrawn(x, comparison.rng, True) if large else random_direction(x, comparison.rng))
            if not large:
                v = [each.astype(x.dtype) for each, x in zip(v, comparison.inputs, strict=True)]
            one, *worst = _summed(comparison, tangent, v)
            found += [replace(one, argument=comparison.wrt[k]), *worst]
            if found[-1].verdict == "wrong":
                return found
    return found


def _summed(comparison: Comparison, tangent: Tangent, v: list[Any]) -> list[Finding]:
    """Compare the weighted sum of many outputs; if it is wrong, look for the output that is most so."""
    values = flat(tangent(list(map(fresh, v))))
    got, size = _sums(comparison, values)
    del values
    line = comparison.line(v)
    for steps in FEW_STEPS:
        line.reach(steps)
        if plain := plain_case(got, size, line.slope(), comparison.eps):
            return [plain]
    one = judge(got, line.whole(), line, comparison.eps, size, plausible=line.noise)
    return [one, _worst(comparison, tangent, v, one)] if one.verdict == "wrong" else [one]


def _sums(comparison: Comparison, values: Any) -> tuple[float, float]:
    """Return the weighted sum of the outputs' changes, and the sum of the absolute values of its terms."""
    got = size = 0.0
    for base, w, u in pieces(comparison.function.base, comparison.weights, values):
        terms = np.asarray(w * u)[np.isfinite(base)].astype(np.float64)
        got, size = got + float(np.sum(terms)), size + float(np.sum(np.abs(terms)))
    return got, size


def _worst(comparison: Comparison, tangent: Tangent, v: list[Any], one: Finding) -> Finding:
    """Return the finding for the output whose change differs most from its difference at one step."""
    function, step = comparison.function, one.step if one.step and np.isfinite(one.step) else 2.0**-16
    got, phi = flat(tangent(list(map(fresh, v)))), function.along(v)
    apart = np.abs((phi(step) - phi(-step)) / (2 * step) - got)
    j = int(np.argmax(np.where(np.isfinite(function.base), np.nan_to_num(apart, nan=np.inf), -1)))
    slope = climb(lambda t: phi(t)[j : j + 1], function.base[j : j + 1], function.eps, plausible=function.noise)
    found = judge(float(got[j]), slope, Nothing(slope), function.eps, abs(float(got[j])))
    return replace(found, index=(j,), reason=f"output {j}, of all outputs the one that is most wrong")
