"""Who may write to a Tensor's array, and how a view follows its base.

A Tensor owns its array alone until something else may hold it: a node that saved it, or the user who was handed it.
Three rules keep every gradient that of the values which the forward pass saw:

* before the array is handed out or written to, it is copied if anybody else holds it (copy on write);
* once it was handed out (or written to by index), nodes save copies of it, so later writes hurt nobody;
* a view remembers its root and the steps that lead to it, and is taken again when the root has changed.
"""

from typing import Any

Step = tuple[Any, tuple[Any, ...]]  # an operation and its further arguments


class Owned:
    """Memory of a Tensor that is no view: was it handed out, and how often has it changed?"""

    __slots__ = ("exposed", "version")
    root = None

    def __init__(self) -> None:
        self.exposed = False
        self.version = 0


class View:
    """Memory of a Tensor that shares its root's: the steps from there, and the root's version that it has seen.

    `tracking` remembers whether it was taken where operations are recorded, so that it is taken again likewise.
    """

    __slots__ = ("root", "steps", "tracking", "version")

    def __init__(self, root: Any, steps: tuple[Step, ...], version: int, tracking: bool) -> None:
        self.root = root
        self.steps = steps
        self.version = version
        self.tracking = tracking
