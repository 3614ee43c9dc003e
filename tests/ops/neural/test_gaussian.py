import math

import numpy as np
import pytest

from autograd_lite.ops.neural.gaussian import erf, erfc, gelu_tanh, normal_cdf

POINTS = np.concatenate([np.linspace(-6, 6, 2001), [-1.0, 1.0, np.nextafter(1, 0), 0.0, 26.0, -26.0]])


def test_erf_to_the_last_digits() -> None:
    """The values of erf agree with the C library to 4e-16 of the value."""
    np.testing.assert_allclose(erf(POINTS), [math.erf(x) for x in POINTS], rtol=4e-16)


def test_erfc_far_right() -> None:
    """The values of erfc agree with the C library to 4e-15 up to 6, and to 6e-14 at 26, where it is 1e-296."""
    near = POINTS[np.abs(POINTS) <= 6]
    np.testing.assert_allclose(erfc(near), [math.erfc(x) for x in near], rtol=4e-15)
    np.testing.assert_allclose(erfc(np.array([26.0])), math.erfc(26.0), rtol=6e-14)


def test_normal_cdf_far_left() -> None:
    """Φ(−10) keeps its digits, where 1 + erf would be 0."""
    np.testing.assert_allclose(normal_cdf(np.array([-10.0])), 7.619853024160527e-24, rtol=1e-13)


@pytest.mark.parametrize("function", [erf, erfc, normal_cdf])
def test_shapes_dtypes_and_special_values(function: object) -> None:
    """Numbers, empty arrays, blocks, NaN and infinities; float32 to 1e-6, halves as halves."""
    assert function(np.zeros((0, 3))).shape == (0, 3)  # type: ignore[operator]
    assert np.isnan(function(np.array([np.nan]))).all()  # type: ignore[operator]
    x = np.linspace(-4, 4, 40_000).reshape(2, -1)
    wanted = function(x)  # type: ignore[operator]
    single = function(x.astype(np.float32))  # type: ignore[operator]
    assert (single.dtype, single.shape) == (np.float32, x.shape)
    np.testing.assert_allclose(single, wanted, rtol=2e-6, atol=1e-7)
    assert function(x.astype(np.float16)).dtype == np.float16  # type: ignore[operator]
    np.testing.assert_array_equal(function(np.array([-np.inf, np.inf])), function(np.array([-40.0, 40.0])))  # type: ignore[operator]


def test_gelu_tanh_of_huge_numbers() -> None:
    """The cube of a huge number overflows, its tanh does not mind, and the slope is 1."""
    assert gelu_tanh(np.array([1e6]))[0] == 1e6
