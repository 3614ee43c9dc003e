import numpy as np
import pytest

from autograd_lite import grad, hessian
from autograd_lite.ops.convolution import convolve, correlate

RNG = np.random.default_rng(0)


def test_gradients_worked_by_hand():
    """Element 1 of a convolution is x₀y₁ + x₁y₀; its middle part starts there for three elements."""
    x, y = np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])
    assert np.array_equal(grad(lambda x: np.convolve(x, y)[1])(x), [5, 4, 0])
    assert np.array_equal(grad(lambda y: np.convolve(x, y, "same")[0])(y), [2, 1, 0])
    assert np.array_equal(grad(lambda x: np.convolve(x, y, "valid")[0])(x), [6, 5, 4])
    assert np.array_equal(grad(lambda x: np.correlate(x, y)[0])(x), y)


def test_a_vector_with_itself():
    """Of (x * x)₁ = 2 x₀ x₁ the second derivative is 2 off the diagonal."""
    assert np.array_equal(hessian(lambda x: np.convolve(x, x)[1])(np.array([1.0, 2.0])), [[0, 2], [2, 0]])


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize(("n", "m"), [(1, 1), (4, 1), (4, 2), (4, 3), (2, 5), (3, 6), (5, 5)])
@pytest.mark.parametrize("factor", [0, 1j])
def test_values_are_numpys_and_the_rule_is_linear(n, m, mode, factor):
    """Both give NumPy's numbers in every mode, and being linear in each vector, x·∂f/∂x = f."""
    x = RNG.normal(size=n) + factor * RNG.normal(size=n)
    y = RNG.normal(size=m) + factor * RNG.normal(size=m)
    assert np.allclose(convolve(x, y, mode), np.convolve(x, y, mode))
    assert np.allclose(correlate(x, y, mode), np.correlate(x, y, mode))
    w = RNG.normal(size=np.convolve(x, y, mode).shape)
    for f in (np.convolve, np.correlate):
        total = lambda x, y, f=f: np.sum(np.real(f(x, y, mode)) * w)  # noqa: E731
        for k, each in ((0, x), (1, y)):
            assert np.isclose(np.sum(np.real(np.conjugate(grad(total, k)(x, y)) * each)), total(x, y))
