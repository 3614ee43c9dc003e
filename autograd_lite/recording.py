"""Recording one call: which inputs are Tensors, which have a history, what is kept, and who looks on."""

import sys
from typing import Any

import numpy as np

from autograd_lite.arrays import checked_array
from autograd_lite.errors import AnomalyError
from autograd_lite.graph import Node
from autograd_lite.memory import Owned, View
from autograd_lite.modes import Modes, current
from autograd_lite.recipe import CUT, results
from autograd_lite.tensor import Tensor, plain as plain

_SEVERAL = (tuple, list)
_ARRAYS = (np.ndarray, np.generic)
PLAIN = frozenset({int, bool, str, float, type(None), type, tuple, slice})  # settings of these types need no look
SCALARS = frozenset({int, float, complex, bool, np.float64, np.float32, np.int64})


class Call:
    """One call of an operation: which inputs were Tensors, which have a history, which must be copied when kept.

    Sets of inputs are integers, with bit ``1 << k`` for the k-th input of the operation. In `tracked`, an input that
    was detached has the bit that lies `CUT` higher.
    """

    __slots__ = ("count", "foreign", "modes", "parents", "source", "tracked", "which")

    def __init__(self) -> None:
        self.modes: Modes = current()
        self.source: Tensor | None = None  # the first Tensor among the inputs; None if all are plain
        self.tracked = 0  # inputs with a history
        self.parents: list[Node] = []
        self.foreign = 0  # inputs whose memory others may write to
        self.which: list[int] | None = None  # elements of a list of arrays that have a history
        self.count = 0  # length of that list

    def read(self, bit: int, value: Any) -> Any:
        """Return the array of one input."""
        if isinstance(value, Tensor):
            if value._memory is not None and value._exposed():
                self.foreign |= bit
                if value._node is None and value._cut():
                    self.tracked |= bit << CUT
            if value._node is not None and self.modes.tracking:
                self.tracked |= bit
                self.parents.append(value._node)
            if self.source is None:
                self.source = value
            return value._array
        if type(value) in SCALARS or value is None:
            return value
        self.foreign |= bit
        return value if type(value) is np.ndarray and value.dtype.kind in "biufc" else checked_array(value)

    def read_list(self, bit: int, values: Any, name: str) -> list[Any]:
        """Return the arrays of an input that is a list of arrays."""
        if isinstance(values, Tensor):
            values = list(values)
        if not isinstance(values, list | tuple):
            raise TypeError(f"{name} got {type(values).__name__} where a list of arrays is wanted.")
        arrays, which = [], []
        for k, value in enumerate(values):
            before = len(self.parents)
            arrays.append(self.read(bit, value))
            if len(self.parents) > before:
                which.append(k)
        self.which, self.count = which, len(arrays)
        return arrays

    def finish(self, operation: Any, values: list[Any], out: Any) -> Any:
        """Wrap the result; record a node if an input has a history."""
        modes = self.modes
        bound: dict[str, Any] = {}
        if modes.anomaly or modes.watch is not None:
            bound = dict(zip(operation.parameters, values, strict=False))  # by-products come after the parameters
            observe(operation, bound, out, modes)
        several = isinstance(out, _SEVERAL)
        if not several and not isinstance(out, _ARRAYS):
            out = np.asarray(out)[()]
        if self.foreign and not operation.view and type(out) is np.ndarray:
            out = apart(out, values)
        node = None
        if self.parents and (several or out.dtype.kind in "fc"):
            recipe = operation.recipes.get(self.tracked) or operation.recipe(self.tracked)
            if foreign := self.foreign & recipe.kept:
                own_copies(operation, values, foreign)
            saved = recipe.save(*values, out)
            if self.which is not None:
                saved = (*saved, self.count, self.which)
            shape, dtype = (_shapes(out), _dtypes(out)) if several else (out.shape, out.dtype)
            node = Node(recipe, tuple(self.parents), saved, shape, dtype, modes.scope)
            if modes.anomaly:
                node.line = calling_line()
        if modes.watch is not None:
            modes.watch(operation, bound, out, node)
        if several:
            return results(out, node)
        result = Tensor._wrap(out, node)
        if operation.view and isinstance(out, np.ndarray):
            remember_view(self.source, result, operation, values, modes)
        return result


def apart(out: Any, values: list[Any]) -> Any:
    """Return a result that is no view for the library; a copy, if it is an input that others may write to, or part."""
    for value in values:
        if type(value) is list:
            if apart(out, value) is not out:
                return out.copy()
        elif value is out or (out.base is not None and type(value) is np.ndarray and np.may_share_memory(out, value)):
            return out.copy()
    return out


def own_copies(operation: Any, values: list[Any], which: int) -> None:
    """Replace the inputs in `which` by copies, since others may write to their memory before they are used."""
    for k, place in enumerate(operation.input_places):
        if which >> k & 1:
            values[place] = _copied(values[place])


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [v.copy() if isinstance(v, np.ndarray) else v for v in value]
    return value.copy() if isinstance(value, np.ndarray) else value


def _shapes(out: Any) -> tuple[Any, ...]:
    return tuple(np.shape(o) for o in out)


def _dtypes(out: Any) -> tuple[Any, ...]:
    return tuple(np.asarray(o).dtype for o in out)


def remember_view(source: Any, result: Tensor, operation: Any, values: list[Any], modes: Modes) -> None:
    """Let a result that shares memory with its input follow that input's root."""
    base = result._array.base
    if base is not None and type(base) is not np.ndarray:  # NumPy's windows have an object of their own between
        base = getattr(base, "base", None)
    whole = source._array
    if result._array is not whole and (base is None or (base is not whole and base is not whole.base)):
        return
    memory = source._memory
    if memory is None:
        memory = source._memory = Owned(source._array)
    step = (operation, tuple(values[1 : len(operation.positional)]))
    if memory.root is None:
        result._memory = View(source, (step,), memory.version, modes.tracking)
    else:
        result._memory = View(memory.root, memory.then(step), memory.version, modes.tracking and memory.tracking)


def calling_line() -> str:
    """Return file and line of the innermost caller outside the library."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("autograd_lite."):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def observe(operation: Any, bound: dict[str, Any], out: Any, modes: Modes) -> None:
    """Raise under ``detect_anomaly`` if NaN or infinity was born in a call."""
    if not modes.anomaly or all(np.all(np.isfinite(o)) for o in (out if isinstance(out, tuple | list) else (out,))):
        return
    shapes = ", ".join(
        f"{name} {np.shape(bound[name])}" for name in operation.inputs if name not in operation.sequences
    )
    raise AnomalyError(
        f"{operation.name} returned NaN or infinity at {calling_line()} for inputs of shape {shapes}. "
        "Look at what goes in there: a logarithm of zero, a division by zero, an overflow? If a np.where chooses "
        "something else there, make its input harmless first: "
        f"np.where(ok, {operation.name}(np.where(ok, x, 1.0)), 0.0)."
    )
