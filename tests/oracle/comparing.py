"""Calls of one function of several libraries, made comparable: values, gradient and second derivative.

Not a test file: the tests of this folder read it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from autograd_lite.trees import leaves, rebuilt


def is_input(value: Any) -> bool:
    """Whether an argument is differentiated; a setting is read-only."""
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.flags.writeable


class Total:
    """The weighted sum of all results of a call, as a function of its arrays of floats."""

    def __init__(self, function: Callable[..., Any], form: Any, to_array: Callable[[Any], Any]) -> None:
        self.function, self.to_array = function, to_array
        self.tree = [list(form.args), form.kwargs]
        self.flat = leaves(self.tree)
        self.places = [i for i, leaf in enumerate(self.flat) if is_input(leaf)]
        self.inputs = [self.flat[i] for i in self.places]

    def results(self, *inputs: Any) -> list[Any]:
        """The arrays that the call returns."""
        flat = [self.to_array(leaf) if isinstance(leaf, np.ndarray) else leaf for leaf in self.flat]
        for place, value in zip(self.places, inputs, strict=True):
            flat[place] = value
        args, kwargs = rebuilt(self.tree, iter(flat))
        out = self.function(*args, **kwargs)
        every = out if isinstance(out, list | tuple) else [out]
        return [o for o in every if "float" in str(getattr(o, "dtype", ""))]

    def __call__(self, *inputs: Any) -> Any:
        """The sum, which is not linear in the results, so that the second derivative sees all of them."""
        rng = np.random.default_rng(7)
        whole = [x for x, array in zip(inputs, self.inputs, strict=True) if not np.isnan(array).any()]
        total = sum((x * x * 0.01).sum() for x in whole)  # keeps a constant gradient differentiable
        for out in self.results(*inputs):
            weights = self.to_array(rng.normal(size=tuple(out.shape)))
            total = total + (weights * (out + out * out / 4)).sum()
        return total

    def directions(self) -> list[Any]:
        """Along which the second derivative is taken."""
        rng = np.random.default_rng(3)
        return [rng.normal(size=x.shape) for x in self.inputs]


def derivatives(total: Total, grad: Callable[..., Any], inputs: Any = None) -> Iterator[list[Any]]:
    """The gradient, and the gradient of its component along fixed directions, with a `grad` that nests."""
    every = tuple(range(len(total.inputs)))
    inputs = [total.to_array(x) for x in total.inputs] if inputs is None else inputs
    along = [total.to_array(v) for v in total.directions()]
    yield list(grad(total, every)(*inputs))
    yield list(
        grad(lambda *x: sum((g * v).sum() for g, v in zip(grad(total, every)(*x), along, strict=True)), every)(*inputs)
    )


def torch_grad(total: Callable[..., Any], _every: Any) -> Callable[..., Any]:
    """PyTorch's gradient as a function that nests."""

    def gradient(*inputs: Any) -> Any:
        held = [x if x.requires_grad else x.clone().requires_grad_() for x in inputs]
        return torch.autograd.grad(total(*held), held, create_graph=True)

    return gradient


def compare(mine: Any, others: Any) -> None:
    """Equal to 1e-10 in value, gradient and second derivative."""
    for got, right in zip(mine, others, strict=True):
        for one, two in zip(got, right, strict=True):
            two = two.detach() if torch.is_tensor(two) else two
            np.testing.assert_allclose(np.asarray(one), np.asarray(two), rtol=1e-10, atol=1e-10)
