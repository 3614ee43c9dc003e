"""NumPy function -> operation of ours. Write-once: registering a function twice is an error.

The one place where ``ops`` and ``Tensor`` meet: ``np.exp(t)`` and ``t * u`` look here for what to run.
"""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from autograd_lite.errors import RuleError

OPERATIONS: dict[Any, Any] = {}
QUICK: dict[Any, Callable[..., Any]] = {}  # ufunc -> what runs if nothing but its one or two inputs is given
REFUSED: dict[Callable[..., Any], str] = {}
WRITERS: set[Callable[..., Any]] = set()

# Keywords that NumPy's functions take and ours do not, each with the reason. `autograd_lite.supported` and the errors
# quote them; a test walks every signature of the installed NumPy and finds each keyword taken or listed here.
KEYWORDS: dict[str, str] = {
    "out": "a result written into an array of yours would lose its gradient (a += t does that too: write a = a + t); "
    "use the returned Tensor, or write it into one of yours with y[...] = …",
    "where": "without out= NumPy leaves the other elements uninitialised; use np.where(mask, result, other)",
    "subok": "a Tensor holds plain ndarrays, never subclasses",
    "like": "the result is a Tensor; there is no other array type to be like",
    "device": "arrays live on the CPU",
    "dtype": "convert the inputs or the result with astype",
    "casting": "convert the inputs or the result with astype",
    "order": "how the elements lie in memory changes no value; np.copy(t, order=…) gives an array that lies so",
    "signature": "name the dtype with dtype= or astype",
    "extobj": "use np.errstate",
    "interpolation": "NumPy calls it method",
    "bias": "it has no effect on correlations",
    "ddof": "it has no effect on correlations",
    # keywords of PyTorch's functions
    "dim": "NumPy calls it axis",
    "dims": "NumPy calls it axis, or axes",
    "dim1": "NumPy calls it axis1",
    "dim2": "NumPy calls it axis2",
    "keepdim": "NumPy calls it keepdims",
    "start_dim": "write t.reshape(len(t), -1), or nn.Flatten()",
    "unbiased": "NumPy calls it ddof=1 where it is true, and does the other by default",
    "descending": "NumPy sorts upwards; turn the result round with np.flip",
    "input": "NumPy takes the array first, without a name",
    "other": "NumPy takes the arrays first, without names",
}

# Families that register themselves when one of their functions meets a Tensor: importing them first would take long.
FAMILIES = {"numpy.fft": "autograd_lite.fft", "scipy.special": "autograd_lite.scipy.special"}


def family_arrived() -> bool:
    """Import the families whose package the user has imported by now; return True if there was one to import."""
    late = [ours for theirs, ours in FAMILIES.items() if theirs in sys.modules and ours not in sys.modules]
    for ours in late:
        import_module(ours)
    return bool(late)


def register(function: Any, operation: Callable[..., Any]) -> None:
    """Let `operation` stand for `function` wherever a Tensor is among its arguments."""
    if function in OPERATIONS:
        raise RuleError(
            f"{describe(function)} is registered already, as {OPERATIONS[function]!r}; a function has one rule. "
            "Give the new operation another function, or none."
        )
    OPERATIONS[function] = operation


def refuse(function: Callable[..., Any], hint: str, writes: bool = False) -> None:
    """State that `function` is not differentiated, and what to do instead; `writes` if it changes its argument."""
    REFUSED[function] = hint
    if writes:
        WRITERS.add(function)


def reason(function: Any, method: str = "__call__") -> str:
    """Return why a function without a rule, or a method of a ufunc, is refused, and what to do instead."""
    name = getattr(function, "__name__", "f")
    if method == "at" and getattr(function, "nin", 1) == 1:
        return f"Write x[i] = {name}(x[i]), which is recorded, as often as an index is repeated."
    if function in REFUSED:
        return REFUSED[function]
    if method != "__call__":
        return f"Write the loop that it stands for, with calls of {name}, which are recorded."
    return "Write one with ag.primitive, or pass t.detach() if no gradient is wanted through it."


def operations() -> Iterator[Any]:
    """Every registered operation once, in the order of registration; NumPy's families are all opened for it."""
    for theirs, ours in FAMILIES.items():
        if theirs.startswith("numpy."):
            import_module(ours)
    return iter(dict.fromkeys(OPERATIONS.values()))


def describe(function: Callable[..., Any]) -> str:
    """Return the name under which people know `function`: ``np.linalg.det``."""
    name = getattr(function, "__qualname__", "") or getattr(function, "__name__", repr(function))
    module = getattr(function, "__module__", None) or ""
    if type(function).__name__ == "ufunc":  # which does not know its module
        homes = (each for each in ("numpy", "scipy.special") if getattr(sys.modules.get(each), name, None) is function)
        module = next(homes, "")
    return f"{module}.{name}".lstrip(".").replace("numpy", "np", 1)
