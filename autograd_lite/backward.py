"""The backward pass for its callers: floating-point errors guarded, complex conjugated once, leaves all or none."""

import os
import sys
import threading
from collections import deque
from collections.abc import Container, Iterable
from typing import Any

import numpy as np

from autograd_lite.errors import AnomalyError
from autograd_lite.graph import Leaf, Node, consumers, consumers_towards, sweep
from autograd_lite.modes import current

_commit_lock = threading.Lock()


def _fresh_lock() -> None:
    global _commit_lock
    _commit_lock = threading.Lock()


if hasattr(os, "register_at_fork"):  # a child must not inherit a lock that another thread of its parent held
    os.register_at_fork(after_in_child=_fresh_lock)


def conjugated(g: Any) -> Any:
    """Conjugate `g` if it is complex.

    Rules carry ∂L/∂Re − i ∂L/∂Im backward, so that they multiply by plain derivatives; users give and get its
    conjugate, the direction of steepest ascent, and only here the one is turned into the other.
    """
    return np.conjugate(g) if g.dtype.kind == "c" else g


def propagate(
    seeds: dict[Node, Any], wanted: Container[Node] | None = None, recorded: bool = False, retain: bool = False
) -> dict[Node, Any]:
    """Carry `seeds` back to the leaves, or only to the `wanted` nodes, and return the gradients found there."""
    waiting = consumers(seeds) if wanted is None else consumers_towards(wanted, seeds)
    modes = current()
    if modes.anomaly:
        _watch_for_anomalies(waiting)
    # An invalid operation in a rule is nearly always zero times infinity; the error sends `graph.shares` to the rule's
    # careful form. That is free, where looking for NaN after every product would double the time of small operations.
    with np.errstate(all="ignore", invalid="ignore" if modes.strict else "raise"):
        return sweep(seeds, waiting, wanted or (), recorded, retain)


def accumulate(found: dict[Node, Any]) -> None:
    """Add the gradients to the leaves: all of them, or none if anything goes wrong or Ctrl-C comes between."""
    with _commit_lock:
        leaves = [node for node in found if isinstance(node, Leaf)]
        grads = [
            own(found.pop(leaf)) if leaf.grad is None else leaf.grad + conjugated(found.pop(leaf)) for leaf in leaves
        ]
        deque(map(_set_grad, leaves, grads), maxlen=0)  # runs in C from the first to the last: no signal comes between


_set_grad = Leaf.__dict__["grad"].__set__  # the slot's own setter, which runs without bytecode


def own(g: Any) -> Any:
    """Return `g` as the user gets it: conjugated if complex, and an array whose memory nobody else holds."""
    if not isinstance(g, np.ndarray | np.generic):
        return conjugated(g)
    if g.dtype.kind == "c":
        return np.array(np.conjugate(g))
    alone = isinstance(g, np.ndarray) and g.base is None and g.flags.writeable and sys.getrefcount(g) <= _ALONE
    return g if alone else np.array(g)


def _references(g: Any) -> int:
    return sys.getrefcount(g)


_ALONE = _references(np.empty(0))  # what getrefcount says of an array that only its caller's expression holds


def _watch_for_anomalies(nodes: Iterable[Node]) -> None:
    for node in nodes:
        if node.recipe is not None and node.line is not None:
            hooks = node.hooks = dict(node.hooks or {})
            hooks["anomaly"] = lambda g, node=node: _finite(g, node)


def _finite(g: Any, node: Node) -> Any:
    """Raise if the gradient that arrives at `node` is not finite, and say where its operation was called."""
    values = g if isinstance(g, np.ndarray | np.generic) else g.data
    if not np.isfinite(values).all():
        raise AnomalyError(
            f"A {'NaN' if np.isnan(values).any() else 'infinity'} arrived as the gradient of the result of "
            f"{node.recipe.name} (shape {node.shape}), called at {node.line}. Its consumer's derivative is not finite "
            "there; if a np.where hides the bad points, replace their inputs by harmless ones before the function too."
        )
    return g
