import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, detect_anomaly, no_grad, primitive
from autograd_lite.domains import RandomDraw
from autograd_lite.errors import AnomalyError, UnsupportedOperationError
from autograd_lite.memory import View
from autograd_lite.modes import switched
from autograd_lite.operation import Operation
from autograd_lite.recording import Call, calling_line
from autograd_lite.registry import operations


@primitive(x=lambda g, y: g * y, y=lambda g, x: g * x)
def scaled(x, y, factor=1.0):  # type: ignore[no-untyped-def]
    """Product of two arrays and a number."""
    return x * y * factor


class TestRead:
    """What a call notes about its inputs."""

    def test_kinds(self) -> None:
        """Tracked, untracked and foreign inputs are told apart, each by its bit."""
        call, tracked, array = Call(), Tensor([1.0], requires_grad=True), np.ones(1)
        assert call.read(1, tracked) is tracked._array
        assert call.read(2, array) is array
        assert call.read(4, 2.0) == 2.0
        assert call.read(8, Tensor([3.0])).tolist() == [3.0]
        assert (call.tracked, call.foreign, call.parents) == (1, 2, [tracked._node])
        assert call.source is tracked

    def test_exposed_tensor_is_foreign(self) -> None:
        """A Tensor whose array was handed out may be written to from outside."""
        call, t = Call(), Tensor([1.0])
        array = t.data
        call.read(1, t)
        assert call.foreign == 1
        assert array is t._array

    def test_under_no_grad(self) -> None:
        """Under ``no_grad`` nothing is tracked."""
        with no_grad():
            call = Call()
            call.read(1, Tensor([1.0], requires_grad=True))
        assert (call.tracked, call.parents) == (0, [])

    def test_list(self) -> None:
        """Of a list it is noted which elements are tracked and how many there are."""
        call, t = Call(), Tensor([1.0], requires_grad=True)
        assert len(call.read_list(1, [1.0, t, np.ones(1), t], "f")) == 4
        assert (call.which, call.count, call.tracked, len(call.parents)) == ([1, 3], 4, 1, 2)

    def test_tensor_as_list(self) -> None:
        """A Tensor in the place of a list is taken apart along its first axis."""
        call = Call()
        assert len(call.read_list(1, Tensor(np.ones((3, 2)), requires_grad=True), "f")) == 3
        assert call.which == [0, 1, 2]


class TestFinish:
    """What is recorded."""

    def test_node(self) -> None:
        """A node knows recipe, parents, shape, dtype and the path of its module."""
        x = Tensor(np.ones((2, 3)), requires_grad=True, dtype=np.float32)
        with switched(scope="encoder.0"):
            node = scaled(x, 2.0)._node
        assert (node.recipe.name, node.parents, node.shape, node.dtype, node.scope) == (
            "scaled",
            (x._node,),
            (2, 3),
            np.float32,
            "encoder.0",
        )
        assert (node.line, node.hooks) == (None, None)

    def test_copies_only_what_is_foreign_and_kept(self) -> None:
        """A user's array is copied if a rule keeps it; the library's own is not."""
        x, t, a = Tensor([1.0], requires_grad=True), Tensor([2.0]), np.array([3.0])
        assert scaled(x, t)._node.saved[0] is t._array
        kept = scaled(x, a)._node.saved[0]
        assert kept is not a
        assert kept.tolist() == [3.0]

    def test_nothing_is_recorded_for_nobody(self) -> None:
        """Without a tracked input the result is a Tensor without history."""
        y = scaled(Tensor([1.0]), 2.0)
        assert (type(y), y.requires_grad) == (Tensor, False)

    def test_zero_dimensional_results(self) -> None:
        """A Python number that comes out becomes a Tensor of shape ()."""

        @primitive(x=lambda g, x_shape: np.broadcast_to(g, x_shape))
        def total(x):  # type: ignore[no-untyped-def]
            """Sum as a Python number."""
            return float(np.sum(x))

        x = Tensor([1.0, 2.0], requires_grad=True)
        y = total(x)
        assert (y.shape, y.dtype) == ((), float)
        y.backward()
        assert x.grad.tolist() == [1.0, 1.0]

    def test_view(self) -> None:
        """A view remembers its root and the steps that lead to it, over several views."""
        x = Tensor(np.arange(6.0).reshape(2, 3), requires_grad=True) * 1
        view = x.T[1:]
        memory = view._memory
        assert type(memory) is View
        assert memory.root is x
        assert [step[0].name for step in memory.steps] == ["transpose", "_getitem"]


class TestLooking:
    """Watching calls."""

    def test_watch(self) -> None:
        """A watcher sees operation, arguments by name, the result and the node of every call."""
        seen = []
        with switched(watch=lambda operation, bound, out, node: seen.append((operation.name, bound, out, node))):
            scaled(Tensor([2.0], requires_grad=True), 3.0, factor=5.0)
        ((name, bound, out, node),) = seen
        assert name == "scaled"
        assert {key: np.asarray(value).tolist() for key, value in bound.items()} == {
            "x": [2.0],
            "y": 3.0,
            "factor": 5.0,
        }
        assert (out.tolist(), node.recipe.name) == ([30.0], "scaled")

    def test_calling_line_is_the_users(self) -> None:
        """The line is that of the innermost caller outside the library."""
        frame = inspect.currentframe()
        assert frame is not None
        assert calling_line() == f"{__file__}:{frame.f_lineno}"

    @pytest.mark.parametrize("call", [lambda x: x / 0.0, lambda x: np.log(x - x), lambda x: (x - x) ** -1.0])
    def test_anomaly_names_the_line_of_an_operator(self, call: object) -> None:
        """Operators, methods and NumPy's functions all report the user's own line."""
        x = Tensor([1.0], requires_grad=True)
        with detect_anomaly(), np.errstate(all="ignore"), pytest.raises(AnomalyError, match=rf"at {__file__}:\d+"):
            call(x)  # type: ignore[operator]


def leaf(*values: float) -> Tensor:
    """A leaf that requires a gradient."""
    return Tensor(list(values), requires_grad=True)


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
