import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import NoGradientError, ShapeError


class TestGrad:
    """``t.grad``."""

    def test_set_and_forget(self) -> None:
        """It can be set, by copy, and forgotten."""
        t, g = Tensor([1.0, 2.0], requires_grad=True), np.array([3.0, 4.0])
        t.grad = g
        g[:] = 0
        assert t.grad.tolist() == [3.0, 4.0]
        t.zero_grad()
        assert t.grad is None

    def test_of_what_requires_none(self) -> None:
        """Setting the gradient of a constant or a result is refused; forgetting it is harmless."""
        for t in (Tensor([1.0]), Tensor([1.0], requires_grad=True) * 2):
            with pytest.raises(NoGradientError, match="leaves that require a gradient only"):
                t.grad = np.ones(1)
        Tensor([1.0]).zero_grad()

    def test_shape(self) -> None:
        """A gradient of another shape is refused."""
        with pytest.raises(ShapeError) as caught:
            Tensor([1.0, 2.0], requires_grad=True).grad = np.ones(3)
        assert str(caught.value) == "Got a gradient of shape (3,) for a Tensor of shape (2,). Wanted equal."
