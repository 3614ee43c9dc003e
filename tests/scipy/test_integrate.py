import numpy as np
import pytest
import scipy.integrate as si

from autograd_lite import Tensor, grad
from autograd_lite.errors import ShapeError, UnsupportedOperationError
from autograd_lite.scipy.integrate import odeint, solution
from autograd_lite.testing.laws.derivatives import first_order, second_order
from autograd_lite.testing.laws.operations import Case

TIMES = np.array([0.0, 0.4, 1.0])


def decay(y, t, rate):
    """Exponential decay, whose solution is y₀ e^(-rate t)."""
    return -rate * y


def solved(rate, start, times):
    """The last output."""
    return odeint(decay, start, times, (rate,), rtol=1e-10, atol=1e-10)[-1, 0]


def test_gradients_worked_by_hand():
    """Of y₀ e^(-k t) the slopes in k, y₀ and the last time are -t y, y / y₀, -k y; the first time has the opposite."""
    y = 3 * np.exp(-2.0)
    in_rate, in_start, in_times = grad(solved, (0, 1, 2))(2.0, 3.0, TIMES)
    assert np.isclose(in_rate, -y, rtol=1e-7)
    assert np.isclose(in_start, y / 3, rtol=1e-7)
    assert np.allclose(in_times, [2 * y, 0, -2 * y], rtol=1e-6, atol=1e-8)


def test_the_second_derivative():
    """The second derivative of y₀ e^(-k t) in k is t² y: the adjoint method is differentiated again."""
    second = grad(lambda k: grad(solved)(k, 3.0, TIMES))(2.0)
    assert np.isclose(second, 3 * np.exp(-2.0), rtol=1e-6)


def test_a_pendulum():
    """Slopes given as a list, forced in time, with a vector of parameters: a small step moves the end as predicted."""

    def pendulum(y, t, p):
        return [y[1], -p[0] * y[1] - p[1] * np.sin(y[0]) + np.cos(t)]

    def end(p):
        return np.sum(odeint(pendulum, np.array([1.0, 0.0]), TIMES, (p,), rtol=1e-11, atol=1e-11) ** 2)

    p, e = np.array([0.3, 2.0]), 1e-4
    for k in range(2):
        step = e * np.eye(2)[k]
        assert np.isclose(grad(end)(p)[k], (end(p + step) - end(p - step)) / (2 * e), rtol=1e-6)


def test_values_are_scipys():
    """The solution is SciPy's, in its shape, also backward in time and with time first."""
    right = si.odeint(decay, [1.0, 2.0], TIMES, (0.5,))
    assert np.array_equal(odeint(decay, [1.0, 2.0], TIMES, (0.5,)), right)
    assert np.array_equal(odeint(lambda t, y, k: -k * y, [1.0, 2.0], TIMES, (0.5,), tfirst=True), right)
    assert odeint(decay, 1.0, TIMES[::-1], (0.5,)).shape == (3, 1)
    assert odeint(decay, np.ones((2, 2)), TIMES, (0.5,)).shape == (3, 2, 2)


FINE = {"rtol": 1e-13, "atol": 1e-13}  # where the solver's error is hardly more than rounding


@pytest.mark.parametrize("times", [[0.25, 0.3125], [0.5, 0.4375]])
def test_the_laws_of_the_registry(times):
    """In start, times and parameter, forward mode agrees with differences and reverse mode with forward mode."""
    case = Case(odeint, (decay, np.array([1.5]), np.array(times), (np.array(0.75),)), FINE)
    found = first_order(case, np.random.default_rng(0))
    assert list(found) == []
    assert (len(case.inputs), found.checked, found.inconclusive) == (3, 6, 0)


def test_the_laws_of_second_order():
    """In the parameter the derivative of the gradient agrees with differences of it, in both modes."""
    case = Case(odeint, (decay, np.array([1.5]), np.array([0.25, 0.3125]), (np.array(0.75),)), FINE)
    case.only(case.slots[2:])  # a second derivative solves four equations at once, and differences ask for many
    found = second_order(case, np.random.default_rng(0))
    assert (list(found), found.checked, found.inconclusive) == ([], 1, 0)


def test_a_wrong_share_of_the_times_breaks_a_law(monkeypatch):
    """Without the term by which the first time moves the whole solution back, differences disagree."""
    right = solution.rules["t"]

    def forgetful(g, z, t, out, dynamics, tolerances):
        share = right(g, z, t, out, dynamics, tolerances)
        return np.concatenate([0 * share[:1], share[1:]])

    monkeypatch.setitem(solution.rules, "t", forgetful)
    monkeypatch.setattr(solution, "recipes", {})
    case = Case(odeint, (decay, np.array([1.5]), np.array([0.25, 0.3125]), (np.array(0.75),)), {"rtol": 1e-11})
    case.only(case.slots[1:2])
    assert any("differences say" in each for each in first_order(case, np.random.default_rng(0)))


def test_messages():
    """An enclosed Tensor, an unknown keyword, complex numbers and slopes of another count are refused by name."""
    w = Tensor(2.0, requires_grad=True)
    with pytest.raises(UnsupportedOperationError, match=r"Pass it in args=\(…,\)"):
        odeint(lambda y, t: -w * y, 1.0, TIMES)
    with pytest.raises(UnsupportedOperationError, match="odeint was called with the keyword 'Dfun'"):
        odeint(decay, 1.0, TIMES, (w,), Dfun=None)
    with pytest.raises(UnsupportedOperationError, match="complex"):
        odeint(decay, 1j, TIMES, (w,))
    with pytest.raises(ShapeError, match="func returned 2 slopes for a state of 1 numbers"):
        odeint(lambda y, t: np.ones(2), 1.0, TIMES)
