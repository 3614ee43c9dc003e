"""Fault 35: a shape error does not say where, ``bool([1, 2])`` is True, equal Tensors collide as keys.

NumPy's text alone names neither operation nor layer; a truth value of several elements is a bug in the caller.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import ShapeError
from autograd_lite.modes import switched

x = Tensor([1.0, 2.0], requires_grad=True)
MISFITS: dict[str, tuple[Callable[[], Any], str]] = {
    "add": (lambda: x + np.ones(3), r"^add got x \(2,\), y \(3,\): .*\(2,\) \(3,\)\.$"),
    "multiply, Tensors": (lambda: x * Tensor(np.ones(3)), r"^multiply got x \(2,\), y \(3,\): "),
    "where": (lambda: np.where(np.ones(3) > 0, x, 0.0), r"^where got x \(2,\), y \(\): .*\(3,\) \(2,\)"),
    "matmul": (lambda: x @ np.ones((3, 4)), r"^matmul got x \(2,\), y \(3, 4\): "),
    "reshape": (lambda: x.reshape(3), r"^reshape got x \(2,\): .*\(3,\)\.$"),
    "axis": (lambda: x.sum(axis=4), r"^sum got x \(2,\).*axis 4"),
    "transpose": (lambda: np.transpose(x, (1, 0)), r"^transpose got x \(2,\): "),
    "broadcast_to": (lambda: np.broadcast_to(x, (3,)), r"^broadcast_to got x \(2,\): .*\(3,\)\.$"),
    "concatenate": (lambda: np.concatenate([x, np.ones((2, 2))]), r"^concatenate got xs \[\(2,\), \(2, 2\)\]: "),
    "stack": (lambda: np.stack([x, np.ones(3)]), r"^stack got xs \[\(2,\), \(3,\)\]: "),
    "item": (lambda: (x * 1).__setitem__(slice(None), np.ones(3)), r"value of shape \(3,\) for a Tensor of shape \(2,"),
    "in place": (lambda: (x * 1).__iadd__(np.ones((2, 2))), r"^\+= would change the shape \(2,\) to \(2, 2\)"),
    "seed": (lambda: (x * 1).backward(np.ones(3)), r"gradient of shape \(3,\) for a result of shape \(2,\)"),
    "missing seed": (lambda: (x * 1).backward(), r"shape \(2,\)"),
    "data": (lambda: setattr(x, "data", np.ones(3)), r"data of shape \(3,\) for a Tensor of shape \(2,\)"),
    "grad": (lambda: setattr(x, "grad", np.ones(3)), r"gradient of shape \(3,\) for a Tensor of shape \(2,\)"),
}


@pytest.mark.parametrize(("call", "text"), MISFITS.values(), ids=MISFITS)
def test_shape_error_names_operation_and_shapes(call: Callable[[], Any], text: str) -> None:
    """Shapes that do not fit raise a ShapeError, which is a ValueError, with what was asked and the shapes."""
    with pytest.raises(ShapeError, match=text) as caught:
        call()
    assert isinstance(caught.value, ValueError)


def test_shape_error_names_the_layer() -> None:
    """Inside a module the message begins with its path."""
    with switched(scope="encoder.layers.0"), pytest.raises(ShapeError) as caught:
        x + np.ones(3)
    assert str(caught.value) == (
        "encoder.layers.0: add got x (2,), y (3,): operands could not be broadcast together with shapes (2,) (3,)."
    )


@pytest.mark.parametrize("values", [[1.0, 2.0], [0.0, 0.0], []])
def test_truth_of_several_elements(values: list[float]) -> None:
    """A Tensor that does not hold exactly one element has no truth value: NumPy's error."""
    with pytest.raises(ValueError, match="truth value of an"):
        bool(Tensor(values))


def test_truth_of_one_element() -> None:
    """A Tensor of one element is as true as the element, tracked or not."""
    assert bool(Tensor([2.0], requires_grad=True))
    assert not bool(Tensor(0.0))


def test_hash_is_identity() -> None:
    """A Tensor is a key of its own: equal values do not collide, in-place changes do not lose it."""
    a, b = Tensor([1.0], requires_grad=True), Tensor([1.0], requires_grad=True)
    found = {a: "a", b: "b"}
    a.data[:] = 5.0
    assert (found[a], found[b], len({a, b, a})) == ("a", "b", 2)


def test_comparison_is_by_element() -> None:
    """``==`` compares elements and returns a plain array, as for ndarrays."""
    same = Tensor([1.0, 2.0], requires_grad=True) == [1.0, 3.0]
    assert type(same) is np.ndarray
    assert same.tolist() == [True, False]
