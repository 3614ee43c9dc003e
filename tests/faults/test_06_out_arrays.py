"""Fault 6: ``np.exp(t, out=buffer)`` and ``array += t`` write a tracked result into a plain array.

Without a refusal the buffer is filled and the gradient is lost without a word.
"""

from collections.abc import Callable

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import InPlaceError, UnsupportedOperationError

x = Tensor([2.0, 3.0], requires_grad=True)


def _augmented() -> None:
    array = np.zeros(2)
    array += x


WRITES: dict[str, Callable[[], object]] = {
    "ufunc": lambda: np.exp(x, out=np.zeros(2)),
    "ufunc by position": lambda: np.exp(x, np.zeros(2)),
    "ufunc, two inputs": lambda: np.add(x, x, out=np.zeros(2)),
    "function": lambda: np.sum(x, out=np.zeros(())),
    "method": lambda: x.sum(out=np.zeros(())),
    "matmul": lambda: np.matmul(x, x, out=np.zeros(())),
    "augmented": _augmented,
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_writing_into_a_plain_array_is_refused(write: Callable[[], object]) -> None:
    """Every way to write a tracked result into a plain array raises a TypeError of ours."""
    with pytest.raises(UnsupportedOperationError):
        write()


def test_buffer_is_untouched() -> None:
    """The refused call has not written anything."""
    buffer = np.array([7.0, 7.0])
    with pytest.raises(UnsupportedOperationError) as caught:
        np.exp(x, out=buffer)
    assert buffer.tolist() == [7.0, 7.0]
    assert str(caught.value) == (
        "exp was called with the keyword 'out': a result written into an array of yours would lose its gradient "
        "(a += t does that too: write a = a + t); "
        "use the returned Tensor, or write it into one of yours with y[...] = …. It takes x; "
        "leave the argument out, or pass t.detach() if no gradient is wanted through it."
    )


def test_out_may_be_a_tensor() -> None:
    """Into a Tensor a result is written with its history; into a leaf that requires a gradient it cannot be."""
    buffer = Tensor(np.zeros(2))
    assert np.exp(x * 0, out=buffer) is buffer
    assert buffer.requires_grad
    with pytest.raises(InPlaceError):
        np.exp(np.zeros(2), out=x)


def test_out_none_is_no_argument() -> None:
    """``out=None``, which NumPy's own wrappers pass on, is as good as absent."""
    assert np.exp(x * 0, out=None).tolist() == [1.0, 1.0]
    assert np.sum(x, out=None).item() == 5.0


@pytest.mark.parametrize(
    "call",
    [
        lambda x: np.max(x, 0, 1),
        lambda x: np.sum(x, 0, float, True),
        lambda x: np.std(x, 0, None, 1),
        lambda x: np.take(x, [0], 0, "clip"),
        lambda x: np.clip(x, 0, 1, 2),
        lambda x: np.nansum(x, 0, None, True),
        lambda x: x.sum(0, None, True),
    ],
)
def test_what_comes_to_stand_in_the_place_of_out_is_not_passed_over(call: Callable[[Tensor], Tensor]) -> None:
    """A third positional argument of np.max is out, not keepdims: NumPy's error, with the names that were meant."""
    with pytest.raises(UnsupportedOperationError, match=r"for 'out', its argument \d\. Wanted None there"):
        call(Tensor(np.ones((2, 2)), requires_grad=True))
