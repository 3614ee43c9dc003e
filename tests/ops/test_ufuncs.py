from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, gradients, no_grad
from autograd_lite.errors import InPlaceError, UnsupportedOperationError
from autograd_lite.testing import check_grads


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


@pytest.mark.parametrize(
    ("call", "shapes"),
    [
        (lambda x, y: np.matmul(x, y, axes=[(0, 1), (1, 0), (0, 1)]), ((2, 3), (4, 3))),
        (lambda x, y: np.matmul(x, y, axes=[(2, 0), (0, 1), (0, 1)]), ((3, 5, 2), (3, 4))),
        (lambda x, y: np.matmul(x, y, axes=[(0,), (1, 0), (0,)]), ((3,), (4, 3))),
        (lambda x, y: np.vecdot(x, y, axis=0), ((3, 2), (3, 2))),
        (lambda x, y: np.vecdot(x, y, axis=0, keepdims=True), ((3, 2), (3, 2))),
        (lambda x, y: np.vecdot(x, y, axes=[0, 1]), ((3, 2), (2, 3))),
        (lambda x, y: np.vecdot(x, y, axes=[0, 1], keepdims=True), ((3, 2), (2, 3))),
        (lambda x, y: np.vecdot(x, y, axes=[0, 1, 0], keepdims=True), ((3, 2), (2, 3))),
        (lambda x, y: np.matmul(x, y, dtype=complex), ((2, 3), (3, 4))),
    ],
)
def test_axes_of_matrix_products(call: Callable[[Any, Any], Any], shapes: tuple[Any, Any]) -> None:
    """The axes stand where NumPy is told they stand: its values, and the gradients that differences say."""
    rng = np.random.default_rng(4)
    x, y = (rng.normal(size=shape) for shape in shapes)
    np.testing.assert_allclose(call(Tensor(x), Tensor(y)).numpy(), call(x, y), rtol=1e-14)
    check_grads(lambda x, y: np.real(call(x, y)), (x, y))


def test_axes_that_numpy_refuses() -> None:
    """What NumPy does not take is refused in its words."""
    x, _ = tensors()
    with pytest.raises(TypeError, match="axis can only be used with a single shared core dimension"):
        np.matmul(x, x, axis=0)
    with pytest.raises(TypeError, match="unexpected keyword argument 'axes'"):
        np.exp(x, axes=[0])


def test_a_list_beside_a_keyword() -> None:
    """A list is an array, with ``dtype=`` too: its dtype takes part in the choice of the loop."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    y = np.multiply(x, [3, 4], dtype=np.float32)
    assert (y.dtype, y.tolist()) == (np.float32, [3.0, 8.0])
    y.sum().backward()
    assert (x.grad.dtype, x.grad.tolist()) == (np.float64, [3.0, 4.0])
