"""Reading by index: every form of index that NumPy takes, its values, its gradient, its errors."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra import numpy as arrays

import autograd_lite as ag

X = np.arange(24.0).reshape(2, 3, 4)
MASK = X % 5 == 0

FORMS = {
    "one number": 1,
    "NumPy's number": np.int64(-1),
    "numbers": (1, -1, 0),
    "a slice": slice(1, None),
    "backward": (slice(None, None, -1), slice(None, None, -2)),
    "an ellipsis": (..., 1),
    "a new axis": (None, slice(None), None, 1),
    "positions": np.array([1, 0, 1]),
    "a list": [0, 1, 1],
    "a nested list": [[0, 1], [1, 1]],
    "no positions": [],
    "two lists": ([0, 1, 0], [2, 2, 0]),
    "lists that broadcast": ([[0], [1]], [2, 0]),
    "a list behind a slice": (slice(None), [2, 0]),
    "lists apart": ([0, 1], slice(None), [3, 0]),
    "a list and a number": (1, slice(None), [3, 0, 3]),
    "a mask": MASK,
    "a mask of the first axes": MASK[..., 0],
    "a mask of one axis": (slice(None), np.array([True, False, True])),
    "a mask and a list": (np.array([True, True]), [0, 2]),
    "an empty mask": np.zeros((2, 3, 4), dtype=bool),
    "True": True,
    "False": np.bool_(False),
    "a 0-d array": np.array(1),
    "nothing": (),
    "an ellipsis alone": ...,
    "an empty slice": slice(5, 9),
}


@pytest.mark.parametrize("index", FORMS.values(), ids=FORMS.keys())
def test_every_form_of_index_reads_what_numpy_reads(index):
    """The value and the type of result are NumPy's; each element read gets its share back, as often as it was read."""
    x = ag.Tensor(X, requires_grad=True)
    y = x[index]
    np.testing.assert_array_equal(y.detach().numpy(), X[index], strict=True)
    weights = np.arange(1.0, y.size + 1).reshape(y.shape)
    (y * weights).sum().backward()
    wanted = np.zeros_like(X)
    np.add.at(wanted, index, weights)
    np.testing.assert_array_equal(x.grad, wanted)


@pytest.mark.parametrize("order", range(3))
def test_a_read_of_a_number_meets_shares_that_were_added_already(order):
    """``y[...]`` of a 0-d y gives its share back whenever it comes: before, between or after those of other uses."""
    x = ag.Tensor(2.0, requires_grad=True)
    y = x * 1.0
    uses = [lambda: y * 3.0, lambda: y * 5.0]
    uses.insert(order, lambda: y[...] * 7.0)
    first, second, third = (use() for use in uses)
    (first + second + third).backward()
    assert x.grad == 15.0


@given(arrays.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4), st.data())
@settings(max_examples=60, deadline=None)
def test_drawn_basic_indices_read_what_numpy_reads(shape, data):
    """Numbers, slices, ellipsis and new axes in any mixture."""
    x = np.arange(float(np.prod(shape))).reshape(shape)
    index = data.draw(arrays.basic_indices(shape, allow_newaxis=True, allow_ellipsis=True))
    slope = ag.grad(lambda t: np.sum(t[index] * t[index]))(x)
    wanted = np.zeros(shape)
    wanted[index] = 2 * x[index]
    np.testing.assert_array_equal(slope, wanted)


@given(arrays.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4), st.data())
@settings(max_examples=60, deadline=None)
def test_drawn_positions_read_what_numpy_reads(shape, data):
    """Arrays of positions that broadcast together, repeated ones among them; at second order too."""
    x = np.arange(float(np.prod(shape))).reshape(shape)
    index = data.draw(arrays.integer_array_indices(shape))
    wanted = np.zeros(shape)
    np.add.at(wanted, index, 3 * x[index] ** 2)
    np.testing.assert_allclose(ag.grad(lambda t: np.sum(t[index] ** 3))(x), wanted)
    curved = np.zeros(shape)
    np.add.at(curved, index, 6 * x[index])
    np.testing.assert_allclose(ag.hvp(lambda t: np.sum(t[index] ** 3), x, np.ones(shape)), curved)


@pytest.mark.parametrize("index", [ag.Tensor(1), ag.Tensor([0, 2, 2]), (ag.Tensor(0), ag.Tensor([1, 1]))])
def test_tensors_of_integers_are_positions(index):
    """A Tensor without history reads as the array that it holds."""
    x = np.arange(12.0).reshape(3, 4)
    plain = tuple(i.numpy() for i in index) if isinstance(index, tuple) else index.numpy()
    np.testing.assert_array_equal(ag.Tensor(x)[index].numpy(), x[plain])


def test_a_bound_of_a_slice_may_be_a_tensor():
    """x[:n] for an n that is a Tensor of one integer."""
    np.testing.assert_array_equal(ag.Tensor([1.0, 2.0, 3.0])[: ag.Tensor(2)].numpy(), [1.0, 2.0])


