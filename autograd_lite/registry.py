"""NumPy function -> operation of ours. Write-once: registering a function twice is an error.

The one place where ``ops`` and ``Tensor`` meet: ``np.exp(t)`` and ``t * u`` look here for what to run.
"""

from collections.abc import Callable, Iterator
from typing import Any

from autograd_lite.errors import RuleError

OPERATIONS: dict[Any, Any] = {}
REFUSED: dict[Callable[..., Any], str] = {}


def register(function: Callable[..., Any], operation: Callable[..., Any]) -> None:
    """Let `operation` stand for `function` wherever a Tensor is among its arguments."""
    if function in OPERATIONS:
        raise RuleError(
            f"{describe(function)} is registered already, as {OPERATIONS[function]!r}; a function has one rule. "
            "Give the new operation another function, or none."
        )
    OPERATIONS[function] = operation


def refuse(function: Callable[..., Any], hint: str) -> None:
    """State that `function` is not differentiated, and what to do instead."""
    REFUSED[function] = hint


def operations() -> Iterator[Any]:
    """Every registered operation once, in the order of registration."""
    return iter(dict.fromkeys(OPERATIONS.values()))


def describe(function: Callable[..., Any]) -> str:
    """Return the name under which people know `function`: ``np.linalg.det``."""
    module = getattr(function, "__module__", None) or ("numpy" if type(function).__name__ == "ufunc" else "")
    name = getattr(function, "__qualname__", None) or getattr(function, "__name__", repr(function))
    return f"{module}.{name}".lstrip(".").replace("numpy", "np", 1)
