"""What went into a node: tracked parents, untracked arrays as far as the node kept them, settings.

A node keeps only what its rules name, so an untracked operand may be known by value, or not at all: then it is shown as
such. Recording a function (``draw(f, x)``) fills the gaps.
"""

from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.graph import Node
from autograd_lite.viz.reading.known import is_array


class Operand(NamedTuple):
    """One input of an operation: a node, or a value that was not tracked, or neither where nothing is known.

    `way` holds the plumbing between the node and the operation, where that is left out of the picture. `cut` says that
    the operand was detached from its history, `data` that it has no derivative: labels, a mask. `shape` is that of one
    of which nothing else was kept.
    """

    name: str
    source: Node | None
    value: Any
    way: tuple[Node, ...] = ()
    cut: bool = False
    data: bool = False
    shape: tuple[int, ...] | None = None


_USUAL = (), False, False, None
_new = tuple.__new__  # a third of the time of a call with a default: large graphs have many operands


class Inputs(NamedTuple):
    """All that a node tells about its call."""

    operands: list[Operand]
    settings: list[tuple[str, Any]]


class Wiring:
    """How a recipe's inputs are found in its nodes; computed once a recipe."""

    __slots__ = (
        "detached",
        "inner",
        "operation",
        "places",
        "plain",
        "said",
        "sequences",
        "settings",
        "shapes",
        "untracked",
    )

    def __init__(self, recipe: Any) -> None:
        operation = recipe.operation
        self.operation = operation
        self.sequences = operation.sequences
        self.detached = recipe.detached
        saved = {name: k for k, name in enumerate(recipe.names)}
        self.places = [(name, name in recipe.tracked, saved.get(name)) for name in operation.inputs]
        shapes = {f"{name}_{what}" for name in operation.inputs for what in ("shape", "shapes", "dtype")}
        hidden = shapes | set(operation.inputs) | {"out", "out_shape", *operation.byproducts}
        self.shapes = saved.get(f"{next(iter(self.sequences), None)}_shapes")
        self.settings = [(name, k, operation.defaults.get(name)) for name, k in saved.items() if name not in hidden]
        self.untracked = [k for _, tracked, k in self.places if not tracked and k is not None]
        self.said = [*self.untracked, *[k for _, k, _ in self.settings]]  # places in what a node keeps
        self.untracked += [k for name, k, _ in self.settings if name != "index"]
        self.inner = _INNER.get(operation.name, _NONE) if is_ours(operation) else _NONE
        every = all(tracked and name not in self.sequences for name, tracked, _ in self.places)
        self.plain = operation.inputs if every and not self.settings else None

    def read(self, node: Node) -> Inputs:
        """Return the inputs of one node."""
        plain, parents = self.plain, node.parents
        if plain is not None and len(plain) == len(parents):
            return Inputs(
                [
                    _new(Operand, (n, parent, None, (), False, False, None))
                    for n, parent in zip(plain, parents, strict=True)
                ],
                [],
            )
        saved = node.saved
        left = iter(parents)
        others = sum(1 for name, tracked, _ in self.places if tracked and name not in self.sequences)
        operands: list[Operand] = []
        for name, tracked, place in self.places:
            if tracked and name in self.sequences:
                operands += self._parts(saved, name, place, list(islice(left, len(parents) - others)))
            elif tracked:
                operands.append(Operand(name, next(left), None))
            else:
                value = saved[place] if saved is not None and place is not None else None
                operands.append(Operand(name, None, value, (), name in self.detached))
        said = [] if saved is None else [(n, saved[k]) for n, k, usual in self.settings if _differs(saved[k], usual)]
        return self.sorted_out(operands, said)

    def _parts(self, saved: Any, name: str, place: int | None, tracked: list[Node]) -> list[Operand]:
        """Return the arrays of a list, those without a history too where the node knows which they are."""
        if saved is None or len(self.sequences) > 1:
            return [Operand(name, parent, None) for parent in tracked]
        count, which = saved[-2:]
        sources = dict(zip(which, tracked, strict=True))
        values = saved[place] if place is not None else [None] * count
        shapes = saved[self.shapes] if self.shapes is not None else [None] * count
        return [
            Operand(name, sources[k], None) if k in sources else Operand(name, None, values[k], shape=shapes[k])
            for k in range(count)
        ]

    def sorted_out(self, operands: list[Operand], said: list[tuple[str, Any]]) -> Inputs:
        """Return operands and settings; an array without a derivative, such as labels or a mask, is an operand too."""
        settings: list[tuple[str, Any]] = []
        data: list[Operand] = []
        if self.operation.name == "_einsum" and is_ours(self.operation):
            given = dict(said)
            said = [("subscripts", f"{','.join(given['terms'])} → {given['target']}")] if "terms" in given else []
        for name, value in said:
            if name in self.inner and not (name == "share" and is_array(value)):
                continue
            if name == "settings" and isinstance(value, dict):
                settings += value.items()
            elif is_array(value) and name != "index":
                data.append(Operand(name, None, value, (), False, True))
            else:
                settings.append((name, value))
        if data:
            place = {name: k for k, name in enumerate(self.operation.parameters)}
            operands = sorted([*operands, *data], key=lambda operand: place.get(operand.name, 0))
        return Inputs(operands, settings)


