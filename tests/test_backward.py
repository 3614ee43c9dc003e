from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, gradients, no_grad
from autograd_lite.backward import accumulate, conjugated, own
from autograd_lite.errors import NoGradientError, ShapeError
from autograd_lite.graph import Leaf


def leaf(*values: float) -> Tensor:
    """A leaf that requires a gradient."""
    return Tensor(list(values), requires_grad=True)


class TestByHand:
    """Numbers worked with pencil and paper, no helper."""

    def test_sum_of_squares(self) -> None:
        """d(x² + y²) = 2x dx + 2y dy."""
        x = leaf(1.0, -2.0)
        np.sum(x**2).backward()
        assert x.grad.tolist() == [2.0, -4.0]

    def test_product_and_quotient(self) -> None:
        """For f = a b / c at (2, 3, 4): f_a = 3/4, f_b = 1/2, f_c = −6/16."""
        a, b, c = (Tensor(v, requires_grad=True) for v in (2.0, 3.0, 4.0))
        (a * b / c).backward()
        assert [t.grad.item() for t in (a, b, c)] == [0.75, 0.5, -0.375]

    def test_chain(self) -> None:
        """For f = exp(sin(x²)): f' = exp(sin x²) cos(x²) 2x."""
        x = Tensor(1.5, requires_grad=True)
        np.exp(np.sin(x * x)).backward()
        assert x.grad.item() == pytest.approx(np.exp(np.sin(2.25)) * np.cos(2.25) * 3.0)

    def test_broadcast(self) -> None:
        """A row that is added to every row of a matrix gets the sum over rows."""
        matrix, row = Tensor(np.ones((3, 2)), requires_grad=True), leaf(1.0, 2.0)
        (matrix * row).sum().backward()
        assert row.grad.tolist() == [3.0, 3.0]
        assert matrix.grad.tolist() == [[1.0, 2.0]] * 3

    def test_matrix_product(self) -> None:
        """For the sum over A B: dA has the row sums of B in every row, dB the column sums of A in every column."""
        a = Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        b = Tensor([[5.0, 6.0], [7.0, 8.0]], requires_grad=True)
        (a @ b).sum().backward()
        assert a.grad.tolist() == [[11.0, 15.0], [11.0, 15.0]]
        assert b.grad.tolist() == [[4.0, 4.0], [6.0, 6.0]]

    def test_perceptron(self) -> None:
        """One neuron, tanh(w·x + b) with a squared error: worked out to three digits on paper, here to all."""
        w, b = leaf(0.5, -0.25), Tensor(0.1, requires_grad=True)
        y = np.tanh(w @ np.array([1.0, 2.0]) + b)  # tanh(0.1)
        ((y - 1.0) ** 2).backward()
        slope = 2 * (np.tanh(0.1) - 1) * (1 - np.tanh(0.1) ** 2)
        np.testing.assert_allclose(w.grad, [slope, 2 * slope], rtol=1e-12)
        np.testing.assert_allclose(b.grad, slope, rtol=1e-12)

    def test_used_three_times(self) -> None:
        """d(x + x·x + x)/dx = 2 + 2x."""
        x = Tensor(3.0, requires_grad=True)
        (x + x * x + x).backward()
        assert x.grad == 8.0

    def test_second_derivative(self) -> None:
        """(x³)'' = 6x, by a recorded pass."""
        x = Tensor(2.0, requires_grad=True)
        (x**3).backward(create_graph=True)
        slope, x.grad = x.grad, None
        assert slope.item() == 12.0
        slope.backward()
        assert x.grad.item() == 12.0


