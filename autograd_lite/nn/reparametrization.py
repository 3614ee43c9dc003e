"""Weights as a length and a direction."""

from typing import Any

import numpy as np

from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Parameter


def direction(v: Any, dim: int | None) -> Any:
    """Return `v` divided by its norm over all axes but `dim`."""
    axes = tuple(axis for axis in range(v.ndim) if dim is None or axis != dim % v.ndim)
    return v / np.sqrt(np.sum(v * v, axis=axes, keepdims=True))


class WeightNorm:
    """What :func:`weight_norm` hangs on a module: makes the weight before every call."""

    def __init__(self, name: str, dim: int | None) -> None:
        self.name, self.dim = name, dim

    def compute(self, module: Module) -> Any:
        """Return the weight, length times direction."""
        return getattr(module, f"{self.name}_g") * direction(getattr(module, f"{self.name}_v"), self.dim)

    def __call__(self, module: Module, _args: Any) -> None:
        """Set the weight anew."""
        setattr(module, self.name, self.compute(module))


def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module:
    """Learn length and direction of a weight separately (Salimans and Kingma, 2016).

    Parameters
    ----------
    module : the module, which is changed and returned
    name : of the weight; in its place come the parameters ``name_g`` and ``name_v``
    dim : axis of the rows that have a length each; None for one length

    Examples
    --------
    >>> from autograd_lite import nn
    >>> layer = nn.weight_norm(nn.Linear(3, 2, rng=0))
    >>> [(n, p.shape) for n, p in layer.named_parameters()]
    [('bias', (2,)), ('weight_g', (2, 1)), ('weight_v', (2, 3))]
    """
    weight = getattr(module, name)
    if not isinstance(weight, Parameter):
        raise TypeError(f"{type(module).__name__}.{name} is {type(weight).__name__}. Wanted a Parameter.")
    values = np.array(weight._value())
    axes = tuple(axis for axis in range(values.ndim) if dim is None or axis != dim % values.ndim)
    delattr(module, name)
    setattr(module, f"{name}_g", Parameter(np.sqrt(np.sum(values * values, axis=axes, keepdims=True))))
    setattr(module, f"{name}_v", Parameter(values))
    norm = WeightNorm(name, dim)
    setattr(module, name, norm.compute(module))
    module.register_forward_pre_hook(norm)
    return module


def remove_weight_norm(module: Module, name: str = "weight") -> Module:
    """Make one weight of length and direction again."""
    hooks = module._hooks.kinds["before"] if module._hooks is not None else {}
    found = next((key for key, (hook, _) in hooks.items() if isinstance(hook, WeightNorm) and hook.name == name), None)
    if found is None:
        raise ValueError(f"{type(module).__name__} has no weight norm on {name!r}.")
    norm: Any = hooks.pop(found)[0]
    values = np.array(norm.compute(module)._value())
    for each in (name, f"{name}_g", f"{name}_v"):
        delattr(module, each)
    setattr(module, name, Parameter(values))
    return module
