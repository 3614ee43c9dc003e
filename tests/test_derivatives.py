from typing import Any, NamedTuple

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Tensor, grad, gradients, jacobian, jvp, no_grad, value_and_grad, vjp
from autograd_lite.errors import DTypeError, NoGradientError, ShapeError


class Weights(NamedTuple):
    """A named tuple of parameters."""

    w: Any
    b: Any


class TestGrad:
    """``grad`` and ``value_and_grad``."""

    def test_by_hand(self) -> None:
        """(x² y)' = (2xy, x²) at (3, 5)."""
        assert grad(lambda x, y: x**2 * y, argnums=(0, 1))(3.0, 5.0) == (30.0, 9.0)

    def test_every_order(self) -> None:
        """The derivatives of sin at 0: 1, 0, −1, 0, 1."""
        f, found = np.sin, []
        for _ in range(5):
            f = grad(f)
            found.append(float(f(0.0)))
        assert found == [1.0, 0.0, -1.0, 0.0, 1.0]

    def test_nested_over_different_variables(self) -> None:
        """d/dx (x · d(xy)/dy at y = x) = 2x: the inner gradient does not take the outer x for its own."""
        assert grad(lambda x: x * grad(lambda y: x * y)(x))(3.0) == 6.0

    def test_nested_closure(self) -> None:
        """d/dx [x · d/dy (x + y)] = 1: perturbations are not confused."""
        assert grad(lambda x: x * grad(lambda y: x + y)(1.0))(1.0) == 1.0

    def test_three_levels(self) -> None:
        """d/dx d/dy d/dz (x y z)² = 8xyz, at (1, 2, 3)."""
        f = grad(lambda x: grad(lambda y: grad(lambda z: (x * y * z) ** 2)(3.0))(2.0))
        assert f(1.0) == pytest.approx(8 * 6)

    @pytest.mark.parametrize("argnums", [1, -1])
    def test_argnums(self, argnums: int) -> None:
        """A position from either end."""
        assert grad(lambda x, y: x * y, argnums)(3.0, 5.0) == 3.0

    def test_argnums_out_of_range(self) -> None:
        """A position that is not there is named."""
        with pytest.raises(NoGradientError) as caught:
            grad(lambda x: x, 1)(3.0)
        assert str(caught.value) == "argnums names argument 1, but the call has 1 arguments."

    def test_keywords_are_handed_on(self) -> None:
        """Keyword arguments are not differentiated."""
        assert grad(lambda x, *, k: k * x)(3.0, k=5.0) == 5.0

    def test_trees(self) -> None:
        """Gradients have the shape of nested arguments, whatever they are made of."""
        tree = {"layers": [Weights(np.ones(2), 1.0), (2.0,)], "scale": 3.0, "nothing": None}

        def f(p: Any) -> Any:
            first, (second,) = p["layers"]
            return p["scale"] * (first.w.sum() + first.b * second)

        found = grad(f)(tree)
        assert list(found) == ["layers", "scale", "nothing"]
        assert type(found["layers"][0]) is Weights
        assert found["layers"][0].w.tolist() == [3.0, 3.0]
        assert (found["layers"][0].b, found["layers"][1], found["scale"]) == (6.0, (3.0,), 4.0)
        assert found["nothing"] is None

    def test_value_and_aux(self) -> None:
        """The value comes along, and anything else with `has_aux`."""

        def f(x: Any) -> tuple[Any, str]:
            return x * x, "aside"

        assert value_and_grad(lambda x: x * x)(3.0) == (9.0, 6.0)
        assert value_and_grad(f, has_aux=True)(3.0) == ((9.0, "aside"), 6.0)
        assert grad(f, has_aux=True)(3.0) == (6.0, "aside")

    def test_unused_argument(self) -> None:
        """An argument without influence has the gradient zero, in its own shape and dtype."""
        found = grad(lambda x, y: y * y, 0)(np.ones((2, 3), np.float32), 2.0)
        assert (found.shape, found.dtype, found.any()) == ((2, 3), np.float32, np.False_)

    def test_several_numbers_are_refused(self) -> None:
        """A function with several results is an error that names the functions for it."""
        with pytest.raises(ShapeError) as caught:
            grad(lambda x: x)(np.ones(2))
        assert str(caught.value) == (
            "grad wants a function that returns one number; got shape (2,). Sum it, or use ag.jacobian or ag.vjp."
        )

    def test_integers_are_refused(self) -> None:
        """An integer argument is an error, not a truncated gradient."""
        with pytest.raises(DTypeError, match=r"dtype int64\. Wanted float or complex"):
            grad(lambda x: x * x)(3)

    def test_name_and_docstring(self) -> None:
        """The derivative of a function is named like it."""

        def energy(x: Any) -> Any:
            """Half the square."""
            return x * x / 2

        assert (grad(energy).__name__, grad(energy).__doc__) == ("energy", "Half the square.")

    def test_under_no_grad(self) -> None:
        """A transform differentiates, whatever mode its caller is in, and leaves the mode alone."""
        with no_grad():
            assert grad(lambda x: x * x)(3.0) == 6.0
            assert not (Tensor(1.0, requires_grad=True) * 2).requires_grad