class TestOptions:
    """Arguments of ``backward``."""

    def test_gradient_is_the_weight_of_each_element(self) -> None:
        """``gradient=`` is multiplied from the left: Jᵀ g."""
        x = leaf(1.0, 2.0)
        (x * x).backward(np.array([10.0, 100.0]))
        assert x.grad.tolist() == [20.0, 400.0]

    @pytest.mark.parametrize("gradient", [[1.0, 10.0], (1, 10), Tensor([1.0, 10.0]), np.float32([1, 10])])
    def test_gradient_of_any_kind(self, gradient: Any) -> None:
        """A list, a tuple, a Tensor or an array of another dtype will do."""
        x = leaf(1.0, 2.0)
        (x * x).backward(gradient)
        assert x.grad.tolist() == [2.0, 40.0]

    @pytest.mark.parametrize("shape", [(1,), (1, 1)])
    def test_single_element_needs_no_gradient(self, shape: tuple[int, ...]) -> None:
        """A result with one element, of any number of axes, is a number."""
        x = Tensor(np.ones(shape), requires_grad=True)
        (x * 3).backward()
        assert x.grad.tolist() == np.full(shape, 3.0).tolist()

    def test_several_elements_need_one(self) -> None:
        """Without ``gradient=`` a result with several elements is an error that says so in full."""
        with pytest.raises(ShapeError) as caught:
            (leaf(1.0, 2.0) * 2).backward()
        assert str(caught.value) == (
            "Got no gradient for a result of shape (2,). Wanted a single number to differentiate (such as a loss), "
            "or gradient= of that shape."
        )

    def test_inputs(self) -> None:
        """``inputs=`` confines the gradients to the leaves that it names."""
        x, y = leaf(1.0, 2.0), leaf(3.0, 4.0)
        (x * y).sum().backward(inputs=[x])
        assert (x.grad.tolist(), y.grad) == ([3.0, 4.0], None)
        (x * y).sum().backward(inputs=y)
        assert (x.grad.tolist(), y.grad.tolist()) == ([3.0, 4.0], [1.0, 2.0])

    def test_inputs_that_are_no_leaves(self) -> None:
        """Other Tensors are refused, with the name of the function that takes them."""
        x = leaf(1.0)
        h = x * 2
        for wrong in (h, Tensor([1.0]), np.ones(1)):
            with pytest.raises(NoGradientError) as caught:
                (h * h).sum().backward(inputs=[wrong])
            assert str(caught.value) == (
                "inputs= wants leaves that require a gradient; for others use ag.gradients(y, x)."
            )

    def test_input_that_was_not_used(self) -> None:
        """A leaf that the result does not depend on keeps no gradient."""
        x, y = leaf(1.0), leaf(1.0)
        (x * 2).sum().backward(inputs=[y])
        assert (x.grad, y.grad) == (None, None)

    def test_retain_graph(self) -> None:
        """A retained graph is walked again, with the same result each time."""
        x = leaf(3.0)
        y = (x * x).sum()
        for _ in range(3):
            x.zero_grad()
            y.backward(retain_graph=True)
            assert x.grad.tolist() == [6.0]

    def test_create_graph(self) -> None:
        """``create_graph=True`` leaves Tensors that can be differentiated, and keeps the graph."""
        x = Tensor(2.0, requires_grad=True)
        y = x * x * x
        y.backward(create_graph=True)
        assert isinstance(x.grad, Tensor)
        second = gradients(x.grad, x, create_graph=True)
        third = gradients(second, x)
        assert (x.grad.item(), second.item(), third.item()) == (12.0, 12.0, 6.0)
        x.zero_grad()
        y.backward()
        assert type(x.grad) is np.ndarray

    def test_gradient_penalty(self) -> None:
        """A loss that contains a gradient: d/dw of (d(w x²)/dx)² = 8 w x²."""
        x, w = Tensor(3.0, requires_grad=True), Tensor(2.0, requires_grad=True)
        (slope,) = gradients(w * x * x, [x], create_graph=True)
        (slope * slope).backward()
        assert w.grad == 8 * 2 * 9

    def test_backward_of_a_leaf(self) -> None:
        """A leaf's own derivative is one."""
        x = Tensor(3.0, requires_grad=True)
        x.backward()
        assert x.grad == 1.0


