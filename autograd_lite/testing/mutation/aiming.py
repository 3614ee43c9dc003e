"""Whether anything could tell two gradients apart: differences taken at just the elements in which they differ."""

from typing import Any

import numpy as np

from autograd_lite.testing.comparison.verdict import RELATIVE, ROUNDING
from autograd_lite.testing.differences.evaluation import Function, eps_of, flat
from autograd_lite.testing.differences.ladder import climb
from autograd_lite.testing.differences.settling import Slope
from autograd_lite.testing.laws.derivatives import second_order
from autograd_lite.testing.laws.operations import Case
from autograd_lite.testing.laws.shares import seeds_for
from autograd_lite.trees import leaves

_ELEMENTS = 6
_CLEAR = 20.0  # times the error of the differences, by which two derivatives must be apart to be told apart


def could_tell(case: Case, other: list[Any] | None) -> bool:
    """Return True if the shares of a case are right and `other` shares are not, as far as differences can tell.

    Parameters
    ----------
    case : with the shares that the right rule gave; it is in force
    other : shares of another rule, None if that raised
    """
    if other is None:
        return True
    if not all(np.isfinite(np.asarray(each)).all() for each in leaves([case(*case.inputs)])):
        return False  # which elements a result depends on that is not finite nobody knows
    count, same = len(case.inputs), True
    for i, (right, wrong) in enumerate(zip(case.signature[:count], other, strict=False)):
        if right.shape != wrong.shape or right.dtype != wrong.dtype:
            return True
        apart = np.flatnonzero(~_close(right, wrong))
        same = same and not apart.size
        if any(_told(case, i, k, right, wrong) for k in apart[:_ELEMENTS]):
            return True
    later = zip(case.signature[count:], other[count:], strict=True)
    return same and any(_far(*pair) for pair in later) and _second_order_is_known(case)


def _close(one: Any, other: Any) -> Any:
    rounding = 1e3 * np.finfo(one.dtype).eps
    return np.isclose(one, other, rounding, rounding * np.abs(one[np.isfinite(one)]).max(initial=0), equal_nan=True)


def _far(one: Any, other: Any) -> bool:
    """Return True if two arrays differ by more than what counts as right, relative to the largest element."""
    level = np.abs(one[np.isfinite(one)]).max(initial=0)
    with np.errstate(all="ignore"):
        return one.shape != other.shape or bool(np.any(np.abs(one - other) > 10 * RELATIVE * level))


def _told(case: Case, i: int, k: int, right: Any, wrong: Any) -> bool:
    """Return True if the derivative in one element is the right one's, and clearly not the wrong one's."""
    slope, v = _aimed(case, i, k)
    ours, theirs = [float(np.real(np.conj(each.flat[k]) * v.flat[k])) for each in (right, wrong)]
    value, error, gap = float(slope.value[0]), float(slope.error[0]), float(slope.gap[0])
    if not np.isfinite([ours, value, error]).all():
        return False
    rounding = (
        ROUNDING * eps_of(case.inputs) * (case.slopes or {}).get("size", 0.0)
    )  # what the laws allow a rule to lose
    margin = _CLEAR * error + gap + RELATIVE * abs(value) + rounding
    return abs(ours - value) <= margin and not abs(theirs - value) <= margin


def _aimed(case: Case, i: int, k: int) -> tuple[Slope, Any]:
    """Return the derivative of the weighted sum of the results in one element, and the direction."""
    x = case.inputs[i]
    v = np.zeros(x.shape, x.dtype)
    v.flat[k] = (abs(x.flat[k]) or 1.0) * ((1 + 0.7j) if x.dtype.kind == "c" else 1)
    known = case.slopes if case.slopes is not None else {}
    if ("aimed", i, k) not in known:
        with np.errstate(all="ignore"):
            function = Function(case, case.inputs, (i,))
            weights = flat([np.asarray(each) for each in seeds_for(case)])
            size = np.array([np.sum(np.abs(weights * function.base))])
            along = function.along([v])
            known["aimed", i, k] = climb(along, function.base, function.eps, weights=weights, size=size)
            known["size"] = float(size[0])
    return known["aimed", i, k], v


def _second_order_is_known(case: Case) -> bool:
    """Return True if the laws of second order, which the right rule keeps here, had something to go by.

    Second order in single precision is rounding for the most.
    """
    if any(np.finfo(x.dtype).eps > 1e-10 for x in case.inputs):
        return False
    with np.errstate(all="ignore"):
        found = second_order(case, np.random.default_rng(0))
    return found.checked > found.inconclusive + found.kinks
