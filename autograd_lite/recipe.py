"""Recipes: the rules of an operation, compiled for the inputs that have a history. What a node refers to."""

from typing import Any

import numpy as np

from autograd_lite import rules as compiled
from autograd_lite.arrays import unbroadcast
from autograd_lite.errors import GradientShapeError
from autograd_lite.graph import Deferred, Node
from autograd_lite.tensor import Tensor

_wrap = Tensor._wrap
_new_tensor: Any = object.__new__
CUT = 32  # how many bits higher than tracked inputs those stand in a set that were detached; no operation has so many


class Recipe:
    """An operation's rules, compiled for the case that just the inputs named in `tracked` have a history.

    Of the others, those named in `detached` were cut from theirs; the rules are the same, and pictures say so.
    """

    __slots__ = (
        "careful",
        "detached",
        "kept",
        "lifts",
        "name",
        "names",
        "operation",
        "pull",
        "recorded",
        "rows",
        "save",
        "tracked",
    )

    def __init__(self, operation: Any, tracked: tuple[str, ...], detached: tuple[str, ...] = ()) -> None:
        self.operation = operation
        self.name = operation.name
        self.tracked = tracked
        self.detached = detached
        self.names = tuple(dict.fromkeys(n for t in tracked for n in operation.needs[t]))
        self.kept = sum(1 << k for k, name in enumerate(operation.inputs) if name in self.names)
        count = len(operation.parameters) + len(operation.byproducts)
        self.save = compiled.saver([_kept(n, operation) for n in self.names], count)
        sequences = [t in operation.sequences for t in tracked]
        picks = {t: [self.names.index(n) for n in operation.needs[t]] for t in tracked}
        for form in ("pull", "recorded", "careful"):
            shares = [operation.share(t, picks[t], form) for t in tracked]
            setattr(self, form, compiled.together(shares, sequences))
        self.lifts = None if any(sequences) or {*operation.byproducts} & {*self.names} else self._lifts()
        rows = [operation.rows(t, picks[t]) for t in tracked]
        self.rows = None if None in rows else compiled.together(rows, sequences)

    def _lifts(self) -> list[tuple[int, int | None]]:
        """Return the place of every saved array, and that of its parent: None without a history, −1 for the result."""
        parents = {n: self.tracked.index(n) if n in self.tracked else None for n in self.operation.inputs}
        parents["out"] = -1
        return [(k, parents[n]) for k, n in enumerate(self.names) if n in parents]

    def lift(self, node: Node) -> list[Any]:
        """Return the saved values of `node` as Tensors, joined to the nodes that they came from."""
        saved = list(node.saved)
        if self.lifts is not None and type(node.dtype) is not tuple:
            for k, place in self.lifts:
                if place is None and not isinstance(saved[k], np.ndarray):
                    continue
                tensor = _new_tensor(Tensor)  # written out: the nodes of a second derivative are lifted one by one
                tensor._array = saved[k]
                tensor._node = None if place is None else node if place < 0 else node.parents[place]
                tensor._memory = tensor.name = None
                saved[k] = tensor
            return saved
        sources = self.sources(node)
        for k, name in enumerate(self.names):
            if name == "out":
                saved[k] = results(saved[k], node)
            elif name in self.operation.byproducts:
                saved[k] = None
            elif name in self.operation.inputs:
                saved[k] = _lifted(saved[k], sources.get(name))
        return saved

    def sources(self, node: Node) -> dict[str, Any]:
        """Return the parent of every tracked input; for a list of arrays, a dict from position to parent."""
        parents = iter(node.parents)
        return {
            name: {k: next(parents) for k in node.saved[-1]} if name in self.operation.sequences else next(parents)
            for name in self.tracked
        }

    def check(self, shares: Any, parents: tuple[Node, ...]) -> None:
        """Raise if a rule returned something else than an array."""
        for share, parent in zip(shares, parents, strict=False):
            if not isinstance(share, Tensor | np.ndarray | np.generic | Deferred):
                raise GradientShapeError(
                    f"A rule of {self.name} returned a {type(share).__name__} for an input of shape {parent.shape}. "
                    "Wanted an array of that shape."
                )

    def fit(self, share: Any, parent: Node) -> Any:
        """Give a share the shape and dtype of its parent: undo broadcasting, drop an imaginary part, cast."""
        if share.shape != parent.shape:
            if not self.operation.broadcasts or share.ndim < len(parent.shape):
                raise GradientShapeError(
                    f"A rule of {self.name} returned a share of shape {share.shape} for an input of shape "
                    f"{parent.shape}. Wanted equal shapes: is a sum, a reshape or a transpose missing in the rule?"
                )
            try:
                share = unbroadcast(share, parent.shape)
            except FloatingPointError:  # infinity minus infinity is NaN, as in every sum of shares
                with np.errstate(invalid="ignore"):
                    share = unbroadcast(share, parent.shape)
        if share.dtype != parent.dtype:
            if share.dtype.kind not in "biufc":
                raise GradientShapeError(f"A rule of {self.name} returned a share of dtype {share.dtype}, not numbers.")
            share = np.real(share) if share.dtype.kind == "c" and parent.dtype.kind != "c" else share
            share = share.astype(parent.dtype)
        return share

    def add(self, held: Any, share: Any, own: bool) -> Any:
        """Sum two shares, in place if the sweep owns the first."""
        try:
            if own and type(held) is np.ndarray:  # then so is the share, or a number
                held += share
                return held
            return held + share
        except FloatingPointError:  # infinity minus infinity: IEEE's NaN is the answer
            with np.errstate(invalid="ignore"):
                return held + share


