"""The quick calls: Tensors or numbers and no settings, which is what nearly every program is made of.

They do what the general call does in a third of its time. They are written out, without a call to `Node` or to
`Tensor._wrap`, since at this size a call costs what the arithmetic costs.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd_lite.binding import Binding
from autograd_lite.graph import Node, next_order
from autograd_lite.modes import current
from autograd_lite.recipe import Recipe
from autograd_lite.recording import SCALARS, Call
from autograd_lite.tensor import Tensor

_new_node: Any = object.__new__
_new_tensor: Any = object.__new__
_ndarray = np.ndarray
_float64 = np.float64
_FLOAT64 = np.dtype(np.float64)


class QuickCalls(Binding):
    """The part of an operation that handles its quick calls."""

    forward: Any
    fast: int  # count of inputs, if there are one or two and nothing else to give; else -1
    steady: bool  # positional arguments settle the call, and no input is a list
    view: Any  # whether the result may share memory with the first input
    bits: tuple[int, ...]  # by parameter: that of an input, 0 for a setting
    tails: tuple[list[Any], ...]  # by count of arguments: the defaults of those that are not given
    byproducts: tuple[str, ...]
    recipes: dict[int, Recipe]  # by the set of tracked inputs

    def general(self, *args: Any, **kwargs: Any) -> Any:
        """Call with any arguments."""
        raise NotImplementedError

    def recipe(self, tracked: int) -> Recipe:
        """Return the compiled rules for this set of tracked inputs."""
        raise NotImplementedError

    def unary(self, x: Any) -> Any:
        """Apply to one Tensor; anything unusual goes the general way."""
        modes = current()
        if not (modes.plain and isinstance(x, Tensor)):
            return self.general(x)
        if (memory := x._memory) is not None and (memory.root is not None or memory.exposed) and x._exposed():
            return self.general(x)
        array, parent = x._array, x._node
        try:
            out = self.forward(array)
        except ValueError as error:
            raise self.misfit(error, (array,)) from error
        if parent is None or (type(out) is not _ndarray and type(out) is not _float64):
            return self.wrapped(out, (x,), (array,))
        node = _new_node(Node)
        node.recipe = recipe = self.recipes.get(1) or self.recipe(1)
        node.parents = (parent,)
        node.saved = recipe.save(array, out) if recipe.names else ()
        if type(out) is _float64:
            node.shape, node.dtype, node.scalar = (), _FLOAT64, _float64
        else:
            node.shape, node.dtype, node.scalar = out.shape, out.dtype, None
        node.scope = modes.scope
        node.order = next_order()
        node.hooks = node.line = None
        tensor = _new_tensor(Tensor)
        tensor._array = out
        tensor._node = node
        tensor._memory = tensor.name = None
        return tensor

    def binary(self, x: Any, y: Any) -> Any:
        """Apply to two Tensors, numbers or arrays; anything unusual goes the general way."""
        modes, foreign = current(), 0  # arrays that others may write to, so that what is kept of them is a copy
        if isinstance(x, Tensor):
            if (memory := x._memory) is not None and (memory.root is not None or memory.exposed) and x._exposed():
                return self.general(x, y)
            a, m = x._array, x._node
        else:
            a, m = x, None
            if type(x) not in SCALARS:
                if type(x) is not _ndarray or x.dtype.kind not in "biufc":
                    return self.general(x, y)
                foreign = 1
        if isinstance(y, Tensor):
            if (memory := y._memory) is not None and (memory.root is not None or memory.exposed) and y._exposed():
                return self.general(x, y)
            b, n = y._array, y._node
        else:
            b, n = y, None
            if type(y) not in SCALARS:
                if type(y) is not _ndarray or y.dtype.kind not in "biufc":
                    return self.general(x, y)
                foreign |= 2
        if not modes.plain:
            return self.general(x, y)
        try:
            out = self.forward(a, b)
        except ValueError as error:
            raise self.misfit(error, (a, b)) from error
        kind = type(out)
        if (m is None and n is None) or (kind is not _ndarray and kind is not _float64):
            return self.wrapped(out, (x, y), (a, b))
        if foreign and (out is a or out is b or out.base is not None):  # it may lie in an array of the user's
            return self.wrapped(out, (x, y), (a, b))
        node = _new_node(Node)
        if m is None:
            recipe = self.recipes.get(2) or self.recipe(2)
            node.parents = (n,)
        elif n is None:
            recipe = self.recipes.get(1) or self.recipe(1)
            node.parents = (m,)
        else:
            recipe = self.recipes.get(3) or self.recipe(3)
            node.parents = (m, n)
        node.recipe = recipe
        if foreign and (kept := foreign & recipe.kept):
            a, b = (a.copy() if kept & 1 else a), (b.copy() if kept & 2 else b)
        node.saved = recipe.save(a, b, out) if recipe.names else ()
        if kind is _float64:
            node.shape, node.dtype, node.scalar = (), _FLOAT64, _float64
        else:
            node.shape, node.dtype, node.scalar = out.shape, out.dtype, None
        node.scope = modes.scope
        node.order = next_order()
        node.hooks = node.line = None
        tensor = _new_tensor(Tensor)
        tensor._array = out
        tensor._node = node
        tensor._memory = tensor.name = None
        return tensor

    def wrapped(self, out: Any, args: tuple[Any, ...], values: Sequence[Any]) -> Any:
        """Wrap a result that is no plain array with a history: several results, another scalar, no history at all."""
        call = Call()
        for x, bit in zip(args, self.bits, strict=False):
            if bit:
                call.read(bit, x)
        return out if call.source is None else call.finish(self, list(values), out)
