"""The laws that every registered operation keeps, on one drawn case: value, shares, modes, first and second order."""

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from autograd_lite.derivatives import jvp, vjp
from autograd_lite.errors import AutogradError
from autograd_lite.testing.differences.evaluation import Function, directions, eps_of, flat, outputs
from autograd_lite.testing.differences.ladder import climb
from autograd_lite.testing.differences.numerical import second_ladder
from autograd_lite.testing.differences.settling import Slope
from autograd_lite.testing.drawing import laid_out
from autograd_lite.testing.laws.operations import Case
from autograd_lite.trees import leaves

_MODES = {1: ("forward", "reverse"), 2: ("forward over reverse", "reverse over reverse")}


class Findings(list[str]):
    """What is wrong with a case, one sentence each; how often nothing could be learnt; the largest difference.

    Parameters
    ----------
    order : of the derivatives. `modes` counts what was compared: results of forward mode (or forward over reverse) with
        differences, sums over shares of reverse mode with those, and the Hessian's "symmetry"
    """

    def __init__(self, order: int = 1) -> None:
        super().__init__()
        self.ahead, self.back = _MODES[order]
        self.modes: Counter[str] = Counter()
        self.checked = self.inconclusive = self.kinks = 0
        self.worst = 0.0  # in units of the tolerance


def compare(
    found: Findings, what: str, analytic: Any, slope: Slope, eps: float, rest: Any = 0.0, tightness: float = 1e-7
) -> None:
    """Note where an analytic derivative differs from the numerical one by more than both their errors explain."""
    with np.errstate(all="ignore"):
        known = np.isfinite(slope.error)
        apart = np.abs(analytic - slope.value)
        allowed = 10 * slope.error + tightness * np.abs(slope.value) + 64 * eps * rest + 0.5 * slope.gap
        bad = known & ~(apart <= allowed) & ~(slope.steep & np.isinf(analytic))
        unclear = ~known | (slope.error > 1e-3 * np.maximum(slope.size, rest) + 1e-300)
    found.checked += analytic.size
    found.modes[found.ahead] += analytic.size
    found.inconclusive += int(np.sum(unclear & ~bad))
    found.kinks += int(np.sum(slope.gap > 0))
    with np.errstate(all="ignore"):
        units = np.where(known & ~unclear & (apart > 0), apart / allowed, 0)
    found.worst = max(found.worst, float(np.max(units, initial=0)))
    for i in np.flatnonzero(bad & ~(unclear & np.isfinite(analytic)))[:1]:
        found.append(
            f"{what}: output {i} changes by {float(analytic[i])!r} along the direction, says the rule; "
            f"differences say {float(slope.value[i])!r} ± {float(slope.error[i]):.1e}"
        )


def chosen_direction(x: Any, rng: np.random.Generator) -> Any:
    """Return a direction that moves all elements of `x`, or just one of them."""
    v = directions(x, rng)
    if x.size > 1 and rng.integers(3) == 0:
        alone = np.zeros(x.shape)
        alone.flat[rng.integers(x.size)] = 1.0
        v = v * alone
    return v


def cotangent(result: Any, rng: np.random.Generator) -> Any:
    """Return a gradient that may come back to a result, at times in another memory layout."""
    g = directions(np.ones(np.shape(result), np.asarray(result).dtype), rng)
    return laid_out(g, ("C", "F", "reversed", "strided", "reversed")[rng.integers(5)])


def first_order(case: Case, rng: np.random.Generator) -> Findings:
    """Check value, shares, forward mode against differences, and reverse mode against forward mode."""
    found = Findings()
    before = [x.copy() for x in case.inputs]
    value, pullback = vjp(case, *case.inputs)
    cotangents = [cotangent(o, rng) for o in leaves([value])]
    grads = pullback(cotangents if isinstance(value, list) else cotangents[0])
    _shares_fit(found, case, grads)
    plain_value = case(*case.inputs)
    for ours, theirs in zip(leaves([value]), leaves([plain_value]), strict=True):
        if not same(ours, theirs):
            found.append(f"the value changes when a gradient is asked for: {ours!r} instead of {theirs!r}")
    for i, x in enumerate(case.inputs):
        if x.size and not found and plain_sizes(value):
            _one_input(found, case, i, cotangents, grads[i], rng)
    if any(x.tobytes() != b.tobytes() for x, b in zip(case.inputs, before, strict=True)):
        found.append("an input was written to")
    return found


