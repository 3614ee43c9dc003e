import numpy as np
import pytest
import scipy.signal as ss

from autograd_lite import grad
from autograd_lite.errors import ShapeError
from autograd_lite.scipy.signal import convolve, fftconvolve

RNG = np.random.default_rng(0)


def test_gradients_worked_by_hand():
    """Element (0, 1) of a convolution is x₀₀y₀₁ + x₀₁y₀₀."""
    x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [7.0, 8.0]])
    for f in (convolve, fftconvolve):
        assert np.allclose(grad(lambda x, f=f: f(x, y)[0, 1])(x), [[6, 5], [0, 0]])
        assert np.allclose(grad(lambda y, f=f: f(x, y, "valid")[0, 0])(y), [[4, 3], [2, 1]])


@pytest.mark.parametrize(
    "shapes", [((3, 4), (2, 2)), ((2, 2), (3, 4)), ((5,), (2,)), ((2,), (5,)), ((2, 3, 2), (1, 2, 2))]
)
@pytest.mark.parametrize("mode", ["full", "same", "valid"])
def test_values_are_scipys_and_the_rule_is_linear(shapes, mode):
    """Both give SciPy's numbers in each mode, and being linear in each array, x·∂f/∂x = f."""
    x, y = (RNG.normal(size=shape) for shape in shapes)
    for f, theirs in ((convolve, ss.convolve), (fftconvolve, ss.fftconvolve)):
        out = theirs(x, y, mode)
        assert np.allclose(f(x, y, mode), out)
        w = RNG.normal(size=out.shape)
        for k, each in ((0, x), (1, y)):
            slope = grad(lambda x, y, f=f, w=w: np.sum(f(x, y, mode) * w), k)(x, y)
            assert np.isclose(np.sum(slope * each), np.sum(out * w))


def test_along_some_axes():
    """Axes that are not convolved broadcast, and what was broadcast gets the sum."""
    x, y = RNG.normal(size=(3, 4)), RNG.normal(size=(1, 2))
    assert np.allclose(fftconvolve(x, y, axes=1), ss.fftconvolve(x, y, axes=1))
    both = grad(lambda y: np.sum(fftconvolve(x, y, axes=1)))(y)
    assert np.allclose(both, np.sum(x))


def test_messages():
    """Counts of axes and sizes that do not fit are named."""
    with pytest.raises(ShapeError, match=r"convolve got arrays of 2 and 1 axes\. Wanted equal"):
        convolve(np.ones((2, 2)), np.ones(2))
    with pytest.raises(ShapeError, match="at least as long along every axis"):
        convolve(np.ones((2, 3)), np.ones((3, 2)), "valid")
    with pytest.raises(ValueError, match="got mode='half'"):
        convolve(np.ones(2), np.ones(2), "half")
