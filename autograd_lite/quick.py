"""The quick calls: one or two Tensors or numbers and no settings, which is what nearly every program is made of.

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
    ways: list[tuple[Recipe, Callable[[Any], Any] | None] | None]

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
        if not (modes.plain and isinstance(x, Tensor)) or (x._memory is not None and x._exposed()):
            return self.general(x)
        array, parent = x._array, x._node
        try:
            out = self.forward(array)
        except ValueError as error:
            raise self.misfit(error, (array,)) from error
        if parent is None or (type(out) is not _ndarray and type(out) is not _float64):
            return self.wrapped(out, (x,))
        recipe, save = self.ways[1] or self.way(1)
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
        """Apply to two Tensors or numbers; anything unusual goes the general way."""
        modes = current()
        if isinstance(x, Tensor):
            if x._memory is not None and x._exposed():
                return self.general(x, y)
            a, m = x._array, x._node
        else:
            a, m = x, None
            if type(x) not in SCALARS:
                return self.general(x, y)
        if isinstance(y, Tensor):
            if y._memory is not None and y._exposed():
                return self.general(x, y)
            b, n = y._array, y._node
        else:
            b, n = y, None
            if type(y) not in SCALARS:
                return self.general(x, y)
        if not modes.plain:
            return self.general(x, y)
        try:
            out = self.forward(a, b)
        except ValueError as error:
            raise self.misfit(error, (a, b)) from error
        if (m is n is None) or (type(out) is not _ndarray and type(out) is not _float64):
            return self.wrapped(out, (x, y))
        node = _new_node(Node)
        if m is None:
            recipe, save = self.ways[2] or self.way(2)
            node.parents = (n,)
        elif n is None:
            recipe, save = self.ways[1] or self.way(1)
            node.parents = (m,)
        else:
            recipe, save = self.ways[3] or self.way(3)
            node.parents = (m, n)
        node.recipe = recipe
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
            way = recipe, lambda found: recipe.save(list(found[:-1]), found[-1])
        self.ways[key] = way
        return way
