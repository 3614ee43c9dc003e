"""Fault 16: pickling or copying the end of a long chain recurses through it; dropping it overflows the stack.

Without the refusal ``copy.deepcopy(loss)`` copies the whole history, or dies in a RecursionError.
"""

import copy
import pickle
from collections.abc import Callable

import pytest

from autograd_lite import Tensor
from autograd_lite.errors import DetachError

COPIES: dict[str, Callable[[Tensor], Tensor]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda t: pickle.loads(pickle.dumps(t)),
    "old pickle": lambda t: pickle.loads(pickle.dumps(t, protocol=2)),
}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_leaf(copied: Callable[[Tensor], Tensor]) -> None:
    """A leaf's copy has values, gradient, name and flag, and memory of its own."""
    t = Tensor([1.0, 2.0], requires_grad=True, name="w")
    (t * t).sum().backward()
    other = copied(t)
    assert (other.tolist(), other.grad.tolist(), other.name, other.requires_grad) == ([1, 2], [2, 4], "w", True)
    other.data[:] = 0
    other.grad[:] = 0
    assert (t.tolist(), t.grad.tolist()) == ([1.0, 2.0], [2.0, 4.0])


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_constant(copied: Callable[[Tensor], Tensor]) -> None:
    """A Tensor without a gradient stays one, whatever its dtype."""
    other = copied(Tensor([1, 2]))
    assert (other.tolist(), other.dtype, other.requires_grad) == ([1, 2], int, False)


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_result_is_refused(copied: Callable[[Tensor], Tensor]) -> None:
    """A result raises a TypeError, at once and however long its history is."""
    y = Tensor(1.0, requires_grad=True)
    for _ in range(5000):
        y = y * 1.0
    with pytest.raises(DetachError) as caught:
        copied(y)
    assert str(caught.value) == (
        "Only leaves can be copied or pickled: the history of a result stays with this process. Use t.detach() first."
    )
    assert copied(y.detach()).item() == 1.0


def test_deepcopy_keeps_sharing() -> None:
    """A Tensor that stands twice in a structure stands twice in its copy."""
    t = Tensor([1.0], requires_grad=True)
    one, other = copy.deepcopy([t, t])
    assert one is other
    assert one is not t


@pytest.mark.slow
def test_drop_of_a_million(run_python: Callable[[str], str]) -> None:
    """Dropping a chain of a million nodes does not overflow the C stack."""
    program = "y = ag.Tensor(1.0, requires_grad=True)\nfor _ in range(1_000_000): y = y + 1.0\ny = None\nprint('alive')"
    assert run_python(program).strip() == "alive"
