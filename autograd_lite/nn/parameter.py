"""Parameter and Buffer: the Tensors that belong to a module."""

from typing import Any

import numpy as np

from autograd_lite.graph import Leaf
from autograd_lite.memory import Owned
from autograd_lite.tensor import Tensor


class Parameter(Tensor):
    """A Tensor that a module learns: found by ``Module.parameters()`` wherever it hangs.

    Results of operations on it are plain Tensors.

    Parameters
    ----------
    data : array_like of numbers
    requires_grad : False for a weight that stays as it is
    dtype : NumPy dtype, by default that of `data`
    name : shown in pictures and messages

    Examples
    --------
    >>> import autograd_lite as ag
    >>> w = ag.nn.Parameter([1.0, 2.0])
    >>> (w * w).sum().backward()
    >>> w.grad
    array([2., 4.])
    """

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = True, *, dtype: Any = None, name: str | None = None) -> None:
        super().__init__(data, requires_grad=requires_grad, dtype=dtype, name=name)


class Buffer(Tensor):
    """A Tensor that belongs to a module and is not learnt, such as a running mean.

    Parameters
    ----------
    data : array_like of numbers
    persistent : whether it is part of the module's ``state_dict``
    dtype : NumPy dtype, by default that of `data`
    """

    __slots__ = ("persistent",)

    def __init__(self, data: Any, persistent: bool = True, *, dtype: Any = None) -> None:
        super().__init__(data, dtype=dtype)
        self.persistent = persistent

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "persistent": self.persistent}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self.persistent = state["persistent"]


def convert(tensor: Tensor, dtype: Any) -> None:
    """Give a parameter or buffer of floating-point numbers another dtype, in place: optimizers keep holding it."""
    dtype = np.dtype(dtype)
    if tensor.dtype.kind != "f" or tensor.dtype == dtype:
        return
    node, grad = tensor._node, tensor.grad
    tensor._array = tensor._value().astype(dtype)
    tensor._memory = Owned()
    if isinstance(node, Leaf):
        tensor._node = Leaf(tensor.shape, dtype, tensor.name, node.owner)
        tensor._node.grad = None if grad is None else np.asarray(grad, dtype=dtype)
        tensor._node.hooks = node.hooks
