"""Functions of other libraries as plain functions with a ``vjp``, so that the same checks take them.

Each returns ``(f, vjp)`` for :func:`~autograd_lite.testing.checks.check_vjp`. The libraries are imported when used.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.errors import MissingExtraError
from autograd_lite.trees import leaves, mapped, rebuilt

Pair = tuple[Callable[..., Any], Callable[..., Any]]


def _missing(name: str, package: str) -> MissingExtraError:
    return MissingExtraError(f"{name} is not installed. Install it: pip install {package}")


def from_torch(function: Callable[..., Any]) -> Pair:
    """Return a PyTorch function (an ``autograd.Function``'s ``apply``, say) as ``(f, vjp)``."""
    try:
        import torch
    except ImportError as error:
        raise _missing("PyTorch", "torch") from error
    if isinstance(function, type):
        name = function.__name__
        raise TypeError(f"Got the class {name}. Wanted a function: {name}.apply, or a module that was made of it.")

    def tensors(args: Any, requires_grad: bool) -> list[Any]:
        arrays = [np.ascontiguousarray(a).reshape(np.shape(a)) for a in args]
        return [torch.tensor(a, requires_grad=requires_grad and a.dtype.kind in "fc") for a in arrays]

    def f(*args: Any) -> Any:
        return mapped(_values, function(*tensors(args, False)))

    def vjp(g: Any, *args: Any) -> Any:
        given, seeds = tensors(args, True), tensors(leaves([g]), False)
        pairs = zip(leaves([function(*given)]), seeds, strict=True)
        moved = [(end, seed) for end, seed in pairs if getattr(end, "requires_grad", False)]
        moving = [i for i, each in enumerate(given) if each.requires_grad]
        found: Any = [None] * len(moving)  # a result that depends on nothing
        if moved:
            ends, weights = zip(*moved, strict=True)
            found = torch.autograd.grad(ends, [given[i] for i in moving], weights, allow_unused=True)
        shares = dict(zip(moving, found, strict=True))
        return tuple(_share(shares[i], a) if i in shares else None for i, a in enumerate(args))

    f.__name__ = _name(function)
    return f, vjp


def _values(each: Any) -> Any:
    """Return the array behind a tensor of PyTorch, which may be a view that is to be conjugated or negated."""
    return each.detach().resolve_conj().resolve_neg().numpy() if hasattr(each, "resolve_conj") else np.asarray(each)


def _share(share: Any, argument: Any) -> Any:
    return np.zeros(np.shape(argument), np.asarray(argument).dtype) if share is None else _values(share)


def _name(function: Any) -> str:
    """Return the name of a function; that of its class for the ``apply`` of an ``autograd.Function``."""
    name = getattr(function, "__name__", None)
    owner = getattr(function, "__self__", None)
    return str((getattr(owner, "__name__", name) if name == "apply" else name) or type(function).__name__)


def from_jax(function: Callable[..., Any]) -> Pair:
    """Return a JAX function (with a ``custom_vjp``, say) as ``(f, vjp)``; switches JAX to float64.

    Gradients of complex numbers are conjugated on the way: JAX carries ∂L/∂Re − i ∂L/∂Im.
    """
    try:
        import jax
    except ImportError as error:
        raise _missing("JAX", "jax") from error
    jax.config.update("jax_enable_x64", True)

    def f(*args: Any) -> Any:
        return mapped(np.asarray, function(*map(jax.numpy.asarray, args)))

    def vjp(g: Any, *args: Any) -> Any:
        value, pullback = jax.vjp(function, *map(jax.numpy.asarray, args))
        pairs = zip(leaves([g]), map(jax.numpy.asarray, leaves([value])), strict=True)
        seeds = iter([_jax_seed(jax, w, v) for w, v in pairs])
        return tuple(_no_integer(s) for s in pullback(rebuilt(value, seeds)))

    f.__name__ = _name(function)
    return f, vjp


def _jax_seed(jax: Any, seed: Any, value: Any) -> Any:
    """Return a seed for a result; integers have one of a dtype of their own."""
    if value.dtype.kind not in "fc":
        return np.zeros(value.shape, jax.dtypes.float0)
    return jax.numpy.asarray(np.conj(seed), dtype=value.dtype)


def _no_integer(share: Any) -> Any:
    share = np.array(share)
    return np.conj(share) if share.dtype.kind in "fc" else None


def from_hips(function: Callable[..., Any]) -> Pair:
    """Return a function of HIPS/autograd as ``(f, vjp)``. Gradients of complex numbers are conjugated on the way."""
    try:
        from autograd import make_vjp
        from autograd.builtins import tuple as recorded
    except ImportError as error:
        raise _missing("HIPS/autograd", "autograd") from error

    def several(*args: Any) -> Any:
        return recorded(leaves([function(*args)]))

    def vjp(g: Any, *args: Any) -> Any:
        seeds = tuple(np.conj(each) for each in leaves([g]))
        moving = [np.asarray(a).dtype.kind in "fc" for a in args]
        pullbacks = [make_vjp(several, i)(*args)[0] if moves else None for i, moves in enumerate(moving)]
        return tuple(None if pullback is None else np.conj(np.array(pullback(seeds))) for pullback in pullbacks)

    return function, vjp
