"""Fault 4: an in-place write, itself recorded, replaces a value that an earlier operation saved.

Without a guard the earlier operation's gradient is taken at the new values, or lost. Here the write goes to memory of
its own whenever the old contents are still needed, so both gradients are right and no error is due.
"""

import numpy as np

from autograd_lite import Tensor


def test_write_after_use() -> None:
    """``y = x * x`` keeps the gradient of the old `x` when `x` is overwritten afterwards."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    x = p * 1.0
    y = (x * x).sum()
    x[:] = 0.0
    y.backward()
    assert (p.grad.tolist(), x.tolist()) == ([4.0, 6.0], [0.0, 0.0])


def test_write_and_both_uses() -> None:
    """Uses before and after the write each get the gradient of what they saw."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    x = p * 1.0
    before = (x * x).sum()  # 2 p
    x[0] = 10.0
    after = (x * x).sum()  # 0 at the overwritten element, 2 p at the other
    (before + after).backward()
    assert p.grad.tolist() == [4.0, 12.0]


def test_augmented_assignment_after_use() -> None:
    """``x *= 2`` after use: the use keeps the old values, later uses see the new ones."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    x = p * 1.0
    before = (x * x).sum()  # 2 p
    x *= 2
    after = (x * x).sum()  # (2 p)² -> 8 p
    (before + after).backward()
    assert p.grad.tolist() == [20.0, 30.0]


def test_output_that_a_rule_saved() -> None:
    """A rule that keeps its output keeps it as it was."""
    p = Tensor([0.0, 1.0], requires_grad=True)
    x = np.exp(p)
    y = x.sum()
    x[:] = 0.0
    y.backward()
    np.testing.assert_allclose(p.grad, np.exp([0.0, 1.0]))


def test_write_through_a_view_after_use() -> None:
    """A write through a view of `x` is a write to `x`, with the same promise."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    x = p * 1.0
    y = (x * x).sum()
    x[:1][0] = 0.0
    y.backward()
    assert (p.grad.tolist(), x.tolist()) == ([4.0, 6.0], [0.0, 3.0])


def test_many_writes_and_uses() -> None:
    """A recurrence written into one buffer, each element from the one before, has the gradient of the recurrence."""
    p = Tensor(1.5, requires_grad=True)
    x = np.zeros_like(Tensor(np.zeros(5)))
    x[0] = p
    for i in range(1, 5):
        x[i] = x[i - 1] * x[i - 1]
    x[4].backward()  # p^16
    np.testing.assert_allclose(p.grad, 16 * 1.5**15)
