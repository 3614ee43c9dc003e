"""Registered operations under test: which there are, arguments for them, and the laws that all of them keep.

An operation is an :class:`~autograd_lite.operation.Operation`, or any callable with an attribute ``samples``: the
compositions of the library, and those of its users.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import numpy as np

import autograd_lite
from autograd_lite.derivatives import jvp, vjp
from autograd_lite.domains import Draw
from autograd_lite.errors import AutogradError
from autograd_lite.operation import Operation
from autograd_lite.registry import operations
from autograd_lite.testing.evaluation import Function, directions, eps_of, flat, is_inexact, outputs
from autograd_lite.testing.ladder import Slope, climb
from autograd_lite.testing.numerical import second_ladder
from autograd_lite.trees import leaves, rebuilt

_PLACES = ("ops", "linalg", "fft", "scipy", "nn")


def load_all() -> None:
    """Import every module of the library that defines operations; those whose extra is missing are passed over."""
    for place in _PLACES:
        try:
            package = import_module(f"autograd_lite.{place}")
        except ImportError:
            continue
        for found in walk_packages(getattr(package, "__path__", []), package.__name__ + "."):
            try:
                import_module(found.name)
            except ImportError:
                continue


def samples_of(operation: Any) -> Callable[[Draw], Any] | None:
    """Return the function that draws arguments for an operation, None if it has none."""
    samples = getattr(operation, "samples", None)
    return samples if callable(samples) else None


def all_operations() -> list[Any]:
    """Return every operation of the library once, sorted by name: the registered ones, and those that modules hold."""
    load_all()
    found: dict[int, Any] = {}
    modules = [m for name, m in sorted(sys.modules.items()) if name.partition(".")[0] == autograd_lite.__name__]
    held = [value for module in modules for value in vars(module).values()]
    for each in [*operations(), *held]:
        if isinstance(each, Operation) or (callable(each) and not isinstance(each, type) and samples_of(each)):
            found[id(each)] = each
    return sorted(found.values(), key=label)


def label(operation: Any) -> str:
    """Return the name of an operation with its family: ``reductions.sum``."""
    module = str(getattr(operation, "__module__", "")).removeprefix("autograd_lite.")
    return f"{module}.{getattr(operation, 'name', getattr(operation, '__name__', repr(operation)))}"


def bound_arguments(operation: Operation, args: Any, kwargs: Any) -> dict[str, Any]:
    """Return the arguments of a call by parameter, defaults included."""
    rest = getattr(operation, "rest", None)  # of a composition: the name under which it collects further arrays
    named = tuple(args)[: len(operation.positional)] if rest else tuple(args)
    known = {name: value for name, value in kwargs.items() if name in operation.parameters}
    bound = dict(zip(operation.parameters, operation.bind(named, known), strict=True))
    return {**bound, rest: tuple(args)[len(named) :]} if rest else bound


class Case:
    """An operation with drawn arguments.

    Attributes
    ----------
    inputs : the differentiable arrays among the arguments
    """

    def __init__(self, operation: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.operation, self.args, self.kwargs = operation, tuple(args), dict(kwargs)
        self.tree = [list(self.args), self.kwargs]
        differentiable = self._differentiable()
        self.slots = [i for i, leaf in enumerate(leaves(self.tree)) if is_inexact(leaf) and id(leaf) in differentiable]
        self.inputs = [np.asarray(leaf) for i, leaf in enumerate(leaves(self.tree)) if i in set(self.slots)]
        self.signature: list[Any] = []  # room for the right answer, while a rule is broken on purpose

    def _differentiable(self) -> set[int]:
        if isinstance(self.operation, Operation):
            bound = bound_arguments(self.operation, self.args, self.kwargs)
            return {id(leaf) for name in self.operation.inputs for leaf in leaves([bound[name]])}
        return {id(leaf) for leaf in leaves(self.tree)}

    def __call__(self, *inputs: Any) -> Any:
        """Call the operation with other arrays (or Tensors) in the places of the inputs; keep the inexact results."""
        new = leaves(self.tree)
        for slot, value in zip(self.slots, inputs, strict=True):
            new[slot] = value
        args, kwargs = rebuilt(self.tree, iter(new))
        kept = [each for each in leaves([self.operation(*args, **kwargs)]) if is_inexact(each)]
        return kept[0] if len(kept) == 1 else kept

    def __repr__(self) -> str:
        shown = [repr(a) for a in self.args] + [f"{k}={v!r}" for k, v in self.kwargs.items()]
        return f"{label(self.operation)}({', '.join(shown)})"


class Findings(list[str]):
    """What is wrong with a case, one sentence each; and how often nothing could be learnt."""

    def __init__(self) -> None:
        super().__init__()
        self.checked = self.inconclusive = self.kinks = 0


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
    found.inconclusive += int(np.sum(unclear & ~bad))
    found.kinks += int(np.sum(slope.gap > 0))
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


def first_order(case: Case, rng: np.random.Generator) -> Findings:
    """Check value, shares, forward mode against differences, and reverse mode against forward mode."""
    found = Findings()
    before = [x.copy() for x in case.inputs]
    value, pullback = vjp(case, *case.inputs)
    cotangents = [directions(np.ones(np.shape(o), np.asarray(o).dtype), rng) for o in leaves([value])]
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
    usable = np.isfinite(analytic).all() and np.isfinite(g).all()
    ahead = sum(np.sum(np.real(np.conj(a) * b)) for a, b in zip(w, leaves([u]), strict=True))
    back = np.sum(np.real(np.conj(g) * v))
    extent = sum(np.sum(np.abs(a * b)) for a, b in zip(w, leaves([u]), strict=True)) + np.sum(np.abs(g * v)) + level
    if usable and not abs(ahead - back) <= 1e4 * eps * extent:
        found.append(f"input {i}: reverse mode says {back!r} where forward mode says {ahead!r}")


def _reach(along: Slope, analytic: Any) -> Any:
    """Return the size against which rounding of an output's derivative is measured: that of the largest one nearby."""
    return np.maximum(np.maximum(along.size, along.reach), _largest(analytic))


