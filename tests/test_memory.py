"""Values are never silently stale: each idiom by which a user changes an array works, or is refused by name.

Whatever happens between forward and backward, the gradient is that of the values which the forward pass saw.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Tensor, no_grad
from autograd_lite.domains import RandomDraw
from autograd_lite.errors import InPlaceError, ShapeError, UnsupportedOperationError
from autograd_lite.memory import View
from autograd_lite.operation import Operation
from autograd_lite.registry import operations


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


class TestWritesInPlace:
    """``x += y`` and ``x[i] = v`` on results."""

    def test_augmented_on_a_result(self) -> None:
        """``x += y`` is recorded in place: every name of `x` sees it."""
        p = leaf(2.0, 3.0)
        x = same = p * 2
        x += p
        assert same is x
        x.sum().backward()
        assert (x.tolist(), p.grad.tolist()) == ([6.0, 9.0], [3.0, 3.0])

    @pytest.mark.parametrize(
        ("operator", "values", "slope"),
        [
            ("__iadd__", [6.0, 8.0], [2.0, 2.0]),
            ("__isub__", [2.0, 4.0], [2.0, 2.0]),
            ("__imul__", [8.0, 12.0], [4.0, 4.0]),
            ("__itruediv__", [2.0, 3.0], [1.0, 1.0]),
            ("__ipow__", [16.0, 36.0], [16.0, 24.0]),
            ("__ifloordiv__", [2.0, 3.0], [0.0, 0.0]),
            ("__imod__", [0.0, 0.0], [2.0, 2.0]),
        ],
    )
    def test_every_operator(self, operator: str, values: list[float], slope: list[float]) -> None:
        """Each augmented operator with 2 on x = 2 p at p = (2, 3) has its value and its gradient."""
        p = leaf(2.0, 3.0)
        x = p * 2
        assert getattr(x, operator)(2.0) is x
        assert x.tolist() == values
        x.sum().backward()
        assert p.grad.tolist() == slope

    def test_augmented_matmul(self) -> None:
        """``x @= m`` for a square `m`."""
        p = Tensor(np.eye(2), requires_grad=True)
        x = p * 1
        x @= np.array([[1.0, 2.0], [3.0, 4.0]])
        x.sum().backward()
        assert p.grad.tolist() == [[3.0, 7.0], [3.0, 7.0]]

    def test_item(self) -> None:
        """``x[i] = v`` takes the gradient from what is overwritten and gives it to `v`."""
        p, v = leaf(2.0, 3.0, 4.0), Tensor(5.0, requires_grad=True)
        x = p * 2
        x[1] = v * v
        (x * np.array([1.0, 10.0, 100.0])).sum().backward()
        assert x.tolist() == [4.0, 25.0, 8.0]
        assert (p.grad.tolist(), v.grad.item()) == ([2.0, 0.0, 200.0], 100.0)

    def test_mask(self) -> None:
        """``x[mask] += v`` adds where the mask is true."""
        p, v = leaf(2.0, 3.0, 4.0), leaf(1.0, 1.0)
        x = p * 2
        x[np.array([True, False, True])] += v
        x.sum().backward()
        assert (x.tolist(), p.grad.tolist(), v.grad.tolist()) == ([5.0, 6.0, 9.0], [2.0, 2.0, 2.0], [1.0, 1.0])

    @pytest.mark.parametrize(
        "index",
        [1, -1, slice(None), slice(None, None, -2), ..., (Ellipsis, 0), [0, 2], np.array([True, False, True]), (0, 1)],
        ids=str,
    )
    def test_every_kind_of_index(self, index: Any) -> None:
        """Values after ``x[index] = v`` are NumPy's; the overwritten elements have no gradient, the others have 1."""
        p = Tensor(np.arange(6.0).reshape(3, 2), requires_grad=True)
        expected, x = np.arange(6.0).reshape(3, 2), p * 1
        expected[index] = -1.0
        x[index] = -1.0
        x.sum().backward()
        np.testing.assert_array_equal(x.data, expected)
        np.testing.assert_array_equal(p.grad, expected != -1.0)

    def test_recurrence_in_a_buffer(self) -> None:
        """``b[i] = f(b[i - 1])`` in an empty buffer: the product rule of p, p², p⁴, p⁸."""
        p = Tensor(1.5, requires_grad=True)
        buffer = ag.zeros_like(Tensor(np.zeros(4)))
        buffer[0] = p
        for i in range(1, 4):
            buffer[i] = buffer[i - 1] ** 2
        buffer.sum().backward()
        assert p.grad.item() == pytest.approx(1 + 2 * 1.5 + 4 * 1.5**3 + 8 * 1.5**7)

    def test_right_side_that_overlaps(self) -> None:
        """``x[1:] = x[:-1]`` and ``x += x[::-1]`` read everything before they write anything."""
        p = leaf(1.0, 2.0, 3.0)
        x = p * 1
        x[1:] = x[:-1]
        assert x.tolist() == [1.0, 1.0, 2.0]
        x += x[::-1]
        assert x.tolist() == [3.0, 2.0, 3.0]
        (x * np.array([1.0, 10.0, 100.0])).sum().backward()
        assert p.grad.tolist() == [1.0 + 2 * 10 + 100.0, 101.0, 0.0]

    def test_leaf_that_requires_no_gradient(self) -> None:
        """A constant may be written to; once a tracked value is written into it, it has a history."""
        x, p = Tensor([1.0, 2.0]), Tensor(3.0, requires_grad=True)
        x += 1
        assert (x.tolist(), x.requires_grad) == ([2.0, 3.0], False)
        x[0] = p
        (x * x).sum().backward()
        assert (x.requires_grad, p.grad.item()) == (True, 6.0)


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


