"""Numbers of a graph: values that nodes hold or a recording saw, gradients of a pass for the picture."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from autograd_lite.backward import conjugated, propagate
from autograd_lite.errors import AutogradError
from autograd_lite.graph import Leaf, Node

FEW = 9  # elements that are written out


def values_of(order: Iterable[Node], seen: Mapping[Node, Any]) -> tuple[dict[Node, Any], set[Node]]:
    """Return the values that are known, by node, and the leaves whose values may be later ones.

    They were recorded, saved for a rule, or are held by the Tensor of a leaf. That comes last, since somebody may have
    written to it since, as an optimizer's step does; the second result are the leaves of which that may be so.
    """
    values: dict[Node, Any] = {}
    leaves = []
    for node in order:
        if isinstance(node, Leaf):
            leaves.append(node)
            continue
        if node in seen:
            values[node] = seen[node].out
            _from_call(node, seen[node].bound, values)
        elif node.saved is not None and hasattr(node.recipe, "names"):
            _from_saved(node, values)
    doubtful = set[Node]()
    for leaf in leaves:
        owner = leaf.owner() if leaf.owner is not None else None
        if owner is not None and _may_have_changed(owner, values.get(leaf)):
            doubtful.add(leaf)
        if owner is not None:
            values.setdefault(leaf, owner._value())
    return {node: value for node, value in values.items() if not isinstance(value, tuple | list)}, doubtful


def _may_have_changed(owner: Any, known: Any) -> bool:
    """Return True for a leaf if somebody may have written there, and nothing kept the value, or only its own array.

    Nobody has where its memory was neither handed out nor written to: then there is no record of it.
    """
    memory = owner._memory
    return memory is not None and (known is None or (known is owner._array and memory.exposed))


def results_of(order: Iterable[Node], seen: Mapping[Node, Any]) -> dict[Node, Any]:
    """Return the values of operations with several results, where they are known: recorded, or saved for a rule."""
    found = {}
    for node in order:
        names = getattr(node.recipe, "names", ())
        if node in seen:
            out = seen[node].out
        else:
            out = node.saved[names.index("out")] if node.saved is not None and "out" in names else None
        if isinstance(out, tuple | list) and isinstance(node.shape, tuple) and len(out) == len(node.shape):
            found[node] = out
    return found


def _from_call(node: Node, bound: Mapping[str, Any], values: dict[Node, Any]) -> None:
    """Note what a call was given for leaves: an array that stays as it was, for what writes to its Tensor copies it."""
    tracked = getattr(node.recipe, "tracked", ())
    if len(tracked) == len(node.parents) and not {*tracked} & {*node.recipe.operation.sequences}:
        for name, parent in zip(tracked, node.parents, strict=True):
            if isinstance(parent, Leaf) and isinstance(bound.get(name), np.ndarray | np.generic):
                values.setdefault(parent, bound[name])


def _from_saved(node: Node, values: dict[Node, Any]) -> None:
    recipe = node.recipe
    for name, value in zip(recipe.names, node.saved, strict=False):
        if name == "out":
            values.setdefault(node, value)
        elif name in recipe.tracked and name not in recipe.operation.sequences:
            place = [t for t in recipe.tracked if t not in recipe.operation.sequences].index(name)
            if len(node.parents) == len(recipe.tracked):
                values.setdefault(node.parents[place], value)


def computed(operation: Any, arguments: Mapping[str, Any]) -> Any:
    """Return what an operation gives, or None where it refuses, since an argument that nothing kept is not known."""
    with np.errstate(all="ignore"):
        try:
            return operation.compute([arguments[name] for name in operation.parameters])
        except (AutogradError, TypeError, ValueError):
            return None


# Settings that need not be known: whoever guesses the first two wrong gets another shape or dtype, and notices; the
# others change no number of a recorded call.
_HARMLESS = {"keepdims", "overwrite_input", "dtype", "out", "casting", "order", "optimize"}


def given_to(reading: Any, node: Node, used: Any, values: Mapping[Node, Any]) -> dict[str, Any] | None:
    """Return the arguments of a call by name, or None where one of them is not known any more."""
    operation = getattr(node.recipe, "operation", None)
    if operation is None or operation.sequences or any(u.way for u in used):
        return None
    given = {u.name: values.get(u.source) if u.source is not None else u.value for u in used}
    settings = dict(reading.settings[node])
    kept = set(node.recipe.names) if node.saved is not None else set()  # of a freed graph no setting is known
    unknown = set(operation.parameters) - set(operation.inputs) - kept - _HARMLESS
    if unknown and node not in reading.known.seen:
        return None
    arguments = {**operation.defaults, **settings, **given}
    missing = any(arguments[n] is None and operation.defaults[n] is not None for n in operation.inputs)
    return None if missing else arguments


def gradients_of(ends: Iterable[Node], order: list[Node]) -> dict[Node, Any]:
    """Return the gradients of the (summed) results by node, as users get them.

    Empty where the graph was freed: then there are no numbers to compute it from.
    """
    found = carried(ends, order)
    return {node: conjugated(g) for node, g in found.items() if isinstance(g, np.ndarray | np.generic)}


def carried(ends: Iterable[Node], order: list[Node]) -> dict[Node, Any]:
    """Return what a backward pass carries to each node; the pass is one of our own, which changes no ``.grad``.

    That is a list at operations with several results, and where numbers are complex the conjugate of the gradient.
    """
    if any(node.saved is None for node in order):
        return {}
    if any(isinstance(end.shape, tuple) and end.shape and isinstance(end.shape[0], tuple) for end in ends):
        return {}
    hooks = {node: node.hooks for node in order if node.hooks}
    for node in hooks:
        node.hooks = None  # a user's hook must not see a pass that the user did not ask for
    try:
        seeds = {end: np.ones(end.shape, end.dtype)[()] for end in ends}
        return propagate(seeds, set(order), retain=True)
    finally:
        for node, kept in hooks.items():
            node.hooks = kept


def number_text(value: Any) -> str:
    """Return a few numbers, or what many have in common, with three digits, above four numbers with two.

    Examples
    --------
    >>> number_text(np.array([1.0, -0.25])), number_text(np.arange(100.0))
    ('[1, −0.25]', '0 … 99, mean 49.5')
    """
    array = np.asarray(value)
    if array.size == 0:
        return "empty"
    if array.size <= FEW:
        return _nested(array.tolist(), 3 if array.size <= 4 else 2)
    if array.dtype.kind not in "biuf":
        return f"|·| ≤ {_one(float(np.abs(array).max()))}"
    if not np.isfinite(array).all():
        bad = int((~np.isfinite(array)).sum())
        return f"{bad:,} of {array.size:,} not finite"
    if array.min() == array.max():
        return f"all {_one(float(array.min()))}"
    return f"{_one(float(array.min()))} … {_one(float(array.max()))}, mean {_one(float(array.mean()))}"


def _nested(value: Any, digits: int) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_nested(each, digits) for each in value)}]"
    return _one(value, digits)


_WHOLE = 9999.5


def _one(value: Any, digits: int = 3) -> str:
    text = f"{value:.{digits}g}" if isinstance(value, float | complex) else str(value)
    if "e+0" in text and isinstance(value, float) and abs(value) < _WHOLE:
        text = f"{value:.0f}"  # −101, not −1e2
    if text == "-0":
        return "0"
    return text.replace("e+0", "e").replace("e-0", "e-").replace("-", "−")