class TestComplex:
    """The gradient of a real function, and f'(z) of a holomorphic one."""

    def test_real_function(self) -> None:
        """|z|² has the gradient 2z."""
        assert grad(lambda z: np.abs(z) ** 2)(3.0 + 4.0j) == pytest.approx(6.0 + 8.0j)

    def test_holomorphic(self) -> None:
        """(z³)' = 3z², and of exp it is exp; the second derivative follows."""
        z = 1.0 + 2.0j
        assert grad(lambda z: z**3, holomorphic=True)(z) == pytest.approx(3 * z**2)
        assert grad(np.exp, holomorphic=True)(z) == pytest.approx(np.exp(z))
        second = grad(grad(lambda z: z**3, holomorphic=True), holomorphic=True)
        assert second(z) == pytest.approx(6 * z)

    def test_complex_result_is_refused(self) -> None:
        """A complex result without ``holomorphic=True`` is an error that says both ways on."""
        with pytest.raises(DTypeError) as caught:
            grad(lambda z: z * z)(1.0j)
        assert str(caught.value) == (
            "grad wants a real result; got a complex one. Return its real part or its absolute value, or pass "
            "holomorphic=True if the function is complex-differentiable."
        )

    def test_real_argument_of_a_complex_program(self) -> None:
        """d|x + 4i|/dx = x / |x + 4i|, a real number."""
        slope = grad(lambda x: np.abs(x + 4.0j))(3.0)
        assert (slope.dtype, slope) == (float, pytest.approx(0.6))


class TestGradients:
    """``gradients(outputs, inputs)`` on a graph that is there."""

    def test_results_as_inputs(self) -> None:
        """With respect to leaves and results alike, in the shape of `inputs`."""
        x = Tensor([1.0, 2.0], requires_grad=True)
        h = x * x
        found = gradients((h * 3).sum(), {"x": x, "h": [h]})
        assert (found["x"].tolist(), found["h"][0].tolist()) == ([6.0, 12.0], [3.0, 3.0])

    def test_several_outputs(self) -> None:
        """Outputs are added up, each weighted by its cotangent."""
        x = Tensor(2.0, requires_grad=True)
        assert gradients([x * x, x * 3], x) == 7.0
        assert gradients([x * x, x * 3], x, [10.0, 100.0]) == 340.0

    def test_same_output_twice(self) -> None:
        """An output that is named twice counts twice."""
        x = Tensor(2.0, requires_grad=True)
        y = x * x
        assert gradients([y, y], x) == 8.0

    def test_independent_input(self) -> None:
        """Zeros for an input without influence."""
        x, y = Tensor([1.0], requires_grad=True), Tensor([1.0, 2.0], requires_grad=True)
        assert gradients(x * 2, [y])[0].tolist() == [0.0, 0.0]

    def test_create_graph(self) -> None:
        """Gradients of gradients: (x⁴)'' = 12x²."""
        x = Tensor(2.0, requires_grad=True)
        slope = gradients(x**4, x, create_graph=True)
        assert gradients(slope, x) == 48.0

    def test_cotangent_shape(self) -> None:
        """A cotangent of another shape is refused."""
        x = Tensor([1.0, 2.0], requires_grad=True)
        with pytest.raises(ShapeError, match=r"gradient of shape \(3,\) for a result of shape \(2,\)"):
            gradients(x * x, x, np.ones(3))


class TestVjp:
    """``vjp``: value and pullback."""

    def test_transposed_jacobian(self) -> None:
        """The pullback of A x is Aᵀ g, again and again."""
        a = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        value, pullback = vjp(lambda x: a @ x, np.array([1.0, 1.0]))
        assert value.tolist() == [3.0, 7.0, 11.0]
        for g in (np.array([1.0, 0.0, 0.0]), np.array([1.0, 2.0, 3.0])):
            assert pullback(g)[0].tolist() == (a.T @ g).tolist()

    def test_trees(self) -> None:
        """Arguments and results may be nested; cotangents have the shape of the result."""
        value, pullback = vjp(lambda p, x: {"a": p["w"] * x, "b": (x * x,)}, {"w": 2.0}, 3.0)
        assert value == {"a": 6.0, "b": (9.0,)}
        assert pullback({"a": 1.0, "b": (10.0,)}) == ({"w": 3.0}, 62.0)

    def test_constant_output(self) -> None:
        """An output that depends on nothing has the gradient zero."""
        value, pullback = vjp(lambda x: (x * x, 7.0), 3.0)
        assert value == (9.0, 7.0)
        assert pullback((1.0, 1.0)) == (6.0,)

    def test_cotangent_shape(self) -> None:
        """A cotangent of another shape is refused."""
        _, pullback = vjp(lambda x: x * x, np.ones(2))
        with pytest.raises(ShapeError) as caught:
            pullback(np.ones(3))
        assert str(caught.value) == "Got a cotangent of shape (3,) for an output of shape (2,). Wanted equal."

    def test_differentiated_cotangent(self) -> None:
        """The pullback is linear in its cotangent, and can be differentiated for it."""
        _, pullback = vjp(lambda x: x * x, 3.0)
        assert grad(lambda g: pullback(g)[0] * g)(2.0) == 24.0  # 6 g · g


