"""Minima of plain functions."""

import sys
from typing import Any

import numpy as np
import pytest

from autograd_lite import errors
from autograd_lite.optim import SGD, Adam, minimize, scipy_minimize


def rosenbrock(x: Any) -> Any:
    """The banana valley, with its minimum at (1, 1)."""
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


def test_rosenbrock() -> None:
    """The default finds the minimum of the banana valley from the classical start."""
    found = minimize(rosenbrock, [-1.2, 1.0])
    assert found.converged
    np.testing.assert_allclose(found.x, [1.0, 1.0], atol=1e-8)
    assert found.value == found.values[-1] < 1e-16
    assert np.abs(found.gradient).max() <= 1e-8


def test_any_optimizer() -> None:
    """An optimizer of the user's choice takes the steps, and stops when the gradient is small."""
    found = minimize(lambda x: (x * x).sum(), np.array([3.0, 4.0]), lambda p: SGD(p, lr=0.5), steps=50)
    assert found.x.tolist() == [0.0, 0.0]
    assert found.values == (25.0, 0.0, 0.0)
    slow = minimize(lambda x: (x * x).sum(), np.array([3.0, 4.0]), lambda p: Adam(p, lr=0.1), steps=5)
    assert not slow.converged
    assert len(slow.values) == 6


def test_integers_are_taken_as_floats() -> None:
    """A start given in integers is no trap."""
    np.testing.assert_allclose(minimize(lambda x: ((x - 0.5) ** 2).sum(), [3, 4]).x, [0.5, 0.5], atol=1e-8)


def test_trees_and_callback() -> None:
    """Nested arguments come back in their shape; the callback sees every evaluation."""
    seen = []
    start = {"w": np.zeros((2, 2)), "b": [np.zeros(2), 1.0]}
    found = minimize(
        lambda p: ((p["w"] - 3) ** 2).sum() + (p["b"][0] ** 2).sum() + (p["b"][1] - 2) ** 2,
        start,
        callback=lambda x, value: seen.append((x["w"][0, 0], value)),
    )
    np.testing.assert_allclose(found.x["w"], 3.0, atol=1e-6)
    assert float(found.x["b"][1]) == pytest.approx(2.0)
    assert [value for _, value in seen] == list(found.values)
    assert start["w"].tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_no_steps() -> None:
    """With no steps the start comes back, evaluated."""
    found = minimize(lambda x: x * x, 3.0, steps=0)
    assert (float(found.x), found.value, float(found.gradient), found.converged) == (3.0, 9.0, 6.0, False)


def test_refusals() -> None:
    """A function that computes on plain numbers, and a gradient that is not finite, are named errors."""
    with pytest.raises(errors.NoGradientError, match="minimize got a float from f"):
        minimize(lambda x: 3.0, [1.0])
    with pytest.raises(errors.NonFiniteError, match="LBFGS found a loss of nan"), np.errstate(invalid="ignore"):
        minimize(lambda x: np.sqrt(x).sum(), [-1.0])
    with pytest.raises(errors.OptionError, match="steps=-1"):
        minimize(lambda x: x, 1.0, steps=-1)


@pytest.mark.parametrize(
    "method", ["CG", "BFGS", "L-BFGS-B", "Newton-CG", "trust-ncg", "trust-krylov", "trust-exact", "dogleg", None]
)
def test_scipy(method: Any) -> None:
    """Every method of SciPy that takes derivatives gets them."""
    pytest.importorskip("scipy")
    start = [0.9, 0.8] if method == "dogleg" else [-1.2, 1.0]
    found = scipy_minimize(rosenbrock, start, method=method, tol=1e-8)
    np.testing.assert_allclose(found.x, [1.0, 1.0], atol=1e-4)


def test_scipy_derivatives_are_ours() -> None:
    """Second derivatives are not approximated: the Hessian that comes back is exact."""
    pytest.importorskip("scipy")
    found = scipy_minimize(lambda x: (x[0] - 1) ** 2 + 3 * (x[1] + x[0]) ** 2, [5.0, 5.0], method="trust-exact")
    assert found.hess.tolist() == [[8.0, 6.0], [6.0, 6.0]]
    np.testing.assert_allclose(found.x, [1.0, -1.0], atol=1e-8)


def test_scipy_with_trees_and_bounds() -> None:
    """Nested arguments and SciPy's own options pass through."""
    pytest.importorskip("scipy")
    found = scipy_minimize(
        lambda p: ((p["a"] - 3) ** 2).sum() + p["b"] ** 2,
        {"a": np.zeros(2), "b": 1.0},
        method="L-BFGS-B",
        bounds=[(0, 2), (0, 5), (0.5, 5)],
    )
    np.testing.assert_allclose(found.x["a"], [2.0, 3.0], atol=1e-6)
    assert float(found.x["b"]) == 0.5
    assert found.jac["a"].shape == (2,)


def test_scipy_refusals(monkeypatch: Any) -> None:
    """Complex numbers are refused; without SciPy the pip line is printed."""
    with pytest.raises(errors.DTypeError, match="complex"):
        scipy_minimize(lambda z: abs(z).sum(), np.array([1j]))
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(errors.MissingExtraError, match=r"pip install 'autograd_lite\[scipy\]'"):
        scipy_minimize(rosenbrock, [0.0, 0.0])
