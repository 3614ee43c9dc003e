import copy
import pickle
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, no_grad
from autograd_lite.errors import DTypeError, InPlaceError, NoGradientError, ShapeError, UnsupportedOperationError


class TestMaking:
    """``Tensor(data, …)``."""

    @pytest.mark.parametrize(
        ("data", "dtype"),
        [
            (1, int),
            (1.0, float),
            (True, bool),
            (1j, complex),
            ([1, 2], int),
            ([[1.0], [2.0]], float),
            (np.float32(1), np.float32),
            (range(3), int),
            ([], float),
            (np.ones((2, 0), np.int8), np.int8),
        ],
    )
    def test_dtype_is_numpys(self, data: Any, dtype: Any) -> None:
        """Shape and dtype are those that NumPy finds."""
        t = Tensor(data)
        array = np.asarray(data)
        assert (t.shape, t.dtype, t.ndim, t.size) == (array.shape, dtype, array.ndim, array.size)
        assert (t.itemsize, t.nbytes) == (array.itemsize, array.nbytes)

    def test_defaults(self) -> None:
        """Without options: a leaf without gradient, name or history."""
        t = Tensor([1.0])
        assert (t.requires_grad, t.is_leaf, t.grad, t.name) == (False, True, None, None)

    def test_options(self) -> None:
        """``dtype=`` converts, ``name=`` names, ``requires_grad=`` asks for a gradient."""
        t = Tensor([1, 2], dtype=np.float32, name="w", requires_grad=True)
        assert (t.dtype, t.name, t.requires_grad) == (np.float32, "w", True)

    def test_of_a_tensor(self) -> None:
        """A Tensor of an untracked Tensor is a copy; of a tracked one it is an error unless detached."""
        t = Tensor([1.0, 2.0])
        other = Tensor(t)
        other.data[:] = 0
        assert t.tolist() == [1.0, 2.0]
        with pytest.raises(TypeError, match="lose its gradient"):
            Tensor(Tensor([1.0], requires_grad=True))

    def test_options_are_keywords(self) -> None:
        """Nothing but the data is taken by position."""
        with pytest.raises(TypeError):
            Tensor([1.0], True)  # type: ignore[misc]

    def test_requires_grad_can_be_set(self) -> None:
        """It can be switched on leaves, and not on results."""
        t = Tensor([1.0])
        t.requires_grad = True
        y = t * 2
        t.requires_grad = False
        assert not t.requires_grad
        with pytest.raises(NoGradientError) as caught:
            y.requires_grad = False
        assert str(caught.value) == (
            "requires_grad of the result of an operation cannot be set. Use detach() for a value without history."
        )

    def test_no_further_attributes(self) -> None:
        """A Tensor is slotted: a misspelt attribute is an error."""
        with pytest.raises(AttributeError):
            Tensor([1.0]).requires_gradient = True  # type: ignore[attr-defined]


class TestGrad:
    """``t.grad``."""

    def test_set_and_forget(self) -> None:
        """It can be set, by copy, and forgotten."""
        t, g = Tensor([1.0, 2.0], requires_grad=True), np.array([3.0, 4.0])
        t.grad = g
        g[:] = 0
        assert t.grad.tolist() == [3.0, 4.0]
        t.zero_grad()
        assert t.grad is None

    def test_of_what_requires_none(self) -> None:
        """Setting the gradient of a constant or a result is refused; forgetting it is harmless."""
        for t in (Tensor([1.0]), Tensor([1.0], requires_grad=True) * 2):
            with pytest.raises(NoGradientError, match="leaves that require a gradient only"):
                t.grad = np.ones(1)
        Tensor([1.0]).zero_grad()

    def test_shape(self) -> None:
        """A gradient of another shape is refused."""
        with pytest.raises(ShapeError) as caught:
            Tensor([1.0, 2.0], requires_grad=True).grad = np.ones(3)
        assert str(caught.value) == "Got a gradient of shape (3,) for a Tensor of shape (2,). Wanted equal."


