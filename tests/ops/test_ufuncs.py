from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, gradients, no_grad
from autograd_lite.errors import InPlaceError, UnsupportedOperationError


def tensors() -> tuple[Tensor, Tensor]:
    """Two leaves of three elements."""
    return Tensor([1.0, 2.0, 3.0], requires_grad=True), Tensor([4.0, 5.0, 6.0], requires_grad=True)


# -- keywords ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "keywords",
    [{"dtype": np.float32}, {"dtype": "f"}, {"signature": "ff->f"}, {"signature": (None, None, np.float32)}],
    ids=repr,
)
def test_dtype_converts_the_inputs(keywords: dict[str, Any]) -> None:
    """The result has the dtype that was asked for, and the leaves have gradients of their own dtype."""
    x, y = tensors()
    z = np.multiply(x, y, **keywords)
    assert z.dtype == np.float32
    got = gradients(z.sum(), [x, y])
    assert [g.tolist() for g in got] == [[4, 5, 6], [1, 2, 3]]
    assert [g.dtype for g in got] == [np.float64, np.float64]


def test_dtype_may_widen() -> None:
    """Real numbers become complex, and weak numbers of Python's go along."""
    x, _ = tensors()
    z = np.multiply(x, 2.0, dtype=complex)
    assert z.dtype == complex
    assert gradients(np.real(z).sum(), x).tolist() == [2.0, 2.0, 2.0]


def test_casting_is_numpys() -> None:
    """A conversion that NumPy refuses is refused in NumPy's words."""
    x, y = tensors()
    with pytest.raises(TypeError, match="Cannot cast ufunc 'add' input 0"):
        np.add(x, y, dtype=int)
    with pytest.raises(TypeError, match="Cannot cast ufunc 'add' input 0"):
        np.add(x, y, dtype=np.float32, casting="safe")
    assert np.add(x, y, casting="unsafe").tolist() == [5.0, 7.0, 9.0]


def test_keywords_that_change_no_value() -> None:
    """Memory order and subclasses change neither value nor gradient."""
    x, y = tensors()
    z = np.multiply(x, y, order="F", subok=False)
    assert z.tolist() == [4.0, 10.0, 18.0]
    assert gradients(z.sum(), x).tolist() == [4.0, 5.0, 6.0]


def test_out_is_written_with_its_history() -> None:
    """out= a Tensor returns that Tensor; what stood there before has no gradient, and a larger one is filled."""
    x, y = tensors()
    z = x * 10
    assert np.multiply(x, y, out=z) is z
    assert gradients(z.sum(), x).tolist() == [4.0, 5.0, 6.0]
    wide = Tensor(np.zeros((2, 3)))
    np.add(x, y, out=wide)
    assert wide.tolist() == [[5.0, 7.0, 9.0]] * 2
    assert gradients(wide.sum(), x).tolist() == [2.0, 2.0, 2.0]


def test_out_of_two_results() -> None:
    """Of two results either may have a place of its own."""
    x, y = tensors()
    rest = Tensor(np.zeros(3))
    quotient, second = np.divmod(y, x, out=(None, rest))
    assert second is rest
    assert quotient.tolist() == [4.0, 2.0, 2.0]
    assert gradients(rest.sum(), x).tolist() == [-4.0, -2.0, -2.0]


def test_out_must_hold_the_result() -> None:
    """A Tensor of integers cannot hold floating-point numbers, and a leaf cannot be overwritten."""
    x, y = tensors()
    with pytest.raises(TypeError) as caught:
        np.add(x, y, out=Tensor([0, 0, 0]))
    assert str(caught.value) == (
        "add got out= of dtype int64 for a result of dtype float64. "
        "Wanted an array that holds such values; or convert the result with astype."
    )
    with pytest.raises(InPlaceError):
        np.add(x, y, out=x)


def test_out_a_plain_array() -> None:
    """An array can take a result that has no history, and is refused one that has."""
    x, y = tensors()
    buffer = np.zeros(3)
    with pytest.raises(UnsupportedOperationError, match="would lose its gradient"):
        np.add(x, y, out=buffer)
    assert buffer.tolist() == [0.0, 0.0, 0.0]
    with no_grad():
        assert np.add(x, y, out=buffer) is buffer
    assert buffer.tolist() == [5.0, 7.0, 9.0]
    flags = np.zeros(3, dtype=bool)
    assert np.less(x, y, out=flags) is flags
    assert flags.all()


def test_where_writes_and_computes_only_there() -> None:
    """where= with out= leaves the other elements as they were, with their history, and no error arises in them."""
    x = Tensor([0.0, 2.0, 4.0], requires_grad=True)
    z = x * 10
    with np.errstate(all="raise"):
        assert np.log(x, out=z, where=np.array([False, True, True])) is z
    np.testing.assert_allclose(z.detach(), [0.0, np.log(2), np.log(4)])
    assert gradients(z.sum(), x).tolist() == [10.0, 0.5, 0.25]


def test_where_broadcasts() -> None:
    """Inputs and mask broadcast to the place that is written to."""
    x, _ = tensors()
    z = Tensor(np.ones((2, 3)))
    np.multiply(x, 2.0, out=z, where=np.array([[True], [False]]))
    assert z.tolist() == [[2.0, 4.0, 6.0], [1.0, 1.0, 1.0]]
    assert gradients(z.sum(), x).tolist() == [2.0, 2.0, 2.0]


def test_where_wants_booleans() -> None:
    """A mask of numbers is refused."""
    with pytest.raises(TypeError, match=r"^log got where= of dtype float64. Wanted booleans, such as x > 0.$"):
        np.log(tensors()[0], out=Tensor(np.zeros(3)), where=np.ones(3))


