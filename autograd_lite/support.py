"""What the library makes of a NumPy function: differentiated, constant, or refused, with the reason."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from autograd_lite.operation import Operation
from autograd_lite.registry import KEYWORDS, OPERATIONS, describe, family_arrived, reason
from autograd_lite.undifferentiated import Constant

State = Literal["differentiated", "constant", "refused"]

# Keywords that change neither value nor gradient, each with the reason. A test calls every function with them.
IRRELEVANT: dict[str, str] = {
    "casting": "says which conversions are allowed; none changes a derivative",
    "check_finite": "looks for NaN first; what is computed is the same",
    "copy": "whether memory may be shared; what would write into an input is refused",
    "device": "there is one, the CPU",
    "kind": "by which algorithm; the order that comes out is the same",
    "optimize": "in which order products are taken",
    "order": "how the elements lie in memory",
    "overwrite_a": "inputs are kept as they are, since derivatives need them",
    "overwrite_ab": "inputs are kept as they are, since derivatives need them",
    "overwrite_b": "inputs are kept as they are, since derivatives need them",
    "overwrite_input": "inputs are kept as they are, since derivatives need them",
    "stable": "by which algorithm; the order that comes out is the same",
    "subok": "a Tensor holds plain ndarrays, never subclasses",
    "writeable": "whether the window may be written to",
}
RELEVANT = {(np.reshape, "order"), (np.ravel, "order")}  # here it says in which order elements are read

# Parameters behind a `**kwargs`, and those besides arrays of functions that older NumPy cannot be asked about.
SIGNATURES: dict[Any, list[str]] = {
    np.clip: ["a", "a_min", "a_max", "out", "min", "max", "where", "casting", "order", "dtype", "subok", "signature"],
    np.concatenate: ["axis", "out", "dtype", "casting"],
    np.dot: ["out"],
    np.einsum: ["out", "optimize", "dtype", "order", "casting"],
    np.empty_like: ["prototype", "dtype", "order", "subok", "shape", "device"],
    np.pad: ["array", "pad_width", "mode", "stat_length", "constant_values", "end_values", "reflect_type"],
}
# Of a ufunc, what is not named here is differentiated through.
_OUT = "an array would lose the gradient; a Tensor is written in place, and takes the history on"
_WHERE = "the elements left out have no value; pass out= a Tensor too, or write np.where(mask, result, other)"
METHODS = ("reduce", "accumulate", "reduceat", "outer", "at")


@dataclass(frozen=True)
class Support:
    """The answer of :func:`supported`. True in a condition unless the function is refused.

    Attributes
    ----------
    name : as people write it, ``np.linalg.det``
    state : "differentiated", "constant" (no element of the result moves with the input) or "refused"
    hint : for a refused function, why, and what to do instead
    keywords : those of NumPy's parameters that are refused, with the reason
    irrelevant : those that change neither value nor gradient, with the reason; all others are differentiated through
    methods : of a ufunc, those that are refused, with the reason; None for all other functions
    """

    name: str
    state: State
    hint: str = ""
    keywords: dict[str, str] = field(default_factory=dict)
    irrelevant: dict[str, str] = field(default_factory=dict)
    methods: dict[str, str] | None = None

    def __bool__(self) -> bool:
        return self.state != "refused"


def supported(function: Callable[..., Any]) -> Support:
    """Say what happens to Tensors in a NumPy function.

    Parameters
    ----------
    function : a public function or ufunc of NumPy, a method of a ufunc, or one of SciPy that is registered

    Examples
    --------
    >>> import numpy as np
    >>> supported(np.tanh).state
    'differentiated'
    >>> supported(np.argmax).state
    'constant'
    >>> answer = supported(np.histogram)
    >>> answer.state, answer.hint
    ('refused', 'Counts jump where a value crosses an edge and stay the same elsewhere. Pass t.detach().')
    >>> supported(np.exp).methods
    {'at': 'Write x[i] = exp(x[i]), which is recorded, as often as an index is repeated.'}
    """
    family_arrived()
    ufunc = getattr(function, "__self__", None)
    method = function.__name__ if isinstance(ufunc, np.ufunc) else "__call__"
    whole = ufunc if isinstance(ufunc, np.ufunc) else function
    operation = OPERATIONS.get(whole if method == "__call__" else (whole, method))
    name = describe(whole) if method == "__call__" else f"{describe(whole)}.{method}"
    if operation is None:
        return Support(name, "refused", reason(whole, method))
    if isinstance(operation, Constant):
        return Support(name, "constant")
    names = keywords_of(function)
    refused = {k: why for k in names if (why := _refusal(function, operation, k))}
    irrelevant = {
        k: IRRELEVANT[k] for k in names if k in IRRELEVANT and k not in refused and (function, k) not in RELEVANT
    }
    return Support(name, "differentiated", "", refused, irrelevant, _refused_methods(function))


def _refusal(function: Any, operation: Any, name: str) -> str | None:
    """Return why NumPy's parameter `name` is refused; None if it is not."""
    if name == "out":
        return KEYWORDS["out"] if isinstance(operation, Operation) and not isinstance(function, np.ufunc) else _OUT
    if isinstance(function, np.ufunc):
        return _WHERE if name == "where" else None
    if not isinstance(operation, Operation) or name in operation.parameters or name in operation.numpy_names():
        return None
    return KEYWORDS.get(name, "its derivative is not defined here")


def _refused_methods(function: Any) -> dict[str, str] | None:
    """Return the methods of a ufunc that have no rule, with the reasons, as far as NumPy has them."""
    if not isinstance(function, np.ufunc):
        return None
    if function.nout > 1 or function.signature:
        return {}
    every = METHODS if function.nin == 2 else ("at",)
    return {method: reason(function, method) for method in every if (function, method) not in OPERATIONS}


def keywords_of(function: Any) -> list[str]:
    """Return the parameters of a NumPy function or ufunc by name, but for the arrays that a ufunc takes."""
    if not isinstance(function, np.ufunc):
        return signature_of(function)
    core = ["axes", "axis", "keepdims"] if function.signature else ["where"]
    return ["out", *core, "casting", "order", "dtype", "subok", "signature"]


def signature_of(function: Callable[..., Any]) -> list[str]:
    """Return the parameter names of a NumPy function; none where nobody knows its signature."""
    known = SIGNATURES.get(function, [])
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return known
    if known and any(p.kind is p.VAR_KEYWORD for p in parameters):
        return known
    return [p.name for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]


def numpy_functions() -> dict[Callable[..., Any], str]:
    """Return every public function of the installed NumPy that looks at its arguments' types, with its names.

    These are the ufuncs and the functions with ``__array_function__`` dispatch in ``np``, ``np.linalg`` and ``np.fft``;
    other functions of NumPy turn their arguments into arrays, which a Tensor with a history refuses.
    """
    found: dict[Callable[..., Any], str] = {}
    for prefix, namespace in (("np", np), ("np.linalg", np.linalg), ("np.fft", np.fft)):
        for name in dir(namespace):
            value = getattr(namespace, name)
            dispatches = isinstance(value, np.ufunc) or type(value).__name__ == "_ArrayFunctionDispatcher"
            if dispatches and not name.startswith("_"):
                found[value] = f"{found[value]}, {prefix}.{name}" if value in found else f"{prefix}.{name}"
    return found
