"""What is said of arrays that flow into an operation: parameters, inputs, constants, by name."""

from typing import Any

import numpy as np

from autograd_lite.graph import Leaf, Node
from autograd_lite.viz.description import Box, Row, dtype_text, short
from autograd_lite.viz.reading.backview import way_back
from autograd_lite.viz.reading.known import Known, is_array, local_name
from autograd_lite.viz.reading.numbers import number_text
from autograd_lite.viz.reading.operands import Operand, index_text
from autograd_lite.viz.reading.wording import DETACHED, MASK, UNKEPT, UNNAMED, Written, transposed_mark


class Arrays:
    """Names and rows of what an operation takes; `formulas` notes at rows how the gradient comes back."""

    def __init__(self, known: Known, formulas: bool) -> None:
        self.known, self.formulas = known, formulas
        self.names: dict[Node, str] = {}

    def name(self, leaf: Node) -> str:
        """Return the name of a leaf, or an empty string."""
        name = self.names.get(leaf)
        if name is None:
            name = self.names[leaf] = self.known.leaf_name(leaf)
        return name

    def index(self, index: Any) -> str:
        """Return an index as it was written, with the names of arrays in it."""
        return index_text(index, lambda array: getattr(self.known.origin(array), "text", ""))

    def fed(self, operands: list[Operand]) -> tuple[bool, bool]:
        """Return whether anything flows into an operation along an arrow, and whether it takes untracked arrays."""
        flows = arrays = False
        known = self.known
        for used in operands:
            source = used.source
            if source is not None:  # computed before, or a declared input
                flows = flows or not isinstance(source, Leaf) or source in known.inputs
            elif is_array(used.value) and not used.data:
                arrays = True
                flows = flows or id(used.value) in known.arrays
        return flows, arrays

    def row(self, node: Node, used: Operand, scope: str) -> Row | None:
        """Return the row of an operand that has no box; None where nothing is known of it."""
        if isinstance(used.source, Leaf):
            name = self.name(used.source) or (used.name if len(used.name) > 1 else "")
            text = short(local_name(name, scope), 32) + transposed_mark(used.way)
            way = way_back(node, used) if self.formulas else ""
            return Row("parameter", text, used.source.shape, dtype_text(used.source.dtype), "", way)
        origin = self.known.origin(used.value)
        if used.cut:
            known = (used.value.shape, dtype_text(used.value.dtype)) if isinstance(used.value, _ARRAYS) else (None, "")
            return Row("detached", f"{DETACHED} {short(origin.text, 32)}" if origin else DETACHED, *known)
        if is_array(used.value):
            role, name = "constant", _word(used)
            if origin is not None:
                role, name = "detached" if origin.cut else role, origin.text
            return Row(role, short(name, 36), used.value.shape, dtype_text(used.value.dtype))
        if used.shape is not None:
            return Row("constant", UNKEPT, used.shape)
        return unkept_row(node) if used.value is None else None

    def text(self, used: Operand, box: Box | None, scope: str) -> Any:
        """Return how the operand is written in the title: its name, its number, or None for an arrow."""
        if used.source is not None:
            if not isinstance(used.source, Leaf):
                return None
            if box and scope and box.role == "input":
                return None  # inside of a module an arrow is an arrow, so that equal modules read the same
            if name := self.name(used.source):
                return short(local_name(name, scope), 20) + transposed_mark(used.way)
            return None if box else used.name if len(used.name) > 1 else UNNAMED + transposed_mark(used.way)
        if used.cut:
            return short(box.title, 20) if box else DETACHED
        if used.value is not None and np.ndim(used.value) == 0 and not isinstance(used.value, list | tuple):
            return used.value
        if box is not None:
            return box.title if id(used.value) in self.known.arrays else None
        if not is_array(used.value):
            return UNKEPT
        origin = self.known.origin(used.value, 28)
        return Written(short(origin.text, 28)) if origin is not None else _word(used)


def unkept_row(node: Node) -> Row | None:
    """Return what the result tells of the one operand that nothing kept; None where that is nothing.

    Where an axis of the result is longer than that of the other operand, this one has it; a dtype that the other has
    not is this one's.
    """
    operation = getattr(node.recipe, "operation", None)
    if operation is None or not operation.broadcasts or len(operation.inputs) != 2 or len(node.parents) != 1:
        return None
    (other,) = node.parents
    rank = len(node.shape)
    beside = (0,) * (rank - len(other.shape)) + other.shape
    lengths = ["?" if n == m else str(n) for n, m in zip(node.shape, beside, strict=True)]
    dtype = "" if node.dtype == other.dtype else dtype_text(node.dtype)
    if lengths == ["?"] * rank:
        return Row("constant", UNKEPT, None, dtype) if dtype else None
    if "?" not in lengths:
        return Row("constant", UNKEPT, node.shape, dtype)
    first = next(k for k, length in enumerate(lengths) if length != "?")
    known = ["…"] * (first > 0) + lengths[first:]
    return Row("constant", f"{UNKEPT} ({', '.join(known)})", None, dtype)


_ARRAYS = (np.ndarray, np.generic)


def _word(used: Operand) -> str:
    """Return what an array is called that has no name: as the operation calls it, unless that says nothing."""
    return used.name if len(used.name) > 1 and used.name not in _LISTS else kind_of(used.value)


_LISTS = {"xs", "operands"}  # what operations call the arrays of a list


def kind_of(value: Any) -> str:
    """Return what an array without a name is called: as NumPy would make it where all of its numbers are the same.

    Examples
    --------
    >>> kind_of(np.zeros(2)), kind_of(np.ones(2)), kind_of(np.full(2, -0.5)), kind_of(np.arange(3.0))
    ('zeros', 'ones', 'all −0.5', 'constant')
    >>> kind_of(np.array([0.0, 1.25, 1.25])), kind_of(np.array([True, False])), kind_of(np.array([0.0, 1.0]))
    ('mask', 'mask', 'constant')
    >>> kind_of(np.eye(3)[[0, 2]]), kind_of(np.eye(3))
    ('one-hot', 'identity')
    """
    if value.dtype == bool:
        return MASK if value.any() and not value.all() else f"all {bool(value.any())}"
    if not value.any():
        return "zeros"
    if value.ndim == 2 and value.shape[0] == value.shape[1] > 1 and np.array_equal(value, np.eye(len(value))):
        return "identity"
    if not (value == value.flat[0]).all():
        return _of_zeros(value)
    return "ones" if value.flat[0] == 1 else f"all {number_text(value.flat[0])}"


def _of_zeros(value: Any) -> str:
    """Return what an array of zeros and one other number is called; what it is for, its numbers tell in two cases."""
    kept = value[value != 0]
    if kept.size == value.size or (kept != kept[0]).any():
        return "constant"
    if kept[0] == 1 and value.ndim == 2 and value.shape[1] > 1 and (value.sum(axis=1) == 1).all():
        return "one-hot"
    return MASK if value.dtype.kind == "f" and kept[0] > 1 else "constant"  # dropout makes larger what it keeps
