"""The quick call of an operation with any count of arguments, written out for that count.

A loop over the arguments would cost twice as much as this code without one. So the code is put together from the pieces
below, once for every sequence of inputs and settings; operations that have the same share it.
"""

import linecache
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from autograd_lite.graph import Node, next_order
from autograd_lite.modes import current
from autograd_lite.recording import PLAIN, SCALARS, remember_view
from autograd_lite.tensor import Tensor

_KNOWN = {
    "__name__": __name__,
    "ARRAYS": frozenset({np.ndarray, np.float64, np.float32, np.complex128}),
    "NUMBERS": SCALARS | {type(None)},
    "Node": Node,
    "PLAIN": PLAIN,
    "Tensor": Tensor,
    "current": current,
    "float64": np.float64,
    "ndarray": np.ndarray,
    "new": object.__new__,
    "next_order": next_order,
    "remember_view": remember_view,
}

_FIRST = """
def bound(operation):
    def call({given}):
        modes = current()
        if not modes.plain:
            return operation.general({given})
        key, parents = 0, ()
"""
_INPUT = """
        if isinstance({x}, Tensor):
            if (memory := {x}._memory) is not None and (memory.root is not None or memory.exposed) and {x}._exposed():
                return operation.general({given})
            {v} = {x}._array
            if {x}._node is not None:
                key |= {bit}
                parents += ({x}._node,)
        elif type({x}) in NUMBERS:
            {v} = {x}
        else:
            return operation.general({given})
"""
_SETTING = """
        if type({x}) in PLAIN:
            {v} = {x}
        elif type({x}) is ndarray:
            {v} = {x}.copy()
        else:
            return operation.general({given})
"""
_DEFAULTS = """
        {defaults}, = operation.tails[{count}]
"""
_LAST = """
        try:
            out{beside} = operation.forward({values})
        except ValueError as error:
            raise operation.misfit(error, ({values},)) from error
        if not key or type(out) not in ARRAYS or out.dtype.kind not in "fc":
            return operation.wrapped(out, ({given},), [{values}{beside}])
        node = new(Node)
        node.recipe = recipe = operation.recipes.get(key) or operation.recipe(key)
        node.parents = parents
        node.saved = recipe.save({values}{beside}, out) if recipe.names else ()
        node.shape, node.dtype, node.scalar = out.shape, out.dtype, (float64 if type(out) is float64 else None)
        node.scope = modes.scope
        node.order = next_order()
        node.hooks = node.line = None
        tensor = new(Tensor)
        tensor._array = out
        tensor._node = node
        tensor._memory = tensor.name = None
        if operation.view and type(out) is ndarray:
            remember_view(x0, tensor, operation, [{values}], modes)
        return tensor
    return call
"""


class Calls(dict[int, Callable[..., Any]]):
    """The calls of an operation by their count of arguments, each made when it is first asked for.

    The arguments are Tensors, numbers or None, and settings; anything unusual goes the general way.
    """

    def __init__(self, operation: Any) -> None:
        super().__init__()
        self.operation = operation

    def __missing__(self, count: int) -> Callable[..., Any]:
        operation = self.operation
        quick = operation.steady and operation.required <= count <= min(len(operation.positional), operation.out_place)
        if quick:
            self[count] = _written(operation.bits, count, len(operation.byproducts))(operation)
        return self[count] if quick else operation.general


@cache
def _written(bits: tuple[int, ...], count: int, byproducts: int) -> Any:
    """Return ``operation -> call`` for all operations with these inputs, settings (bit 0) and count of by-products."""
    names = {
        "given": ", ".join(f"x{k}" for k in range(count)),
        "values": ", ".join(f"v{k}" for k in range(len(bits))),
        "beside": "".join(f", b{k}" for k in range(byproducts)),
        "defaults": ", ".join(f"v{k}" for k in range(count, len(bits))),
        "count": str(count),
    }
    taken = [
        (_INPUT if bit else _SETTING).format(x=f"x{k}", v=f"v{k}", bit=bit, **names)
        for k, bit in enumerate(bits[:count])
    ]
    defaults = [_DEFAULTS.format(**names)] if count < len(bits) else []
    source = "".join([_FIRST.format(**names), *taken, *defaults, _LAST.format(**names)])
    where = f"<{__name__}: {count} arguments, bits {bits}>"
    linecache.cache[where] = len(source), None, source.splitlines(keepends=True), where  # tracebacks show the lines
    known = dict(_KNOWN)
    exec(compile(source, where, "exec"), known)  # the text above, with names that are made here
    return known["bound"]
