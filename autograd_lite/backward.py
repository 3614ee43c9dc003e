"""The backward pass for its callers: floating-point errors guarded, complex conjugated once, leaves all or none."""

import os
from _thread import allocate_lock  # threading.Lock, without the import of threading
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from sys import getrefcount
from typing import Any

import numpy as np

from autograd_lite.errors import AnomalyError
from autograd_lite.graph import Leaf, Node, reached, sweep, towards
from autograd_lite.modes import current, switched

_commit_lock = allocate_lock()


def _fresh_lock() -> None:
    global _commit_lock
    _commit_lock = allocate_lock()


if hasattr(os, "register_at_fork"):  # a child must not inherit a lock that another thread of its parent held
    os.register_at_fork(after_in_child=_fresh_lock)


def conjugated(g: Any) -> Any:
    """Conjugate `g` if it is complex.

    Rules carry ∂L/∂Re − i ∂L/∂Im backward, so that they multiply by plain derivatives; users give and get its
    conjugate, the direction of steepest ascent, and only here the one is turned into the other.
    """
    return np.conjugate(g) if g.dtype.kind == "c" else g


def propagate(
    seeds: dict[Node, Any],
    wanted: Container[Node] | None = None,
    recorded: bool = False,
    retain: bool = False,
    confined: bool = True,
) -> dict[Node, Any]:
    """Carry `seeds` back to the leaves, or to the `wanted` nodes, and return the gradients found there.

    `confined` to what leads to the wanted nodes, or else to all leaves, some of which may not be wanted.
    """
    visited = None
    if confined and wanted is not None and any(not node.parents and node not in wanted for node in reached(seeds)):
        visited = towards(wanted, seeds)
    modes = current()
    run = _strict_sweep if modes.strict else _sweep
    if not modes.anomaly:
        return run(seeds, visited, wanted or (), recorded, retain)  # type: ignore[no-any-return]
    with _watched(reached(seeds)):
        return run(seeds, visited, wanted or (), recorded, retain)  # type: ignore[no-any-return]


# An invalid operation in a rule is nearly always zero times infinity; the error sends the sweep to the rule's careful
# form. That is free, where looking for NaN after every product would double the time of small operations. A guard made
# once, as a decorator, takes a third of the calls that `with` takes.
_sweep: Any = np.errstate(all="ignore", invalid="raise")(sweep)
_strict_sweep: Any = np.errstate(all="ignore")(sweep)


def accumulate(found: dict[Node, Any]) -> None:
    """Add the gradients to the leaves: all of them, or none if anything goes wrong or Ctrl-C comes between.

    `found` is emptied, so that nobody else holds the gradients.
    """
    with _commit_lock:
        leaves, grads = [], []
        while found:
            leaf, g = found.popitem()
            if isinstance(leaf, Leaf):
                held = leaf.grad
                leaves.append(leaf)
                grads.append(own(g) if held is None else held + conjugated(g))
        any(map(_set_grad, leaves, grads))  # runs in C from the first to the last: no signal comes between


_set_grad = Leaf.__dict__["grad"].__set__  # the slot's own setter, which runs without bytecode


def own(g: Any) -> Any:
    """Return `g` as the user gets it: conjugated if complex, and an array whose memory nobody else holds.

    The caller's variable may be the only one that refers to `g`; then it need not be copied.
    """
    if type(g) is _ndarray and g.base is None and g.dtype.kind == "f" and getrefcount(g) <= _ALONE:
        return g
    if not isinstance(g, _ARRAYS):
        return conjugated(g)
    return np.array(conjugated(g))


_ndarray = np.ndarray
_ARRAYS = (np.ndarray, np.generic)


def _references(g: Any) -> int:
    return getrefcount(g)


_alone = np.empty(0)
_ALONE = _references(_alone)  # what getrefcount says of an array that one variable of the caller holds


class Checked:
    """Stands in for a node's recipe during one pass under ``detect_anomaly``, and looks at every share."""

    def __init__(self, node: Node) -> None:
        self.node, self.recipe = node, node.recipe

    def __getattr__(self, name: str) -> Any:  # name, lift, fit, add, check: those of the recipe
        return getattr(self.recipe, name)

    def pull(self, g: Any, saved: Any) -> Any:
        """Apply the rules and look at what they return."""
        return self.looked_at(self.recipe.pull, g, saved)

    def careful(self, g: Any, saved: Any) -> Any:
        """Apply the rules with strong zeros and look at what they return."""
        return self.looked_at(self.recipe.careful, g, saved)

    def recorded(self, g: Any, saved: Any) -> Any:
        """Apply the rules to Tensors and look at what they return."""
        return self.looked_at(self.recipe.recorded, g, saved)

    def looked_at(self, rules: Any, g: Any, saved: Any) -> Any:
        """Apply rules; what is infinite inside them may be harmless in the end, so their operations are not checked."""
        with switched(anomaly=False):
            shares = rules(g, saved)
        return self.finite(shares, g)

    def finite(self, shares: Any, g: Any) -> Any:
        """Return `shares` if all are finite; else raise, and say whose they are and where it was called."""
        for share in (g, *shares):
            values = share if isinstance(share, np.ndarray | np.generic) else getattr(share, "_array", None)
            if values is None or np.isfinite(values).all():
                continue
            node = self.node
            what = "NaN" if np.isnan(values).any() else "infinity"
            came = "already came to" if share is g else "was born in the derivative of"
            called = node.line or "an unknown line (run the forward pass under detect_anomaly too)"
            raise AnomalyError(
                f"{what} {came} {node.recipe.name}, whose result has shape {node.shape}, called at {called}. "
                "If a np.where chooses something else at the bad points, replace them in the input of "
                f"{node.recipe.name} too: np.where(ok, {node.recipe.name}(np.where(ok, x, 1.0)), 0.0)."
            )
        return shares


@contextmanager
def _watched(nodes: Iterable[Node]) -> Iterator[None]:
    """Check what every rule of these nodes returns, for a while."""
    inner = [node for node in nodes if node.recipe is not None]
    for node in inner:
        node.recipe = Checked(node)
    try:
        yield
    finally:
        for node in inner:
            node.recipe = node.recipe.recipe
