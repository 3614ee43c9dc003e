"""Gradients kept within bounds, before a step."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from autograd_lite.errors import NonFiniteError, OptionError
from autograd_lite.optim.optimizer import check_finite, gradient
from autograd_lite.tensor import Tensor


def _with_gradient(parameters: Any) -> list[Tensor]:
    listed = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    return [p for p in (each[1] if isinstance(each, tuple) else each for each in listed) if p.grad is not None]


def _norm(g: Any, order: float) -> float:
    """Return the norm of one gradient; squares that overflow are taken in float64, of numbers scaled to one."""
    flat = np.ravel(g)
    if not flat.size:
        return 0.0
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        square = abs(np.vdot(flat, flat)) if order == 2 else math.inf
        if 0 < square < math.inf and flat.dtype != np.float16:
            return math.sqrt(square)
        largest = float(np.abs(flat).max())
        if order == math.inf or largest == 0 or not math.isfinite(largest):
            return largest
        scaled = np.abs(flat.astype(np.result_type(flat.dtype, np.float64))) / largest
        return float(largest * (scaled**order).sum() ** (1 / order))


def gradient_norm(parameters: Any, norm_type: float = 2.0) -> float:
    """Return the norm of all gradients, taken together as one vector.

    Parameters
    ----------
    parameters : a Tensor, or several; those without a gradient are passed over
    norm_type : order of the norm; ``float("inf")`` for the largest absolute value

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p, q = Tensor([3.0], requires_grad=True), Tensor([4.0], requires_grad=True)
    >>> (p * p / 2 + q * q / 2).sum().backward()
    >>> gradient_norm([p, q])
    5.0
    """
    order = float(norm_type)
    if not order > 0:
        raise OptionError(f"gradient_norm got norm_type={norm_type!r}. Wanted a number > 0.")
    norms = np.array([_norm(gradient(p), order) for p in _with_gradient(parameters)])
    return _norm(norms, order) if norms.size else 0.0


def clip_grad_norm_(parameters: Any, max_norm: float, norm_type: float = 2.0, error_if_nonfinite: bool = True) -> float:
    """Scale all gradients, in place, so that their norm together is at most `max_norm`.

    Parameters
    ----------
    parameters : a Tensor, or several; those without a gradient are passed over
    max_norm : the bound
    norm_type : order of the norm; ``float("inf")`` for the largest absolute value
    error_if_nonfinite : raise if the norm is not finite; PyTorch's default is to turn every gradient into NaN

    Returns
    -------
    the norm before

    Raises
    ------
    NonFiniteError
        If a gradient holds NaN or infinity. No gradient has changed then.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0, 4.0], requires_grad=True)
    >>> (p * p / 2).sum().backward()
    >>> clip_grad_norm_([p], max_norm=1.0)
    5.0
    >>> p.grad.round(6)
    array([0.6, 0.8])
    """
    listed = _with_gradient(list(parameters) if not isinstance(parameters, Tensor) else parameters)
    if not max_norm >= 0:
        raise OptionError(f"clip_grad_norm_ got max_norm={max_norm!r}. Wanted a number >= 0.")
    total = gradient_norm(listed, norm_type)
    if not math.isfinite(total) and error_if_nonfinite:
        for k, p in enumerate(listed):
            check_finite(p.name or f"parameter {k}", p, "clip_grad_norm_")
        raise NonFiniteError(f"clip_grad_norm_ found gradients so large that their norm is {total}.")
    scale = float(max_norm) / (total + 1e-6)
    if not scale >= 1:
        for p in listed:
            p.grad = gradient(p) * scale
    return total


def clip_grad_value_(parameters: Iterable[Any] | Tensor, clip_value: float) -> None:
    """Cut every number of the gradients off at `clip_value` and its negative, in place.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0, -0.1], requires_grad=True)
    >>> (p * p / 2).sum().backward()
    >>> clip_grad_value_([p], 1.0)
    >>> p.grad
    array([ 1. , -0.1])
    """
    if not clip_value >= 0:
        raise OptionError(f"clip_grad_value_ got clip_value={clip_value!r}. Wanted a number >= 0.")
    listed = _with_gradient(parameters)
    for k, p in enumerate(listed):
        check_finite(p.name or f"parameter {k}", p, "clip_grad_value_")
    for p in listed:
        p.grad = np.clip(gradient(p), -float(clip_value), float(clip_value))
