"""What the library makes of a NumPy function: differentiated, constant, or refused, with the reason."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from autograd_lite.operation import Constant, Operation
from autograd_lite.registry import KEYWORDS, OPERATIONS, REFUSED, describe

State = Literal["differentiated", "constant", "refused"]


@dataclass(frozen=True)
class Support:
    """The answer of :func:`supported`. True in a condition unless the function is refused.

    Attributes
    ----------
    name : as people write it, ``np.linalg.det``
    state : "differentiated", "constant" (no element of the result moves with the input) or "refused"
    hint : for a refused function, why, and what to do instead
    keywords : those of NumPy's parameters that are refused, with the reason
    """

    name: str
    state: State
    hint: str = ""
    keywords: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.state != "refused"


def supported(function: Callable[..., Any]) -> Support:
    """Say what happens to Tensors in a NumPy function.

    Parameters
    ----------
    function : a public function or ufunc of NumPy, or one of SciPy that is registered

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
    """
    operation = OPERATIONS.get(function)
    if operation is None:
        hint = REFUSED.get(function, "It has no derivative rule. Write one with ag.primitive, or pass t.detach().")
        return Support(describe(function), "refused", hint)
    if isinstance(operation, Constant):
        return Support(describe(function), "constant")
    return Support(describe(function), "differentiated", keywords=_refused_keywords(function, operation))


def _refused_keywords(function: Any, operation: Any) -> dict[str, str]:
    """Return NumPy's parameters that `operation` does not take, with the reasons."""
    if not isinstance(operation, Operation) or isinstance(function, np.ufunc):
        return {}
    taken = {*operation.parameters, *operation.numpy_names()} - {"out"}
    missing = [name for name in signature_of(function) if name not in taken]
    return {name: KEYWORDS.get(name, "its derivative is not defined here") for name in missing}


def signature_of(function: Callable[..., Any]) -> list[str]:
    """Return the parameter names of a NumPy function; none where it has no inspectable signature."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
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
