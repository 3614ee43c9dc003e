from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, grad
from autograd_lite.errors import UnsupportedOperationError

Derivatives = Callable[[Callable[[Any], Any], Any, int], list[float]]
PAIRS = [np.maximum, np.minimum, np.fmax, np.fmin]
NAN = np.nan


@pytest.mark.parametrize("f", PAIRS)
def test_a_tie_gives_half_to_each(f: Callable[[Any, Any], Any], derivatives: Derivatives) -> None:
    """Equal numbers get half each, and the second derivative is 0."""
    assert derivatives(lambda x: f(x, 2.0), 2.0, 2) == [0.5, 0]
    assert derivatives(lambda x: f(2.0, x), 2.0, 2) == [0.5, 0]
    assert derivatives(lambda x: f(x, x), 2.0, 2) == [1, 0]


@pytest.mark.parametrize("f", PAIRS)
def test_the_chosen_one_gets_all(f: Callable[[Any, Any], Any]) -> None:
    """The number that is the result has derivative 1, the other 0."""
    x, y = np.array([1.0, 3.0]), np.array([2.0, 2.0])
    larger = [0.0, 1.0] if f in (np.maximum, np.fmax) else [1.0, 0.0]
    assert grad(lambda x, y: np.sum(f(x, y)))(x, y).tolist() == larger
    assert grad(lambda x, y: np.sum(f(x, y)), 1)(x, y).tolist() == larger[::-1]


@pytest.mark.parametrize("f", [np.fmax, np.fmin])
def test_a_nan_is_passed_over(f: Callable[[Any, Any], Any]) -> None:
    """Of a number and a NaN, fmax and fmin choose the number, so that gets the gradient."""
    x, y = np.array([NAN, 3.0]), np.array([2.0, NAN])
    assert grad(lambda x, y: np.sum(f(x, y)))(x, y).tolist() == [0.0, 1.0]
    assert grad(lambda x, y: np.sum(f(x, y)), 1)(x, y).tolist() == [1.0, 0.0]


def test_what_was_not_chosen_stops_even_nan() -> None:
    """Infinite and NaN gradients go where the value came from, and nowhere else."""
    x = np.array([-1.0, 0.0, 4.0])
    with np.errstate(all="ignore"):
        assert grad(lambda x: np.sum(np.where(x > 0, x, 1.0) * np.where(x > 0, 1.0, NAN)))(x)[:2].tolist() == [0, 0]
        assert grad(lambda x: np.sum(np.sqrt(np.maximum(x, 0.0))))(x).tolist() == [0.0, np.inf, 0.25]
        assert grad(lambda x: np.sum(np.log(np.clip(x, 0.0, 2.0))))(x).tolist() == [0.0, np.inf, 0.0]


def test_where_broadcasts() -> None:
    """A condition, a row and a number broadcast, and each gets the sum of the places where it was chosen."""
    condition = np.array([[True, False], [True, True]])
    f = lambda x, y: np.sum(np.array([[1.0, 2.0], [3.0, 4.0]]) * np.where(condition, x, y))  # noqa: E731
    assert grad(f)(np.array([5.0, 6.0]), 7.0).tolist() == [4.0, 4.0]
    assert grad(f, 1)(np.array([5.0, 6.0]), 7.0) == 2.0


def test_where_keeps_its_condition() -> None:
    """A condition that is overwritten after the call does not change the gradient."""
    x, condition = Tensor([1.0, 2.0], requires_grad=True), np.array([True, False])
    y = np.sum(np.where(condition, x, 0.0))
    condition[:] = False
    y.backward()
    assert x.grad.tolist() == [1.0, 0.0]


def test_where_without_values_points_to_nonzero() -> None:
    """np.where with one argument asks for indices, which np.nonzero gives."""
    with pytest.raises(UnsupportedOperationError) as caught:
        np.where(Tensor([0.0, 1.0]))
    assert str(caught.value) == (
        "where was called without x and y: that asks for indices. Write np.nonzero(condition) for them."
    )


@pytest.mark.parametrize(("x", "right"), [(0.0, 0), (1.0, 1), (1.5, 1), (2.0, 1), (3.0, 0)])
def test_clip_counts_its_ends_as_inside(x: float, right: float, derivatives: Derivatives) -> None:
    """The derivative of clip is 1 from end to end, the ends included, and 0 outside."""
    assert derivatives(lambda x: np.clip(x, 1.0, 2.0), x, 2) == [right, 0]


def test_clip_with_tensor_ends() -> None:
    """An end gets the gradient of the elements that it replaced; of ends the wrong way round the upper one gets all."""
    x = np.array([0.0, 1.0, 1.5, 2.0, 4.0])
    f = lambda x, low, high: np.sum(np.arange(1.0, 6.0) * np.clip(x, low, high))  # noqa: E731
    assert [g.tolist() for g in grad(f, (0, 1, 2))(x, 1.0, 2.0)] == [[0, 2, 3, 4, 0], 1, 5]
    assert [g.tolist() for g in grad(f, (0, 1, 2))(x, 3.0, 2.0)] == [[0, 0, 0, 0, 0], 0, 15]


def test_every_form_of_clip() -> None:
    """One end may be missing, ends go by three names, and the method does what the function does."""
    x = Tensor([0.0, 1.5, 4.0], requires_grad=True)
    forms = (
        (lambda: np.clip(x, 1.0, 2.0), [1.0, 1.5, 2.0]),
        (lambda: np.clip(x, a_min=1.0, a_max=2.0), [1.0, 1.5, 2.0]),
        (lambda: np.clip(x, min=1.0, max=2.0), [1.0, 1.5, 2.0]),
        (lambda: x.clip(1.0, 2.0), [1.0, 1.5, 2.0]),
        (lambda: np.clip(x, 1.0, None), [1.0, 1.5, 4.0]),
        (lambda: np.clip(x, max=2.0), [0.0, 1.5, 2.0]),
        (lambda: x.clip(max=2.0), [0.0, 1.5, 2.0]),
    )
    for form, right in forms:
        y = form()
        assert y.tolist() == right
        x.zero_grad()
        y.backward(np.ones(3))
        assert x.grad.tolist() == [float(value == before) for value, before in zip(right, x.tolist(), strict=True)]


def test_nan_to_num() -> None:
    """A number that was put in has derivative 0; parts of complex numbers count one by one."""
    x = np.array([1.0, NAN, np.inf, -np.inf])
    f = lambda x: np.sum(np.nan_to_num(x, nan=5.0, posinf=6.0, neginf=7.0))  # noqa: E731
    assert grad(f)(x).tolist() == [1.0, 0.0, 0.0, 0.0]
    assert np.nan_to_num(Tensor(x), nan=5.0, posinf=6.0, neginf=7.0).tolist() == [1.0, 5.0, 6.0, 7.0]
    z = np.array([complex(NAN, 1.0), complex(1.0, np.inf)])
    g = grad(lambda z: np.sum(np.real((1 - 2j) * np.nan_to_num(z, posinf=3.0))))(z)
    assert g.tolist() == [2j, 1 + 0j]


def test_nan_to_num_in_place_is_refused() -> None:
    """copy=False would change the input behind its history."""
    with pytest.raises(UnsupportedOperationError) as caught:
        np.nan_to_num(Tensor([1.0]), copy=False)
    assert str(caught.value) == (
        "nan_to_num was called with copy=False: that writes into its input, whose history would no longer be true. "
        "Leave copy out and use the result."
    )
