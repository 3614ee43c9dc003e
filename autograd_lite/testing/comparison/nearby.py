"""Where nothing can be learnt at a point, a rule may be wrong at one near by, where the function shows its slope.

A saturated function tells nothing about a rule: it moves by less than its rounding. The rule itself tells where its
slope is large enough to be seen: the argument is made 4, 16, … times smaller or larger until it is, and rule and
differences are compared there. A rule that is wrong there is wrong; one that is right there may still be wrong here, so
that the verdict on the point stays open.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.verdict import HIDDEN, UNCLEAR, Finding, judge
from autograd_lite.testing.differences.further import Nothing
from autograd_lite.testing.differences.readings import jumps
from autograd_lite.testing.differences.settling import Slope

FACTORS = tuple(4.0 ** (sign * k) for k in range(1, 9) for sign in (-1, 1))
_STEPS = 5
COST = 2 * _STEPS + 2  # evaluations: steps to both sides, the point, and the point in another precision
_SEEN = 1e-6  # relative to the values: a change that differences show to a thousandth and better
_LARGER = 1e3  # times the derivative at the point: so much larger it has to be elsewhere
_CLEAR = 100.0  # times the error of the differences, by which a rule must be off


def wrong_elsewhere(comparison: Any, found: Finding, v: Sequence[Any], made: Callable[..., Any]) -> Finding | None:
    """Return the finding that the rule is wrong at another point on the line through the origin, or None.

    Parameters
    ----------
    comparison, found : what was compared, and what came out
    v : the direction; the elements that it moves are made smaller or larger
    made : makes a comparison, with the arguments of its class
    """
    rule = comparison.rule
    if rule is None or found.verdict != "inconclusive" or not found.reason.startswith(HIDDEN):
        return None
    level = max(float(comparison.size[0]), float(np.sum(np.abs(comparison.weights))))
    best, most = None, _LARGER * abs(float(found.got))
    for factor in FACTORS:
        args, changed = _moved(comparison, v, factor)
        shares = _shares(rule, args, comparison.g)
        if shares is None or not _differ(shares, comparison.shares):
            continue  # a rule that is the same everywhere holds numbers made for this point alone
        claimed = abs(_claimed(shares, changed))
        if np.isfinite(claimed) and claimed > most:
            best, most = (args, changed, shares, factor), claimed
        if best and most >= _SEEN * level:
            break
    return _compared(made, comparison, *best) if best else None


def _moved(comparison: Any, v: Sequence[Any], factor: float) -> tuple[list[Any], list[Any]]:
    """Return the arguments with the elements that `v` moves changed by a factor, and `v` changed likewise."""
    args = list(comparison.args)
    for i, x, each in zip(comparison.wrt, comparison.inputs, v, strict=True):
        args[i] = np.where(np.asarray(each) != 0, x * factor, x).astype(x.dtype)
    return args, [np.asarray(each) * factor for each in v]


def _shares(rule: Callable[..., Any], args: Sequence[Any], g: Sequence[Any]) -> list[Any] | None:
    try:
        return [np.asarray(each) for each in rule(args, [each.copy() for each in g])]
    except Exception:  # noqa: BLE001  elsewhere a rule may raise anything
        return None


def _differ(shares: Sequence[Any], others: Sequence[Any]) -> bool:
    return any(not np.array_equal(a, b, equal_nan=True) for a, b in zip(shares, others, strict=True))


def _claimed(shares: Sequence[Any], v: Sequence[Any]) -> float:
    return float(sum(np.sum(np.real(np.conj(s) * d)) for s, d in zip(shares, v, strict=True)))


def _compared(
    made: Callable[..., Any], at: Any, args: list[Any], v: list[Any], shares: list[Any], factor: float
) -> Finding | None:
    """Return the finding that a rule is wrong at a point, None if it is not, or less than clearly so."""
    other = made(at.function.f, args, at.wrt, at.g, shares, at.rng)
    at.elsewhere += other.calls
    if [each.shape for each in other.function.values] != [each.shape for each in at.function.values]:
        return None
    again = at.rule and _shares(at.rule, args, at.g)
    if not other.complete or again is None or _differ(again, shares):
        return None  # beyond the domain; or the rule depends on where the function was called last
    other.rule = at.rule
    line = other.line(v, _STEPS)
    slope = line.slope()
    at.elsewhere += line.calls
    got, rounding = other.claimed(v)
    one = judge(got, slope, Nothing(slope), other.eps, rounding, lambda: other.wobble(v, got), line.noise)
    return _named(one, factor) if one.verdict == "wrong" and _clearly(got, slope) else None


def _clearly(got: float, slope: Slope) -> bool:
    value, error = float(slope.value[0]), float(slope.error[0])
    apart = abs(got - value)  # a series that is right at the point may be off elsewhere, but not by so much
    return error <= UNCLEAR * abs(value) < apart and apart > _CLEAR * error and not jumps(slope)


def _named(one: Finding, factor: float) -> Finding:
    """Return a finding at a point on the line as one about the original direction."""
    reason = f"nothing can be seen at the point itself; with the argument {factor:g} times as large the rule is wrong"
    got, wanted, error = one.got / factor, one.wanted / factor, one.error / factor
    return replace(one, law="difference near by", reason=reason, got=got, wanted=wanted, error=error)