class TestOperands:
    """Arrays of the user's own."""

    def test_array_changed_after_use(self) -> None:
        """An operand's later changes are its own affair."""
        x, a = leaf(1.0, 1.0), np.array([2.0, 3.0])
        y = (x * a).sum()
        a[:] = 100
        y.backward()
        assert x.grad.tolist() == [2.0, 3.0]

    def test_shared_memory(self) -> None:
        """``Tensor(a, copy=False)`` and `a` see each other's writes; gradients keep the values of their forward."""
        a = np.array([2.0, 3.0])
        t, x = Tensor(a, copy=False), leaf(1.0, 1.0)
        y = (x * t).sum()
        a[0] = 5.0
        t[1] = 7.0
        assert (t.tolist(), a.tolist()) == ([5.0, 7.0], [5.0, 7.0])
        y.backward()
        assert x.grad.tolist() == [2.0, 3.0]

    def test_view_of_exposed_memory(self) -> None:
        """A view of a Tensor whose array was handed out before is saved by copy as well."""
        t, x = Tensor([2.0, 3.0, 4.0]), leaf(1.0, 1.0)
        array = t.data
        y = (x * t[1:]).sum()
        array[:] = 100
        y.backward()
        assert x.grad.tolist() == [3.0, 4.0]

    def test_windows_of_exposed_memory(self) -> None:
        """The same for windows, whose memory NumPy reaches by another way."""
        t = Tensor([2.0, 3.0, 4.0])
        array, x = t.data, Tensor(np.ones((2, 2)), requires_grad=True)
        y = (x * np.lib.stride_tricks.sliding_window_view(t, 2)).sum()
        array[:] = 100
        y.backward()
        assert x.grad.tolist() == [[2.0, 3.0], [3.0, 4.0]]

    def test_out_is_refused(self) -> None:
        """A tracked result is not written into a plain array."""
        with pytest.raises(UnsupportedOperationError, match="out"):
            np.exp(leaf(1.0), out=np.zeros(1))

    def test_detach_shares_memory(self) -> None:
        """A detached Tensor sees the writes to its origin and the reverse, without history."""
        p = leaf(2.0, 3.0)
        free = p.detach()
        p.data[0] = 5.0
        free[1] = 7.0
        assert p.tolist() == free.tolist() == [5.0, 7.0]
        assert not free.requires_grad


def tensors(value: Any) -> Iterator[Tensor]:
    """The Tensors in a result."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from tensors(each)


OPERATIONS = [op for op in operations() if isinstance(op, Operation) and op.samples is not None]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # means of empty draws are NumPy's to warn of, not this law's
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_no_result_shares_memory_unawares(operation: Operation) -> None:
    """A result that shares memory with an input is known as its view: it follows writes, and is copied when saved."""
    draw = RandomDraw(np.random.default_rng(0))
    for _ in range(10):
        arguments, keywords = operation.samples(draw)  # type: ignore[misc]
        given: list[Tensor] = []

        def lifted(value: Any, given: list[Tensor] = given) -> Any:
            if isinstance(value, np.ndarray) and value.dtype.kind in "fc":
                given.append(Tensor(value, requires_grad=True) * 1)
                return given[-1]
            return [lifted(each) for each in value] if isinstance(value, list) else value

        names = [*operation.parameters, *[""] * len(arguments)]
        inputs = [
            lifted(value) if name in operation.inputs or not name else value
            for name, value in zip(names, arguments, strict=False)
        ]
        with np.errstate(all="ignore"):
            result = operation(*inputs, **keywords)
        for out in tensors(result):
            for x in given:
                if out is not x and np.shares_memory(out._array, x._array):
                    assert isinstance(out._memory, View)
