"""Values are never silently stale: each idiom by which a user changes an array works, or is refused by name.

Whatever happens between forward and backward, the gradient is that of the values which the forward pass saw.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, no_grad
from autograd_lite.errors import InPlaceError, ShapeError, UnsupportedOperationError


def leaf(*values: float) -> Tensor:
    """A leaf that requires a gradient."""
    return Tensor(list(values), requires_grad=True)


class TestParameterUpdates:
    """The habits of training loops."""

    def test_augmented_data(self) -> None:
        """``p.data -= lr * p.grad`` changes the parameter in place: every name and every alias of its array sees it."""
        p = leaf(2.0, 3.0)
        same, array = p, p.data
        (p * p).sum().backward()
        p.data -= 0.25 * p.grad
        assert same.tolist() == array.tolist() == [1.0, 1.5]
        assert p.data is array

    def test_under_no_grad(self) -> None:
        """``p -= lr * p.grad`` under ``no_grad`` is in place, and `p` stays the leaf that it was."""
        p = leaf(2.0, 3.0)
        same, array = p, p.data
        (p * p).sum().backward()
        with no_grad():
            p -= 0.25 * p.grad
        assert same is p
        assert array.tolist() == p.tolist() == [1.0, 1.5]
        assert (p.is_leaf, p.requires_grad) == (True, True)
        p.zero_grad()
        (p * p).sum().backward()
        assert p.grad.tolist() == [2.0, 3.0]

    def test_update_copies_nothing(self) -> None:
        """A step writes into the array that the parameter has, when no node and no user holds it."""
        p = leaf(2.0, 3.0)
        place = p._array.__array_interface__["data"]
        for _ in range(2):
            (p * p).sum().backward()
            with no_grad():
                p -= 0.25 * p.grad
            assert place == p._array.__array_interface__["data"]

    def test_replaced_data(self) -> None:
        """``p.data = array`` replaces the values by a copy, and takes no notice of the array afterwards."""
        p, array = leaf(2.0, 3.0), np.array([5.0, 6.0])
        p.data = array
        array[:] = 0
        assert p.tolist() == [5.0, 6.0]

    @pytest.mark.parametrize(
        "step",
        [
            lambda p: p.data.__isub__(1.0),
            lambda p: setattr(p, "data", np.zeros(2)),
            lambda p: p.data.fill(0.0),
            lambda p: p.numpy().fill(0.0),
            lambda p: p.detach().__setitem__(slice(None), 0.0),
            lambda p: np.copyto(p.data, 7.0),
        ],
        ids=["data -=", "data =", "data.fill", "numpy", "detach", "copyto"],
    )
    @pytest.mark.parametrize("handed_out_before", [False, True])
    def test_step_between_forward_and_backward(self, step: Callable[[Tensor], Any], handed_out_before: bool) -> None:
        """Two losses, a step between them: the second backward is that of the old values, never a mixture."""
        p = leaf(2.0, 3.0)
        if handed_out_before:
            assert p.data.shape == (2,)
        first, second = (p * p).sum(), (p * p * p).sum()
        first.backward()
        assert p.grad.tolist() == [4.0, 6.0]
        p.zero_grad()
        step(p)
        second.backward()
        assert p.grad.tolist() == [12.0, 27.0]

    def test_swap_of_averages(self) -> None:
        """Weights swapped for their average during an evaluation, and back, leave the pending gradient alone."""
        p = leaf(2.0, 3.0)
        loss = (p * p).sum()
        kept = p.data.copy()
        p.data = np.array([10.0, 10.0])
        assert (p * 1).tolist() == [10.0, 10.0]
        p.data = kept
        loss.backward()
        assert p.grad.tolist() == [4.0, 6.0]

    def test_two_players(self) -> None:
        """A generator's update between the losses of a game leaves the discriminator's gradient alone."""
        g, d = leaf(2.0), leaf(3.0)
        fake = g * g
        loss_d, loss_g = (d * fake).sum(), (d * fake).sum()
        loss_g.backward(retain_graph=True, inputs=[g])
        g.data -= 0.1 * g.grad
        loss_d.backward(inputs=[d])
        assert (g.grad.tolist(), d.grad.tolist()) == ([12.0], [4.0])

    def test_number(self) -> None:
        """All of it works for a single number too."""
        p = Tensor(2.0, requires_grad=True)
        y = p * p
        p.data -= 0.5
        y.backward()
        assert (p.item(), p.grad.item()) == (1.5, 4.0)
        with no_grad():
            p *= 2
        assert p.item() == 3.0
        assert (p * p).item() == 9.0

    def test_shape_of_new_data(self) -> None:
        """Data of another shape are refused: the gradient would not fit."""
        with pytest.raises(ShapeError, match=r"data of shape \(3,\) for a Tensor of shape \(2,\)"):
            leaf(2.0, 3.0).data = np.zeros(3)

    def test_data_of_a_result_cannot_be_replaced(self) -> None:
        """A result's data may be written into, not replaced: its history would be that of other values."""
        with pytest.raises(InPlaceError, match=r"Write into it: t\.data\[\.\.\.\] = …"):
            (leaf(2.0) * 2).data = np.zeros(1)