def test_a_mask_computed_from_a_tensor_selects():
    """x[x > 1] reads the elements for which the comparison holds, and only those get a gradient."""
    x = ag.Tensor([0.0, 2.0, 3.0], requires_grad=True)
    (x[x > 1] ** 2).sum().backward()
    np.testing.assert_array_equal(x.grad, [0.0, 4.0, 6.0])


def test_an_index_that_is_changed_later_is_the_one_that_was_read():
    """Positions are copied when they are read, so that the gradient goes where the values came from."""
    x, index = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True), np.array([0, 1])
    y = x[index]
    index[...] = 2
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, [1.0, 1.0, 0.0])


@pytest.mark.parametrize("index", [3, (0, 5), [0, 7], np.zeros(4, dtype=bool), (0, 0, 0), 1.0, "a", np.array([0.5])])
def test_errors_of_an_index_are_numpys(index):
    """IndexError, in NumPy's words, with and without history."""
    x = np.zeros((3, 4))
    with pytest.raises(IndexError) as theirs:
        x[index]
    for tracked in (False, True):
        with pytest.raises(IndexError) as ours:
            ag.Tensor(x, requires_grad=tracked)[index]
        assert str(ours.value)[:40] == str(theirs.value)[:40]


def test_a_tracked_tensor_is_no_position():
    """A number with a gradient is not an integer; NumPy's IndexError says so."""
    with pytest.raises(IndexError, match="integer"):
        ag.Tensor([1.0, 2.0])[ag.Tensor(1.0, requires_grad=True)]


def test_infinite_shares_of_one_element_add_up_to_nan():
    """The sum of inf and −inf is NaN, without an error, by position and by slice; the rest is untouched."""
    x = ag.Tensor([1.0, 2.0], requires_grad=True)
    x[[0, 0]].backward(np.array([np.inf, -np.inf]))
    np.testing.assert_array_equal(x.grad, [np.nan, 0.0])
    y = ag.Tensor([1.0, 2.0], requires_grad=True)
    np.concatenate([y[:1], y[:2]]).backward(np.array([np.inf, -np.inf, 3.0]))
    np.testing.assert_array_equal(y.grad, [np.nan, 3.0])


def test_reading_and_adding_up_are_each_others_adjoint():
    """⟨x[i], y⟩ = ⟨x, add y at i⟩, repeated positions included."""
    x, y, index = np.arange(4.0), np.array([1.0, 10.0, 100.0]), (np.array([1, 3, 1]),)
    assert np.sum(x[index] * y) == np.sum(x * ag.scatter_add(y, index, (4,)))


def test_a_view_follows_its_base():
    """What is read by slices shows later writes to the base, as in NumPy; what is read by positions does not."""
    x = ag.Tensor([1.0, 2.0, 3.0]) * 1.0
    view, taken = x[1:], x[[1, 2]]
    x[1] = 20.0
    np.testing.assert_array_equal(view.numpy(), [20.0, 3.0])
    np.testing.assert_array_equal(taken.numpy(), [2.0, 3.0])


def test_jacobian_of_a_number_read_by_a_mask():
    """A number that a mask of no axes selects has the derivative 1, or none where it selects nothing."""
    assert ag.jacobian(lambda x: x[x > 0] * 3.0)(2.0).tolist() == [3.0]
    assert ag.jacobian(lambda x: x[x > 0] * 3.0)(-2.0).shape == (0,)


SLICES = [
    slice(1, None),
    slice(None, -1),
    slice(None, None, -1),
    slice(4, 1, -2),
    slice(3, 3),
    slice(-2, None),
    slice(9),
]


@pytest.mark.parametrize("first", SLICES, ids=str)
@pytest.mark.parametrize("second", SLICES, ids=str)
def test_a_slice_of_a_slice_is_one_slice(first, second):
    """It remembers one step from its root, and writes and later reads find the same elements as NumPy's."""
    array, x = np.arange(6.0), ag.Tensor(np.arange(6.0), requires_grad=True)
    y = x * 1.0
    view, right = y[first][second], array[first][second]
    assert len(view._memory.steps) == 1
    y *= 2.0
    array *= 2.0
    np.testing.assert_array_equal(view.numpy(), right)
    y[first][second] = -1.0
    array[first][second] = -1.0
    np.testing.assert_array_equal(y.numpy(), array)
    np.sum(y).backward()
    np.testing.assert_array_equal(x.grad, np.where(array == -1.0, 0.0, 2.0))


def test_a_loop_that_shortens_its_view_keeps_one_step():
    """After v = v[1:] and a write, a hundred times, the view is one step from its root: no turn costs more."""
    y = ag.Tensor(np.ones(101), requires_grad=True) * 1.0
    v = y
    for _ in range(100):
        v = v[1:]
        v[0] = 2.0
    assert v._memory.root is y
    assert len(v._memory.steps) == 1
    assert y.tolist() == [1.0, *[2.0] * 100]