class TestComplex:
    """For a real loss the gradient is ∂L/∂Re + i ∂L/∂Im."""

    def test_steepest_ascent(self) -> None:
        """|z|² has the gradient 2z."""
        z = Tensor([3.0 + 4.0j], requires_grad=True)
        (np.abs(z) ** 2).sum().backward()
        np.testing.assert_allclose(z.grad, [6.0 + 8.0j])

    def test_descent_descends(self) -> None:
        """A step against the gradient lowers the loss |z² − w|²."""
        z, w = Tensor(1.0 + 1.0j, requires_grad=True), 3.0 - 2.0j
        losses = []
        for _ in range(3):
            loss = np.abs(z * z - w) ** 2
            loss.backward()
            losses.append(loss.item())
            z.data -= 0.01 * z.grad
            z.zero_grad()
        assert losses[0] > losses[1] > losses[2]

    @pytest.mark.parametrize("part", ["real", "imag"])
    def test_parts(self, part: str) -> None:
        """Re z has the gradient 1, Im z has i."""
        z = Tensor(2.0 + 3.0j, requires_grad=True)
        getattr(z, part).backward()
        assert z.grad == (1.0 if part == "real" else 1.0j)

    def test_product(self) -> None:
        """Re(z w) at z = 1 + 2i, w = 3 − i: by parts, 3 for Re z, 1 for Im z; 1 and −2 for w."""
        z, w = Tensor(1.0 + 2.0j, requires_grad=True), Tensor(3.0 - 1.0j, requires_grad=True)
        (z * w).real.backward()
        assert (z.grad, w.grad) == (3.0 + 1.0j, 1.0 - 2.0j)

    def test_seed_is_conjugated_once(self) -> None:
        """A complex seed g gives conj(f'(z)) g: for z² at 1 + i with g = i, that is conj(2 + 2i) i = 2 + 2i."""
        z = Tensor(1.0 + 1.0j, requires_grad=True)
        (z * z).backward(1.0j)
        assert z.grad == 2.0 + 2.0j

    def test_conjugated(self) -> None:
        """Only complex numbers are conjugated; real arrays pass as they are."""
        g = np.ones(2)
        assert conjugated(g) is g
        assert conjugated(np.array([1.0 + 2.0j])).tolist() == [1.0 - 2.0j]


class TestAccumulation:
    """How gradients reach their leaves."""

    def test_own_takes_what_nobody_holds(self) -> None:
        """An array that somebody besides the caller holds is copied, as are views and scalars."""
        g = np.ones(2)
        assert own(g) is g
        elsewhere = [g]
        assert own(g) is not elsewhere[0]
        assert own(np.broadcast_to(1.0, (2,))).flags.writeable
        assert type(own(np.float64(1.0))) is np.ndarray

    def test_order_of_commit(self) -> None:
        """If one gradient cannot be added, none is."""
        good, bad = Leaf((2,), np.dtype(float)), Leaf((2,), np.dtype(float))
        good.grad, bad.grad = np.zeros(2), np.zeros(3)
        with pytest.raises(ValueError, match="broadcast"):
            accumulate({good: np.ones(2), bad: np.ones(2)})
        assert (good.grad.tolist(), bad.grad.tolist()) == ([0.0, 0.0], [0.0, 0.0, 0.0])

    def test_float_errors_stay_outside(self) -> None:
        """Overflow, underflow and division in rules raise nothing, whatever the user's error state is."""
        x = leaf(1e-200, 1e200)
        with np.errstate(all="ignore"):
            small, large = x * 1e-200, x * 1e200
        with np.errstate(all="raise"):
            small.backward(np.full(2, 1e-200))
            assert x.grad.tolist() == [0.0, 0.0]
            large.backward(np.full(2, 1e200))
        assert x.grad.tolist() == [np.inf, np.inf]

    def test_infinity_minus_infinity(self) -> None:
        """Shares that cancel as inf − inf add up to IEEE's NaN, without an exception."""
        x = leaf(1.0)
        with np.errstate(all="ignore"):
            y = x * np.inf + x * -np.inf
        with np.errstate(all="raise"):
            y.backward(np.ones(1))
        assert np.isnan(x.grad).all()

    def test_under_no_grad_recorded(self) -> None:
        """``gradients`` with `create_graph` records, also when it is called under ``no_grad``."""
        x = Tensor(2.0, requires_grad=True)
        y = x * x * x
        with no_grad():
            slope = gradients(y, x, create_graph=True)
        assert gradients(slope, x).item() == 12.0