class TestOut:
    """Ways out: numbers, arrays, text."""

    def test_item_and_tolist(self) -> None:
        """Python numbers, nested as the array is."""
        t = Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        assert (t.item(1, 0), t.tolist()) == (3.0, [[1.0, 2.0], [3.0, 4.0]])
        assert type(Tensor(2).item()) is int
        with pytest.raises(ValueError, match="size 1"):
            t.item()

    def test_data_is_an_array(self) -> None:
        """``data`` and ``numpy()`` are ndarrays, also for a number."""
        for t in (Tensor(1.0), Tensor([1.0]), Tensor(1.0) * 2):
            assert type(t.data) is np.ndarray
            assert type(t.numpy()) is np.ndarray

    def test_detach(self) -> None:
        """The same values and name, no history."""
        t = Tensor([1.0, 2.0], requires_grad=True, name="w")
        free = (t * 2).detach()
        assert (free.tolist(), free.requires_grad, free.is_leaf) == ([2.0, 4.0], False, True)
        assert t.detach().name == "w"

    def test_numbers(self) -> None:
        """float, int, complex and index of an untracked number."""
        assert (float(Tensor(2.5)), int(Tensor(2.5)), complex(Tensor(2.5))) == (2.5, 2, 2.5 + 0j)
        assert [10, 20, 30][Tensor(1)] == 20
        with pytest.raises(TypeError):
            [10, 20][Tensor(1.0)]

    def test_array_protocol(self) -> None:
        """``np.asarray`` with dtype and copy, of an untracked Tensor."""
        t = Tensor([1.0, 2.0])
        assert np.asarray(t, dtype=np.float32).dtype == np.float32
        array = np.array(t)
        array[:] = 0
        assert t.tolist() == [1.0, 2.0]

    @pytest.mark.parametrize(
        ("t", "text"),
        [
            (Tensor([1.0, 2.0]), "Tensor([1., 2.])"),
            (Tensor(3), "Tensor(3)"),
            (Tensor([True]), "Tensor([ True])"),
            (Tensor([1.0], requires_grad=True), "Tensor([1.], requires_grad=True)"),
            (Tensor([1.0], name="w"), "Tensor([1.], name='w')"),
            (Tensor([1.0], dtype=np.float32), "Tensor([1.], dtype=float32)"),
            (Tensor([1.0], requires_grad=True) * 2, "Tensor([2.], from multiply)"),
            (Tensor([[1.0, 2.0], [3.0, 4.0]]), "Tensor([[1., 2.],\n        [3., 4.]])"),
            (
                Tensor([1.0], name="w", dtype=np.float32, requires_grad=True),
                "Tensor([1.], name='w', dtype=float32, requires_grad=True)",
            ),
        ],
    )
    def test_repr(self, t: Tensor, text: str) -> None:
        """The values as NumPy shows them, and what is not usual about the Tensor."""
        assert repr(t) == text

    def test_str_and_format(self) -> None:
        """Printed as an array; a single number takes a format."""
        t = Tensor([1.0, 2.0], requires_grad=True)
        assert str(t) == "[1. 2.]"
        assert f"{t}" == "[1. 2.]"
        assert f"{t.sum():.2f}" == "3.00"
        assert f"{Tensor(0.5):.0%}" == "50%"

    def test_repr_of_a_large_one_is_short(self) -> None:
        """A large Tensor is summarised."""
        assert len(repr(Tensor(np.zeros((1000, 1000))))) < 1000


class TestSequence:
    """Length, iteration, membership, truth."""

    def test_iteration_is_recorded(self) -> None:
        """Rows carry the gradient."""
        t = Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        first, second = t
        (first * 10 + second).sum().backward()
        assert t.grad.tolist() == [[10.0, 10.0], [1.0, 1.0]]
        assert len(t) == 2

    def test_iteration_over_a_number(self) -> None:
        """A 0-d Tensor has no elements to iterate over and no length."""
        with pytest.raises(TypeError, match="iteration over a 0-d Tensor"):
            iter(Tensor(1.0))
        with pytest.raises(TypeError):
            len(Tensor(1.0))

    def test_membership(self) -> None:
        """``in`` compares elements."""
        t = Tensor([1.0, 2.0], requires_grad=True)
        assert 2.0 in t
        assert 3.0 not in t

    def test_truth(self) -> None:
        """One element has a truth value, several have none."""
        assert Tensor(1.0)
        assert not Tensor([0.0])
        with pytest.raises(ValueError, match="ambiguous"):
            bool(Tensor([1.0, 1.0]))


