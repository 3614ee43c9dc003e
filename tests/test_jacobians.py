from typing import Any

import numpy as np
import pytest

from autograd_lite import grad, hessian, hvp, jacobian


def test_jacobian_by_hand() -> None:
    """(x y, x + y) has the rows (y, x) and (1, 1)."""

    def f(p: Any) -> Any:
        return np.stack([p[0] * p[1], p[0] + p[1]])

    assert jacobian(f)(np.array([3.0, 5.0])).tolist() == [[5.0, 3.0], [1.0, 1.0]]


@pytest.mark.parametrize(
    ("out", "inside"), [((), ()), ((), (2,)), ((3,), ()), ((2, 3), (4,)), ((2,), (0,)), ((0,), (2,))]
)
def test_jacobian_shape(out: tuple[int, ...], inside: tuple[int, ...]) -> None:
    """The shape is that of the result followed by that of the argument, empty ones included."""
    found = jacobian(lambda x: np.broadcast_to(np.sum(x), out) * 2.0)(np.ones(inside))
    assert found.shape == out + inside
    assert (found == 2.0).all()


def test_jacobian_of_another_argument() -> None:
    """``argnums`` chooses."""
    assert jacobian(lambda x, y: x * y, 1)(np.array([1.0, 2.0]), 3.0).tolist() == [1.0, 2.0]


def test_hessian_by_hand() -> None:
    """x² y + y³ at (2, 3): (2y, 2x; 2x, 6y)."""
    found = hessian(lambda p: p[0] ** 2 * p[1] + p[1] ** 3)(np.array([2.0, 3.0]))
    assert found.tolist() == [[6.0, 4.0], [4.0, 18.0]]


def test_hessian_is_symmetric() -> None:
    """Second derivatives commute."""
    found = hessian(lambda x: np.sum(np.sin(x) * np.exp(x[::-1])))(np.array([0.1, 0.5, -0.3]))
    np.testing.assert_allclose(found, found.T)


def test_hvp() -> None:
    """The Hessian times a vector, without the Hessian; for nested arguments too."""

    def f(x: Any) -> Any:
        return np.sum(np.sin(x) * x[::-1] ** 2)

    rng = np.random.default_rng(0)
    x, v = rng.normal(size=3), rng.normal(size=3)
    np.testing.assert_allclose(hvp(f, x, v), hessian(f)(x) @ v)
    found = hvp(lambda p: p["a"] ** 2 * p["b"], {"a": 2.0, "b": 3.0}, {"a": 1.0, "b": 10.0})
    assert found == {"a": 6.0 + 40.0, "b": 4.0}


def test_nested_jacobian() -> None:
    """The gradient of a Jacobian's determinant, as normalising flows need it: (x y · 2)' …"""

    def volume(p: Any) -> Any:
        j = jacobian(lambda q: np.stack([q[0] ** 2, q[0] * q[1]]))(p)
        return j[0, 0] * j[1, 1] - j[0, 1] * j[1, 0]  # 2 x · x

    assert grad(volume)(np.array([3.0, 5.0])).tolist() == [12.0, 0.0]


def test_linear_function() -> None:
    """A function without curvature has the Hessian zero."""
    assert hessian(lambda x: np.sum(x * 3.0))(np.ones(2)).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert hvp(lambda x: np.sum(x * 3.0), np.ones(2), np.ones(2)).tolist() == [0.0, 0.0]
