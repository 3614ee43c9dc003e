import re
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, grad, gradients, hessian, hvp, jacobian, jvp, no_grad, value_and_grad, vjp
from autograd_lite.errors import DTypeError, NoGradientError, OptionError, ShapeError
from autograd_lite.evaluation import Argument, Run, argument, close, finished, fresh, node_of, one_number, seed_for


def test_fresh_array_is_an_open_argument() -> None:
    """Plain data become a leaf of a kind of its own, open until it is closed."""
    t = fresh([1.0, 2.0])
    assert type(t._node) is Argument
    assert t._node.open
    close([t])
    assert not t._node.open


def test_fresh_tensor_is_joined_to_its_history() -> None:
    """A tracked Tensor gets a node of its own, behind which its history goes on."""
    x = Tensor([1.0], requires_grad=True)
    t = fresh(x)
    assert t._node is not x._node
    assert t._node.parents == (x._node,)  # type: ignore[union-attr]


def test_argument_keeps_its_dtype() -> None:
    """A dtype can be asked for; integers are refused."""
    assert argument([1.0], np.dtype(np.float32)).dtype == np.float32
    with pytest.raises(DTypeError):
        argument([1])


class TestRun:
    """One evaluation of a function."""

    def test_inputs_are_the_leaves_of_the_chosen_arguments(self) -> None:
        """Only chosen arguments become Tensors, in the order of their trees."""
        seen: list[Any] = []
        run = Run(lambda *args: seen.extend(args), ({"b": 1.0, "a": [2.0]}, 3.0), {}, 0)
        assert [t.item() for t in run.inputs] == [1.0, 2.0]
        assert type(seen[1]) is float

    def test_closed_when_the_function_has_returned(self) -> None:
        """Arguments are open inside the function and closed behind it."""
        inside: list[bool] = []
        run = Run(lambda x: inside.append(x._node.open), (1.0,), {}, 0)
        assert inside == [True]
        assert not run.inputs[0]._node.open  # type: ignore[union-attr]

    @pytest.mark.parametrize("tracked_outside", [False, True])
    def test_nested(self, tracked_outside: bool) -> None:
        """A run is nested if its result depends on something tracked besides its own arguments."""
        w = Tensor(2.0, requires_grad=tracked_outside)
        run = Run(lambda x: x * w, (3.0,), {}, 0)
        run.follow([run.result])
        assert run.nested is tracked_outside

    def test_records_under_no_grad(self) -> None:
        """The function is recorded whatever the caller's mode is."""
        with no_grad():
            run = Run(lambda x: x * x, (3.0,), {}, 0)
        run.follow([run.result])
        assert run.pull([np.float64(1.0)]) == {run.inputs[0]._node: 6.0}

    def test_positions(self) -> None:
        """Positions that do not exist are named."""
        with pytest.raises(NoGradientError, match="argnums names argument -3, but the call has 2 arguments"):
            Run(lambda x, y: x, (1.0, 2.0), {}, (-3,))

    def test_shape_of_the_answer(self) -> None:
        """One chosen argument gives a tree, several a tuple of trees."""
        assert Run(lambda x: x, ([1.0, 2.0],), {}, 0).shaped([10, 20]) == [10, 20]
        assert Run(lambda x, y: x, ([1.0], 2.0), {}, (0, 1)).shaped([10, 20]) == ([10], 20)


def test_node_of_a_view_is_up_to_date() -> None:
    """A view's node is that of its root as it is now; plain values have none."""
    x, p = Tensor([1.0, 2.0]), Tensor(3.0, requires_grad=True)
    view = x[:1]
    x[0] = p
    assert node_of(view) is not None
    assert node_of(np.ones(2)) is None


def test_seed_for() -> None:
    """A seed has the shape and dtype of its output, and is a Tensor in a recorded pass."""
    like = Tensor([1.0, 2.0], dtype=np.float32)
    assert seed_for([1, 2], like, recorded=False).dtype == np.float32
    assert type(seed_for([1, 2], like, recorded=True)) is Tensor
    with pytest.raises(ShapeError, match=r"cotangent of shape \(3,\) for an output of shape \(2,\)"):
        seed_for(np.ones(3), like, recorded=False)