def plain_sizes(value: Any) -> int:
    """Return how many numbers are in a tree of arrays."""
    return sum(np.size(each) for each in leaves([value]))


def same(ours: Any, theirs: Any) -> bool:
    """Return True for equal shapes and dtypes, and values that are equal but for the order of a sum."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return False
    rounding = 64 * np.finfo(ours.dtype).eps
    finite = np.isfinite(theirs)
    return np.allclose(ours, theirs, rounding, rounding * np.abs(theirs[finite]).max(initial=0), equal_nan=True)


def _shares_fit(found: Findings, case: Case, grads: Any) -> None:
    for i, (x, g) in enumerate(zip(case.inputs, grads, strict=True)):
        if np.shape(g) != x.shape or np.asarray(g).dtype != x.dtype:
            found.append(f"input {i}: share of {np.shape(g)} {np.asarray(g).dtype}, wanted {x.shape} {x.dtype}")


def _one_input(found: Findings, case: Case, i: int, w: Any, g: Any, rng: np.random.Generator) -> None:
    x = case.inputs[i]
    v = chosen_direction(x, rng).astype(x.dtype)
    tangents = [v if k == i else np.zeros(each.shape, each.dtype) for k, each in enumerate(case.inputs)]
    value, u = jvp(case, case.inputs, tangents)
    analytic = flat([np.asarray(each) for each in leaves([u])]).astype(np.float64)
    along = slope_of(case, [v], (i,), analytic)
    eps = eps_of([x, *[np.asarray(each) for each in leaves([value])]])
    level = _largest(flat([np.asarray(each) for each in leaves([value])]))
    rest = np.maximum(_reach(along, analytic), level)
    compare(found, f"input {i}", analytic, along, eps, rest)
    _adjoint(found, f"input {i}", w, leaves([u]), [g], [v], eps, _extent(leaves([value]), level))


def _adjoint(found: Findings, what: str, w: Any, u: Any, grads: Any, v: Any, eps: float, level: float) -> None:
    """Note where ⟨w, jvp(v)⟩ is not ⟨vjp(w), v⟩: forward and reverse mode disagree, or one is not finite."""
    forward = [np.real(np.conj(a) * b) for a, b in zip(w, u, strict=True)]
    reverse = [np.real(np.conj(a) * b) for a, b in zip(grads, v, strict=True)]
    if not np.isfinite(level) or not all(np.isfinite(each).all() for each in forward):
        return
    found.modes[found.back] += 1
    if not all(np.isfinite(each).all() for each in reverse):
        found.append(f"{what}: reverse mode is not finite where forward mode is")
        return
    ahead, back = sum(map(np.sum, forward)), sum(map(np.sum, reverse))
    extent = sum(np.sum(np.abs(each)) for each in [*forward, *reverse]) + level
    if not abs(ahead - back) <= 1e4 * eps * extent:
        found.append(f"{what}: reverse mode says {back!r} where forward mode says {ahead!r}")


def _symmetric(found: Findings, i: int, w: Any, u: Any, mirror: Any, eps: float, level: float) -> None:
    """Note where the Hessian H is not symmetric: ⟨w, H v⟩ is not ⟨w, Hᵀ v⟩, so the rules are no gradient nearby."""
    one, two = [[np.sum(a * np.asarray(b)) for a, b in zip(w, each, strict=True)] for each in (u, mirror)]
    extent = sum(np.sum(np.abs(a * np.asarray(b))) for a, b in zip(w, u, strict=True)) + level
    found.modes["symmetry"] += 1
    if np.isfinite([*one, *two]).all() and not abs(sum(one) - sum(two)) <= 1e4 * eps * extent:
        found.append(
            f"input {i}: the Hessian is not symmetric, {sum(one)!r} from one side and {sum(two)!r} from the other"
        )


def _extent(values: Any, level: float) -> float:
    """Return `level` where a function is finite; infinity where it is not, and there modes need not agree."""
    return level if all(np.isfinite(np.asarray(each)).all() for each in values) else np.inf


def _reach(along: Slope, analytic: Any) -> Any:
    """Return the size against which rounding of an output's derivative is measured: that of the largest one nearby."""
    return np.maximum(np.maximum(along.size, along.reach), _largest(analytic))


