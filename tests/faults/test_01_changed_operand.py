"""Fault 1: a user's array that took part in an operation is changed before the backward pass.

Without the guard the rule multiplies by the new contents, and the gradient is that of a function nobody computed.
"""

import numpy as np
import pytest

from autograd_lite import Tensor


def test_gradient_is_that_of_the_values_that_forward_saw() -> None:
    """d(sum(x * a))/dx is the `a` of the forward pass, whatever was written to `a` later."""
    x, a = Tensor([1.0, 1.0], requires_grad=True), np.array([2.0, 3.0])
    y = (x * a).sum()
    a[:] = 100
    y.backward()
    assert x.grad.tolist() == [2.0, 3.0]


@pytest.mark.parametrize("side", ["left", "right"])
def test_matrix_operand(side: str) -> None:
    """The copy is taken on both sides of a matrix product."""
    x, a = Tensor(np.eye(2), requires_grad=True), np.array([[1.0, 2.0], [3.0, 4.0]])
    y = (a @ x if side == "left" else x @ a).sum()
    a[:] = 100
    y.backward()
    assert x.grad.tolist() == ([[4.0, 4.0], [6.0, 6.0]] if side == "left" else [[3.0, 7.0], [3.0, 7.0]])


def test_operand_that_is_chosen_from() -> None:
    """The mask of a ``where`` is a copy too."""
    x, mask = Tensor([1.0, 2.0], requires_grad=True), np.array([True, False])
    y = np.where(mask, x, 0.0).sum()
    mask[:] = True
    y.backward()
    assert x.grad.tolist() == [1.0, 0.0]


def test_index_changed_after_the_read() -> None:
    """An index array that is changed after ``x[index]`` does not move the gradient to other elements."""
    x, index = Tensor([1.0, 2.0, 3.0], requires_grad=True), np.array([0, 0])
    y = x[index].sum()
    index[:] = 2
    y.backward()
    assert x.grad.tolist() == [2.0, 0.0, 0.0]


def test_index_list_changed_after_the_read() -> None:
    """A list as index is taken as it was, too."""
    x, index = Tensor([1.0, 2.0, 3.0], requires_grad=True), [0, 1]
    y = x[index].sum()
    index[:] = [2, 2]
    y.backward()
    assert x.grad.tolist() == [1.0, 1.0, 0.0]


def test_second_derivative_too() -> None:
    """The recorded pass, from which second derivatives come, has the old values as well."""
    x, a = Tensor([1.0, 2.0], requires_grad=True), np.array([2.0, 3.0])
    y = (x * x * a).sum()
    a[:] = 100
    y.backward(create_graph=True)
    slope, x.grad = x.grad, None
    slope.sum().backward()
    assert x.grad.tolist() == [4.0, 6.0]
