"""Rprop: numbers worked by hand."""

from autograd_lite import Tensor
from autograd_lite.optim import Rprop


def test_longer_shorter_resting() -> None:
    """Steps of 1 (first), 2 (same sign), a rest (the sign turned), ½ of 2 (after the rest), 2 (same sign)."""
    p = Tensor([0.0], requires_grad=True)
    optimizer = Rprop([p], lr=1.0, etas=(0.5, 2.0))
    found = []
    for g in (3.0, 0.1, -5.0, -7.0, -1.0):
        p.grad = [g]
        optimizer.step()
        found.append(p.item())
    assert found == [-1.0, -3.0, -3.0, -2.0, 0.0]


def test_bounds() -> None:
    """Steps stay between the smallest and the largest."""
    p = Tensor([0.0], requires_grad=True)
    optimizer = Rprop([p], lr=1.0, etas=(0.5, 2.0), step_sizes=(0.75, 1.5))
    found = []
    for g in (1.0, 1.0, -1.0, -1.0):
        p.grad = [g]
        optimizer.step()
        found.append(p.item())
    assert found == [-1.0, -2.5, -2.5, -1.75]
