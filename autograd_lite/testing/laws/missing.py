"""The law of NaN: what one NaN among the inputs may do to values and gradients, and what it must not.

* The value is NumPy's own, NaN for NaN, and the same with and without a history.
* Behind results that are NaN, a share that is the same for every number in the NaN's place is that share: untouched. A
  share that depends on this number is NaN, never a number that looks right.
* Behind results that are finite in spite of the NaN, the shares of all other elements are what differences say while
  the NaN stays where it is.
"""

from typing import Any

import numpy as np

from autograd_lite.derivatives import vjp
from autograd_lite.testing.differences.evaluation import is_inexact
from autograd_lite.testing.laws.derivatives import cotangent, first_order, same
from autograd_lite.testing.laws.operations import Case
from autograd_lite.trees import leaves, rebuilt

_OTHERS = (
    0.0,
    0.0625,
    -0.0625,
    0.5,
    -0.5,
    3.0,
    -2.0,
    50.0,
    -50.0,
)  # so far from the number in the NaN's place, in sizes of it


class Held:
    """A case as a function of some elements, the others staying what they are, with some of its results.

    Parameters
    ----------
    case : with NaN among its inputs
    fixed : for every input, where it stays
    kept : for every result, where it is looked at
    """

    def __init__(self, case: Case, fixed: list[Any], kept: list[Any]) -> None:
        self.case, self.fixed, self.kept = case, fixed, kept
        self.inputs = [np.where(np.isnan(x), 1, x).astype(x.dtype) for x in case.inputs]
        self.slopes = None

    def __call__(self, *inputs: Any) -> Any:
        """Put back what stays, the NaN among it, and call the operation."""
        trios = zip(self.fixed, self.case.inputs, inputs, strict=True)
        back = [np.where(stays, old, x) if stays.any() else x for stays, old, x in trios]
        results = leaves([self.case(*back)])
        found = [r if k.all() else r[k] for r, k in zip(results, self.kept, strict=True) if k.any()]
        return found[0] if len(found) == 1 else found


def with_numbers(case: Case, i: int, k: int, number: Any) -> Case:
    """Return a case with another number in element `k` of input `i`."""
    new = leaves(case.tree)
    new[case.slots[i]] = changed = np.array(case.inputs[i])
    changed.flat[k] = number
    args, kwargs = rebuilt(case.tree, iter(new))
    return Case(case.operation, tuple(args), kwargs)


def results(value: Any) -> list[Any]:
    """Return the arrays of floating-point numbers among what an operation returned."""
    return [np.asarray(each) for each in leaves([value]) if is_inexact(each)]


def missing(case: Case, rng: np.random.Generator) -> list[str]:
    """Return what is wrong when an element of a case, chosen at random, is NaN; one sentence each.

    An operation that refuses NaN in its forward function is right: an error is no wrong number.
    """
    sizes = [x.size for x in case.inputs]
    if not sum(sizes):
        return []
    i = int(rng.choice([n for n, size in enumerate(sizes) if size]))
    k = int(rng.integers(sizes[i]))
    holed = with_numbers(case, i, k, np.nan)
    try:
        outs = results(holed(*holed.inputs))
    except (ValueError, np.linalg.LinAlgError):
        return []
    found = _values(holed, outs)
    gone = [np.isnan(each) for each in outs]
    weights = [np.where(m, cotangent(each, rng), 0) for m, each in zip(gone, outs, strict=True)]
    try:
        shares = _shares(holed, weights)
        found += _behind_nan(case, i, k, weights, shares)
        # elsewhere 0 · NaN is NaN in a sum, and NaN it is already
        held = Held(
            holed, [np.isnan(s) | np.isnan(x) for s, x in zip(shares, holed.inputs, strict=True)], [~m for m in gone]
        )
        if any(each.any() for each in held.kept):
            found += [f"behind what is finite: {each}" for each in first_order(held, rng)]  # type: ignore[arg-type]
    except (ValueError, np.linalg.LinAlgError) as error:
        found.append(f"a rule raises {type(error).__name__} where the value is NaN: {error}")
    return found


def _values(holed: Case, outs: list[Any]) -> list[str]:
    """Compare the value with that of the function for which the operation stands, and with what Tensors give."""
    found = []
    for function in getattr(holed.operation, "functions", ()):
        theirs = results(function(*holed.args, **holed.kwargs))
        if len(theirs) != len(outs) or not all(map(same, outs, theirs)):
            found.append(f"the value is {outs!r}, that of {function.__name__} is {theirs!r}")
    value, _ = vjp(holed, *holed.inputs)
    if not all(map(same, results(value), outs)):
        found.append(f"the value changes when a gradient is asked for: {value!r} instead of {outs!r}")
    return found


def _behind_nan(case: Case, i: int, k: int, weights: list[Any], now: list[Any]) -> list[str]:
    """Compare the shares `now` of what is NaN with those for numbers in its place."""
    if not any(each.any() for each in weights):
        return []
    here = case.inputs[i].flat[k]
    places = [here + each * max(np.abs(here), 0.5) for each in _OTHERS]
    known = [shares for each in places if (shares := _for_number(case, i, k, each, weights)) is not None]
    if len(known) < 3:
        return []
    return [f"input {n}: {each}" for n, share in enumerate(now) for each in _compared(share, [row[n] for row in known])]


def _compared(share: Any, others: list[Any]) -> list[str]:
    """Compare a share behind a NaN, element by element, with those behind numbers in its place."""
    among = np.stack([np.where(np.isfinite(each), each, np.nan) for each in others])
    judged = np.sum(np.isfinite(among), axis=0) > 2
    low, high = np.nanmin(among, axis=0), np.nanmax(among, axis=0)
    alike = high - low <= 1e-9 * np.maximum(np.abs(low), np.abs(high))
    other = ~(np.abs(share - low) <= 1e-9 * np.abs(low))
    mistakes = {"no number": judged & alike & other, "the number": judged & ~alike & np.isfinite(share)}
    return [
        f"the share in {[*map(int, at)]} is {share[tuple(at)]!s}; it depends on {what} there, "
        f"where it is {low[tuple(at)]!s} to {high[tuple(at)]!s}"
        for what, where in mistakes.items()
        for at in np.argwhere(where)[:1]
    ]


def _for_number(case: Case, i: int, k: int, number: Any, weights: list[Any]) -> list[Any] | None:
    """Return the shares with a number in the NaN's place, None if there is no result of that shape."""
    try:
        return _shares(with_numbers(case, i, k, number), weights)
    except (ValueError, np.linalg.LinAlgError):
        return None


def _shares(case: Case, weights: list[Any]) -> list[Any]:
    value, pullback = vjp(case, *case.inputs)
    return [np.asarray(each) for each in pullback(weights if isinstance(value, list) else weights[0])]
