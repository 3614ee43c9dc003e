import numpy as np
import pytest

from autograd_lite import grad, hessian, vjp
from autograd_lite.ops import fft as ours

RNG = np.random.default_rng(0)
NORMS = [None, "backward", "ortho", "forward"]


def inner(x, y):
    """The real inner product of arrays."""
    return np.sum(np.real(np.conjugate(x) * y))


def drawn(shape, is_complex):
    """Normal numbers."""
    return RNG.normal(size=shape) + (1j * RNG.normal(size=shape) if is_complex else 0)


def test_gradients_worked_by_hand():
    """Of four numbers the sum of the real parts of rfft counts the first 3 times, the third once, the others not."""
    assert np.allclose(grad(lambda x: np.sum(np.real(np.fft.rfft(x))))(np.zeros(4)), [3, 0, 1, 0])
    assert np.allclose(grad(lambda x: np.real(np.fft.fft(x)[1]))(np.zeros(4)), [1, 0, -1, 0])
    assert np.allclose(grad(lambda x: np.imag(np.fft.fft(x)[1]))(np.zeros(4)), [0, -1, 0, 1])
    assert np.allclose(grad(lambda x: np.fft.irfft(x)[0])(np.zeros(3, complex)), [0.25, 0.5, 0.25])
    assert np.allclose(grad(lambda x: np.fft.irfft(x, 3)[0])(np.zeros(2, complex)), [1 / 3, 2 / 3])


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("n", [None, 1, 2, 3, 4, 5, 6, 7])
@pytest.mark.parametrize(
    ("name", "takes_complex"),
    [("fft", True), ("ifft", True), ("rfft", False), ("irfft", True), ("hfft", True), ("ihfft", False)],
)
def test_the_pullback_is_the_adjoint(name, takes_complex, n, norm):
    """⟨f(x), y⟩ = ⟨x, f*(y)⟩ for each transform, norm, axis and length, cut or filled, even or odd."""
    transform = getattr(np.fft, name)
    for length, axis in ((4, -1), (5, 0)):
        shape = (length, 2) if axis == 0 else (2, length)
        x = drawn(shape, takes_complex)
        out, pullback = vjp(lambda x, axis=axis: transform(x, n, axis, norm), x)
        assert np.allclose(out, transform(x, n, axis, norm))
        y = drawn(out.shape, out.dtype.kind == "c")
        (back,) = pullback(y)
        assert np.isclose(inner(out, y), inner(x, back), rtol=1e-12)


def test_the_energy_is_kept():
    """Parseval: the sum of squares of the orthonormal spectrum is that of the signal, at both orders."""
    x = RNG.normal(size=5)
    energy = lambda x: np.sum(np.abs(np.fft.fft(x, norm="ortho")) ** 2)  # noqa: E731
    assert np.allclose(grad(energy)(x), 2 * x)
    assert np.allclose(hessian(energy)(x), 2 * np.eye(5))


@pytest.mark.parametrize("name", ["hfft", "ihfft", "fftshift", "ifftshift"])
@pytest.mark.parametrize("n", [4, 5])
def test_values_are_numpys(name, n):
    """Every function gives NumPy's numbers."""
    x = drawn((3, n), name == "hfft")
    assert np.allclose(getattr(ours, name)(x), getattr(np.fft, name)(x))


@pytest.mark.parametrize("axes", [None, 0, (1,), (0, 1)])
def test_shifts_are_each_others_adjoint(axes):
    """A shift only moves elements, so its gradient moves back, of odd lengths too."""
    w = RNG.normal(size=(3, 4))
    assert np.array_equal(grad(lambda x: np.sum(np.fft.fftshift(x, axes) * w))(w), np.fft.ifftshift(w, axes))
    assert np.array_equal(grad(lambda x: np.sum(np.fft.ifftshift(x, axes) * w))(w), np.fft.fftshift(w, axes))


def test_single_precision():
    """A float32 signal has a complex64 spectrum and a float32 gradient."""
    x = np.ones(4, np.float32)
    assert grad(lambda x: np.sum(np.abs(np.fft.rfft(x)) ** 2))(x).dtype == np.float32
