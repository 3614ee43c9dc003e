"""Derivatives by a step along the imaginary axis: exact to rounding, of functions that are analytic."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.errors import DTypeError, OptionError
from autograd_lite.testing.differences.evaluation import outputs, plain, sizes

_STEP = 1e-30
_REAL = (2.0**-13, 2.0**-15)  # relative to the arguments
_SETTLED, _APART = 0.01, 0.1  # relative: differences that are as near to each other, and as far from the complex step


def imaginary(f: Callable[..., Any], args: Sequence[Any], wrt: Sequence[int], tangents: Sequence[Any]) -> Any:
    """Return the derivative of `f` along `tangents`, one for each argument in `wrt`.

    Examples
    --------
    >>> import numpy as np
    >>> imaginary(np.exp, [np.array(0.0)], [0], [1.0])
    array(1.)
    """
    shifted = list(args)
    for i, v in zip(wrt, tangents, strict=True):
        if np.iscomplexobj(args[i]):
            raise DTypeError("The complex step wants real arguments; got complex ones. Leave complex_step out.")
        shifted[i] = np.asarray(args[i]) + 1j * (_STEP * np.asarray(v, dtype=np.float64))
    with np.errstate(all="ignore"):
        (out,) = outputs(f(*shifted))
    return np.asarray(plain(out).imag / _STEP)


def analytic(f: Callable[..., Any], args: Sequence[Any], wrt: Sequence[int], tangents: Sequence[Any]) -> None:
    """Raise unless two differences along `tangents`, where they agree with each other, agree with the complex step.

    They need not agree where rounding hides the derivative, which is what the complex step is for.
    """
    ratio = max((np.max(np.abs(v) / sizes(np.asarray(args[i])), initial=0) for i, v in zip(wrt, tangents, strict=True)))
    found = imaginary(f, args, wrt, tangents)
    with np.errstate(all="ignore"):
        one, other = (_difference(f, args, wrt, tangents, step / (ratio or 1.0)) for step in _REAL)
        settled = (np.abs(one - other) <= _SETTLED * np.abs(other)) & (other != 0) & np.isfinite(other)
        wrong = settled & (np.abs(found - other) > _APART * np.abs(other))
    if np.any(wrong):
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise OptionError(
            f"complex_step=True wants an analytic function: along one direction it gives {found[at]:.6g} and "
            f"differences {other[at]:.6g}. abs, norms, real and conj are not analytic, nor are corners: leave it out."
        )


def _difference(f: Callable[..., Any], args: Sequence[Any], wrt: Sequence[int], tangents: Any, step: float) -> Any:
    values = []
    for sign in (1, -1):
        shifted = list(args)
        for i, v in zip(wrt, tangents, strict=True):
            shifted[i] = np.asarray(args[i]) + sign * step * np.asarray(v, dtype=np.float64)
        (out,) = outputs(f(*shifted))
        values.append(np.asarray(plain(out), dtype=np.float64))
    return (values[0] - values[1]) / (2 * step)
