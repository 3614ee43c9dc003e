from typing import Any

import numpy as np
import pytest

from autograd_lite import grad, hessian, hvp, jacobian, jvp
from autograd_lite.errors import DTypeError, ShapeError


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


@pytest.mark.parametrize("nested", [False, True])
def test_complex_result_of_a_real_argument(nested: bool) -> None:
    """The rows are complex: d(x (1 + 2i))² / dx = 2x (1 + 2i)²; recorded ones too."""
    f = lambda x: (x * (1 + 2j)) ** 2  # noqa: E731
    x, right = np.array([1.0, 3.0]), np.diag([2.0, 6.0]) * (1 + 2j) ** 2
    if nested:
        second = jacobian(jacobian(f))(x)
        np.testing.assert_allclose(np.einsum("iii->i", second), [2 * (1 + 2j) ** 2] * 2)
    else:
        np.testing.assert_allclose(jacobian(f)(x), right)


def test_jacobian_of_the_discrete_fourier_transform() -> None:
    """It is the matrix of the transform, imaginary part and all."""
    np.testing.assert_allclose(jacobian(np.fft.rfft)(np.ones(4)), np.fft.rfft(np.eye(4), axis=0), atol=1e-15)


def test_real_result_of_a_complex_argument() -> None:
    """The rows are the gradients, ∂/∂Re + i ∂/∂Im, as those of ``grad``: 2z for |z|²."""
    z = np.array([1 + 2j, 3 - 1j])
    f = lambda z: np.abs(z) ** 2  # noqa: E731
    np.testing.assert_allclose(jacobian(f)(z), np.diag(2 * z))
    np.testing.assert_allclose(jacobian(lambda a: jacobian(f)(a * z).real)(1.0), np.diag(2 * z.real))


def test_holomorphic_jacobian() -> None:
    """f'(z) of a complex-differentiable function, if it is said to be one; an error for any other."""
    z = np.array([1 + 2j, 3 - 1j])
    np.testing.assert_allclose(jacobian(lambda z: z**2, holomorphic=True)(z), np.diag(2 * z))
    for f in (np.conj, lambda z: z**2):
        with pytest.raises(
            DTypeError, match=r"complex argument and a complex result, of shape \(2,\).*holomorphic=True"
        ):
            jacobian(f)(z)
    with pytest.raises(DTypeError, match=r"use ag.jvp or ag.hvp"):
        hessian(lambda z: np.abs(z) ** 2)(1 + 1j)


def test_blocks() -> None:
    """Several and nested arguments and results have a block for every pair, the results outside."""
    x, y = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    by_x, by_y = jacobian(lambda x, y: x * y, (0, 1))(x, y)
    assert by_x.tolist() == [[3.0, 0.0], [0.0, 4.0]]
    assert by_y.tolist() == [[1.0, 0.0], [0.0, 2.0]]
    found = jacobian(lambda p: {"product": p["a"] * p["b"], "none": 1.0})({"a": 2.0, "b": 3.0})
    assert found == {"product": {"a": 3.0, "b": 2.0}, "none": {"a": 0.0, "b": 0.0}}
    assert hessian(lambda a, b: a**2 * b, (0, 1))(2.0, 3.0) == ((6.0, 4.0), (4.0, 0.0))


def test_empty_nested_jacobian() -> None:
    """A recorded Jacobian without rows has its shape."""
    _, slope = jvp(lambda a: np.sum(jacobian(lambda x: (x * a)[:0])(np.ones(2))) + a, (2.0,), (1.0,))
    assert slope == 1.0


def test_messages() -> None:
    """What does not fit is named in the caller's words."""
    with pytest.raises(ShapeError, match=r"Got a direction of shape \(3,\) for an argument of shape \(2,\)"):
        hvp(np.sum, np.ones(2), np.ones(3))
    with pytest.raises(ShapeError, match="hvp got 2 arrays in x and 1 in v"):
        hvp(lambda p: p["a"] * p["b"], {"a": 1.0, "b": 2.0}, {"a": 1.0})
    with pytest.raises(DTypeError, match=r"got None. Is a return missing"):
        jacobian(lambda x: None)(1.0)
