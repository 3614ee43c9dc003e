from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Tensor, grad, gradients
from autograd_lite.errors import DetachError


def test_select_takes_the_first_true_condition() -> None:
    """Each choice gets the gradient of the elements where it was the first; the default that of the rest."""
    x = np.arange(4.0)
    conditions = [x < 1, x < 3]
    first, second, default = (Tensor(v, requires_grad=True) for v in (x, 10 * x, 5.0))
    y = np.select(conditions, [first, second], default)
    np.testing.assert_array_equal(y.detach(), np.select(conditions, [x, 10 * x], 5.0))
    got = gradients(np.sum(np.array([1.0, 2, 3, 4]) * y), [first, second, default])
    assert [g.tolist() for g in got] == [[1, 0, 0, 0], [0, 2, 3, 0], 4]


def test_select_stops_what_was_not_chosen() -> None:
    """An infinite slope of a choice that was not taken does not come through."""
    with np.errstate(all="ignore"):
        g = grad(lambda x: np.sum(np.select([x > 0], [np.log(x)], 0.0)))(np.array([0.0, 2.0]))
    assert g.tolist() == [0.0, 0.5]


def test_select_refuses_what_numpy_refuses() -> None:
    """Unequal counts and conditions that are no booleans are errors that say what was wanted."""
    x = Tensor([1.0])
    with pytest.raises(ValueError, match=r"^select got 2 conditions and 1 choices. Wanted a choice for each"):
        np.select([x > 0, x < 0], [x])
    with pytest.raises(TypeError, match=r"^select got a condition of dtype float64. Wanted booleans, such as x > 0."):
        np.select([np.ones(1)], [x])


@pytest.mark.parametrize("mode", ["raise", "wrap", "clip"])
def test_choose(mode: Any) -> None:
    """Each choice gets the gradient where its number stands, in every mode."""
    index = np.array([[0, 1], [1, 0]]) if mode == "raise" else np.array([[-1, 1], [5, 0]])
    first, second = Tensor([1.0, 2.0], requires_grad=True), Tensor(7.0, requires_grad=True)
    y = np.choose(index, [first, second], mode=mode)
    np.testing.assert_array_equal(y.detach(), np.choose(index, [np.array([1.0, 2.0]), 7.0], mode=mode))
    got = gradients(np.sum(np.array([[1.0, 2.0], [4.0, 8.0]]) * y), [first, second])
    right = {"raise": [[1, 8], 6], "wrap": [[0, 8], 7], "clip": [[1, 8], 6]}[mode]
    assert [g.tolist() for g in got] == right


@pytest.mark.parametrize("mode", ["raise", "wrap", "clip"])
def test_choose_by_a_list(mode: Any) -> None:
    """The numbers may be a list: 2x where the square was chosen."""
    x = np.array([3.0, 5.0, 7.0])
    assert grad(lambda x: np.sum(np.choose([1, 0, 1], [x, x**2], mode=mode)))(x).tolist() == [6.0, 1.0, 14.0]


def test_select_keeps_the_dtype() -> None:
    """A Python number as default bends to the dtype of the choices, as in NumPy; an array's dtype counts."""
    x = Tensor(np.array([1.0, -2.0], np.float32), requires_grad=True)
    assert np.select([x > 0], [x]).dtype == np.select([x > 0, x < -3], [x, 2.0], 0.5).dtype == np.float32
    assert np.select([x > 0], [x], np.float64(0)).dtype == np.float64


def test_piecewise() -> None:
    """Functions and numbers by condition, an extra one for the rest, and arguments handed on to every function."""
    x = np.array([-2.0, -0.5, 0.5, 3.0])
    conditions = [x < -1, x > 1]
    f = lambda x: np.piecewise(x, conditions, [lambda x, k: k * x, 7.0, lambda x, k: x**k], 3)  # noqa: E731
    assert f(Tensor(x)).tolist() == f(x).tolist() == [-6.0, -0.125, 0.125, 7.0]
    np.testing.assert_allclose(grad(lambda x: np.sum(f(x)))(x), [3, 0.75, 0.75, 0])
    second = grad(lambda x: np.sum(grad(lambda x: np.sum(f(x)))(x)))(x)
    np.testing.assert_allclose(second, [0, -3, 3, 0])


