from functools import partial
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Tensor, checkpoint, custom_jvp, custom_vjp, grad, gradients, hessian, hvp, jvp, numeric_vjp
from autograd_lite.errors import GradientShapeError, InPlaceError, RuleError, UnsupportedOperationError


def weighted(x: Any, y: Any, power: int = 2) -> Any:
    """Sum of x^power · y."""
    return np.sum(x**power * y)


def weighted_vjp(g: Any, x: Any, y: Any, power: int = 2) -> Any:
    """Both gradients."""
    return g * power * x ** (power - 1) * y, g * x**power


class TestCustomVjp:
    """A plain function with a pullback."""

    def test_both_arguments(self) -> None:
        """Each argument gets the gradient that the pullback returns."""
        f = custom_vjp(weighted, weighted_vjp)
        found = grad(f, argnums=(0, 1))(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
        assert [each.tolist() for each in found] == [[6.0, 16.0], [1.0, 4.0]]
        assert (f.__name__, f.__doc__) == ("weighted", "Sum of x^power · y.")

    def test_settings_by_keyword(self) -> None:
        """Keywords are settings, known to both functions."""
        f = custom_vjp(weighted, weighted_vjp)
        assert grad(lambda x: f(x, 1.0, power=3))(2.0) == 12.0

    def test_orders(self) -> None:
        """A pullback of differentiable functions gives every order and forward mode."""
        f = custom_vjp(lambda x: np.sum(x**3), lambda g, x: 3 * g * x**2)
        assert hessian(f)(np.array([1.0, 2.0])).tolist() == [[6.0, 0.0], [0.0, 12.0]]
        assert jvp(f, (np.array([1.0, 2.0]),), (np.array([1.0, 10.0]),))[1] == 123.0

    def test_no_gradient_for_an_argument(self) -> None:
        """None stands for zeros."""
        f = custom_vjp(lambda x, y: np.sum(x * y), lambda g, x, y: (g * y, None))
        x, y = Tensor([1.0], requires_grad=True), Tensor([2.0], requires_grad=True)
        f(x, y).backward()
        assert (x.grad.tolist(), y.grad.tolist()) == ([2.0], [0.0])

    def test_function_sees_arrays(self) -> None:
        """The function is plain NumPy: it gets arrays, and without Tensors it is just called."""
        seen: list[type] = []
        f = custom_vjp(lambda x: seen.append(type(x)) or np.sum(x), lambda g, x: g * np.ones_like(x))
        f(Tensor([1.0], requires_grad=True))
        assert seen == [np.ndarray]
        assert f(np.ones(3)) == 3.0

    def test_wrong_count(self) -> None:
        """Another number of gradients than arguments is named."""
        f = custom_vjp(weighted, lambda g, x, y: (g,))
        with pytest.raises(RuleError) as caught:
            f(Tensor(1.0, requires_grad=True), 2.0).backward()
        assert str(caught.value) == ("The vjp of weighted returned 1 gradients for 2 arguments. Wanted one each.")

    def test_wrong_shape(self) -> None:
        """A gradient of another shape is refused by the engine."""
        f = custom_vjp(np.sum, lambda g, x: g)
        with pytest.raises(GradientShapeError, match=r"shape \(\) for an input of shape \(2,\)"):
            f(Tensor([1.0, 2.0], requires_grad=True)).backward()


class TestCustomJvp:
    """A plain function with a derivative in a direction."""

    def test_reverse_is_the_transpose(self) -> None:
        """Reverse mode, two arguments, a linear map that is no product: x + 2 y[::-1]."""
        f = custom_jvp(lambda x, y: x + 2 * y[::-1], lambda primals, tangents: tangents[0] + 2 * tangents[1][::-1])
        x, y = Tensor([1.0, 2.0], requires_grad=True), Tensor([3.0, 4.0], requires_grad=True)
        f(x, y).backward(np.array([1.0, 10.0]))
        assert (x.grad.tolist(), y.grad.tolist()) == ([1.0, 10.0], [20.0, 2.0])

    def test_orders(self) -> None:
        """The second derivative follows."""
        cube = custom_jvp(lambda x: x**3, lambda primals, tangents: 3 * primals[0] ** 2 * tangents[0])
        assert grad(grad(cube))(2.0) == 12.0


class TestNumericVjp:
    """Central differences as a stop-gap."""

    def test_smooth_function(self) -> None:
        """It agrees with the derivative, in every argument."""
        f = numeric_vjp(lambda x, y: np.sum(np.exp(x) * y))
        x, y = np.array([0.5, -1.0]), np.array([2.0, 3.0])
        found = grad(f, argnums=(0, 1))(x, y)
        np.testing.assert_allclose(found[0], np.exp(x) * y, rtol=1e-9)
        np.testing.assert_allclose(found[1], np.exp(x), rtol=1e-9)

    def test_second_order_is_refused(self) -> None:
        """A second derivative raises and says what to write instead."""
        with pytest.raises(UnsupportedOperationError) as caught:
            grad(grad(numeric_vjp(lambda x: x**2)))(1.0)
        assert str(caught.value) == (
            "numeric_lambda is differentiated by differences, to the first order only. Give the function a rule with "
            "ag.custom_vjp for higher orders and forward mode."
        )

    def test_marked(self) -> None:
        """The name says that it is numeric."""
        y = numeric_vjp(weighted)(Tensor(1.0, requires_grad=True), 2.0)
        assert repr(y) == "Tensor(2., from numeric_weighted)"


class TestCheckpoint:
    """Inner values are computed again in the backward pass."""

    def test_same_gradient(self) -> None:
        """Values and gradients are those of the function itself."""

        def f(x: Any) -> Any:
            return np.sum(np.sin(np.exp(x)) * x)

        x = np.array([0.1, 0.5])
        np.testing.assert_allclose(grad(checkpoint(f))(x), grad(f)(x), rtol=1e-14)
        np.testing.assert_allclose(hessian(checkpoint(f))(x), hessian(f)(x), rtol=1e-12)

    def test_parameters_of_the_closure(self) -> None:
        """A parameter that the function reaches by its closure gets its gradient."""
        w, x = Tensor([2.0, 3.0], requires_grad=True), Tensor([1.0, 2.0], requires_grad=True)
        checkpoint(lambda x: np.sum(np.tanh(w * x)))(x).backward()
        slope = 1 - np.tanh([2.0, 6.0]) ** 2
        np.testing.assert_allclose(w.grad, slope * [1.0, 2.0])
        np.testing.assert_allclose(x.grad, slope * [2.0, 3.0])

    def test_inner_values_are_not_kept(self) -> None:
        """The node keeps the arguments, not the hundred results in between."""
        x = Tensor(np.ones(1000), requires_grad=True)

        def f(x: Any) -> Any:
            for _ in range(100):
                x = np.sin(x)
            return np.sum(x)

        node = checkpoint(f)(x)._node
        assert [parent.shape for parent in node.parents] == [(1000,)]

    def test_runs_twice(self) -> None:
        """Once forward, once more for the backward pass."""
        runs = []
        y = checkpoint(lambda x: runs.append(1) or x * x)(Tensor(3.0, requires_grad=True))
        assert len(runs) == 1
        y.backward()
        assert len(runs) == 2

    def test_changing_function(self) -> None:
        """A function that gives another value the second time is refused."""
        rng = np.random.default_rng(0)
        x = Tensor(3.0, requires_grad=True)
        with pytest.raises(RuleError, match="gave another value in the backward pass"):
            checkpoint(lambda x: x * rng.normal())(x).backward()
        assert x.grad is None

    def test_plain_and_untracked_arguments(self) -> None:
        """Without a gradient it is the function itself; plain arguments stand beside tracked ones."""
        f = checkpoint(lambda x, y: np.sum(x * y))
        assert f(np.ones(2), np.ones(2)) == 2.0
        assert not f(Tensor([1.0]), np.ones(1)).requires_grad
        x = Tensor([1.0, 2.0], requires_grad=True)
        assert gradients(f(x, np.array([3.0, 4.0])), x).tolist() == [3.0, 4.0]

    @pytest.mark.parametrize(
        "argument", [Tensor([3.0, 2.0], requires_grad=True), Tensor([3.0, 2.0]), np.array([3.0, 2.0])]
    )
    def test_writing_into_an_argument(self, argument: Any) -> None:
        """It is refused at once, whatever the argument is, since the backward pass starts from it again."""

        def f(x: Any) -> Any:
            x *= x
            return np.sum(x)

        with pytest.raises(InPlaceError, match=r"start from p\.copy\(\)") as caught:
            checkpoint(f)(argument)
        assert caught.value.__notes__ == [
            "checkpoint starts from the arguments again in the backward pass, so they must stay."
        ]
        np.testing.assert_array_equal(np.array(argument.tolist()), [3.0, 2.0])

    def test_argument_that_the_closure_holds_too(self) -> None:
        """Both ways count: x², once by the argument and once by the closure, has the slope 2x."""
        x = Tensor([1.0, 2.0], requires_grad=True)
        checkpoint(lambda y: np.sum(x * y))(x).backward()
        assert x.grad.tolist() == [2.0, 4.0]

    def test_several_results_and_settings(self) -> None:
        """Nested results have the derivatives of the plain function; what is no Tensor is handed through."""

        def f(x: Any, scale: float = 1.0) -> Any:
            return {"parts": (np.sin(x) * scale, np.sum(x**2)), "count": 3, "none": None}

        def total(f: Any, x: Any) -> Any:
            found = f(x, scale=2.0)
            assert (found["count"], found["none"]) == (3, None)
            return np.sum(found["parts"][0] * found["parts"][1])

        x = np.array([1.0, 2.0])
        for derivative in (grad, hessian):
            found, expected = (derivative(partial(total, each))(x) for each in (checkpoint(f), f))
            np.testing.assert_allclose(found, expected, rtol=1e-13)
        assert grad(lambda x: checkpoint(f)(x)["parts"][1])(x).tolist() == [2.0, 4.0]

    def test_results_are_plain(self) -> None:
        """A second derivative through it is an ndarray."""
        second = grad(grad(lambda x: ag.checkpoint(lambda x, y: x**3 * y)(x, np.array(2.0))))(3.0)
        assert (type(second), second) == (np.ndarray, 36.0)


@pytest.mark.parametrize(
    "f",
    [
        custom_vjp(lambda x: x, lambda g, x: g),
        custom_vjp(lambda x: x[:], lambda g, x: g),
        ag.primitive(x=lambda g: g)(lambda x: x),
    ],
)
def test_a_function_that_returns_its_argument(f: Any) -> None:
    """Its result is an array of its own where others may write to the argument: 2x, though that was overwritten."""
    w = Tensor([3.0, 2.0], requires_grad=True)
    a = w * 1.0
    a[0] = a[0] * 1.0  # from here on writes go where they are, without a copy
    y = f(a)
    z = np.sum(y * y)
    a[:] = 0.0
    assert y.tolist() == [3.0, 2.0]
    assert gradients(z, w).tolist() == [6.0, 4.0]


@pytest.mark.parametrize(
    "f",
    [
        custom_jvp(lambda x: np.sum(x**4), lambda primals, tangents: np.sum(4 * primals[0] ** 3 * tangents[0])),
        custom_vjp(lambda x: np.sum(x**4), lambda g, x: g * grad(lambda x: np.sum(x**4))(x)),
    ],
)
def test_rules_that_take_derivatives(f: Any) -> None:
    """A rule may call ``vjp`` or ``grad`` itself: x⁴ has the curvature 12x² in every way of asking."""
    x, v = np.array([1.0, 2.0]), np.array([1.0, 10.0])
    assert hvp(f, x, v).tolist() == [12.0, 480.0]
    assert hessian(f)(x).tolist() == [[12.0, 0.0], [0.0, 48.0]]
    assert jvp(grad(f), (x,), (v,))[1].tolist() == [12.0, 480.0]
    assert grad(lambda x: np.sum(hvp(f, x, v)))(x).tolist() == [24.0, 480.0]


def test_a_closure_whose_history_was_consumed_is_said_to_be_one():
    """The error names the operation; its note says that checkpoint ran the function again, and the way out."""
    w, x = Tensor(2.0, requires_grad=True), Tensor(1.0, requires_grad=True)
    outside = np.exp(w)
    inside = ag.checkpoint(lambda x: x * outside)(x)
    outside.backward()
    with pytest.raises(ag.errors.GraphFreedError, match="exp") as caught:
        inside.backward()
    assert "Hand it to the function as an argument" in caught.value.__notes__[0]