VIEWS: dict[str, Callable[[Any], Any]] = {
    "slice": lambda x: x[1:],
    "step": lambda x: x[::-1],
    "transpose": lambda x: x.T,
    "reshape": lambda x: x.reshape(-1),
    "swapaxes": lambda x: np.swapaxes(x, 0, 1),
    "new axis": lambda x: x[:, None],
    "squeeze": lambda x: np.squeeze(x[:1]),
    "moveaxis": lambda x: np.moveaxis(x, 0, 1),
    "view of a view": lambda x: x.T[0],
    "row": lambda x: next(iter(x)),
    "split": lambda x: np.split(x, 3)[1],
    "flip": np.flip,
}


class TestViews:
    """A view and its base are one memory."""

    @pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
    def test_write_to_the_base(self, view: Callable[[Any], Any]) -> None:
        """A view shows what was written to its base later, with the right history."""
        p, array = Tensor(np.arange(6.0).reshape(3, 2), requires_grad=True), np.arange(6.0).reshape(3, 2)
        x = p * 1
        seen, expected = view(x), view(array)
        x *= 2
        x[0, 0] = -1.0
        array *= 2
        array[0, 0] = -1.0
        assert seen.tolist() == expected.tolist()
        seen.sum().backward()
        slope = np.zeros((3, 2))
        view(slope)[...] = 2.0
        slope[0, 0] = 0.0
        assert p.grad.tolist() == slope.tolist()

    @pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
    def test_write_through_the_view(self, view: Callable[[Any], Any]) -> None:
        """A write through a view reaches its base, with the right history."""
        p, v = Tensor(np.arange(6.0).reshape(3, 2), requires_grad=True), Tensor(9.0, requires_grad=True)
        x, array = p * 1, np.arange(6.0).reshape(3, 2)
        view(x)[...] = v
        view(array)[...] = 9.0
        assert x.tolist() == array.tolist()
        x.sum().backward()
        written = array == 9.0
        assert (p.grad == ~written).all()
        assert v.grad == written.sum()

    def test_history_of_a_view_is_its_roots(self) -> None:
        """Once a tracked value is written into the base, the view is tracked too: it cannot be detached unawares."""
        x, p = Tensor(np.zeros(3)), Tensor(2.0, requires_grad=True)
        view = x[1:]
        assert not view.requires_grad
        x[1] = p
        assert (view.requires_grad, view.is_leaf) == (True, False)
        with pytest.raises(TypeError, match="lose its gradient"):
            np.asarray(view)

    def test_functions_without_a_rule_see_it_too(self) -> None:
        """A function that has no rule raises for such a view."""
        x, p = Tensor(np.ones(3)), Tensor(2.0, requires_grad=True)
        view = x[1:]
        x[1] = p
        with pytest.raises(UnsupportedOperationError):
            np.roots(view)

    def test_view_of_a_leaf(self) -> None:
        """A write through a view of a leaf that requires a gradient is refused, and allowed under ``no_grad``."""
        p = leaf(2.0, 3.0)
        view = p[1:]
        with pytest.raises(InPlaceError):
            view[0] = 5.0
        with pytest.raises(InPlaceError):
            view += 1
        with no_grad():
            view[0] = 5.0
        assert p.tolist() == [2.0, 5.0]
        (p * p).sum().backward()
        assert p.grad.tolist() == [4.0, 10.0]

    def test_data_of_a_view(self) -> None:
        """``view.data`` is memory of the base; gradients computed before keep the old values."""
        p = leaf(2.0, 3.0)
        x = p * 1
        view = x[1:]
        y = (view * view).sum()
        view.data[:] = 7.0
        assert x.tolist() == [2.0, 7.0]
        y.backward()
        assert p.grad.tolist() == [0.0, 6.0]

    def test_read_only_view(self) -> None:
        """A view whose elements share memory cannot be written through; the error says what to write to."""
        x = leaf(1.0, 2.0) * 1
        repeated = np.broadcast_to(x, (3, 2))
        with pytest.raises(ValueError, match=r"shape \(3, 2\) that is read-only.*Write into the array"):
            repeated[0] = 5.0

    def test_copy_is_no_view(self) -> None:
        """``copy`` and indexing by arrays give memory of their own."""
        x = leaf(1.0, 2.0) * 1
        copies = [x.copy(), x[[0, 1]], x + 0, x.astype(float)]
        x[:] = 9.0
        assert [each.tolist() for each in copies] == [[1.0, 2.0]] * 4

    def test_view_taken_under_no_grad(self) -> None:
        """A view taken under ``no_grad`` follows the values and stays without a history."""
        x = leaf(1.0, 2.0) * 1
        with no_grad():
            view = x[1:]
        x[1] = 5.0
        assert (view.tolist(), view.requires_grad) == ([5.0], False)
