"""Arguments beyond those that an operation draws for itself: complex ones, ties, special points, NaN, other layouts."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.testing.differences.evaluation import is_inexact
from autograd_lite.testing.drawing import laid_out
from autograd_lite.testing.laws.operations import Case
from autograd_lite.trees import leaves, rebuilt

Change = Callable[[Any, np.random.Generator, Any], Any]


def _complex(x: Any, rng: np.random.Generator, points: Any) -> Any:  # noqa: ARG001
    return x + 1j * rng.uniform(-2, 2, x.shape)


def _equal(x: Any, rng: np.random.Generator, points: Any) -> Any:  # noqa: ARG001
    """Make elements equal to others; in half of the cases all."""
    if not x.size:
        return x
    picks = rng.integers(x.size, size=x.shape) if rng.integers(2) else np.zeros(x.shape, int)
    return x.ravel()[picks]


def _special(x: Any, rng: np.random.Generator, points: Any) -> Any:
    return np.where(rng.integers(2, size=x.shape) == 1, rng.choice(points, size=x.shape), x).astype(x.dtype)


def _missing(x: Any, rng: np.random.Generator, points: Any) -> Any:  # noqa: ARG001
    return np.where(rng.integers(3, size=x.shape) == 0, np.nan, x).astype(x.dtype)


def _scaled(x: Any, rng: np.random.Generator, points: Any) -> Any:  # noqa: ARG001
    return (x * 10.0 ** rng.uniform(-3, 3)).astype(x.dtype)


def _other(x: Any, rng: np.random.Generator, points: Any) -> Any:  # noqa: ARG001
    return rng.normal(size=x.shape).astype(x.dtype) * 3


def _moved(x: Any, rng: np.random.Generator, points: Any) -> Any:  # noqa: ARG001
    return laid_out(x, str(rng.choice(["F", "strided", "reversed"])))


def _extreme(x: Any, rng: np.random.Generator, points: Any) -> Any:  # noqa: ARG001
    """Make some elements so large or so small that their products leave the range of the numbers."""
    most = 0.9 * np.log10(np.finfo(x.dtype).max)
    factors = np.where(rng.integers(2, size=x.shape) == 0, 10.0 ** rng.uniform(-most, most, x.shape), 1.0)
    return (x * factors).astype(x.dtype)


CHANGES: tuple[Change, ...] = (_complex, _equal, _special, _moved, _missing, _scaled, _other, _extreme)


HELD = (2, 0.5, 3, 0, 1, 2.5)


def _held(case: Case, n: int) -> Case:
    """Return a case in which one input alone has a history; where it broadcasts the others are a number."""
    new = leaves(case.tree)
    kept = case.slots[0] if n % 3 < 2 else case.slots[-1]
    for slot in case.slots:
        if slot != kept and getattr(case.operation, "broadcasts", False):
            new[slot] = HELD[n % len(HELD)]
    args, kwargs = rebuilt(case.tree, iter(new))
    result = Case(case.operation, tuple(args), kwargs)
    result.only([kept])
    return result


def points_of(operation: Any) -> Any:
    """Return the special points of an operation, and those that are special for many."""
    domains = getattr(operation, "domain", ())
    return np.array(sorted({0.0, 1.0, -1.0}.union(*[(*d.special, *d.avoid, d.low, d.high) for d in domains])))


def _grid(case: Case) -> Case:
    """Return a case of an elementwise operation with every combination of special points."""
    new, points = leaves(case.tree), points_of(case.operation)
    for k, slot in enumerate(case.slots):
        shape = [1] * len(case.slots)
        shape[k] = points.size
        new[slot] = points.reshape(shape)
    args, kwargs = rebuilt(case.tree, iter(new))
    return Case(case.operation, tuple(args), kwargs)


def moved(case: Case, seed: int) -> Case:
    """Return the same arguments in other memory layouts, and so the gradient that comes back."""
    result = _changed(case, _moved, np.random.default_rng(seed), points_of(case.operation))
    result.turned = True
    return result


def made_equal(case: Case, seed: int) -> Case:
    """Return arguments with ties: equal elements, and inputs of one shape that are equal."""
    return _changed(case, _equal, np.random.default_rng(seed), points_of(case.operation))


def widened(case: Case, n: int) -> Case:
    """Return a case like `case` with other arguments; `n` says which kind of change, and is the seed.

    Whether the operation has a derivative there is for the right rule to tell: if that breaks a law, the case is none.
    """
    if n == 0 and getattr(case.operation, "broadcasts", False) and len(case.slots) <= 2:
        return _grid(case)
    rng = np.random.default_rng((n, 17))
    kind = n % (len(CHANGES) + 1)
    if kind == len(CHANGES):
        return _held(case, n // len(CHANGES)) if len(case.slots) > 1 else case
    return _changed(case, CHANGES[kind], rng, points_of(case.operation))


def _changed(case: Case, change: Change, rng: np.random.Generator, points: Any) -> Case:
    new = leaves(case.tree)
    floats = [i for i, leaf in enumerate(new) if is_inexact(leaf)]
    for i in floats:
        if rng.integers(3) or len(floats) == 1:
            new[i] = change(np.asarray(new[i]), rng, points)
    same = [i for i in case.slots if np.shape(new[i]) == np.shape(new[case.slots[0]])]
    if change is _equal and len(same) > 1:
        for i in same:
            new[i] = new[same[0]]
    args, kwargs = rebuilt(case.tree, iter(new))
    result = Case(case.operation, tuple(args), kwargs)
    result.turned = case.turned or change is _moved
    return result
