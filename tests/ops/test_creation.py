"""Arrays made of Tensors."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import DetachError, ShapeError

A, B = np.array([1.0, 2.0, 4.0]), np.array([[3.0], [5.0]])


def test_nested_lists_of_tensors_and_numbers_are_an_array():
    """Numbers, arrays and Tensors of one shape, in lists and tuples."""
    x = ag.Tensor(2.0, requires_grad=True)
    y = ag.array([[x, 1.0], (3, x * x)])
    np.testing.assert_array_equal(y.detach().numpy(), [[2.0, 1.0], [3.0, 4.0]])
    (y * np.array([[1.0, 10.0], [100.0, 1000.0]])).sum().backward()
    assert x.grad == 4001.0


def test_lists_of_vectors_are_a_matrix(like_numpy):
    """And of matrices an array of three axes."""
    like_numpy(lambda a: (ag if isinstance(a, ag.Tensor) else np).array([[a, a * a], [a, a]]), A)


def test_one_tensor_is_copied():
    """ag.array(t) is a new array, as np.array(a) is."""
    x = ag.Tensor(A)
    y = ag.array(x)
    y[0] = 9.0
    assert (x.numpy()[0], y.numpy()[0]) == (1, 9)


def test_dtype_and_nothing():
    """dtype= converts; an empty list is an empty array."""
    assert ag.array([ag.Tensor(1.0), 2], dtype=np.float32).dtype == np.float32
    assert np.shape(ag.array([])) == (0,)
    assert np.shape(ag.array([[], []])) == (2, 0)


@pytest.mark.parametrize("values", [[1.0, [2.0]], [[1.0, 2.0], [3.0]], [np.ones(2), np.ones(3)]])
def test_ragged_lists_are_refused(values):
    """With the shapes that were found."""
    with pytest.raises(ShapeError, match=r"array got .*Wanted"):
        ag.array([*values, ag.Tensor(1.0, requires_grad=True)])


def test_numpys_own_array_refuses_a_tensor_with_history():
    """np.array and np.full are not told of a Tensor; they get an error instead of a number."""
    x = ag.Tensor(2.0, requires_grad=True)
    for call in (lambda: np.array([x, x]), lambda: np.full(3, x), lambda: np.ascontiguousarray(x)):
        with pytest.raises((DetachError, TypeError)):
            call()


def test_full_is_filled_by_broadcasting():
    """A number, or a row; each element has its share."""
    x = ag.Tensor(2.0, requires_grad=True)
    y = ag.full((2, 3), x)
    y.sum().backward()
    assert x.grad == 6.0
    np.testing.assert_array_equal(ag.grad(lambda a: ag.full((2, 3), a).sum())(A), [2.0, 2.0, 2.0])
    assert ag.full(2, x, dtype=np.float32).dtype == np.float32


def test_ascontiguousarray_lies_by_rows():
    """A transposed array is copied; a number gets one axis."""
    x = ag.Tensor(np.arange(6.0).reshape(2, 3), requires_grad=True)
    y = ag.ascontiguousarray(x.T)
    assert y.detach().numpy().flags.c_contiguous
    y[0].sum().backward()
    np.testing.assert_array_equal(x.grad, [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    assert ag.ascontiguousarray(ag.Tensor(1.0)).shape == (1,)


@pytest.mark.parametrize("num", [0, 1, 2, 5])
@pytest.mark.parametrize("endpoint", [True, False])
@pytest.mark.parametrize("axis", [0, -1])
def test_spaced_numbers_are_numpys(num, endpoint, axis, like_numpy):
    """Both ends are differentiated, broadcast against each other."""
    settings = {"num": num, "endpoint": endpoint, "axis": axis}
    like_numpy(lambda a, b: np.linspace(a, b, **settings), A, B)
    like_numpy(lambda a, b: np.geomspace(a, b, **settings), A, B)
    like_numpy(lambda a, b: np.logspace(a / 4, b / 4, **settings), A, B)
    like_numpy(lambda a, b: np.logspace(a / 4, b / 4, base=2.0, **settings), A, B)


def test_the_base_of_a_logspace_is_differentiated(like_numpy):
    """One base, or one for each pair of ends."""
    like_numpy(lambda a, b: np.logspace(0.0, 1.0, 4, base=a[0]), A, B)
    like_numpy(lambda a, b: np.logspace(a / 4, 1.0, 4, base=b, axis=-1), A, B)


def test_the_step_can_be_returned(like_numpy):
    """retstep=True returns the distance, which moves with both ends."""
    like_numpy(lambda a, b: np.linspace(a, b, 4, retstep=True), A, A * 2)
    _, step = np.linspace(ag.Tensor(0.0), 1.0, 1, retstep=True)
    assert np.isnan(step.item())


def test_numbers_worked_by_hand():
    """A middle one of three has half of each end; a geometric mean has half of its value over the end."""
    assert ag.grad(lambda a: np.linspace(a, 5.0, 3)[1])(1.0) == 0.5
    assert ag.grad(lambda a: np.geomspace(a, 16.0, 3)[1])(1.0) == pytest.approx(2.0)
    assert ag.grad(lambda a: np.geomspace(-1.0, a, 3)[1])(-16.0) == pytest.approx(0.125)


@pytest.mark.parametrize("indexing", ["xy", "ij"])
@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("copy", [False, True])
def test_grids_are_numpys(indexing, sparse, copy, like_numpy):
    """Two, three and one vectors, and numbers."""
    settings = {"indexing": indexing, "sparse": sparse, "copy": copy}
    like_numpy(lambda a, b: np.meshgrid(a, b[:, 0], **settings), A, B)
    like_numpy(lambda a, b: np.meshgrid(a, b[:, 0], a[:2], **settings), A, B)
    like_numpy(lambda a, b: np.meshgrid(a, **settings), A, B)
    like_numpy(lambda a, b: np.meshgrid(a, b[0, 0], **settings), A, B)


def test_a_grid_without_vectors_is_empty_and_one_of_another_indexing_refused():
    """As in NumPy."""
    assert len(ag.meshgrid()) == 0
    with pytest.raises(ValueError, match="'xy' or 'ij'"):
        np.meshgrid(ag.Tensor(A, requires_grad=True), indexing="yx")


@pytest.mark.parametrize("settings", [{}, {"N": 2}, {"N": 0}, {"N": 1}, {"increasing": True}, {"N": 5}], ids=str)
def test_powers_are_numpys(settings, like_numpy):
    """Highest first or last, as many as wanted; right at 0 too."""
    like_numpy(lambda a: np.vander(a, **settings), A)
    like_numpy(lambda a: np.vander(a, **settings), np.array([0.0, -1.0]))
    with pytest.raises(ValueError, match="one axis"):
        np.vander(ag.Tensor(B, requires_grad=True))


def test_powers_of_float32_are_taken_in_float64():
    """NumPy converts before it multiplies, and so do the powers of a Tensor of float32."""
    x = np.array([0.1, 0.7], dtype=np.float32)
    powers = np.vander(ag.Tensor(x), 4)
    assert powers.dtype == np.float64
    np.testing.assert_array_equal(powers.numpy(), np.vander(x, 4))
