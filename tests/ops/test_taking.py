"""Elements taken by position or condition, and rolled round."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)
ORDER = np.argsort(X, axis=1)

CALLS = {
    "take flat": lambda x: np.take(x, [0, 5, 5, -1]),
    "take one": lambda x: np.take(x, 2, axis=1),
    "take along": lambda x: np.take(x, [[0, 2], [2, 2]], axis=1),
    "take round": lambda x: np.take(x, [-7, 9], axis=-1, mode="wrap"),
    "take at the ends": lambda x: np.take(x, [-7, 9], axis=-1, mode="clip"),
    "method": lambda x: x.take([1, 1], axis=0),
    "along an axis": lambda x: np.take_along_axis(x, ORDER, axis=1),
    "along the last": lambda x: np.take_along_axis(x, np.argsort(X), -1),
    "the largest": lambda x: np.take_along_axis(x, np.argmax(X, axis=1, keepdims=True), axis=1),
    "along none": lambda x: np.take_along_axis(x, np.array([3, 3, 0]), axis=None),
    "broadcast rows": lambda x: np.take_along_axis(x, np.array([[[0, 1]]]), axis=2),
    "compress": lambda x: np.compress([True, False, True], x, axis=1),
    "compress flat": lambda x: np.compress([False, True, True], x),
    "extract": lambda x: np.extract(X > 0, x),
    "roll flat": lambda x: np.roll(x, 5),
    "roll": lambda x: np.roll(x, -1, axis=1),
    "roll several": lambda x: np.roll(x, (1, -2), axis=(0, 2)),
    "roll one amount": lambda x: np.roll(x, 2, axis=(0, 1)),
    "roll one axis twice": lambda x: np.roll(x, (1, 1), axis=(1, 1)),
    "roll far": lambda x: np.roll(x, 101, axis=-1),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_calls_are_numpys(call, like_numpy):
    """Every function in every form: values, shapes and derivatives."""
    like_numpy(call, X)


def test_what_was_taken_twice_has_the_sum():
    """Positions 1, 1 and 0."""
    np.testing.assert_array_equal(ag.grad(lambda v: np.take(v, [1, 1, 0]).sum())(np.zeros(3)), [1, 2, 0])


def test_conditions_and_positions_may_be_tensors():
    """Without history they are settings like arrays."""
    x = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True)
    np.testing.assert_array_equal(np.compress(x > 1, x).detach().numpy(), [2.0, 3.0])
    np.testing.assert_array_equal(np.take(x, ag.Tensor([2, 0])).detach().numpy(), [3.0, 1.0])


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda x: np.take(x, 24), IndexError, "24"),
        (lambda x: np.take(x, 0, axis=5), ValueError, "axis 5"),
        (lambda x: np.take(x, [0.5]), IndexError, "integer"),
        (lambda x: np.take_along_axis(x, ORDER[0], axis=1), ValueError, "as many axes"),
        (lambda x: np.take_along_axis(x, X, axis=1), IndexError, "integers"),
        (lambda x: np.compress([[True]], x), ValueError, "one axis"),
        (lambda x: np.compress([True] * 9, x, axis=0), IndexError, "out of bounds"),
        (lambda x: np.roll(x, 1, axis=3), ValueError, "axis 3"),
        (lambda x: np.roll(x, (1, 2, 3), axis=(0, 1)), ValueError, "broadcast|shape"),
        (lambda x: np.take(x, 0, out=np.zeros(())), TypeError, "out"),
    ],
)
def test_what_is_not_there_is_refused(call, error, words):
    """NumPy's kind of error, with the reason."""
    with pytest.raises(error, match=words):
        call(ag.Tensor(X, requires_grad=True))


def test_methods_of_choice_and_place_are_ndarrays():
    """They are compress, choose, nonzero, searchsorted, argpartition and fill."""
    x, plain = ag.Tensor([3.0, 0.0, 2.0], requires_grad=True), np.array([3.0, 0.0, 2.0])
    np.testing.assert_array_equal(x.compress([True, False, True]).detach().numpy(), [3.0, 2.0])
    np.testing.assert_array_equal(ag.Tensor([1, 0]).choose([[1.0, 2.0], [3.0, 4.0]]).numpy(), [3.0, 2.0])
    np.testing.assert_array_equal(x.nonzero(), plain.nonzero())
    np.testing.assert_array_equal(x.argpartition(1), plain.argpartition(1))
    assert np.sort(x).searchsorted(2.5) == 2
    y = x * 1.0
    y.fill(x[0])
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, [3.0, 0.0, 0.0])


def test_a_number_is_a_vector_of_one_element_to_take_from(like_numpy):
    """As in NumPy, with an axis too."""
    like_numpy(lambda x: np.take(x, [0, 0], axis=0), np.array(3.0))
    like_numpy(lambda x: np.take(x, 0, axis=-1), np.array(3.0))
    with pytest.raises(np.exceptions.AxisError):
        np.take(ag.Tensor(3.0, requires_grad=True), 0, axis=1)


def test_booleans_are_positions_and_no_mask(like_numpy):
    """np.take(x, [True, False]) takes the elements 1 and 0."""
    taken = np.take(ag.Tensor([5.0, 7.0], requires_grad=True), [True, False])
    np.testing.assert_array_equal(taken.detach().numpy(), [7.0, 5.0])
    like_numpy(lambda x: np.take(x, [[True, True]]), np.array([5.0, 7.0]))


def test_a_shift_of_half_a_length_is_cut_off_to_an_integer(like_numpy):
    """np.roll(x, 5 / 2) shifts by two, and by a negative amount towards zero as well."""
    like_numpy(lambda x: np.roll(x, 5 / 2), np.arange(5.0))
    like_numpy(lambda x: np.roll(x, -1.7), np.arange(5.0))
