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
        arrays = [np.ascontiguousarray(a).reshape(np.shape(a)) for a in args]
        return [torch.tensor(a, requires_grad=requires_grad and a.dtype.kind in "fc") for a in arrays]

    def f(*args: Any) -> Any:
        result = function(*tensors(args, False))
        return [each.detach().numpy() for each in result] if _several(result) else result.detach().numpy()

    def vjp(g: Any, *args: Any) -> Any:
        given, seeds = tensors(args, True), tensors(_listed(g), False)
        result = function(*given)
        pairs = zip(_listed(result), seeds, strict=True)
        ends, weights = zip(*[(end, seed) for end, seed in pairs if end.requires_grad], strict=True)
        moving = [i for i, each in enumerate(given) if each.requires_grad]
        found = torch.autograd.grad(ends, [given[i] for i in moving], weights, allow_unused=True)
        shares = dict(zip(moving, found, strict=True))
        return tuple(_share(shares[i], a) if i in shares else None for i, a in enumerate(args))

    f.__name__ = _name(function)
    return f, vjp


def _share(share: Any, argument: Any) -> Any:
    return np.zeros(np.shape(argument)) if share is None else share.numpy()


def _name(function: Any) -> str:
    """Return the name of a function; that of its class for the ``apply`` of an ``autograd.Function``."""
    owner = getattr(function, "__self__", None)
    return str(getattr(owner, "__name__", None) or getattr(function, "__name__", "f"))


def from_jax(function: Callable[..., Any]) -> Pair:
    """Return a JAX function (with a ``custom_vjp``, say) as ``(f, vjp)``; switches JAX to float64."""
    try:
        import jax
    except ImportError as error:
        raise _missing("JAX", "jax") from error
    jax.config.update("jax_enable_x64", True)

    def f(*args: Any) -> Any:
        result = function(*map(jax.numpy.asarray, args))
        return [np.asarray(each) for each in result] if _several(result) else np.asarray(result)

    def vjp(g: Any, *args: Any) -> Any:
        value, pullback = jax.vjp(function, *map(jax.numpy.asarray, args))
        seeds = [jax.numpy.asarray(w, dtype=v.dtype) for w, v in zip(*map(_listed, (g, value)), strict=True)]
        return tuple(np.array(s) for s in pullback(type(value)(seeds) if _several(value) else seeds[0]))

    f.__name__ = _name(function)
    return f, vjp


def _several(value: Any) -> bool:
    return isinstance(value, tuple | list)


def _listed(value: Any) -> list[Any]:
    return list(value) if _several(value) else [value]


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
