"""A function under test: what it is given, in which precision, and what is made of what it returns."""

from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.testing.differences import evaluation
from autograd_lite.testing.differences.evaluation import (
    Function,
    alike,
    directions,
    eps_of,
    flat,
    is_inexact,
    outputs,
    plain,
    shifted,
    sizes,
)


class Foreign:
    """A tensor of another library."""

    def detach(self) -> "Foreign":
        """Return itself."""
        return self

    def numpy(self) -> Any:
        """Return its numbers."""
        return np.array([7.0])


def test_arrays_behind_things() -> None:
    """Numbers, Tensors of ours and of libraries that speak alike have an array behind them."""
    x = np.ones(2)
    assert plain(x) is x
    assert plain(3.0).shape == ()
    assert plain(Tensor([2.0], requires_grad=True).detach()).tolist() == [2.0]
    assert plain(Foreign()).tolist() == [7.0]
    assert [each.tolist() for each in outputs({"a": [1.0, (2.0,)], "b": np.ones(1)})] == [1.0, 2.0, [1.0]]


def test_one_real_vector() -> None:
    """Real parts, then imaginary parts; integers have no derivative and are left out."""
    joined = flat([np.array([1 + 2j, 3 + 4j]), np.array([9]), np.array([[5.0]]), np.array(True)])
    assert joined.tolist() == [1, 3, 2, 4, 5]
    assert flat([np.array([1, 2])]).shape == (0,)


@pytest.mark.parametrize("yes", [1.0, 1j, np.float32(1), np.ones(2), np.ones(2, complex), Tensor([1.0])])
def test_what_is_differentiated(yes: Any) -> None:
    """Floating-point and complex numbers, in any garment."""
    assert is_inexact(yes)


@pytest.mark.parametrize(
    "no", [1, True, None, "1.0", b"1", np.arange(2), np.ones(2, bool), np.sin, np.array(["a"]), []]
)
def test_what_is_not(no: Any) -> None:
    """Integers, truth, text, functions."""
    assert not is_inexact(no)


def test_the_coarsest_rounding() -> None:
    """One float32 array among others decides; integers have no rounding."""
    assert eps_of([np.ones(1), np.ones(1, np.float32), np.arange(1)]) == 2.0**-23
    assert eps_of([np.arange(1)]) == 0.0


def test_the_same_function_in_another_precision() -> None:
    """A ten-thousandth is what rounding and conditioning may explain, NaN says nothing; more is another function."""
    narrow = np.array([1.0, 100.0, np.nan, np.inf])
    assert alike(narrow + np.array([9e-5, 9e-3, 1, 1]), narrow)
    assert not alike(narrow + np.array([2e-4, 0, 0, 0]), narrow)


def test_single_precision_is_widened() -> None:
    """A float32 function is evaluated in float64 if it takes that, at the same point, and its noise shrinks."""
    x = np.array([0.1, 0.7], np.float32)
    wide, narrow = Function(np.exp, [x], [0]), Function(np.exp, [x], [0], wide=False)
    assert (wide.point[0].dtype, wide.eps) == (np.float64, 2.0**-52)
    assert (narrow.point[0].dtype, narrow.eps) == (np.float32, 2.0**-23)
    np.testing.assert_array_equal(wide.point[0], x)
    assert wide.near == 4 * 2.0**-23
    assert narrow.near == 0
    assert narrow.noise == 8 * 2.0**-23 * float(np.exp(x[1]))


def test_what_does_not_follow_stays_narrow() -> None:
    """A function that rounds to float32 itself, one that refuses float64, and one that then is another."""

    def refusing(x: Any) -> Any:
        if x.dtype != np.float32:
            raise TypeError
        return x

    other = lambda x: x if x.dtype == np.float32 else 2 * x  # noqa: E731
    for f in (lambda x: np.exp(x).astype(np.float32), refusing, other):
        assert Function(f, [np.ones(1, np.float32)], [0]).point[0].dtype == np.float32