def test_finished() -> None:
    """What the user gets: zeros for nothing, an array of their own, or the Tensor, conjugated if asked for."""
    t, g = Tensor(np.ones(2), dtype=complex, requires_grad=True), np.array([1.0 + 1.0j, 2.0])
    zeros = finished({}, t)
    assert (zeros.dtype, zeros.tolist()) == (complex, [0.0, 0.0])
    assert finished({t._node: g}, t).tolist() == [1.0 - 1.0j, 2.0]
    assert finished({t._node: g}, t, conjugate=False).tolist() == [1.0 + 1.0j, 2.0]
    assert not np.shares_memory(finished({t._node: g}, t, conjugate=False), g)
    recorded = finished({t._node: Tensor(g)}, t)
    assert isinstance(recorded, Tensor)
    assert recorded.tolist() == [1.0 - 1.0j, 2.0]


def test_finished_copies_what_others_hold() -> None:
    """A gradient that nobody else holds is the user's as it is; one that is still held is copied."""
    t = Tensor(np.ones(2), requires_grad=True)
    found = {t._node: np.array([1.0, 2.0])}
    place = found[t._node].__array_interface__["data"]
    assert finished(found, t).__array_interface__["data"] == place
    g = np.array([1.0, 2.0])
    assert not np.shares_memory(finished({t._node: g}, t), g)


def test_one_number() -> None:
    """A gradient is taken of one number, and a complex one needs a word."""
    value = Tensor([3.0])
    assert one_number(value, holomorphic=False) is value
    with pytest.raises(ShapeError, match="returns one number"):
        one_number(Tensor([1.0, 2.0]), holomorphic=False)
    with pytest.raises(DTypeError, match="holomorphic=True"):
        one_number(Tensor(1.0j), holomorphic=False)
    assert one_number(Tensor(1.0j), holomorphic=True).item() == 1.0j


class TestArgumentsThatAreWrittenTo:
    """A function may write into an argument that carries an outer derivative: gradients are of what it was given."""

    @staticmethod
    def doubled(x: Any) -> Any:
        """Four times the sum of squares, by way of a write."""
        x *= 2
        x[0] = x[0] * 1.0
        return np.sum(x * x)

    def test_gradient(self) -> None:
        """The gradient is 8x, and its slope 8."""
        inner = lambda a: grad(self.doubled)(a * 1.0)  # noqa: E731
        value, slope = jvp(inner, (np.array([3.0, 2.0]),), (np.ones(2),))
        assert (value.tolist(), slope.tolist()) == ([24.0, 16.0], [8.0, 8.0])

    def test_pullback(self) -> None:
        """So it is with vjp, jvp and hvp of a result."""
        a = Tensor([3.0, 2.0], requires_grad=True) * 1.0
        (found,) = vjp(self.doubled, a)[1](1.0)
        assert found.tolist() == [24.0, 16.0]
        assert jvp(self.doubled, (a,), (np.ones(2),))[1].item() == 40.0
        assert hvp(self.doubled, a, np.ones(2)).tolist() == [8.0, 8.0]
        assert a.tolist() == [3.0, 2.0]

    def test_write_to_what_the_argument_came_from(self) -> None:
        """An array that others may write to is not shared with the inner function: 2x, whatever became of it."""
        a = Tensor([3.0, 2.0], requires_grad=True) * 1.0
        a[0] = 5.0

        def inner(x: Any) -> Any:
            y = np.sum(x * x)
            a[:] = 0.0
            return y

        assert grad(inner)(a).tolist() == [10.0, 4.0]


def test_results_that_are_no_number() -> None:
    """A forgotten return and a forgotten ``has_aux`` are named."""
    with pytest.raises(DTypeError, match=r"one number; got None. Is a return missing"):
        grad(lambda x: None)(1.0)
    with pytest.raises(DTypeError, match=r"got a tuple. Return the loss alone, or \(loss, aux\) with has_aux=True"):
        grad(lambda x: (x, x))(1.0)
    with pytest.raises(DTypeError, match=r"has_aux=True wants a function that returns \(value, aux\); got Tensor"):
        grad(lambda x: x, has_aux=True)(1.0)


def test_arguments_that_do_not_fit() -> None:
    """Tangents and cotangents are called what the caller calls them."""
    with pytest.raises(ShapeError, match=r"Got a tangent of shape \(3,\) for an argument of shape \(2,\)"):
        jvp(np.sin, (np.ones(2),), (np.ones(3),))
    with pytest.raises(TypeError, match=r"jvp got primals of type float. Wanted a tuple"):
        jvp(np.sin, 1.0, 1.0)
    with pytest.raises(ShapeError, match="The pullback got 1 cotangents for 2 outputs"):
        vjp(lambda x: {"a": x, "b": x}, 1.0)[1](1.0)


