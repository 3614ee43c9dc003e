"""Calling a module with other parameters than its own."""

import threading
from collections.abc import Mapping
from typing import Any

from autograd_lite.arrays import checked_array
from autograd_lite.errors import ShapeError
from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Buffer, Parameter
from autograd_lite.tensor import Tensor

_one_at_a_time = threading.RLock()  # parameters are swapped for the time of a call, so two calls must not overlap


_standing_in: list[Tensor] = []  # what was put in the place of parameters, by the calls that are going on


def functional_call(
    module: Module, parameters: Mapping[str, Any], args: Any = (), kwargs: Mapping[str, Any] | None = None
) -> Any:
    """Call a module with parameters and buffers taken from a dict, so that a function of the parameters can be made.

    Parameters
    ----------
    module : the module; its own parameters are untouched, and used for names that the dict does not have
    parameters : values by dotted name, arrays or Tensors
    args : arguments of the call; one that is not a tuple stands for itself
    kwargs : keyword arguments of the call

    Raises
    ------
    KeyError
        For a name that the module does not have.
    ShapeError
        For a value of another shape.

    Notes
    -----
    A parameter that hangs in two places is replaced in both. Calls in several threads wait for each other; a plain call
    of the same module in another thread meanwhile would see the replaced parameters.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> model = ag.nn.Linear(2, 1, bias=False, rng=0)
    >>> def loss(parameters):
    ...     return ag.nn.functional_call(model, parameters, np.ones((1, 2))).sum()
    >>> ag.grad(loss)({"weight": np.zeros((1, 2))})
    {'weight': array([[1., 1.]])}
    """
    with _one_at_a_time:
        own = _own(module)
        replaced = {id(own[name]): value for name, value in _checked(module, own, parameters).items()}
        before = len(_standing_in)
        places = [place for part in module.modules() for place in _places(part, replaced)]
        try:
            for holder, key, old in places:
                _put(holder, key, replaced[id(old)])
                _standing_in.append(replaced[id(old)])
            return module(*(args if isinstance(args, tuple) else (args,)), **(kwargs or {}))
        finally:
            for holder, key, old in places:
                _put(holder, key, old)
            del _standing_in[before:]


def _own(module: Module) -> dict[str, Tensor]:
    """Return parameters and buffers by name, and what an outer call has put in their places."""
    standing = {id(value) for value in _standing_in}
    named = module._named(Tensor, "", True, False)
    return {name: value for name, value in named if isinstance(value, Parameter | Buffer) or id(value) in standing}


def _checked(module: Module, own: Mapping[str, Tensor], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as Tensors; raise for names and shapes that do not fit."""
    values = {}
    for name, value in parameters.items():
        if name not in own:
            raise KeyError(f"{type(module).__name__} has no parameter or buffer {name!r}. It has {', '.join(own)}.")
        values[name] = value if isinstance(value, Tensor) else Tensor(checked_array(value))
        if values[name].shape != own[name].shape:
            raise ShapeError(f"Got {name} of shape {values[name].shape}, wanted {own[name].shape}.")
    return values


def _places(module: Module, replaced: Mapping[int, Any]) -> list[tuple[Any, Any, Any]]:
    """Return (holder, key, object) for everything to be replaced that hangs on a module or in its lists and dicts."""
    found: list[tuple[Any, Any, Any]] = []
    stack: list[tuple[Any, Any, Any]] = [(module.__dict__, name, value) for name, value in module.__dict__.items()]
    while stack:
        holder, key, value = stack.pop()
        if id(value) in replaced and isinstance(value, Tensor):
            found.append((holder, key, value))
        elif isinstance(value, list):
            stack.extend((value, k, each) for k, each in enumerate(value))
        elif isinstance(value, dict):
            stack.extend((value, k, each) for k, each in value.items())
        elif isinstance(value, tuple) and any(id(each) in replaced for each in value):
            raise TypeError(
                f"{type(module).__name__}.{key} is a tuple of parameters, which cannot be replaced. Use a list."
            )
    return found


def _put(holder: Any, key: Any, value: Any) -> None:
    holder[key] = value