def _largest(values: Any) -> float:
    """Return the largest finite absolute value; the direction is relative, so values and changes have one scale."""
    return float(np.where(np.isfinite(values), np.abs(values), 0).max(initial=0))


def slope_of(f: Callable[..., Any], v: list[Any], wrt: tuple[int, ...], analytic: Any, wide: bool = True) -> Slope:
    """Return the numerical derivative of a case, by absolute steps where relative ones do not explain `analytic`."""
    function = Function(f, f.inputs, wrt, wide)  # type: ignore[attr-defined]
    slope = climb(function.along(v), function.base, function.eps, plausible=function.noise)
    with np.errstate(all="ignore"):
        poor = np.any(slope.error > 1e-4 * slope.size) or np.any(slope.flat & (analytic != 0))
    if not poor:
        return slope
    other = second_ladder(function, v)
    with np.errstate(all="ignore"):
        better = (other.error < slope.error) & ~slope.flat & ~(np.abs(other.value - slope.value) > 3 * slope.error)
    return merged(slope, other, better)


def merged(one: Slope, other: Slope, better: Any) -> Slope:
    """Return `one` with the entries of `other` where that is better."""
    names = ("value", "error", "step", "noise", "size", "reach", "gap", "flat", "steep", "edge")
    picked = {name: np.where(better, getattr(other, name), getattr(one, name)) for name in names}
    return Slope(**picked, steps=one.steps, table=one.table)


class Backward:
    """The gradient of a case as a function: what second order is the derivative of."""

    def __init__(self, case: Case, rng: np.random.Generator) -> None:
        self.case, self.inputs = case, case.inputs
        results = [np.asarray(o) for o in outputs(case(*case.inputs))]
        self.w = [directions(np.ones(o.shape, o.dtype), rng) for o in results]
        self.which = range(len(case.inputs))

    def __call__(self, *inputs: Any) -> Any:
        """Return the gradients of the weighted sum of the outputs."""
        value, pullback = vjp(self.case, *inputs)
        return list(pullback(self.w if isinstance(value, list) else self.w[0]))


def second_order(case: Case, rng: np.random.Generator) -> Findings:
    """Check the derivative of the gradient against differences of the gradient."""
    found = Findings()
    backward = Backward(case, rng)
    for i, x in enumerate(case.inputs):
        if not x.size or found or not plain_sizes(backward.w):
            continue
        v = chosen_direction(x, rng).astype(x.dtype)
        tangents = [v if k == i else np.zeros(each.shape, each.dtype) for k, each in enumerate(case.inputs)]
        try:
            gradients, u = jvp(backward, case.inputs, tangents)
        except AutogradError as error:
            found.append(f"second order in input {i} raises {type(error).__name__}: {error}")
            continue
        analytic = flat([np.asarray(each) for each in u]).astype(np.float64)
        along = slope_of(backward, [v], (i,), analytic)
        rest = np.maximum(_reach(along, analytic), _largest(flat([np.asarray(each) for each in gradients])))
        compare(found, f"second order in input {i}", analytic, along, eps_of(case.inputs), rest)
    return found
