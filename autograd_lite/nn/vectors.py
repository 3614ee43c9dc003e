"""All parameters as one vector, and back."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograd_lite.errors import ShapeError
from autograd_lite.tensor import Tensor


def parameters_to_vector(parameters: Iterable[Any]) -> Any:
    """Return all parameters end to end, as one differentiable Tensor.

    Examples
    --------
    >>> from autograd_lite import nn
    >>> parameters_to_vector(nn.Linear(3, 2, rng=0).parameters()).shape
    (8,)
    """
    parts = [np.reshape(parameter, (-1,)) for parameter in parameters]
    if not parts:
        raise ValueError("parameters_to_vector got no parameters.")
    return np.concatenate(parts)


def vector_to_parameters(vec: Any, parameters: Iterable[Any]) -> None:
    """Write a vector back into parameters, in place."""
    values = np.asarray(vec._value() if isinstance(vec, Tensor) else vec)
    targets = list(parameters)
    wanted = sum(parameter.size for parameter in targets)
    if values.shape != (wanted,):
        raise ShapeError(f"Got a vector of shape {values.shape} for {wanted} parameters. Wanted ({wanted},).")
    start = 0
    for parameter in targets:
        parameter.data = values[start : start + parameter.size].reshape(parameter.shape)
        start += parameter.size
