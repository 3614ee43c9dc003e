"""Adam and AdamW: numbers worked by hand."""

from typing import Any

import pytest

from autograd_lite import Tensor
from autograd_lite.optim import Adam, AdamW


def path(kind: Any, gradients: list[float], start: float = 0.0, **options: Any) -> list[float]:
    """Where a single number goes for given gradients."""
    p = Tensor([start], requires_grad=True)
    optimizer = kind([p], **options)
    found = []
    for g in gradients:
        p.grad = [g]
        optimizer.step()
        found.append(p.item())
    return found


def test_two_steps() -> None:
    """β = 1/2: m is 2 and 1, over 1/2 and 3/4; v is 8 and 4, over the same: steps of 4/4 and (4/3)/√(16/3)."""
    found = path(Adam, [4.0, 0.0], lr=1.0, betas=(0.5, 0.5), eps=0.0)
    assert found == pytest.approx([-1.0, -1.0 - (4 / 3) / (16 / 3) ** 0.5])


def test_amsgrad_keeps_the_largest() -> None:
    """As above, but v stays 8: the second step is (4/3)/√(32/3)."""
    found = path(Adam, [4.0, 0.0], lr=1.0, betas=(0.5, 0.5), eps=0.0, amsgrad=True)
    assert found == pytest.approx([-1.0, -1.0 - (4 / 3) / (32 / 3) ** 0.5])


def test_epsilon_stands_after_the_correction() -> None:
    """√v̂ = 4 and ε = 4 halve the first step."""
    assert path(Adam, [4.0], lr=1.0, betas=(0.5, 0.5), eps=4.0) == pytest.approx([-0.5])


def test_epsilon_hat_stands_before_it() -> None:
    """Here lr √(1/2) / (1/2) · 2 / (√8 + √8) = 1/2."""
    assert path(Adam, [4.0], lr=1.0, betas=(0.5, 0.5), eps=8**0.5, eps_hat=True) == pytest.approx([-0.5])


def test_as_the_book_writes_it() -> None:
    """``m += (1 − β₁)(g − m); v += (1 − β₂)(g² − v); W −= lr_t m / (√v + 1e-7)``."""
    gradients, w, m, v, expected = [1e-6, -2e-6, 0.5, 0.1], 1.0, 0.0, 0.0, []
    for t, g in enumerate(gradients, 1):
        rate = 0.01 * (1 - 0.999**t) ** 0.5 / (1 - 0.9**t)
        m += 0.1 * (g - m)
        v += 0.001 * (g * g - v)
        w -= rate * m / (v**0.5 + 1e-7)
        expected.append(w)
    assert path(Adam, gradients, 1.0, lr=0.01, eps=1e-7, eps_hat=True) == pytest.approx(expected, rel=1e-13)
    plain = path(Adam, gradients, 1.0, lr=0.01, eps=1e-7)
    assert abs(plain[0] - expected[0]) > 1e-4, "the two forms differ where gradients are small"


def test_weight_decay_through_the_gradient_and_beside_it() -> None:
    """Through the gradient it changes no first step; beside it, it takes 1/4 of the weight."""
    assert path(Adam, [4.0], 4.0, lr=0.5, eps=0.0, weight_decay=0.5) == pytest.approx([3.5])
    assert path(AdamW, [4.0], 4.0, lr=0.5, eps=0.0, weight_decay=0.5) == pytest.approx([2.5])
    assert path(Adam, [4.0], 4.0, lr=0.5, eps=0.0, weight_decay=0.5, decoupled_weight_decay=True) == [2.5]


def test_adamw_decays_by_default() -> None:
    """AdamW's weight decay is 0.01, Adam's none."""
    p = Tensor([1.0], requires_grad=True)
    assert (AdamW([p]).defaults["weight_decay"], Adam([p]).defaults["weight_decay"]) == (0.01, 0.0)
