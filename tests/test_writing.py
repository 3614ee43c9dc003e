"""Writes that are recorded, idiom by idiom."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import DTypeError, InPlaceError


def test_an_element_that_was_overwritten_gets_no_gradient():
    """After y[1] = v the old y[1] has no influence, and v has all of it."""
    x, v = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True), ag.Tensor(5.0, requires_grad=True)
    y = x * 10.0
    y[1] = v * v
    (y * np.array([1.0, 10.0, 100.0])).sum().backward()
    np.testing.assert_array_equal(x.grad, [10.0, 0.0, 1000.0])
    assert v.grad == 100.0


def test_a_value_that_is_broadcast_gets_the_sum_of_where_it_went():
    """One number written to a row of three gets three shares."""
    v = ag.Tensor(2.0, requires_grad=True)
    y = ag.Tensor(np.zeros((2, 3)))
    y[0] = v
    (y * np.array([[1.0, 2.0, 3.0], [9.0, 9.0, 9.0]])).sum().backward()
    assert v.grad == 6.0


def test_a_value_with_more_axes_than_its_place_is_written():
    """A value of shape (1, 1, 3) fits a row of three, and its gradient has its own shape."""
    v = ag.Tensor(np.ones((1, 1, 3)), requires_grad=True)
    y = ag.Tensor(np.zeros((2, 3)))
    y[1] = v
    (y * 2.0).sum().backward()
    np.testing.assert_array_equal(v.grad, np.full((1, 1, 3), 2.0))


def test_of_values_for_one_place_the_last_one_counts():
    """y[[0, 0, 1]] = v leaves v[1] and v[2], so v[0] has no gradient."""
    v = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = ag.Tensor(np.zeros(3))
    y[[0, -3, 1]] = v
    np.testing.assert_array_equal(y.detach().numpy(), [2.0, 3.0, 0.0])
    y.sum().backward()
    np.testing.assert_array_equal(v.grad, [0.0, 1.0, 1.0])


def test_an_array_shifted_into_itself_is_as_numpys():
    """x[1:] = x[:-1] reads the old values, although both are one memory."""
    x = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x * 1.0
    y[1:] = y[:-1]
    np.testing.assert_array_equal(y.detach().numpy(), [1.0, 1.0, 2.0])
    (y * np.array([1.0, 10.0, 100.0])).sum().backward()
    np.testing.assert_array_equal(x.grad, [11.0, 100.0, 0.0])


def test_adding_in_place_by_mask_keeps_both_gradients():
    """x[mask] += v gives the gradient to the old elements and to v."""
    x, v = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True), ag.Tensor(1.0, requires_grad=True)
    y = x * 1.0
    y[np.array([True, False, True])] += v
    (y * np.array([1.0, 10.0, 100.0])).sum().backward()
    np.testing.assert_array_equal(x.grad, [1.0, 10.0, 100.0])
    assert v.grad == 101.0


def test_adding_to_repeated_positions_adds_once():
    """x[[0, 0]] += 1 adds 1, as in NumPy: each position is read once and written last."""
    x = ag.Tensor([1.0, 2.0], requires_grad=True)
    y = x * 1.0
    y[[0, 0]] += x[1]
    np.testing.assert_array_equal(y.detach().numpy(), [3.0, 2.0])
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, [1.0, 2.0])


def test_a_list_of_tensors_can_be_written():
    """y[:2] = [a, b] gives each its own gradient."""
    a, b = ag.Tensor(1.0, requires_grad=True), ag.Tensor(2.0, requires_grad=True)
    y = ag.Tensor(np.zeros(3))
    y[:2] = [a * a, b]
    (y * np.array([1.0, 10.0, 100.0])).sum().backward()
    assert (a.grad, b.grad) == (2.0, 10.0)


def test_a_write_to_the_imaginary_part_reaches_it():
    """z.imag[…] = v: the loss |z|² has the slope 2 v in it, and the real part keeps its own."""
    x, v = ag.Tensor([1.0, 2.0], requires_grad=True), ag.Tensor([3.0, 4.0], requires_grad=True)
    z = x * (1 + 1j)
    z.imag[...] = v
    np.testing.assert_array_equal(z.detach().numpy(), [1 + 3j, 2 + 4j])
    (z.real**2 + z.imag**2).sum().backward()
    np.testing.assert_array_equal(x.grad, [2.0, 4.0])
    np.testing.assert_array_equal(v.grad, [6.0, 8.0])


@pytest.mark.parametrize(
    "view",
    [
        lambda x: np.broadcast_to(x, (2, 3, 3)),
        lambda x: np.broadcast_to(x[0, 0], (3,)),
        np.diagonal,
        lambda x: ag.sliding_window_view(x, 2, axis=0),
    ],
)
def test_what_numpy_makes_read_only_is_read_only(view):
    """Broadcasts, diagonals and windows cannot be written to, and say what to do."""
    x = ag.Tensor(np.eye(3), requires_grad=True) * 1.0
    with pytest.raises(ValueError, match=r"read-only, as in NumPy.*into a copy"):
        view(x)[...] = 1.0
    np.testing.assert_array_equal(x.detach().numpy(), np.eye(3))


def test_a_view_of_columns_is_written_through_after_a_copy_of_its_base():
    """The base is copied in the order in which its axes lie, so a flat view of its transpose still reaches it."""
    x = ag.Tensor(np.asfortranarray(np.arange(6.0).reshape(2, 3)), requires_grad=True)
    y = np.copy(x, "K")
    flat = np.reshape(y.T, -1)
    kept = y * y  # holds the memory of y, so that the write has to copy
    flat[1] = 10.0
    np.testing.assert_array_equal(y.detach().numpy(), [[0.0, 1.0, 2.0], [10.0, 4.0, 5.0]])
    (kept.sum() + y.sum()).backward()
    np.testing.assert_array_equal(x.grad, [[1.0, 3.0, 5.0], [6.0, 9.0, 11.0]])


def test_a_write_that_does_not_fit_changes_nothing():
    """A value of the wrong shape is refused with both shapes, and values and gradient are as before."""
    x = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x * 2.0
    with pytest.raises(ValueError, match=r"shape \(2,\).*shape \(3,\)"):
        y[...] = np.ones(2)
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, [2.0, 2.0, 2.0])


def test_a_leaf_that_requires_a_gradient_cannot_be_written_to():
    """Which value would its gradient be of? The message says how to update and how to compute."""
    x = ag.Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(InPlaceError, match=r"no_grad.*copy"):
        x[0] = 1.0
    with pytest.raises(InPlaceError):
        x[:1][0] = 1.0


def test_a_gradient_is_not_written_into_integers():
    """An integer array cannot take a value that requires a gradient: it would be cut off, and its gradient lost."""
    with pytest.raises(DTypeError, match="dtype=float"):
        ag.Tensor([1, 2])[0] = ag.Tensor(1.5, requires_grad=True)


def test_a_value_of_wider_dtype_is_cast_as_numpy_casts_it():
    """float64 written into float32 is rounded, and its gradient comes back as float64."""
    v = ag.Tensor(0.1, requires_grad=True)
    y = ag.Tensor(np.zeros(2, np.float32))
    y[0] = v
    assert y.dtype == np.float32
    assert y.detach().numpy()[0] == np.float32(0.1)
    (y * np.float32(3)).sum().backward()
    assert v.grad == 3.0
    assert v.grad.dtype == np.float64


def test_reads_at_every_step_of_a_recurrence_cost_no_zeros():
    """Each version of the buffer keeps the gradients of its reads until the whole arrives, in whichever order."""
    for forward in (True, False):
        w = ag.Tensor(0.5, requires_grad=True)
        buffer, loss = ag.Tensor(np.zeros(50)), ag.Tensor(0.0)
        buffer[0] = w
        for i in range(1, 50):
            buffer[i] = w * buffer[i - 1]
            loss = loss + buffer[i] if forward else buffer[i] + loss
        loss.backward()
        assert w.grad == pytest.approx(sum(i * 0.5 ** (i - 1) for i in range(2, 51)), rel=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, float, complex])
def test_a_number_that_was_written_to_may_be_used_twice(dtype):
    """A Tensor of shape () is written whole; its gradient is a sum of shares, and passes on to what was written."""
    x, w = (ag.Tensor(value, dtype=dtype, requires_grad=True) for value in (1.0, 3.0))
    y = x.copy()
    y[...] = y * 2
    np.real(y * y).backward()
    assert (x.grad, x.grad.dtype) == (8.0, dtype)
    y = x.copy()
    y[...] = w
    np.real(y * y).backward()
    assert (w.grad, x.grad) == (6.0, 8.0)