class TestCopies:
    """copy, deepcopy, pickle: leaves only."""

    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_pickle(self, protocol: int) -> None:
        """Every protocol keeps values, dtype, gradient, name and flag."""
        t = Tensor([1.0, 2.0], dtype=np.float32, requires_grad=True, name="w")
        t.grad = np.array([3.0, 4.0])
        other = pickle.loads(pickle.dumps(t, protocol=protocol))
        assert repr(other) == repr(t)
        assert other.grad.tolist() == [3.0, 4.0]

    def test_deepcopy_of_a_structure(self) -> None:
        """A copied structure trains on its own."""
        model = {"w": Tensor([1.0], requires_grad=True)}
        other = copy.deepcopy(model)
        (other["w"] * 2).sum().backward()
        assert (model["w"].grad, other["w"].grad.tolist()) == (None, [2.0])

    def test_copied_view(self) -> None:
        """An untracked view's copy has memory of its own."""
        t = Tensor([1.0, 2.0])
        other = copy.copy(t[1:])
        t[1] = 9.0
        assert other.tolist() == [2.0]


class TestProtocols:
    """NumPy's functions on Tensors."""

    def test_ufunc_and_function(self) -> None:
        """``np.exp(t)`` and ``np.sum(t)`` record, with the Tensor on either side."""
        t = Tensor([0.0, 1.0], requires_grad=True)
        for y in (np.exp(t).sum(), np.sum(np.add(np.ones(2), t)), np.ones(2) @ t, np.float64(2.0) * t.sum()):
            assert isinstance(y, Tensor)
            assert y.requires_grad

    def test_arguments_by_numpys_names(self) -> None:
        """NumPy's names for arguments work: ``np.sum(a=t, axis=0)``."""
        t = Tensor(np.ones((2, 3)), requires_grad=True)
        assert np.sum(a=t, axis=0).tolist() == [2.0, 2.0, 2.0]

    def test_constants(self) -> None:
        """Questions give plain arrays and numbers."""
        t = Tensor([1.0, 2.0], requires_grad=True)
        assert type(t > 1) is np.ndarray
        assert np.argmax(t) == 1
        assert np.shape(t) == (2,)
        assert np.isfinite(t).all()

    def test_unknown_function(self) -> None:
        """A function without a rule raises for tracked Tensors and computes for others."""
        with pytest.raises(UnsupportedOperationError, match=r"^np\.roots has no derivative rule"):
            np.roots(Tensor([1.0, -1.0], requires_grad=True))
        assert np.roots(Tensor([1.0, -1.0])).tolist() == [1.0]

    def test_like_functions(self) -> None:
        """``np.zeros_like(t)`` is a Tensor without history that can be filled."""
        t = Tensor([1.0, 2.0], requires_grad=True)
        z = np.zeros_like(t)
        assert (type(z), z.requires_grad, z.tolist()) == (Tensor, False, [0.0, 0.0])
        z[0] = t[1]
        z.sum().backward()
        assert t.grad.tolist() == [0.0, 1.0]


class TestInPlace:
    """Augmented assignment: what is refused."""

    def test_dtype(self) -> None:
        """A float result does not fit an integer Tensor, nor a complex one a float Tensor."""
        with pytest.raises(DTypeError, match=r"^\+= would put float64 values into a Tensor of dtype int64"):
            Tensor([1, 2]).__iadd__(0.5)
        with pytest.raises(DTypeError, match="complex128 values into a Tensor of dtype float64"):
            Tensor([1.0]).__imul__(1j)

    def test_shape(self) -> None:
        """A result of another shape does not fit."""
        with pytest.raises(ShapeError) as caught:
            Tensor([1.0, 2.0]).__iadd__(np.ones((3, 2)))
        assert str(caught.value) == "+= would change the shape (2,) to (3, 2). Write x = x + y instead."

    def test_leaf(self) -> None:
        """A leaf that requires a gradient is updated under ``no_grad`` only."""
        p = Tensor([1.0], requires_grad=True)
        with pytest.raises(InPlaceError):
            p *= 2
        with no_grad():
            p *= 2
        assert p.tolist() == [2.0]

    def test_float32_stays(self) -> None:
        """``x += float64`` keeps the float32 of `x`, as in NumPy."""
        x = Tensor([1.0], dtype=np.float32)
        x += np.ones(1)
        assert (x.dtype, x.tolist()) == (np.float32, [2.0])

    def test_axes_lie_as_before(self) -> None:
        """The order of the axes in memory stays, so that a reshape afterwards is a copy where NumPy makes one."""

        def f(x: Any) -> Any:
            y = x.T * 1.5
            y -= x
            flat = y.reshape(-1)
            y += 1.0
            return flat

        x = np.arange(4.0).reshape(2, 2)
        assert f(Tensor(x, requires_grad=True)).tolist() == f(x).tolist()
