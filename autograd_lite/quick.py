"""The quick calls: Tensors or numbers and no settings, which is what nearly every program is made of.

They do what the general call does in a third of its time. They are written out, without a call to `Node` or to
`Tensor._wrap`, since at this size a call costs what the arithmetic costs.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.graph import Node
from autograd_lite.modes import current
from autograd_lite.recipe import Recipe
from autograd_lite.recording import SCALARS, Call
from autograd_lite.rules import saver
from autograd_lite.tensor import Tensor

_new_node: Any = object.__new__
_new_tensor: Any = object.__new__
_ndarray = np.ndarray
_float64 = np.float64
_FLOAT64 = np.dtype(np.float64)


class QuickCalls:
    """The part of an operation that handles its quick calls."""

    forward: Any
    inputs: tuple[str, ...]
    fast: int  # count of inputs if there is nothing else to give, else 0
    ways: dict[int, tuple[Recipe, Callable[[Any], Any] | None]]  # by the set of tracked inputs

    def general(self, *args: Any, **kwargs: Any) -> Any:
        """Call with any arguments."""
        raise NotImplementedError

    def misfit(self, error: ValueError, values: Sequence[Any]) -> ValueError:
        """Return the error for arguments that NumPy refuses."""
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
            return self.wrapped(out, (x,))
        recipe, save = self.ways.get(1) or self.way(1)
        node = _new_node(Node)
        node.recipe = recipe
        node.parents = (parent,)
        node.saved = save((array, out)) if save is not None else ()
        if type(out) is _float64:
            node.shape, node.dtype, node.scalar = (), _FLOAT64, _float64
        else:
            node.shape, node.dtype, node.scalar = out.shape, out.dtype, None
        node.scope = modes.scope
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
        if (m is n is None) or (type(out) is not _ndarray and type(out) is not _float64):
            return self.wrapped(out, (x, y))
        if foreign and (out is a or out is b or out.base is not None):  # it may lie in an array of the user's
            return self.wrapped(out, (x, y))
        node = _new_node(Node)
        if m is None:
            recipe, save = self.ways.get(2) or self.way(2)
            node.parents = (n,)
        elif n is None:
            recipe, save = self.ways.get(1) or self.way(1)
            node.parents = (m,)
        else:
            recipe, save = self.ways.get(3) or self.way(3)
            node.parents = (m, n)
        node.recipe = recipe
        if foreign and (kept := foreign & recipe.kept):
            a, b = (a.copy() if kept & 1 else a), (b.copy() if kept & 2 else b)
        node.saved = save((a, b, out)) if save is not None else ()
        if type(out) is _float64:
            node.shape, node.dtype, node.scalar = (), _FLOAT64, _float64
        else:
            node.shape, node.dtype, node.scalar = out.shape, out.dtype, None
        node.scope = modes.scope
        node.hooks = node.line = None
        tensor = _new_tensor(Tensor)
        tensor._array = out
        tensor._node = node
        tensor._memory = tensor.name = None
        return tensor

    def several(self, args: tuple[Any, ...]) -> Any:
        """Apply to three or more Tensors, numbers or None; anything unusual goes the general way."""
        modes = current()
        if not modes.plain:
            return self.general(*args)
        values, parents, key, bit = [], [], 0, 1
        for x in args:
            if isinstance(x, Tensor):
                if (memory := x._memory) is not None and (memory.root is not None or memory.exposed) and x._exposed():
                    return self.general(*args)
                values.append(x._array)
                if x._node is not None:
                    parents.append(x._node)
                    key |= bit
            elif x is None or type(x) in SCALARS:
                values.append(x)
            else:
                return self.general(*args)
            bit += bit
        try:
            out = self.forward(*values)
        except ValueError as error:
            raise self.misfit(error, values) from error
        if not parents or type(out) is not _ndarray:
            return self.wrapped(out, args)
        recipe, save = self.ways.get(key) or self.way(key)
        values.append(out)
        saved = save(values) if save is not None else ()
        return Tensor._wrap(out, Node(recipe, tuple(parents), saved, out.shape, out.dtype, modes.scope))

    def wrapped(self, out: Any, inputs: tuple[Any, ...]) -> Any:
        """Wrap a result that is no plain array with a history: several results, another scalar, no history at all."""
        call = Call()
        values = [call.read(1 << k, value) for k, value in enumerate(inputs)]
        return out if call.source is None else call.finish(self, values, out)

    def way(self, key: int) -> tuple[Recipe, Callable[[Any], Any] | None]:
        """Return the recipe and the saving function for the inputs whose bits are set in `key`."""
        recipe, values = self.recipe(key), (*self.inputs, "out")
        if all(name in values for name in recipe.names):
            way = recipe, saver([values.index(name) for name in recipe.names])
        else:
            way = recipe, lambda found: recipe.save(found, found[-1])
        self.ways[key] = way
        return way
