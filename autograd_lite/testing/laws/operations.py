"""Registered operations under test: which there are, and arguments for them.

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
from autograd_lite.domains import Draw
from autograd_lite.operation import Operation
from autograd_lite.registry import operations
from autograd_lite.testing.differences.evaluation import is_inexact
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
    beyond : these are no arguments that the operation would draw
    turned : let what the operation saves lie backwards in memory, and what comes back to it lie apart (a layout of the
        inputs or cotangents themselves would be copied away); if a rule of its adds itself to a gradient that is there
        already, let the first input be used once more
    """

    def __init__(self, operation: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.operation, self.args, self.kwargs = operation, tuple(args), dict(kwargs)
        self.tree = [list(self.args), self.kwargs]
        self.turned = self.beyond = False
        differentiable = self._differentiable()
        self.slots = [i for i, leaf in enumerate(leaves(self.tree)) if is_inexact(leaf) and id(leaf) in differentiable]
        self.inputs = [np.asarray(leaf) for i, leaf in enumerate(leaves(self.tree)) if i in set(self.slots)]
        # room for what is known of the right rule, while it is broken on purpose
        self.seconds = 0.0
        self.seeds: list[Any] = []
        self.signature: list[Any] = []
        self.asked: list[Any] = []
        self.slopes: dict[Any, Any] | None = None

    def only(self, slots: list[int]) -> None:
        """Let the arguments at these places alone have a history."""
        self.slots = [slot for slot in self.slots if slot in slots]
        self.inputs = [np.asarray(leaf) for i, leaf in enumerate(leaves(self.tree)) if i in set(self.slots)]

    def _differentiable(self) -> set[int]:
        if isinstance(self.operation, Operation):
            bound = bound_arguments(self.operation, self.args, self.kwargs)
            return {id(leaf) for name in self.operation.inputs for leaf in leaves([bound[name]])}
        return {id(leaf) for leaf in leaves(self.tree)}

    def __call__(self, *inputs: Any) -> Any:
        """Call the operation with other arrays (or Tensors) in the places of the inputs; keep the inexact results."""
        new = leaves(self.tree)
        for slot, value in zip(self.slots, inputs, strict=True):
            new[slot] = _backwards(value) if self.turned else value
        args, kwargs = rebuilt(self.tree, iter(new))
        kept = [each for each in leaves([self.operation(*args, **kwargs)]) if is_inexact(each)]
        if self.turned:
            kept = [np.stack([each, np.zeros(each.shape, each.dtype)], axis=-1) for each in kept]
            kept += [value * 1 for value in inputs[:1] if getattr(self.operation, "into", None)]
        return kept[0] if len(kept) == 1 else kept

    def __repr__(self) -> str:
        shown = [repr(a) for a in self.args] + [f"{k}={v!r}" for k, v in self.kwargs.items()]
        return f"{label(self.operation)}({', '.join(shown)})"


def _backwards(value: Any) -> Any:
    """Return the same values, backwards in memory."""
    return np.flip(np.copy(np.flip(value))) if np.ndim(value) else value