class TestJvp:
    """``jvp``: value and derivative in a direction."""

    def test_by_hand(self) -> None:
        """(x y)' in the direction (1, 10) at (3, 5): 5 + 30."""
        assert jvp(lambda x, y: x * y, (3.0, 5.0), (1.0, 10.0)) == (15.0, 35.0)

    def test_jacobian_times_vector(self) -> None:
        """The same as the Jacobian times the direction."""
        rng = np.random.default_rng(0)
        a, x, v = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=4)

        def f(x: Any) -> Any:
            return np.tanh(a @ x) * np.sum(x)

        value, slope = jvp(f, (x,), (v,))
        np.testing.assert_allclose(value, np.tanh(a @ x) * x.sum())
        np.testing.assert_allclose(slope, jacobian(f)(x) @ v)

    def test_trees_and_constants(self) -> None:
        """Nested arguments and results; a constant part has the slope zero."""
        value, slope = jvp(lambda p: [p["a"] * p["b"], 7.0], ({"a": 2.0, "b": 3.0},), ({"a": 1.0, "b": 10.0},))
        assert value == [6.0, 7.0]
        assert slope == [23.0, 0.0]

    def test_count(self) -> None:
        """As many directions as arguments."""
        with pytest.raises(ShapeError) as caught:
            jvp(lambda x, y: x * y, (1.0, 2.0), (1.0,))
        assert str(caught.value) == "jvp got 2 arrays in primals and 1 in tangents. Wanted equal."

    def test_nested(self) -> None:
        """Forward over reverse: the derivative of a gradient in a direction."""
        _, slope = jvp(grad(lambda x: (x**3).sum()), (np.array([1.0, 2.0]),), (np.array([1.0, 1.0]),))
        assert slope.tolist() == [6.0, 12.0]

    def test_complex_direction(self) -> None:
        """For a holomorphic function the slope in the direction v is f'(z) v."""
        z, v = 1.0 + 2.0j, 0.5 - 1.0j
        assert jvp(lambda z: z * z, (z,), (v,))[1] == pytest.approx(2 * z * v)


def test_against_central_differences() -> None:
    """A program of many operations agrees with central differences in every argument."""
    rng = np.random.default_rng(0)
    arguments = [rng.normal(size=(3, 2)), rng.normal(size=2), rng.normal(size=(4, 3))]

    def f(w: Any, b: Any, x: Any) -> Any:
        h = np.tanh(x @ w + b)
        return np.sum(np.log(1 + np.exp(h)) * np.where(h > 0, h, 0.1 * h)) / ag.exp(b).sum()

    found = grad(f, argnums=(0, 1, 2))(*arguments)
    for k, x in enumerate(arguments):
        for index in np.ndindex(x.shape):
            sides = []
            for step in (1e-6, -1e-6):
                moved = [a.copy() for a in arguments]
                moved[k][index] += step
                sides.append(float(f(*moved)))
            assert found[k][index] == pytest.approx((sides[0] - sides[1]) / 2e-6, rel=1e-5, abs=1e-8)


def test_gradients_of_an_input_that_is_named_twice() -> None:
    """Every place has the gradient, in an array of its own."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    first, second = gradients(np.sum(x * x), [x, x])
    assert first.tolist() == second.tolist() == [2.0, 4.0]
    assert not np.shares_memory(first, second)


@pytest.mark.parametrize(
    ("result", "dtype"), [(np.float32(1), np.float32), (1j, np.complex128), (np.arange(2), np.float64)], ids=str
)
def test_the_derivative_of_a_result_without_history(result: Any, dtype: Any) -> None:
    """A result that depends on nothing has a derivative of zeros, of its own dtype if that can hold a derivative."""
    _, slopes = ag.jvp(lambda x: [x, np.asarray(result)], (np.ones(2),), (np.ones(2),))
    assert (slopes[1].shape, slopes[1].dtype, slopes[1].any()) == (np.shape(result), dtype, False)
