"""Recording one call: which inputs are Tensors, which have a history, what is kept, and who looks on."""

import sys
from typing import Any

import numpy as np

from autograd_lite.arrays import checked_array
from autograd_lite.errors import AnomalyError
from autograd_lite.graph import Node
from autograd_lite.memory import Owned, View
from autograd_lite.modes import Modes, current
from autograd_lite.recipe import Recipe, results
from autograd_lite.tensor import Tensor, plain as plain

SCALARS = frozenset({int, float, complex, bool, np.float64, np.float32, np.int64})


class Call:
    """One call of an operation: which inputs were Tensors, which have a history, which must be copied when kept."""

    __slots__ = ("foreign", "modes", "nodes", "operation", "source", "tensors", "tracked", "which")

    def __init__(self, operation: Any) -> None:
        self.operation = operation
        self.modes: Modes = current()
        self.tensors = False
        self.tracked: list[str] = []  # names of the inputs with a history
        self.nodes: list[Node] = []
        self.foreign: list[str] = []  # names of the inputs whose memory others may write to
        self.which: list[int] = []  # elements of a list of arrays that have a history
        self.source: Tensor | None = None

    def read(self, name: str, value: Any) -> Any:
        """Return the array of one input."""
        if isinstance(value, Tensor):
            self.tensors = True
            if self.source is None:
                self.source = value
            memory = value._memory
            if memory is not None:
                value._value()
                if (memory if memory.root is None else memory.root._memory).exposed:
                    self.foreign.append(name)
            if value._node is not None and self.modes.tracking:
                self.tracked.append(name)
                self.nodes.append(value._node)
            return value._array
        if type(value) in SCALARS or value is None:
            return value
        self.foreign.append(name)
        return value if type(value) is np.ndarray and value.dtype.kind in "biufc" else checked_array(value)

    def read_list(self, name: str, values: Any) -> list[Any]:
        """Return the arrays of an input that is a list of arrays."""
        if isinstance(values, Tensor):
            values = list(values)
        if not isinstance(values, list | tuple):
            raise TypeError(f"{self.operation.name} got {type(values).__name__} for {name}. Wanted a list of arrays.")
        arrays = []
        for k, value in enumerate(values):
            before = len(self.nodes)
            arrays.append(self.read(name, value))
            if len(self.nodes) > before:
                self.which.append(k)
        if self.which:
            self.tracked = list(dict.fromkeys(self.tracked))
        return arrays

    def finish(self, out: Any, bound: dict[str, Any]) -> Any:
        """Wrap the result; record a node if an input has a history."""
        operation = self.operation
        if self.modes.anomaly or self.modes.watch is not None:
            observe(operation, bound, out, self.modes)
        node = None
        if self.nodes and (isinstance(out, tuple | list) or _kind(out) in "fc"):
            recipe = operation.recipe(tuple(self.tracked))
            for name in self.foreign:
                if name in recipe.kept_inputs:
                    bound[name] = _copied(bound[name])
            saved = tuple([keep(bound, out) for keep in recipe.keep])
            node = make_node(recipe, tuple(self.nodes), (*saved, self.which) if self.which else saved, out, self.modes)
        result = results(out, node)
        if operation.view and self.source is not None and isinstance(result, Tensor):
            remember_view(self.source, result, operation, bound, self.modes)
        return result


def _kind(out: Any) -> str:
    return out.dtype.kind if hasattr(out, "dtype") else np.asarray(out).dtype.kind


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [v.copy() if isinstance(v, np.ndarray) else v for v in value]
    return value.copy() if isinstance(value, np.ndarray) else value


def make_node(recipe: Recipe, parents: tuple[Node, ...], saved: Any, out: Any, modes: Modes) -> Node:
    """Record an operation with one result or several."""
    if isinstance(out, tuple | list):
        shape: Any = tuple(np.shape(o) for o in out)
        dtype: Any = tuple(np.asarray(o).dtype for o in out)
    else:
        shape, dtype = out.shape, out.dtype
    node = Node(recipe, parents, saved, shape, dtype, modes.scope)
    if modes.anomaly:
        node.line = calling_line()
    return node


def remember_view(source: Tensor, result: Tensor, operation: Any, bound: dict[str, Any], modes: Modes) -> None:
    """Let a result that shares memory with its input follow that input's root."""
    array, base = result._array, source._array
    if (
        not isinstance(array, np.ndarray)
        or (array.base is not base and array.base is not base.base)
        or array.base is None
    ):
        return
    memory = source._memory
    if memory is None:
        memory = source._memory = Owned()
    arguments = tuple(bound[name] for name in operation.parameters[1:])
    step = (operation, arguments)
    if memory.root is None:
        result._memory = View(source, (step,), memory.version, modes.tracking)
    else:
        result._memory = View(memory.root, (*memory.steps, step), memory.version, modes.tracking and memory.tracking)


def calling_line() -> str:
    """Return file and line of the innermost caller outside the library."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("autograd_lite."):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def observe(operation: Any, bound: dict[str, Any], out: Any, modes: Modes) -> None:
    """Show a call to whoever watches; under ``detect_anomaly`` raise if NaN or infinity was born in it."""
    if modes.watch is not None:
        modes.watch(operation, bound, out)
    if not modes.anomaly or all(np.all(np.isfinite(o)) for o in (out if isinstance(out, tuple | list) else (out,))):
        return
    shapes = ", ".join(
        f"{name} {np.shape(bound[name])}" for name in operation.inputs if name not in operation.sequences
    )
    raise AnomalyError(
        f"{operation.name} returned NaN or infinity at {calling_line()} for inputs of shape {shapes}. "
        "Look at what goes in there: a logarithm of zero, a division by zero, an overflow?"
    )
