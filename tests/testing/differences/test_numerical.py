"""Numerical derivatives: values worked by hand, errors that hold, inputs left alone."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.errors import DTypeError, OptionError, ShapeError
from autograd_lite.testing import numerical_gradient, numerical_jacobian, numerical_jvp


def test_textbook_step() -> None:
    """With a fixed h the printed number of the central difference comes out: x³ at 1 with h = 1/2 gives 3 + 1/4."""
    assert numerical_gradient(lambda x: x**3, 1.0, h=0.5) == 3.25


@pytest.mark.parametrize(("f", "slope", "x"), [
    (np.exp, np.exp, 3.0), (np.log, lambda x: 1 / x, 1e-8), (np.square, lambda x: 2 * x, 1e8),
    (lambda x: 1 - np.cos(x), np.sin, 1e-7), (np.cbrt, lambda x: 1 / (3 * np.cbrt(x) ** 2), 1e-6),
])  # fmt: skip
def test_error_holds(f: Any, slope: Any, x: float) -> None:
    """The true derivative lies within three times the estimated error, at any scale, and the error is small."""
    value, error = numerical_gradient(f, x, error=True)
    assert abs(value - slope(x)) <= 3 * error + 1e-12 * abs(slope(x))
    assert error < 1e-6 * abs(slope(x))


def test_complex_step_is_exact() -> None:
    """The complex step has no truncation and no cancellation."""
    f = lambda x: np.exp(x) / np.sqrt(np.sin(x) ** 3 + np.cos(x) ** 3)  # noqa: E731
    assert numerical_gradient(f, 1.5, complex_step=True) == pytest.approx(4.053427893898621, rel=1e-15)


@pytest.mark.parametrize(
    "layout", [lambda a: np.array(a, order="F"), lambda a: np.repeat(a, 2, 1)[:, ::2], lambda a: a[::-1][::-1]]
)
def test_layouts(layout: Any) -> None:
    """The gradient does not depend on how the array lies in memory, and the array is as before."""
    x = layout(np.arange(1.0, 7.0).reshape(2, 3))
    before = x.copy()
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**2), x), 2 * before, rtol=1e-9)
    np.testing.assert_array_equal(x, before)


def test_an_argument_that_the_function_writes_to_is_left_alone() -> None:
    """The function gets copies."""

    def f(x: Any) -> Any:
        x *= 2
        return np.sum(x)

    x = np.ones(2)
    np.testing.assert_allclose(numerical_gradient(f, x), 2)
    np.testing.assert_array_equal(x, 1)


def test_shapes() -> None:
    """0-d and empty arrays give gradients of their shape, and a Jacobian has the result's shape before the input's."""
    assert numerical_gradient(np.sin, np.array(0.0)).shape == ()
    assert numerical_gradient(np.sum, np.zeros((0, 3))).shape == (0, 3)
    assert numerical_jacobian(lambda x: x[:, None] * np.ones(4), np.ones(3)).shape == (3, 4, 3)


def test_single_precision_is_evaluated_in_double() -> None:
    """A float32 function that takes float64 gives ten digits."""
    x = np.float32(0.3)
    assert numerical_gradient(np.sin, x, error=True).error < 1e-9


def test_direction() -> None:
    """The derivative in a direction is the Jacobian times it."""
    x, v = np.array([1.0, 2.0]), np.array([0.5, -1.0])
    np.testing.assert_allclose(numerical_jvp(lambda x: x**2, (x,), (v,)), [1.0, -4.0], rtol=1e-9)


def test_progress() -> None:
    """Every element is reported once."""
    seen: list[tuple[int, int]] = []
    numerical_gradient(np.sum, np.ones(3), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_integers_are_refused() -> None:
    """Between integers there is no small step, and the message says what to write."""
    with pytest.raises(DTypeError, match="astype"):
        numerical_gradient(np.sum, np.arange(3))


def test_several_numbers_are_refused() -> None:
    """The gradient of several numbers is a Jacobian, and the message says so."""
    with pytest.raises(ShapeError, match="numerical_jacobian"):
        numerical_gradient(np.sin, np.ones(3))


def test_a_shape_that_changes_is_named() -> None:
    """A result whose shape depends on the values cannot be differentiated."""
    with pytest.raises(ValueError, match="shape does not depend"):
        numerical_jacobian(lambda x: x[x > 1], np.array([1.0000001, 2.0]))


@pytest.mark.parametrize("derivative", [numerical_gradient, numerical_jacobian])
@pytest.mark.parametrize(
    ("f", "options", "error", "text"),
    [
        (lambda x: None, {}, ShapeError, r"f returned no array: None, .* Does it end without return\?"),
        (lambda x: (x, x), {}, ShapeError, r"f returned 2 arrays\. Wanted one"),
        (lambda x: 3, {}, DTypeError, r"f returned int64\. Wanted floating-point numbers"),
        (np.sum, {"argnums": 2}, OptionError, r"argnums names argument 2, but the call has 1"),
        (np.sum, {"argnums": (0, 1)}, TypeError, r"argnums got \(0, 1\)\. Wanted the position of one argument"),
        (np.sum, {"h": 0}, OptionError, r"h got 0\. Wanted a positive number"),
        (np.sum, {"h": "a"}, OptionError, r"h got 'a'\. Wanted a positive number"),
        (np.sum, {"h": np.nan}, OptionError, r"h got nan\. Wanted a positive number"),
        (np.sum, {"h": 1e-4, "complex_step": True}, OptionError, r"Got h=0.0001 and complex_step=True"),
    ],
)
def test_bad_input(derivative: Any, f: Any, options: Any, error: Any, text: str) -> None:
    """What cannot be differentiated is refused by name, before anything is worked out."""
    with pytest.raises(error, match=text):
        derivative(f, np.array([1.0, 2.0]), **options)


def test_a_direction_of_one_argument() -> None:
    """An array may stand alone where a tuple of one would; the error is a real number in double precision."""
    slope, error = numerical_jvp(np.sin, np.array([0.0, 1.0]), np.array([1.0, 2.0]), error=True)
    np.testing.assert_allclose(slope, [1, 2 * np.cos(1)], rtol=1e-9)
    assert (error.dtype, error.shape) == (np.float64, (2,))
    slope, error = numerical_jvp(lambda x: x * 1j, 2.0, 1.0, error=True)
    assert abs(slope - 1j) <= error < 1e-9
    with pytest.raises(OptionError, match=r"h got -1\. Wanted a positive number"):
        numerical_jvp(np.sin, 1.0, 1.0, h=-1)


def test_what_the_function_raises_at_every_shifted_point() -> None:
    """It is raised, with a note where; where some differences can be taken, these are returned."""

    def tabulated(x: Any) -> Any:
        if not np.array_equal(x, [0.5, 1.0]):
            raise LookupError("not in the table")
        return np.sum(x)

    with pytest.raises(LookupError, match="not in the table") as caught:
        numerical_gradient(tabulated, np.array([0.5, 1.0]))
    assert "no difference can be taken here" in caught.value.__notes__[0]
    with pytest.raises(LookupError):
        numerical_jvp(tabulated, np.array([0.5, 1.0]), np.ones(2))

    def half(x: Any) -> Any:
        return tabulated([0.5, 1.0]) if x[1] == 1 else tabulated(x)

    np.testing.assert_array_equal(numerical_gradient(half, np.array([0.5, 1.0])), [0.0, np.nan])
