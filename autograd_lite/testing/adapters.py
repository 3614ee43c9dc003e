"""Functions of other libraries as plain functions with a ``vjp``, so that the same checks take them.

Each returns ``(f, vjp)`` for :func:`~autograd_lite.testing.checks.check_vjp`. The libraries are imported when used.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.errors import MissingExtraError

Pair = tuple[Callable[..., Any], Callable[..., Any]]


def _missing(name: str, package: str) -> MissingExtraError:
    return MissingExtraError(f"{name} is not installed. Install it: pip install {package}")


def from_torch(function: Callable[..., Any]) -> Pair:
    """Return a PyTorch function (an ``autograd.Function``'s ``apply``, say) as ``(f, vjp)``."""
    try:
        import torch
    except ImportError as error:
        raise _missing("PyTorch", "torch") from error

    def tensors(args: Any, requires_grad: bool) -> list[Any]:
        return [torch.tensor(np.ascontiguousarray(a).reshape(np.shape(a)), requires_grad=requires_grad) for a in args]

    def f(*args: Any) -> Any:
        return function(*tensors(args, False)).detach().numpy()

    def vjp(g: Any, *args: Any) -> Any:
        given = tensors(args, True)
        shares = torch.autograd.grad(function(*given), given, tensors([g], False)[0], allow_unused=True)
        return tuple(np.zeros(np.shape(a)) if s is None else s.numpy() for s, a in zip(shares, args, strict=True))

    return f, vjp


def from_jax(function: Callable[..., Any]) -> Pair:
    """Return a JAX function (with a ``custom_vjp``, say) as ``(f, vjp)``; switches JAX to float64."""
    try:
        import jax
    except ImportError as error:
        raise _missing("JAX", "jax") from error
    jax.config.update("jax_enable_x64", True)

    def f(*args: Any) -> Any:
        return np.asarray(function(*map(jax.numpy.asarray, args)))

    def vjp(g: Any, *args: Any) -> Any:
        value, pullback = jax.vjp(function, *map(jax.numpy.asarray, args))
        return tuple(np.array(share) for share in pullback(jax.numpy.asarray(g, dtype=value.dtype)))

    return f, vjp


def from_hips(function: Callable[..., Any]) -> Pair:
    """Return a function of HIPS/autograd as ``(f, vjp)``."""
    try:
        from autograd import make_vjp
    except ImportError as error:
        raise _missing("HIPS/autograd", "autograd") from error

    def vjp(g: Any, *args: Any) -> Any:
        pullbacks = [make_vjp(function, i)(*args)[0] for i in range(len(args))]
        return tuple(np.array(pullback(g)) for pullback in pullbacks)

    return function, vjp
