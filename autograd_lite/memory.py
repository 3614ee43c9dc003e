"""Who may write to a Tensor's array, and how a view follows its base.

A Tensor owns its array alone until something else may hold it: a node that saved it, or the user who was handed it.
Three rules keep every gradient that of the values which the forward pass saw:

* before the array is handed out or written to, it is copied if anybody else holds it (copy on write);
* once it was handed out (or written to by index), nodes save copies of it, so later writes hurt nobody;
* a view remembers its root and the steps that lead to it, and is taken again when the root has changed.
"""

from sys import getrefcount
from typing import Any

import numpy as np

from autograd_lite.modes import switched

_ndarray = np.ndarray
Step = tuple[Any, tuple[Any, ...]]  # an operation and its further arguments


class Owned:
    """Memory of a Tensor that is no view: whether it was handed out, and how often it has changed.

    `number` is true for what an operation returned as a NumPy scalar. Of those ``+=`` makes another, as it does in
    NumPy, so that a running sum can be put into a list and go on.
    """

    __slots__ = ("exposed", "number", "root", "version")
    cut = False

    def __init__(self, result: Any = None) -> None:
        self.exposed = False
        self.number = isinstance(result, np.generic)
        self.root: None = None  # a slot, since every quick call asks for it
        self.version = 0


class Detached(Owned):
    """Memory of a Tensor that was cut from its history: shared with what it was cut from, and told apart by nodes.

    Since it counts as handed out, calls that take it never are quick ones, so the quick ones need no look at it.
    """

    __slots__ = ()
    cut = True

    def __init__(self) -> None:
        super().__init__()
        self.exposed = True


class View:
    """Memory of a Tensor that shares its root's: the steps from there, and the root's version that it has seen.

    `tracking` remembers whether it was taken where operations are recorded, so that it is taken again likewise.
    """

    __slots__ = ("root", "steps", "tracking", "version")
    number = False

    def __init__(self, root: Any, steps: tuple[Step, ...], version: int, tracking: bool) -> None:
        self.root = root
        self.steps = steps
        self.version = version
        self.tracking = tracking

    def then(self, step: Step) -> tuple[Step, ...]:
        """Return the steps from the root to what `step` makes of this view.

        Two steps that amount to one become one, so that ``v = v[1:]`` in a loop costs the same at every turn.
        """
        operation, arguments = step
        if len(self.steps) == 1 and self.steps[0][0] is operation and callable(operation.view):
            both = operation.view(self.root._array.shape, self.steps[0][1], arguments)
            if both is not None:
                return ((operation, both),)
        return (*self.steps, step)


class Storage:
    """The part of a Tensor that keeps its array: reading it as it is now, and making it safe to write to."""

    __slots__ = ()
    _array: Any
    _node: Any
    _memory: Any

    def _value(self) -> Any:
        """Return the array; of a view whose root was written to, what it is now."""
        memory = self._memory
        if memory is not None and memory.root is not None and memory.version != memory.root._memory.version:
            self._retake(memory)
        return self._array

    def _exposed(self) -> bool:
        """Bring a view up to date; return True if the memory was handed out, so that nodes must save copies."""
        self._value()
        memory = self._memory
        return (memory if memory.root is None else memory.root._memory).exposed  # type: ignore[no-any-return]

    def _cut(self) -> bool:
        """Return True if this is, or is a view of, a Tensor that :meth:`detach` cut from its history."""
        memory = self._memory
        return (memory if memory.root is None else memory.root._memory).cut  # type: ignore[no-any-return]

    def _retake(self, memory: View) -> None:
        """Take the view again from its root as it is now: its values and its history."""
        fresh = memory.root
        with switched(tracking=memory.tracking):
            for step, arguments in memory.steps:
                fresh = step(fresh, *arguments)
        self._become(fresh._array, fresh._node)
        memory.version = memory.root._memory.version

    def _become(self, array: Any, node: Any) -> None:
        """Hold other values with another history; a gradient that is retained is that of the new ones."""
        hooks = None if self._node is node or self._node is None else self._node.hooks
        if hooks and "retained" in hooks and node is not None:
            node.hooks = {**(node.hooks or {}), "retained": hooks["retained"]}
            self._node.hooks = {key: hook for key, hook in hooks.items() if key != "retained"} or None
        self._array, self._node = array, node

    def _writable(self, shared_with_user: bool = False) -> Any:
        """Return the array to write to: no node holds it, views will follow, the user's own alias (if any) sees it."""
        memory = self._memory
        if memory is None:
            memory = self._memory = Owned(self._array)
        if memory.root is not None:
            memory.root._writable(shared_with_user)
            return self._value()
        if not memory.exposed or not isinstance(self._array, np.ndarray):
            array = self._array
            if type(array) is not _ndarray or array.base is not None or not array.flags.writeable:
                self._array = np.array(array)
            elif getrefcount(array) > _HELD_ONCE:
                self._array = array.copy("K")  # the axes lie as before, so that the views of it still are views
            memory.exposed = shared_with_user
        memory.version += 1
        return self._array


def laid_as(old: Any, new: Any) -> Any:
    """Return `new` with its axes in memory as those of `old`, which decides whether a later reshape is a view."""
    if old.ndim < 2 or old.strides == new.strides:
        return new
    laid = np.empty_like(old)
    laid[...] = new
    return laid


def _held_once() -> int:
    storage = [np.empty(1)]
    array = storage[0]
    return getrefcount(array)


_HELD_ONCE = _held_once()  # getrefcount of an array that only its container and one local variable hold