def test_calls_are_counted_and_inputs_are_kept() -> None:
    """A function may write to what it gets; the arguments stay as they are, and every call counts."""

    def writing(x: Any, n: int) -> Any:
        x *= n
        return x

    x, met = np.array([1.0, 2.0]), list[int]()
    function = Function(writing, [x, 3], [0], wide=False)
    function.told = lambda: met.append(function.calls)
    assert function.base.tolist() == [3, 6]
    assert function.along([np.array([1.0, 0.0])])(0.5).tolist() == [4.5, 6]
    assert x.tolist() == [1, 2]
    assert (function.calls, met) == (2, [2])


def test_values_along_a_line() -> None:
    """Only what has a direction moves; one of several results may be complex."""
    function = Function(lambda x, y: (x * y, 1j * y), [np.array(2.0), np.array(5.0)], [1], wide=False)
    assert function.along([np.array(1.0)])(0.5).tolist() == [11, 0, 5.5]
    assert function.size == 3


def test_beyond_the_domain() -> None:
    """What raises at a shifted point gives NaN there, and the error is kept."""

    def edge(x: Any) -> Any:
        if x[0] > 1:
            raise ZeroDivisionError("beyond 1")
        return x

    function = Function(edge, [np.ones(1)], [0], wide=False)
    assert np.isnan(function.along([np.ones(1)])(0.1)).all()
    assert str(function.raised) == "beyond 1"
    assert function.along([np.ones(1)])(-0.5).tolist() == [0.5]


def test_a_result_of_another_size() -> None:
    """A function whose results change in number with the values is refused, with both numbers."""
    function = Function(lambda x: x[x > 0], [np.array([1.0, 2.0])], [0], wide=False)
    with pytest.raises(ValueError, match="returned 2 numbers at first and 1 at a shifted point"):
        function.along([np.array([-2.0, 0.0])])(1.0)


def test_a_known_value_is_not_asked_for_again() -> None:
    """With values given, and without a wider precision to try, nothing is evaluated."""
    assert Function(np.sin, [np.zeros(1)], [0], False, [np.zeros(1)]).calls == 0


def test_forgotten_values_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are many values they are let go, and computed again when they are asked for."""
    function = Function(lambda x: 3 * x, [np.ones(4)], [0], wide=False)
    function.forget()
    assert function.base.tolist() == [3] * 4
    assert function.calls == 1  # few: they were kept
    monkeypatch.setattr(evaluation, "FULL", 3)
    function.forget()
    assert function.base.tolist() == [3] * 4
    assert function.calls == 2


def test_steps_that_move_a_number_without_rounding() -> None:
    """Beside 1 numbers lie 2⁻⁵² apart: a step of three and a quarter such gaps becomes one of four, without loss."""
    function = Function(lambda x: x, [np.array([1.0, 7.0])], [0], wide=False)
    steps = function.without_rounding([np.array([1.0, 0.0])], np.array([0.25, 3.25 * 2.0**-52]))
    assert steps.tolist() == [0.25, 4 * 2.0**-52]
    two = np.array([0.25, 3.25 * 2.0**-52])
    assert function.without_rounding([np.array([1.0, 1.0])], two) is two


def test_a_shifted_point_lies_as_the_point_does() -> None:
    """New arrays keep the order in memory of the old one, whether one element moves or all."""
    point = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    for places in (None, [(1, 2.0)]):
        new = shifted(point, np.full((2, 3), 2.0), places, 0.5)
        assert new.flags.f_contiguous
        assert new is not point
        assert new[0].tolist() == ([1, 2, 3] if places is None else [0, 2, 2])


def test_scales_of_elements() -> None:
    """An element's own size; zeros and what is not finite take the median of the others, or 1."""
    assert sizes(np.array([0.0, -2.0, np.inf, 8.0, 4.0])).tolist() == [4, 2, 4, 8, 4]
    assert sizes(np.zeros(2)).tolist() == [1, 1]


def test_random_directions() -> None:
    """Half of an element's size to one and a half, in either direction; complex ones along both axes."""
    x = np.array([1e-6, 1.0, 1e6] * 50)
    v = directions(x, np.random.default_rng(0)) / x
    assert 0.5 <= np.abs(v).min() < 0.6
    assert 1.4 < np.abs(v).max() <= 1.5
    assert {-1, 1} == set(np.sign(v))
    w = directions(np.array([3 + 4j]), np.random.default_rng(0))
    assert 2.5 <= abs(w.real[0]) <= 7.5
    assert 2.5 <= abs(w.imag[0]) <= 7.5
