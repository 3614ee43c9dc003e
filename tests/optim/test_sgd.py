"""SGD: numbers worked by hand."""

from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.optim import SGD


def path(gradients: list[float], start: float = 1.0, **options: Any) -> list[float]:
    """Where a single number goes for given gradients."""
    p = Tensor([start], requires_grad=True)
    optimizer = SGD([p], **options)
    found = []
    for g in gradients:
        p.grad = [g]
        optimizer.step()
        found.append(p.item())
    return found


def test_plain() -> None:
    """``p − lr g``."""
    assert path([2.0, -1.0], lr=0.5) == [0.0, 0.5]


def test_momentum() -> None:
    """Here b is 1, then 0.5 + 1, then 0.75 + 1."""
    assert path([1.0, 1.0, 1.0], lr=1.0, momentum=0.5) == [0.0, -1.5, -3.25]


def test_dampening_spares_the_first_gradient() -> None:
    """Here b is 1, then 0.5 + 0.25."""
    assert path([1.0, 1.0], lr=1.0, momentum=0.5, dampening=0.75) == [0.0, -0.75]


def test_nesterov() -> None:
    """Steps of 1 + 0.5 · 1, then of 1 + 0.5 · 1.5."""
    assert path([1.0, 1.0], lr=1.0, momentum=0.5, nesterov=True) == [-0.5, -2.25]


def test_weight_decay_and_maximize() -> None:
    """The decay pulls to zero though the gradient is climbed: g = −2 + 0.5 · 1."""
    assert path([2.0], lr=1.0, weight_decay=0.5, maximize=True) == [2.5]


def test_momentum_as_the_books_write_it() -> None:
    """``v ← α v − η g; W ← W + v`` goes the same way."""
    gradients, w, v, expected = [1.0, -2.0, 0.5, 3.0], 1.0, 0.0, []
    for g in gradients:
        v = 0.9 * v - 0.1 * g
        w += v
        expected.append(w)
    assert path(gradients, lr=0.1, momentum=0.9) == pytest.approx(expected, rel=1e-14)


def test_nesterov_as_the_books_write_it() -> None:
    """``W ← W + α² v − (1 + α) η g; v ← α v − η g`` with the old v goes the same way."""
    gradients, w, v, expected = [1.0, -2.0, 0.5, 3.0], 1.0, 0.0, []
    for g in gradients:
        w += 0.9 * 0.9 * v - 1.9 * 0.1 * g
        v = 0.9 * v - 0.1 * g
        expected.append(w)
    assert path(gradients, lr=0.1, momentum=0.9, nesterov=True) == pytest.approx(expected, rel=1e-13)


def test_gradient_descent_of_the_book() -> None:
    """x0² + x1² from (−3, 4) with lr 0.1 is at (−6.11110793e−10, 8.14814391e−10) after 100 steps."""
    p = Tensor([-3.0, 4.0], requires_grad=True)
    optimizer = SGD([p], lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        (p * p).sum().backward()
        optimizer.step()
    assert np.array2string(p.data) == "[-6.11110793e-10  8.14814391e-10]"
