"""Functions that see a gradient as it passes a node: the user's own, and the one that keeps it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.backward import conjugated
from autograd_lite.errors import GradientShapeError


def _copied(g: Any) -> Any:
    """Return `g` for a user to keep and to write to: others on the way may hold the same array."""
    g = conjugated(g)
    return np.array(g) if isinstance(g, np.ndarray | np.generic) else g


class Seen:
    """A user's hook: what it returns takes the place of the gradient, unless it returns None.

    It runs with NumPy's usual warnings, not with the exceptions that the sweep asks NumPy for.
    """

    __slots__ = ("hook",)

    def __init__(self, hook: Callable[[Any], Any]) -> None:
        self.hook = hook

    def __call__(self, g: Any) -> Any:
        """Show `g`; return what shall pass."""
        with np.errstate(divide="warn", over="warn", invalid="warn"):
            replaced = self.hook(_copied(g))
        if replaced is None:
            return g
        if not hasattr(replaced, "dtype"):
            replaced = np.asarray(replaced)
        if replaced.shape != g.shape or replaced.dtype.kind not in "biufc":
            raise GradientShapeError(
                f"A hook returned {type(replaced).__name__} of shape {replaced.shape} and dtype {replaced.dtype} for a "
                f"gradient of shape {g.shape} and dtype {g.dtype}. Wanted a gradient of that shape, or None."
            )
        if replaced.dtype.kind == "c" and g.dtype.kind != "c":
            replaced = np.real(replaced)
        return conjugated(replaced if replaced.dtype == g.dtype else replaced.astype(g.dtype))


class Retained:
    """A hook that keeps the gradient of a node which is no leaf."""

    __slots__ = ("grad",)

    def __init__(self) -> None:
        self.grad: Any = None

    def __call__(self, g: Any) -> Any:
        """Keep `g`, added to what earlier passes left, and let it pass."""
        shown = _copied(g)
        self.grad = shown if self.grad is None else self.grad + shown
        return g
