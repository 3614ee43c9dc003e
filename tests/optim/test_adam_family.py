"""Adamax, NAdam and RAdam: numbers worked by hand."""

from typing import Any

import pytest

from autograd_lite import Tensor
from autograd_lite.optim import Adamax, NAdam, RAdam


def path(kind: Any, gradients: list[float], **options: Any) -> list[float]:
    """Where a single number goes from 0 for given gradients."""
    p = Tensor([0.0], requires_grad=True)
    optimizer = kind([p], **options)
    found = []
    for g in gradients:
        p.grad = [g]
        optimizer.step()
        found.append(p.item())
    return found


def test_adamax() -> None:
    """β = 1/2: m is 2 and 1, over 1/2 and 3/4; u is 4 and 2."""
    found = path(Adamax, [4.0, 0.0], lr=1.0, betas=(0.5, 0.5), eps=0.0)
    assert found == pytest.approx([-1.0, -1.0 - (4 / 3) / 2])


def test_nadam() -> None:
    """β = 1/2, ψ = 0: μ = 1/4 always; Π is 1/4, 1/16; √v̂ is 4, √(16/3)."""
    found = path(NAdam, [4.0, 0.0], lr=1.0, betas=(0.5, 0.5), eps=0.0, momentum_decay=0.0)
    first = -(4.0 + 0.25 / (1 - 1 / 16) * 2.0) / 4.0
    second = first - (0.25 / (1 - 1 / 64) * 1.0) / (16 / 3) ** 0.5
    assert found == pytest.approx([first, second])


def test_nadam_momentum_grows() -> None:
    """μ = β₁ (1 − ½ 0.96^(t ψ)) is kept as a product in the state."""
    p = Tensor([0.0], requires_grad=True)
    optimizer = NAdam([p], betas=(0.8, 0.9), momentum_decay=1.0)
    for _ in range(2):
        p.grad = [1.0]
        optimizer.step()
    expected = 0.8 * (1 - 0.5 * 0.96) * 0.8 * (1 - 0.5 * 0.96**2)
    assert optimizer.state[p]["mu_product"] == pytest.approx(expected)


def test_radam_before_and_after_the_variance_is_bounded() -> None:
    """With β₂ = 0.9, ρ∞ = 19; ρ passes 5 at step 6. Constant gradients: steps of lr g before, of lr r after."""
    found = path(RAdam, [2.0] * 7, lr=0.1, betas=(0.9, 0.9), eps=0.0)
    steps = [a - b for a, b in zip([0.0, *found], found, strict=False)]

    def rectification(t: int) -> float:
        rho = 19 - 2 * t * 0.9**t / (1 - 0.9**t)
        return ((rho - 4) * (rho - 2) * 19 / (15 * 17 * rho)) ** 0.5 if rho > 5 else 2.0

    assert [rectification(t) for t in (4, 5, 6)][:1] == [2.0]
    assert steps == pytest.approx([0.1 * rectification(t) for t in range(1, 8)])
    assert steps[0] == pytest.approx(0.2)
    assert steps[-1] < 0.1
