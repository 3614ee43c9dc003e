"""RMSprop: numbers worked by hand."""

from typing import Any

import pytest

from autograd_lite import Tensor
from autograd_lite.optim import RMSprop


def path(gradients: list[float], **options: Any) -> list[float]:
    """Where a single number goes from 0 for given gradients."""
    p = Tensor([0.0], requires_grad=True)
    optimizer = RMSprop([p], lr=1.0, eps=0.0, **options)
    found = []
    for g in gradients:
        p.grad = [g]
        optimizer.step()
        found.append(p.item())
    return found


def test_plain() -> None:
    """With α = 3/4, v is 1 and then 3/4: steps of 2/1 and of 0."""
    assert path([2.0, 0.0], alpha=0.75) == [-2.0, -2.0]


def test_momentum() -> None:
    """Here b is 2 and then 1."""
    assert path([2.0, 0.0], alpha=0.75, momentum=0.5) == [-2.0, -3.0]


def test_centered() -> None:
    """Here v = 1 and m = 1/2: a step of 2 / √(3/4)."""
    assert path([2.0], alpha=0.75, centered=True) == pytest.approx([-2 / 0.75**0.5])


def test_centered_with_momentum() -> None:
    """The sum keeps half of that step."""
    first = -2 / 0.75**0.5
    assert path([2.0, 0.0], alpha=0.75, centered=True, momentum=0.5) == pytest.approx([first, 1.5 * first])


def test_as_the_book_writes_it() -> None:
    """``h ← 0.99 h + 0.01 g²; W ← W − η g / (√h + 1e-7)``."""
    w, h = 1.0, 0.0
    p = Tensor([w], requires_grad=True)
    optimizer = RMSprop([p], lr=0.01, alpha=0.99, eps=1e-7)
    for g in (1e-6, -2e-6, 0.5):
        h = 0.99 * h + 0.01 * g * g
        w -= 0.01 * g / (h**0.5 + 1e-7)
        p.grad = [g]
        optimizer.step()
        assert p.item() == pytest.approx(w, rel=1e-14)