def _largest(values: Any) -> float:
    """Return the largest finite absolute value; the direction is relative, so values and changes have one scale."""
    return float(np.where(np.isfinite(values), np.abs(values), 0).max(initial=0))


class Ladders:
    """The derivative of a function in a direction, by relative and, if asked for, by absolute steps."""

    def __init__(self, function: Function, v: list[Any]) -> None:
        self.function, self.v = function, v
        self.first = climb(function.along(v), function.base, function.eps, plausible=function.noise)

    @cached_property
    def second(self) -> Slope:
        """Return what absolute steps give."""
        return second_ladder(self.function, self.v)


def slope_of(f: Callable[..., Any], v: list[Any], wrt: tuple[int, ...], analytic: Any, wide: bool = True) -> Slope:
    """Return the numerical derivative of a case, by absolute steps where relative ones do not explain `analytic`."""
    known = getattr(f, "slopes", None)  # of a case on which many rules are tried: the differences are the same for all
    key = (wrt, wide, *[each.tobytes() for each in v])
    ladders = (known or {}).get(key) or Ladders(Function(f, f.inputs, wrt, wide), v)  # type: ignore[attr-defined]
    if known is not None:
        known[key] = ladders
    slope = ladders.first
    with np.errstate(all="ignore"):
        poor = np.any(slope.error > 1e-4 * slope.size) or np.any(slope.flat & (analytic != 0))
    if not poor:
        return slope
    other = ladders.second
    with np.errstate(all="ignore"):
        better = (other.error < slope.error) & ~slope.flat & ~(np.abs(other.value - slope.value) > 3 * slope.error)
    return merged(slope, other, better)


def merged(one: Slope, other: Slope, better: Any) -> Slope:
    """Return `one` with the entries of `other` where that is better."""
    names = ("value", "error", "step", "noise", "size", "reach", "gap", "flat", "steep", "edge", "level", "grid")
    picked = {name: np.where(better, getattr(other, name), getattr(one, name)) for name in names}
    return Slope(**picked, steps=one.steps, table=one.table, doubt=one.doubt)


class Backward:
    """The gradient of a case as a function: what second order is the derivative of."""

    def __init__(self, case: Case, rng: np.random.Generator) -> None:
        self.case, self.inputs = case, case.inputs
        results = [np.asarray(o) for o in outputs(case(*case.inputs))]
        self.w = [cotangent(o, rng) for o in results]
        self.results, self.level = results, _largest(flat(results))

    def __call__(self, *inputs: Any) -> Any:
        """Return the gradients of the weighted sum of the outputs."""
        value, pullback = vjp(self.case, *inputs)
        return list(pullback(self.w if isinstance(value, list) else self.w[0]))


def second_order(case: Case, rng: np.random.Generator) -> Findings:
    """Check the derivative of the gradient against differences of the gradient."""
    found = Findings(order=2)
    backward = Backward(case, rng)
    for i, x in enumerate(case.inputs):
        if not x.size or found:
            continue
        v = chosen_direction(x, rng).astype(x.dtype)
        tangents = [v if k == i else np.zeros(each.shape, each.dtype) for k, each in enumerate(case.inputs)]
        try:
            gradients, u = jvp(backward, case.inputs, tangents)
            _, pullback = vjp(backward, *case.inputs)
            w = [cotangent(each, rng) for each in gradients]
            again, mirror = pullback(w), pullback(tangents)
        except AutogradError as error:
            found.append(f"second order in input {i} raises {type(error).__name__}: {error}")
            continue
        if not plain_sizes(backward.w):
            continue
        analytic = flat([np.asarray(each) for each in u]).astype(np.float64)
        along = slope_of(backward, [v], (i,), analytic)
        rest = np.maximum(_reach(along, analytic), _largest(flat([np.asarray(each) for each in gradients])))
        eps = eps_of(case.inputs)
        compare(found, f"second order in input {i}", analytic, along, eps, rest)
        level = _extent([*gradients, *backward.results], float(np.max(rest, initial=backward.level)))
        _adjoint(found, f"second order in input {i}", w, u, [again[i]], [v], eps, level)
        if not any(x.dtype.kind == "c" for x in case.inputs):
            _symmetric(found, i, w, u, mirror, eps, level)
    return found