class TestResults:
    """Results are ndarrays unless they depend on something tracked besides the call's own arguments."""

    def test_plain(self) -> None:
        """Nothing else is tracked: arrays that belong to the caller."""
        value, slope = value_and_grad(lambda x: (x * x).sum())(np.array([1.0, 2.0]))
        assert (type(value), type(slope)) == (np.ndarray, np.ndarray)
        slope[:] = 0

    def test_arguments_of_inner_calls(self) -> None:
        """An inner call's own arguments are no reason for a Tensor: everything that was tracked is done with."""
        inner = grad(lambda x: grad(lambda y: x * y * y)(2.0))(3.0)
        forward = grad(lambda x: jvp(lambda y: x * y * y, (3.0,), (1.0,))[1])(2.0)
        matrix = jacobian(lambda x: jacobian(lambda y: x * y)(np.ones(2)))(3.0)
        assert (inner, forward, matrix.tolist()) == (4.0, 6.0, [[1.0, 0.0], [0.0, 1.0]])
        assert {type(each) for each in (inner, forward, matrix)} == {np.ndarray}

    def test_parameter_in_a_closure(self) -> None:
        """A parameter in the function's closure keeps its history: the gradient can be differentiated for it."""
        w = Tensor(2.0, requires_grad=True)
        slope = grad(lambda x: w * x * x)(3.0)
        assert isinstance(slope, Tensor)
        slope.backward()
        assert w.grad == 6.0

    def test_tensor_arguments(self) -> None:
        """A tracked Tensor as argument: the gradient is a Tensor with its history."""
        x = Tensor(3.0, requires_grad=True)
        slope = grad(lambda x: x**3)(x)
        assert isinstance(slope, Tensor)
        slope.backward()
        assert x.grad == 18.0

    def test_untracked_tensor_arguments(self) -> None:
        """A Tensor without a history is as good as an array."""
        assert type(grad(lambda x: x**3)(Tensor(3.0))) is np.ndarray

    def test_no_leaf_is_touched(self) -> None:
        """No transform leaves anything in a ``.grad``."""
        x, w = Tensor(3.0, requires_grad=True), Tensor(2.0, requires_grad=True)
        grad(lambda x: w * x**3)(x)
        hessian(lambda x: w * (x**3).sum())(np.ones(2))
        gradients(w * x, [x, w])
        assert (x.grad, w.grad) == (None, None)


@pytest.mark.parametrize("transform", [grad, value_and_grad, jacobian, hessian])
def test_what_is_no_function(transform: Any) -> None:
    """A loss in the place of its function is refused where it is handed in, with what takes its gradient."""
    loss = np.sum(Tensor([1.0], requires_grad=True))
    with pytest.raises(TypeError, match=r"^Got a Tensor to differentiate\. Wanted a function f.*ag\.gradients\(y, x\)"):
        transform(loss)


@pytest.mark.parametrize("argnums", [(0, 0), (1, -1), (0, 1, -2)])
def test_an_argument_that_is_named_twice(argnums: Any) -> None:
    """Two places of one argument would share its gradient, and the message has them."""
    with pytest.raises(OptionError, match=rf"^argnums={re.escape(str(argnums))} names an argument twice"):
        grad(lambda x, y: x * y, argnums)(2.0, 3.0)


@pytest.mark.parametrize("argnums", ["x", (0, "y"), (1.0,)])
def test_positions_are_integers(argnums: Any) -> None:
    """Arguments are told by their positions, not by their names."""
    with pytest.raises(TypeError, match=r"^argnums got .* Wanted the position of an argument"):
        grad(lambda x, y: x * y, argnums)(2.0, 3.0)


@pytest.mark.parametrize("transform", [grad, jacobian])
def test_a_function_with_real_values_is_not_complex_differentiable(transform: Any) -> None:
    """abs(z) has a gradient, but no derivative f'(z); of a real argument holomorphic changes nothing."""
    with pytest.raises(DTypeError, match=r"^holomorphic=True wants a complex result .* got a real one"):
        transform(np.abs, holomorphic=True)(1j)
    assert transform(np.square, holomorphic=True)(1j) == 2j
    assert transform(np.square, holomorphic=True)(3.0) == 6.0
