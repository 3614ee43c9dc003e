"""Adadelta: numbers worked by hand."""

import pytest

from autograd_lite import Tensor
from autograd_lite.optim import Adadelta


def test_two_steps() -> None:
    """Here v = 2, Δ = √(1/3)·2, u = 2/3; then v = 1 with g = 0, and no step."""
    p = Tensor([0.0], requires_grad=True)
    optimizer = Adadelta([p], rho=0.5, eps=1.0)
    p.grad = [2.0]
    optimizer.step()
    assert p.item() == pytest.approx(-2 / 3**0.5)
    assert optimizer.state[p]["acc_delta"].item() == pytest.approx(2 / 3)
    p.grad = [0.0]
    optimizer.step()
    assert p.item() == pytest.approx(-2 / 3**0.5)
    assert optimizer.state[p]["square_avg"].item() == pytest.approx(1.0)
