"""Recorded writes: ``x[i] = v`` on a Tensor, in place, seen by every name and every view of it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.arrays import checked_array
from autograd_lite.errors import DTypeError, ShapeError
from autograd_lite.graph import Node
from autograd_lite.memory import Step
from autograd_lite.modes import current
from autograd_lite.operation import Operation
from autograd_lite.recipe import CUT
from autograd_lite.tensor import Tensor

Write = Callable[[Any, tuple[Step, ...], Any], None]


def record_write(x: Tensor, step: Step, value: Any, overwrite: Operation, write: Write) -> None:
    """Write `value` into `x` where `step` leads, and record it as `overwrite` if either has a history.

    The array is written first: if NumPy refuses the shape, nothing has changed.
    """
    tracking = current().tracking
    if tracking:
        x._refuse_leaf("x[…] = …")
    memory = x._memory
    root, steps = (x, (step,)) if memory is None or memory.root is None else (memory.root, memory.then(step))
    if isinstance(value, Tensor) and _is_region(value, root, steps):
        return  # the second half of x[i] += v, after the view x[i] was added to in place
    values = value._value() if isinstance(value, Tensor) else checked_array(value)
    cut = isinstance(value, Tensor) and value._node is None and value._memory is not None and value._cut()
    source = value._node if isinstance(value, Tensor) and tracking else None
    _check_kind(root, values, source)
    if isinstance(root._array, np.ndarray) and not root._array.flags.writeable:
        raise _read_only(x)
    before = root._array if current().watch is None else np.array(root._array)
    array = root._writable()
    if not isinstance(array, np.ndarray):
        array = root._array = np.array(array)
    try:
        write(array, steps, values)
    except ValueError as error:
        if "read-only" in str(error):
            raise _read_only(x) from error
        raise ShapeError(
            f"x[…] = … got a value of shape {values.shape} for a Tensor of shape {x.shape}: {str(error).strip(' .')}."
        ) from error
    root._memory.exposed = True  # from here on nodes save copies of what they need, and the next write copies nothing
    if tracking and (root._node is not None or source is not None):
        node = _overwritten(root, values, source, steps, overwrite, cut)
        root._become(root._array, node)
        if (watch := current().watch) is not None:
            watch(overwrite, {"x": before, "value": values, "steps": steps}, root._array.copy(), node)


def _is_region(value: Tensor, root: Tensor, steps: tuple[Step, ...]) -> bool:
    """Return True if `value` is the very view that `steps` lead to."""
    memory = value._memory
    return (
        memory is not None
        and memory.root is root
        and len(memory.steps) == len(steps)
        and all(map(_same_step, memory.steps, steps))
    )


def _same_step(one: Step, other: Step) -> bool:
    """Return True if both steps are one, or read by the same basic index."""
    if one is other:
        return True
    (operation, arguments), (another, others) = one, other
    return operation is another and not _holds_array(arguments) and not _holds_array(others) and arguments == others


def _holds_array(arguments: Any) -> bool:
    return any(isinstance(a, np.ndarray) or (isinstance(a, tuple | list) and _holds_array(a)) for a in arguments)


def _read_only(x: Tensor) -> ValueError:
    return ValueError(
        f"x[…] = … on a Tensor of shape {x.shape} that is read-only, as in NumPy: a broadcast, a diagonal or a window, "
        "whose elements stand for several others. Write into the array that it was made of, or into a copy."
    )


def _check_kind(root: Tensor, values: Any, source: Node | None) -> None:
    if source is not None and root.dtype.kind not in "fc":
        raise DTypeError(
            f"Got a value that requires a gradient for a Tensor of dtype {root.dtype}: the gradient would be lost. "
            "Make the array with dtype=float."
        )
    if values.dtype.kind == "c" and root.dtype.kind != "c":
        raise DTypeError(f"Got a complex value for a Tensor of dtype {root.dtype}. Take its real part.")


def _overwritten(
    root: Tensor, values: Any, source: Node | None, steps: tuple[Step, ...], overwrite: Operation, cut: bool
) -> Node:
    parents = tuple(node for node in (root._node, source) if node is not None)
    recipe = overwrite.recipe((root._node is not None) + 2 * (source is not None) + (2 << CUT) * cut)
    saved = recipe.save(root._array, values, steps, None)
    return Node(recipe, parents, saved, root.shape, root.dtype, current().scope)