# -- methods ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "right"),
    [
        (lambda x: np.add.reduce(x), [1, 1, 1]),
        (lambda x: np.add.reduce(x, axis=None, keepdims=True, initial=5.0), [1, 1, 1]),
        (lambda x: np.add.reduce(x, where=np.array([True, False, True])), [1, 0, 1]),
        (lambda x: np.add.reduce(np.stack([x, x])), [2, 2, 2]),
        (lambda x: np.multiply.reduce(x), [6, 3, 2]),
        (lambda x: np.multiply.reduce(x, dtype=np.float32), [6, 3, 2]),
        (lambda x: np.maximum.reduce(x), [0, 0, 1]),
        (lambda x: np.minimum.reduce(x, initial=0.5), [0, 0, 0]),
        (lambda x: np.add.accumulate(x), [3, 2, 1]),
        (lambda x: np.multiply.accumulate(x), [9, 4, 2]),
        (lambda x: np.add.reduceat(x, [0, 2, 1]), [1, 2, 2]),
        (lambda x: np.multiply.reduceat(x, [1, 0]), [6, 4, 2]),
        (lambda x: np.add.outer(x, [1.0, 2.0]), [2, 2, 2]),
        (lambda x: np.multiply.outer([1.0, 2.0], x), [3, 3, 3]),
        (lambda x: np.subtract.outer(x, x), [0, 0, 0]),
        (lambda x: np.power.outer(x, np.array([1.0, 2.0])), [3, 5, 7]),
    ],
)
def test_methods(call: Callable[[Any], Any], right: list[float]) -> None:
    """A method of a ufunc has NumPy's value, and the gradient of its sum that is worked out by hand."""
    x, _ = tensors()
    z = call(x)
    np.testing.assert_array_equal(z.detach(), call(x.detach().numpy()))
    assert gradients(np.sum(z), x).tolist() == right


def test_reduce_along_an_axis() -> None:
    """The axis is the first by default; reduceat takes any."""
    x = Tensor(np.arange(6.0).reshape(2, 3), requires_grad=True)
    assert np.add.reduce(x).tolist() == [3.0, 5.0, 7.0]
    assert np.add.reduce(x, axis=(0, 1)).item() == 15.0
    z = np.add.reduceat(x, [0, 1], axis=1)
    assert z.tolist() == [[0.0, 3.0], [3.0, 9.0]]
    assert gradients((z * np.array([1.0, 10.0])).sum(), x).tolist() == [[1.0, 10.0, 10.0]] * 2


def test_add_at_adds_up() -> None:
    """Repeated indices add up, in place and recorded; so does subtract.at."""
    x, _ = tensors()
    z = x * 10
    np.add.at(z, [0, 0, 2], x)
    assert z.tolist() == [13.0, 20.0, 33.0]
    assert gradients((z * np.array([1.0, 2.0, 3.0])).sum(), x).tolist() == [11.0, 21.0, 33.0]
    z = x * 10
    np.subtract.at(z, np.array([0, 0]), 2.0)
    assert z.tolist() == [6.0, 20.0, 30.0]
    assert gradients(z.sum(), x).tolist() == [10.0, 10.0, 10.0]


def test_at_is_refused_where_it_cannot_be_recorded() -> None:
    """A leaf is not written to, nor an array with a tracked value."""
    x, _ = tensors()
    with pytest.raises(InPlaceError):
        np.add.at(x, [0], 1.0)
    buffer = np.zeros(3)
    with pytest.raises(UnsupportedOperationError) as caught:
        np.add.at(buffer, [0, 1, 2], x)
    assert str(caught.value) == (
        "np.add.at has no derivative rule for writing a Tensor that requires a gradient into an array, "
        "which would lose it. Make the first argument a Tensor too, such as np.zeros_like(t)."
    )
    np.add.at(buffer, [0, 0, 1], x.detach())
    assert buffer.tolist() == [3.0, 3.0, 0.0]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda x: np.subtract.reduce(x), "np.subtract.reduce"),
        (lambda x: np.maximum.accumulate(x), "np.maximum.accumulate"),
        (lambda x: np.multiply.at(x, [0], 2.0), "np.multiply.at"),
        (lambda x: np.arctan2.reduceat(x, [0]), "np.arctan2.reduceat"),
    ],
)
def test_other_methods_are_refused_by_name(call: Callable[[Any], Any], name: str) -> None:
    """A method without a rule raises, and says which there are."""
    with pytest.raises(UnsupportedOperationError) as caught:
        call(tensors()[0])
    assert str(caught.value) == (
        f"{name} has no derivative rule. "
        "Methods with rules: reduce, accumulate, reduceat, at of np.add, some of others, outer of most."
    )


def test_methods_that_write_are_refused_without_a_history_too() -> None:
    """A write behind a Tensor's back would change what nodes have saved, so it is refused always."""
    t = Tensor([1.0, 2.0])
    with pytest.raises(UnsupportedOperationError):
        np.multiply.at(t, [0], 2.0)
    with pytest.raises(UnsupportedOperationError):
        np.subtract.reduce(np.ones((2, 2)), out=t)
    assert t.tolist() == [1.0, 2.0]


def test_methods_of_constant_functions() -> None:
    """Comparisons and logic have all their methods, and give plain arrays."""
    x, y = tensors()
    assert np.logical_and.reduce(x)
    assert np.less.outer(x, y).tolist() == [[True] * 3] * 3
    assert isinstance(np.less.outer(x, y), np.ndarray)
