"""The law of memory layouts: values and gradients do not depend on how arrays lie in memory."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.contracts import wrong
from autograd_lite.testing.comparison.verdict import MARGIN, Finding
from autograd_lite.testing.differences.evaluation import outputs, plain
from autograd_lite.testing.differences.shaking import jittered


def layouts(
    f: Callable[..., Any], call: Callable[..., Any], args: Sequence[Any], g: Sequence[Any], values: Sequence[Any]
) -> list[Finding]:
    """Check that values and shares do not depend on how the arrays lie in memory."""
    shares = [plain(s) for s in call(args, g)]
    found: list[Finding] = []
    for name, change in LAYOUTS.items():
        moved = [change(a) if isinstance(a, np.ndarray) and a.dtype.kind in "fc" else a for a in args]
        seeds = [change(np.asarray(each)) for each in g]
        if all(map(_alike, [*moved, *seeds], [*args, *g])):
            continue
        try:
            again, back = outputs(f(*moved)), [plain(s) for s in call(moved, seeds)]
        except ValueError as error:
            if name != "read-only":
                raise
            return [*found, wrong("layouts", f"read-only arrays are refused: {error}; does something write to them?")]
        for what, one, two in [("value", values, again), ("gradient", shares, back)]:
            if [a.shape for a in one] != [b.shape for b in two]:
                shapes = [a.shape for a in one], [b.shape for b in two]
                return [
                    wrong("determinism", f"the {what} had shape {shapes[0]} and then, for equal numbers, {shapes[1]}")
                ]
            compute = partial(_values, f) if what == "value" else partial(call, g=g)
            doubts = [partial(_rounding, compute, args, k) for k in range(len(one))]
            if not all(map(_close, one, two, doubts)):
                found.append(wrong("layouts", f"the {what} changes when the arrays lie {name} in memory"))
    return found[:1]


def _alike(one: Any, two: Any) -> bool:
    """Return True if an array lies in memory as before."""
    if one is two or not isinstance(one, np.ndarray):
        return True
    same = [s for s, n in zip(one.strides, one.shape, strict=True) if n > 1] == [
        s for s, n in zip(np.asarray(two).strides, one.shape, strict=True) if n > 1
    ]
    return same and one.flags.writeable == np.asarray(two).flags.writeable


def _values(f: Callable[..., Any], args: Sequence[Any]) -> list[Any]:
    return outputs(f(*args))


def _rounding(compute: Callable[[Sequence[Any]], Any], args: Sequence[Any], k: int) -> float:
    """Return how far a result changes if all numbers do by a unit or two in their last place.

    What is computed in another order differs by as much where terms cancel.
    """
    here, most = np.asarray(plain(compute(args)[k])), 0.0
    for rng in map(np.random.default_rng, range(4)):
        others = [jittered(a, rng) if isinstance(a, np.ndarray) else a for a in args]
        apart = np.abs(np.asarray(plain(compute(others)[k])) - here)
        most = max(most, float(np.max(apart, where=np.isfinite(apart), initial=0)))
    return most


def _close(a: Any, b: Any, doubt: Callable[[], float]) -> bool:
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype.kind not in "fc":
        return bool(a.shape == b.shape)
    level = np.max(np.abs(a[np.isfinite(a)]), initial=0)
    slack = 1e3 * float(np.finfo(a.dtype).eps) * level
    return np.allclose(a, b, 0, slack, equal_nan=True) or np.allclose(a, b, 0, 4 * MARGIN * doubt(), equal_nan=True)


def _spread(array: Any) -> Any:
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype) if array.ndim else array
    if array.ndim:
        wide[..., ::2] = array
    return wide[..., ::2] if array.ndim else array


def _backwards(array: Any) -> Any:
    flip = (slice(None, None, -1),) * array.ndim
    return np.ascontiguousarray(array[flip])[flip] if array.ndim else array


def _locked(array: Any) -> Any:
    array = np.array(array)
    array.flags.writeable = False
    return array


LAYOUTS: dict[str, Callable[[Any], Any]] = {
    "in Fortran order": lambda a: np.array(a, order="F"),
    "with gaps": _spread,
    "backwards": _backwards,
    "read-only": _locked,
}
