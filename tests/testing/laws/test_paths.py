"""All ways of computing a derivative agree; each law has a wrong rule that it alone catches."""

from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.testing import check_adjoint, examine_grads
from autograd_lite.testing.laws import paths

X = np.array([[0.3, -1.2, 2.0], [1.5, 0.7, -0.4]])


def said(f: Any, *args: Any, **options: Any) -> tuple[str, str]:
    """Return the verdict and its reason."""
    report = examine_grads(f, args, **options)
    return report.verdict, report.reason


def test_symmetry_of_the_hessian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares that are right at a point and no gradient around it break the symmetry of second derivatives alone."""
    product = ag.primitive(x=lambda g, y: g * (1.5 * y - 0.5 * (X + 1)), y=lambda g, x: g * x)(lambda x, y: x * y)
    assert said(product, X, X + 1) == (
        "wrong",
        "the Hessian is not symmetric: the shares are no gradient of one function",
    )
    monkeypatch.setattr(paths, "second", lambda *_: [])
    assert said(product, X, X + 1)[0] == "agrees"


def test_the_value_with_and_without_a_derivative(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that computes something else when it is recorded has derivatives of another function."""

    def moody(x: Any) -> Any:
        return np.sin(x) + (0.5 if x.requires_grad else 0.0)

    assert said(moody, X, order=1) == ("wrong", "the value changes when a derivative is asked for")
    monkeypatch.setattr(paths, "first", lambda *_: [])
    assert said(moody, X, order=1)[0] == "agrees"


def test_forward_against_reverse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of a billionth in the fast reverse mode alone is too small for differences, and not for the modes."""
    hasty = lambda g, x: g * np.cos(x) * (1 if isinstance(g, ag.Tensor) else 1 + 1e-9)  # noqa: E731
    sine = ag.primitive(x=hasty)(lambda x: np.sin(x))
    verdict, reason = said(sine, X, order=1)
    assert (verdict, reason.partition(":")[0]) == ("wrong", "forward mode and reverse mode disagree")
    monkeypatch.setattr(paths, "first", lambda *_: [])
    assert said(sine, X, order=1)[0] == "agrees"


def test_forward_over_reverse_against_reverse_over_reverse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of 9e-8 in the second reverse sweep alone is seen by the two orders of modes."""
    hasty = lambda g, x: -g * np.sin(x) * (1 if isinstance(g, ag.Tensor) else 1 + 9e-8)  # noqa: E731
    slope = ag.primitive(x=hasty)(lambda x: np.cos(x))
    sine = ag.primitive(x=lambda g, x: g * slope(x))(lambda x: np.sin(x))
    assert said(sine, X) == ("wrong", "forward over reverse mode and reverse over reverse mode disagree")
    monkeypatch.setattr(paths, "second", lambda *_: [])
    assert said(sine, X)[0] == "agrees"


def test_right_functions_keep_all_laws() -> None:
    """Functions of several arguments, matrices and sums keep the laws to the last digits."""
    a = np.array([[3.0, 1.0], [0.5, 2.0]])
    for f, args in [(lambda x, y: np.sum(x * np.exp(y)), (X, X + 1)), (np.linalg.inv, (a,)), (np.matmul, (a, a + 1))]:
        report = examine_grads(f, args)
        assert report.verdict == "agrees", str(report)
        assert {"execution paths", "symmetry of the Hessian"} <= {each.law for each in report.findings}


def test_adjoint_of_a_linear_function() -> None:
    """An adjoint that is off by a billionth passes differences, and not the inner product."""
    a = np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.25]])
    check_adjoint(lambda x: a @ x, lambda y: a.T @ y, np.zeros(2))
    with pytest.raises(AssertionError, match="not the adjoint"):
        check_adjoint(lambda x: a @ x, lambda y: a.T @ y * (1 + 1e-9), np.zeros(2))
    with pytest.raises(AssertionError, match=r"returned shape \(3,\)"):
        check_adjoint(lambda x: a @ x, lambda y: y, np.zeros(2))
    with pytest.raises(AssertionError, match="not linear"):
        check_adjoint(np.sin, np.cos, np.zeros(2))


def test_a_hand_written_jvp_beside_a_vjp() -> None:
    """At one point both are linear, and each other's adjoint."""
    x = np.array([0.5, 1.0])
    check_adjoint(lambda v: v * np.cos(x), lambda g: g * np.cos(x), x)
    with pytest.raises(AssertionError, match="not the adjoint"):
        check_adjoint(lambda v: v * np.cos(x), lambda g: g * np.cos(x) * (1 + 1e-10), x)


def test_complex_adjoint() -> None:
    """For complex numbers the adjoint is the conjugate transpose."""
    a = np.array([[1 + 1j, 2.0], [0.5j, -1.0]])
    check_adjoint(lambda x: a @ x, lambda y: a.conj().T @ y, np.zeros(2, complex))
    with pytest.raises(AssertionError, match="not the adjoint"):
        check_adjoint(lambda x: a @ x, lambda y: a.T @ y, np.zeros(2, complex))


CANCELLING = {
    "sinh - sin": (lambda x: np.sinh(x) - np.sin(x), 0.0044),
    "exp - exp sin": (lambda x: np.exp(x) - np.exp(np.sin(x)), -0.0047),
    "tan - sin": (lambda x: np.tan(x) - np.sin(x), 7.6e-6),
    "sinh(x)/x - 1": (lambda x: np.sinh(x) / x - 1, 3.2e-5),
    "(exp - 1)/x": (lambda x: (np.exp(x) - 1) / x, 9e-5),
    "sqrt": (lambda x: np.sqrt((1000 + np.abs(x)) ** 2 - 4) - (1000 + np.abs(x)), -1.35),
}  # fmt: skip


@pytest.mark.parametrize("name", CANCELLING)
def test_rules_that_cancel_keep_the_laws(name: str) -> None:
    """Where the terms of a gradient cancel, the ways of computing it differ by rounding, which is no fault."""
    f, x = CANCELLING[name]
    assert examine_grads(f, np.array(x)).verdict != "wrong"
