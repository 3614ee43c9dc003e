import numpy as np
import pytest

from autograd_lite import Tensor, grad, gradients, jacobian
from autograd_lite.errors import ShapeError, UnsupportedOperationError
from autograd_lite.ops.einsum import einsum, spelt_out

A = np.array([[1.0, 2.0], [3.0, 4.0]])
B = np.array([[5.0, 6.0], [7.0, 8.0]])


@pytest.mark.parametrize(
    ("f", "right"),
    [
        (lambda x: np.einsum("ii", x), np.eye(2)),
        (lambda x: np.einsum("ii->i", x)[1], [[0, 0], [0, 1]]),
        (lambda x: np.einsum("ij->", x), np.ones((2, 2))),
        (lambda x: np.einsum("ij,jk", x, B)[0, 1], [[6, 8], [0, 0]]),
        (lambda x: np.einsum("ij,ij", B, x), B),
        (lambda x: np.einsum("ij->ji", x)[0, 1], [[0, 0], [1, 0]]),
        (lambda x: np.einsum("...j,...j->...", x, B)[1], [[0, 0], [7, 8]]),
        (lambda x: np.einsum("i...,->...", x, 2.0)[0], [[2, 0], [2, 0]]),
        (lambda x: np.einsum(x, [0, 1], B, [1, 2], [0, 2])[0, 0], [[5, 7], [0, 0]]),
        (lambda x: np.einsum(x, [0, 0]), np.eye(2)),
        (lambda x: np.einsum(x, [..., 0], [...])[0], [[1, 1], [0, 0]]),
        (lambda x: np.einsum("ij,jk,kl->il", B, x, np.eye(2), optimize=True)[0, 0], [[5, 0], [6, 0]]),
        (lambda x: np.einsum("ij,jk,kl->il", B, x, np.eye(2), optimize="optimal")[0, 0], [[5, 0], [6, 0]]),
    ],
)
def test_gradients_worked_by_hand(f, right):
    """Each form of the call (diagonals, implicit results, ellipses, lists of labels) has its gradient."""
    assert np.array_equal(grad(f)(A), right)


def test_an_array_twice():
    """Of x_ij x_ij the gradient is 2x and the second derivative 2."""
    assert np.array_equal(grad(lambda x: np.einsum("ij,ij", x, x))(A), 2 * A)
    second = jacobian(grad(lambda x: np.einsum("ij,ij", x, x)))(A)
    assert np.array_equal(second.reshape(4, 4), 2 * np.eye(4))


def test_axes_of_length_one_stretch():
    """A label of length one that meets a longer one gets the sum over it, and the longer one is spread."""
    thin = np.array([[2.0], [3.0]])
    assert np.array_equal(grad(lambda x: np.einsum("ij,ij->", x, A))(thin), [[3], [7]])
    assert np.array_equal(grad(lambda x: np.einsum("ij,ij->i", thin, x)[1])(A), [[0, 0], [3, 3]])


def test_only_tracked_operands_are_differentiated():
    """Where one operand of three is tracked, its gradient is the product of the others."""
    a, b = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    assert np.array_equal(grad(lambda c: np.einsum("i,i,i->", a, b, c))(np.ones(2)), [3, 8])


@pytest.mark.parametrize("words", ["ij,jk->ik", "ij,jk", "b...i,b...i->b...", "...ij->...ji", "ii...->i...", "i,j"])
def test_spelt_out_names_every_axis(words):
    """The spelt-out form computes what NumPy computes from the short one."""
    rng = np.random.default_rng(0)
    ndims = tuple(len(term.replace("...", "xy")) for term in words.split("->")[0].split(","))
    arrays = [rng.normal(size=(2,) * n) for n in ndims]
    terms, target = spelt_out(words, ndims)
    assert np.allclose(np.einsum(f"{','.join(terms)}->{target}", *arrays), np.einsum(words, *arrays))


def test_messages():
    """A wrong count of arrays or of axes, and out=, raise errors that say what was got and what was wanted."""
    with pytest.raises(ShapeError, match=r"einsum got 1 arrays for the 2 terms of 'ij,jk'. Wanted equal"):
        einsum("ij,jk", A)
    with pytest.raises(ShapeError, match=r"einsum got the term 'i' for an array of 2 axes. Wanted one label an axis"):
        einsum("i", A)
    with pytest.raises(ValueError, match="einsum wants subscripts and at least one array"):
        np.einsum(Tensor(A, requires_grad=True))
    with pytest.raises(UnsupportedOperationError, match="the keyword 'out'"):
        np.einsum("ii->i", Tensor(A, requires_grad=True), out=np.empty(2))


@pytest.mark.parametrize("words", ["ij->ji", "ii->i", "iik->ki", "iji->ij", "iii->i", "ij->ij"])
def test_views(words: str) -> None:
    """Where nothing is summed the result is a view, as NumPy's is: it sees what is written to the array afterwards."""
    shape = (3,) * words.index("-")
    array = np.arange(3.0 ** len(shape)).reshape(shape)
    x = Tensor(array, requires_grad=True)
    y = x * 1.0
    view, right = np.einsum(words, y), np.einsum(words, array)
    assert view.tolist() == right.tolist()
    y *= 2.0
    assert view.tolist() == (2 * right).tolist()
    found = np.zeros(shape)
    np.einsum(words, found)[...] = 2.0
    assert gradients(np.sum(view), x).tolist() == found.tolist()


def test_writing_to_views() -> None:
    """A write to a transpose reaches the array; one to a diagonal is refused, not lost."""
    y = Tensor(np.zeros((2, 2)), requires_grad=True) * 1.0
    np.einsum("ij->ji", y)[0, 1] = 5.0
    assert y.tolist() == [[0.0, 0.0], [5.0, 0.0]]
    with pytest.raises(ValueError, match="read-only, as in NumPy"):
        np.einsum("ii->i", y)[:] = 1.0