def _lifted(value: Any, source: Any) -> Any:
    """Return a saved input as a Tensor with its history, if it had one; numbers stay as they are."""
    if isinstance(value, list):
        return [_lifted(v, (source or {}).get(k)) for k, v in enumerate(value)]
    return _wrap(value, source) if source is not None or isinstance(value, np.ndarray) else value


def _kept(name: str, operation: Any) -> str:
    """Return what a rule means by `name`, as an expression of the values ``v0``, ``v1``, … and of ``out``."""
    if name == "out":  # the result, also where the function has a parameter out=
        return "out"
    if name in (known := (*operation.parameters, *operation.byproducts)):
        return f"v{known.index(name)}"
    if name == "out_shape":
        return "out.shape"
    base, _, what = name.rpartition("_")
    value = f"v{operation.parameters.index(base)}"
    if what == "shapes":
        return f"[shape(x) for x in {value}]"
    return (
        f"result_type({value})"
        if what == "dtype"
        else f"({value}.shape if type({value}) is ndarray else shape({value}))"
    )


def results(out: Any, node: Node | None) -> Any:
    """Wrap what a forward function returned: an array, or a tuple of arrays, each with a node that picks it out."""
    if isinstance(out, tuple | list):
        picked = [_wrap(o, _picked(node, k, o)) for k, o in enumerate(out)]
        return type(out)(*picked) if hasattr(out, "_fields") else type(out)(picked)
    return _wrap(out if isinstance(out, np.ndarray | np.generic) else np.asarray(out)[()], node)


def _picked(node: Node | None, k: int, out: Any) -> Node | None:
    out = np.asarray(out)
    return Node(Pick, (node,), (k,), out.shape, out.dtype, node.scope) if node and out.dtype.kind in "fc" else None


class Pick:
    """The recipe of one among several results: its gradient takes its place in the list that the operation gets."""

    name = "pick"

    @staticmethod
    def pull(_: Any, saved: Any) -> tuple[Deferred]:
        """Return a share that fills place ``saved[0]``, with zeros in the places not yet filled."""

        def add_to(held: Any, _own: bool, parent: Node, g: Any, _own_g: bool) -> Any:
            held = held or [np.zeros(s, d) for s, d in zip(parent.shape, parent.dtype, strict=True)]
            held[saved[0]] = held[saved[0]] + g
            return held

        return (Deferred(add_to),)

    careful = recorded = pull

    @staticmethod
    def lift(node: Node) -> Any:
        """Return what was saved: a place."""
        return node.saved