_NONE: frozenset[str] = frozenset()
_INNER = {  # settings that the library works out, or that nobody looks for; shares of rows that differ are shown
    "_checkpoint": frozenset({"function", "count", "values", "closure"}),
    "standardize": frozenset({"eps"}),
    "rms_standardize": frozenset({"eps"}),
    "softmax_cross_entropy": frozenset({"share"}),
    "scaled": frozenset({"shape"}),
    "pooled": frozenset({"places"}),
    "singular_vectors": frozenset({"full_matrices"}),
    "window_sum": frozenset({"windows"}),
    "solution": frozenset({"dynamics", "tolerances"}),
}


def is_ours(operation: Any) -> bool:
    """Return True for an operation of the library, False for one of a user, whatever it is called."""
    module = str(getattr(operation, "__module__", ""))
    given = module == "autograd_lite.custom" and not operation.name.startswith("_")  # a function of the user's
    return module.startswith("autograd_lite.") and not given


class Reader:
    """Reads nodes, and remembers the wiring of the recipes that it has met."""

    def __init__(self, seen: dict[Node, Any] | None = None) -> None:
        self._wirings: dict[Any, Wiring] = {}
        self._seen = seen or {}

    def wiring(self, recipe: Any) -> Wiring | None:
        """Return how the inputs of a recipe are found, None for one among several results."""
        wiring = self._wirings.get(recipe)
        if wiring is None and hasattr(recipe, "names"):
            wiring = self._wirings[recipe] = Wiring(recipe)
        return wiring

    def read(self, node: Node) -> Inputs:
        """Return what went into `node`; what a recording saw takes precedence over what the node kept."""
        wiring = self.wiring(node.recipe)
        if wiring is None:
            return Inputs([Operand("x", parent, None) for parent in node.parents], [])
        inputs = wiring.read(node)
        seen = self._seen.get(node) if self._seen else None
        return inputs if seen is None else _completed(inputs, seen, wiring)


def _completed(inputs: Inputs, seen: Any, wiring: Wiring) -> Inputs:
    bound, operation = seen.bound, wiring.operation
    operands, met = [], Counter[str]()
    for used in inputs.operands:
        if used.data:
            continue
        given = bound[used.name]
        if used.name in wiring.sequences:
            given = given[met[used.name]]
            met[used.name] += 1
        operands.append(used if used.source else used._replace(value=given))
    said = [
        (name, bound[name])
        for name in operation.parameters
        if name not in operation.inputs and _differs(bound[name], operation.defaults[name])
    ]
    return wiring.sorted_out(operands, said)


def _differs(value: Any, default: Any) -> bool:
    return isinstance(value, np.ndarray) or isinstance(default, np.ndarray) or bool(value != default)


def setting_text(name: str, value: Any) -> str:
    """Return a setting as the user wrote it: ``axis=1``, ``[:, 0]`` for an index."""
    if name == "index":
        return index_text(value)
    if name == "steps":
        return ""  # stands in the title
    if name == "subscripts":
        return str(value)
    if name in _NEUTRAL and (one := _alike(value)) is not None:
        return "" if one == _NEUTRAL[name] else f"{name}={one}"
    if isinstance(value, np.ndarray) and value.size > 4:
        return ""  # a row of the box
    if isinstance(value, list | tuple) and len(value) > 8:
        return f"{name}=…"
    return f"{name}={plain_text(value)}"


_NEUTRAL = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}  # of windows: what is said when it is another


def _alike(value: Any) -> int | None:
    """Return the one number in a nest of tuples, None if there are several."""
    found = {_alike(each) for each in value} if isinstance(value, tuple) else {value}
    one = found.pop() if len(found) == 1 else None
    return one if type(one) is int else None


def plain_text(value: Any) -> str:
    """Return a number, or a few of them, as short as they can be written without a loss that a reader would mind."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, tuple | list):
        inner = ", ".join(plain_text(v) for v in value)
        return f"({inner}{',' * (len(value) == 1)})" if isinstance(value, tuple) else f"[{inner}]"
    return (
        repr(value) if isinstance(value, str | int | bool | complex | type(None) | np.dtype) else type(value).__name__
    )


def index_text(index: Any, name_of: Callable[[Any], str] = lambda _: "") -> str:
    """Return an index the way it is written: ``[1:, ..., 0]``; `name_of` gives names to arrays in it.

    Examples
    --------
    >>> index_text((slice(None), None, np.array([2, 0]))), index_text(np.array([2, 0]), lambda _: "rows")
    ('[:, None, [2, 0]]', '[rows]')
    """
    if isinstance(index, str):
        return index
    parts = index if isinstance(index, tuple) else (index,)
    return f"[{', '.join(_part(part, name_of) for part in parts)}]"


def _part(part: Any, name_of: Callable[[Any], str]) -> str:
    if isinstance(part, slice):
        ends = [("" if end is None else str(end)) for end in (part.start, part.stop)]
        return ":".join([*ends, str(part.step)] if part.step is not None else ends)
    if part is Ellipsis:
        return "..."
    if isinstance(part, np.ndarray):
        if name := name_of(part):
            return name
        few = part.ndim == 0 or (part.size <= _FEW and part.dtype != bool)
        return plain_text(part) if few else "mask" if part.dtype == bool else "index"
    return str(part)


_FEW = 3  # positions that are written out
