"""Fault 8: ``np.asarray(t)`` and ``np.array([t, t])`` drop the history, or make an array of objects.

Without the refusal the network trains on with a part of it frozen.
"""

from collections.abc import Callable

import numpy as np
import pytest

from autograd_lite import Tensor, no_grad
from autograd_lite.errors import DetachError

CONVERSIONS: dict[str, Callable[[Tensor], object]] = {
    "asarray": np.asarray,
    "array": np.array,
    "asanyarray": np.asanyarray,
    "ascontiguousarray": np.ascontiguousarray,
    "asfortranarray": np.asfortranarray,
    "list of Tensors": lambda t: np.array([t, t]),
    "nested list": lambda t: np.array([[t, t], [t, t]]),
    "mixed list": lambda t: np.array([1.0, t.sum()]),
    "dtype": lambda t: np.asarray(t, dtype=np.float32),
    "full": lambda t: np.full((2, 2), t),
    "Tensor": Tensor,
}


@pytest.mark.parametrize("convert", CONVERSIONS.values(), ids=CONVERSIONS)
def test_conversion_of_a_tracked_tensor_is_refused(convert: Callable[[Tensor], object]) -> None:
    """Every conversion to a plain array raises a TypeError while a gradient is tracked."""
    t = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(DetachError):
        convert(t)
    with pytest.raises(DetachError):
        convert(t * 2)


def test_message() -> None:
    """The error says what would be lost and the spoken ways out."""
    with pytest.raises(DetachError) as caught:
        np.asarray(Tensor([1.0, 2.0], requires_grad=True))
    assert str(caught.value) == (
        "np.asarray(t) would turn a Tensor of shape (2,) into plain numbers and lose its gradient. "
        "Use t.detach(), t.numpy() or t.item() if that is meant, or with ag.no_grad(). "
        "For np.array([t, …]), np.full and others of which NumPy does not tell us there are ag.array, ag.full, "
        "and so on; for a[i] = t make a Tensor of the array first: a = ag.Tensor(a)."
    )


def test_untracked_tensors_convert() -> None:
    """Without a history there is nothing to lose: the conversion gives float arrays, never objects."""
    t = Tensor([1.0, 2.0])
    assert np.asarray(t).dtype == np.dtype(float)
    assert np.array([t, t]).tolist() == [[1.0, 2.0], [1.0, 2.0]]
    tracked = Tensor([1.0, 2.0], requires_grad=True)
    with no_grad():
        assert np.array([tracked, tracked]).dtype == np.dtype(float)
    assert np.asarray(tracked.detach()).tolist() == [1.0, 2.0]
