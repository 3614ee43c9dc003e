from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
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


def leaf(*values: float) -> Tensor:
    """A leaf that requires a gradient."""
    return Tensor(list(values), requires_grad=True)


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
