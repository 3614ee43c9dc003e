"""The moving average of weights: numbers worked by hand, swaps."""

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import CheckpointError, OptionError
from autograd_lite.optim import ExponentialMovingAverage


def test_average() -> None:
    """Half and half: 0, then 1, then 2.5."""
    p = Tensor([0.0], requires_grad=True)
    average = ExponentialMovingAverage([p], decay=0.5)
    for value in (2.0, 4.0):
        p.data = [value]
        average.update()
    assert average.averages[0].tolist() == [2.5]


def test_warm_up() -> None:
    """The first decay is 2/11."""
    p = Tensor([0.0], requires_grad=True)
    average = ExponentialMovingAverage([p], decay=0.999, warm_up=True)
    p.data = [11.0]
    average.update()
    assert average.averages[0].tolist() == pytest.approx([9.0])


def test_swapped_comes_back_however_it_ends() -> None:
    """Inside are the averages, afterwards the weights, also after an exception."""
    p = Tensor([1.0], requires_grad=True)
    average = ExponentialMovingAverage([p], decay=0.5)
    p.data = [3.0]
    seen = []

    def interrupted() -> None:
        with average.swapped():
            seen.append(p.item())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (seen, p.item()) == ([1.0], 3.0)


def test_a_swap_between_forward_and_backward() -> None:
    """The gradient is that of the values which the forward pass saw."""
    p = Tensor([1.0], requires_grad=True)
    average = ExponentialMovingAverage([p])
    p.data = [3.0]
    loss = (p * p).sum()
    with average.swapped():
        loss.backward()
    assert p.grad.tolist() == [6.0]


def test_copy_to_and_state() -> None:
    """The averages can be kept as the weights, and travel by state_dict."""
    p = Tensor([1.0, 2.0], dtype="float32", requires_grad=True)
    average, other = ExponentialMovingAverage([("w", p)], decay=0.5), ExponentialMovingAverage([p])
    p.data = [3.0, 4.0]
    average.update()
    other.load_state_dict(average.state_dict())
    other.copy_to()
    assert p.data.tolist() == [2.0, 3.0]
    assert other.averages[0].dtype == np.float32
    with pytest.raises(CheckpointError, match=r"averages of shapes \[\(2,\)\]. Wanted \[\(1,\)\]"):
        ExponentialMovingAverage([Tensor([1.0])]).load_state_dict(average.state_dict())


def test_refusals() -> None:
    """A decay outside [0, 1] and an empty list are refused."""
    with pytest.raises(OptionError, match=r"decay=1.5"):
        ExponentialMovingAverage([Tensor([1.0])], decay=1.5)
    with pytest.raises(OptionError, match="at least one Tensor"):
        ExponentialMovingAverage([])
