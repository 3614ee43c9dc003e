"""Adagrad: numbers worked by hand."""

from autograd_lite import Tensor
from autograd_lite.optim import Adagrad


def test_two_steps() -> None:
    """Here s is 9 and then 25: steps of 3/3 and of 4/5."""
    p = Tensor([0.0], requires_grad=True)
    optimizer = Adagrad([p], lr=1.0, eps=0.0)
    found = []
    for g in (3.0, 4.0):
        p.grad = [g]
        optimizer.step()
        found.append(p.item())
    assert found == [-1.0, -1.8]


def test_decay_of_the_rate_and_first_sum() -> None:
    """Here s starts from 16, and the rate is 1 and then 1/2: steps of 3/5 and of 0."""
    p = Tensor([0.0], requires_grad=True)
    optimizer = Adagrad([p], lr=1.0, lr_decay=1.0, initial_accumulator_value=16.0, eps=0.0)
    for g, expected in ((3.0, -0.6), (0.0, -0.6), (0.0, -0.6)):
        p.grad = [g]
        optimizer.step()
        assert p.item() == expected


def test_as_the_book_writes_it() -> None:
    """``h ← h + g²; W ← W − η g / (√h + 1e-7)``."""
    w, h = 1.0, 0.0
    p = Tensor([w], requires_grad=True)
    optimizer = Adagrad([p], lr=0.1, eps=1e-7)
    for g in (1e-6, -2e-6, 0.5):
        h += g * g
        w -= 0.1 * g / (h**0.5 + 1e-7)
        p.grad = [g]
        optimizer.step()
        assert abs(p.item() - w) < 1e-15