def test_piecewise_of_one_number_and_one_condition() -> None:
    """A single number and a single condition need no brackets."""
    f = lambda x: np.piecewise(x, x > 0, [np.square, np.abs])  # noqa: E731
    assert grad(f)(3.0) == 6.0
    assert grad(f)(-3.0) == -1.0


def test_piecewise_counts_its_functions() -> None:
    """One function more than conditions is the most."""
    with pytest.raises(ValueError, match=r"^piecewise got 1 conditions and 3 functions. Wanted as many, or one more.$"):
        np.piecewise(Tensor([1.0]), [np.array([True])], [1, 2, 3])


XP, FP = np.array([0.0, 1.0, 3.0]), np.array([1.0, 3.0, -1.0])


def test_interp_by_hand() -> None:
    """The slope in x is that of the segment, and the heights of its ends share the rest by distance."""
    assert [float(grad(np.interp)(x, XP, FP)) for x in (-1.0, 0.0, 0.5, 1.0, 1.5, 3.0, 4.0)] == [0, 2, 2, -2, -2, -2, 0]
    assert grad(np.interp, 2)(1.5, XP, FP).tolist() == [0, 0.75, 0.25]
    assert grad(np.interp, 2)(4.0, XP, FP).tolist() == [0, 0, 1]
    np.testing.assert_allclose(grad(np.interp, 1)(1.5, XP, FP), [0, 1.5, 0.5])
    assert float(grad(grad(np.interp), 2)(1.5, XP, FP)[2]) == 0.5


@pytest.mark.parametrize("settings", [{}, {"left": 9.0, "right": 8.0}, {"period": 2.5}], ids=repr)
@pytest.mark.parametrize("fp", [FP, FP + 1j * FP[::-1]], ids=["real", "complex"])
def test_interp_has_numpys_values(settings: dict[str, float], fp: Any) -> None:
    """With every setting the values are those of NumPy."""
    x = np.linspace(-2.0, 5.0, 29).reshape(1, 29)
    y = np.interp(Tensor(x), XP, fp, **settings)
    np.testing.assert_allclose(y.detach(), np.interp(x, XP, fp, **settings), rtol=1e-14, atol=1e-14)


def test_interp_beyond_the_ends() -> None:
    """What stands for values beyond the ends gets their gradient."""
    assert grad(lambda left: ag.interp(-1.0, XP, FP, left=left))(5.0) == 1.0
    assert grad(lambda right: ag.interp(9.0, XP, FP, right=right))(5.0) == 1.0


def test_interp_refuses_what_does_not_fit() -> None:
    """As many positions as values, along one axis, and real positions."""
    with pytest.raises(ValueError, match=r"fp of shape \(2,\). Wanted real x and xp, and as many positions as values"):
        np.interp(Tensor(1.0), XP, FP[:2])
    with pytest.raises(ValueError, match=r"^interp got period=0. Wanted the length after which x starts again.$"):
        np.interp(Tensor(1.0), XP, FP, period=0)


def test_select_with_a_default_alone() -> None:
    """NumPy does not tell us of it, so np.select raises and says that ag has such functions; ag.select takes it."""
    t, conditions = Tensor([1.0, 2.0], requires_grad=True), [np.array([True, False])]
    with pytest.raises(DetachError, match="of which NumPy does not tell us"):
        np.select(conditions, [np.zeros(2)], t)
    assert gradients(ag.select(conditions, [np.zeros(2)], t).sum(), t).tolist() == [0.0, 1.0]


def test_complex_ends_of_a_real_polygon_are_refused_as_in_numpy():
    """left= and right= follow the dtype of fp."""
    x = ag.Tensor([-1.0, 0.5], requires_grad=True)
    with pytest.raises(TypeError, match=r"complex left or right.*fp.astype\(complex\)"):
        np.interp(x, [0.0, 1.0], [2.0, 3.0], left=1j)
    assert np.interp(x, [0.0, 1.0], [2j, 3j], left=1j).dtype == complex
