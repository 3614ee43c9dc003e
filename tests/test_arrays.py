from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Tensor
from autograd_lite.arrays import (
    checked_array,
    gently_divided,
    keep_axes,
    kept_shape,
    real_only,
    reduced_axes,
    spread,
    transposed,
    unbroadcast,
)
from autograd_lite.errors import DTypeError


@pytest.mark.parametrize("whole", [(), (3,), (2, 3), (2, 1, 3), (0, 3), (4, 2, 3)])
@pytest.mark.parametrize("own", [(), (1,), (3,), (1, 3), (2, 1), (1, 1), (1, 1, 1), (2, 1, 3)])
def test_unbroadcast_is_the_adjoint_of_broadcasting(own: tuple[int, ...], whole: tuple[int, ...]) -> None:
    """⟨broadcast(x), g⟩ = ⟨x, unbroadcast(g)⟩ for every shape that broadcasts to the other."""
    try:
        fits = np.broadcast_shapes(own, whole) == whole
    except ValueError:
        fits = False
    if not fits:
        return
    rng = np.random.default_rng(0)
    x, g = rng.normal(size=own), rng.normal(size=whole)
    back = unbroadcast(g, own)
    assert back.shape == own
    assert np.sum(np.broadcast_to(x, whole) * g) == pytest.approx(np.sum(x * back))


def test_unbroadcast_by_hand() -> None:
    """Leading axes are summed away, stretched ones are summed and kept."""
    g = np.arange(6.0).reshape(2, 3)
    assert unbroadcast(g, (3,)).tolist() == [3.0, 5.0, 7.0]
    assert unbroadcast(g, (2, 1)).tolist() == [[3.0], [12.0]]
    assert unbroadcast(g, ()) == 15.0
    assert unbroadcast(g, (2, 3)) is g


def test_unbroadcast_of_a_tensor_is_recorded() -> None:
    """The helpers run on Tensors as they run on arrays, and their derivative is recorded."""
    g = Tensor(np.ones((2, 3)), requires_grad=True)
    unbroadcast(g * g, (3,)).sum().backward()
    assert g.grad.tolist() == [[2.0] * 3] * 2


@pytest.mark.parametrize(
    ("axis", "ndim", "axes"),
    [(None, 2, (0, 1)), (None, 0, ()), (0, 2, (0,)), (-1, 3, (2,)), ((0, -1), 3, (0, 2)), ([1], 2, (1,)), ((), 2, ())],
)
def test_reduced_axes(axis: object, ndim: int, axes: tuple[int, ...]) -> None:
    """``axis=`` means these axes, counted from the front."""
    assert reduced_axes(axis, ndim) == axes


def test_kept_shape() -> None:
    """Reduced axes stay with length one."""
    assert kept_shape((2, 3, 4), (0, -1)) == (1, 3, 1)
    assert kept_shape((2, 3), None) == (1, 1)
    assert keep_axes(np.ones(3), (2, 3), 0).shape == (1, 3)


@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 2), ()])
def test_spread_is_the_adjoint_of_sum(axis: object) -> None:
    """⟨sum(x), g⟩ = ⟨x, spread(g)⟩."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 3, 4))
    total = np.sum(x, axis=axis)  # type: ignore[call-overload]
    g = rng.normal(size=np.shape(total))
    assert np.sum(total * g) == pytest.approx(np.sum(x * spread(g, x.shape, axis)))


def test_transposed() -> None:
    """The last two axes change places."""
    assert transposed(np.ones((2, 3, 4))).shape == (2, 4, 3)


def test_gently_divided() -> None:
    """Zero over zero is zero; elsewhere it is a quotient."""
    assert gently_divided(np.array([0.0, 1.0, 0.0]), np.array([0.0, 2.0, 3.0])).tolist() == [0.0, 0.5, 0.0]


def test_checked_array_keeps_arrays() -> None:
    """Numbers in native order pass as they are, without a copy unless it is asked for."""
    a = np.array([1.0, 2.0])
    assert checked_array(a) is a
    assert checked_array(a, copy=True) is not a
    assert checked_array([1, 2]).dtype == int
    assert checked_array([1, 2], dtype=np.float32).dtype == np.float32


@pytest.mark.parametrize("data", [None, "a", [1.0, None], object(), [[1.0], [1.0, 2.0]], np.ma.masked_array([1.0])])
def test_checked_array_refuses(data: object) -> None:
    """What is no array of numbers raises a DTypeError."""
    with pytest.raises(DTypeError):
        checked_array(data)


def test_checked_array_converts_byte_order() -> None:
    """Foreign byte order becomes native, with the same values."""
    array = checked_array(np.array([1.0, 2.0], dtype=">f4"))
    assert (array.dtype, array.tolist()) == (np.dtype(np.float32), [1.0, 2.0])


@pytest.mark.parametrize("function", [lambda x: ag.logsumexp(x), lambda x: ag.scipy.special.polygamma(1, x)])
def test_python_numbers_are_double_precision(function: Any) -> None:
    """A Python number alone has as many digits as an array of it."""
    for x in (0.1, 3):
        assert function(x) == function(np.asarray(x, dtype=float))
        assert np.asarray(function(x)).dtype == np.float64


def test_none_is_no_data() -> None:
    """What a function without return gives has an error of its own."""
    with pytest.raises(DTypeError, match=r"^Got None\. Wanted numbers: did the function"):
        checked_array(None)


def test_real_only() -> None:
    """Real numbers are returned as they are; complex ones are refused, with the name and what to write."""
    x = np.array([1.0])
    assert real_only(x, "f", "Write g.") is x
    with pytest.raises(DTypeError, match=r"^f got complex numbers\. Wanted real ones\. Write g\.$"):
        real_only(x + 0j, "f", "Write g.")
