"""Arrays joined and repeated."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(12.0)).reshape(3, 4)
Y = np.sin(np.arange(8.0)).reshape(2, 4)
V = np.array([1.0, 2.0, 3.0])

CALLS = {
    "concatenate": lambda x, y: np.concatenate([x, y, x]),
    "concatenate, last axis": lambda x, y: np.concatenate((x.T, y.T), axis=-1),
    "concatenate flat": lambda x, y: np.concatenate([x, y[0]], axis=None),
    "concat": lambda x, y: np.concat([x, y]),
    "concatenate arrays and Tensors": lambda x, y: np.concatenate([np.ones((1, 4)), x, np.ones((2, 4))]),
    "concatenate in float32": lambda x, y: np.concatenate([x, y], dtype=np.float64, casting="unsafe"),
    "stack": lambda x, y: np.stack([x[:2], y]),
    "stack, last axis": lambda x, y: np.stack([x[:2], y, y], axis=-1),
    "stack of numbers": lambda x, y: np.stack([x[0, 0], y[0, 0]]),
    "vstack": lambda x, y: np.vstack([x, y[0], y]),
    "hstack": lambda x, y: np.hstack([x[:2], y]),
    "hstack of vectors": lambda x, y: np.hstack([x[0], y[0], x[0, 0]]),
    "dstack": lambda x, y: np.dstack([x[:2], y]),
    "dstack of vectors": lambda x, y: np.dstack([x[0], y[0]]),
    "column_stack": lambda x, y: np.column_stack([x[0], x.T, y[1]]),
    "block": lambda x, y: np.block([[x, x], [y, y]]),
    "block of a row": lambda x, y: np.block([x[0], y[0], 1.0]),
    "block of vectors in a matrix": lambda x, y: np.block([[x[0], y[0]], [y[1], x[1]]]),
    "block of one": lambda x, y: np.block(x),
    "block in three axes": lambda x, y: np.block([[[x, x]], [[x, x]]]),
    "tile": lambda x, y: np.tile(x, 2),
    "tile both axes": lambda x, y: np.tile(x, (2, 3)),
    "tile with new axes": lambda x, y: np.tile(x, (2, 1, 3)),
    "tile fewer": lambda x, y: np.tile(x, ()),
    "tile none": lambda x, y: np.tile(x, (0, 1)),
    "repeat": lambda x, y: np.repeat(x, 2),
    "repeat rows": lambda x, y: np.repeat(x, 2, axis=0),
    "repeat each its own": lambda x, y: np.repeat(x, [2, 0, 1], axis=0),
    "repeat columns": lambda x, y: np.repeat(x, [1, 2, 0, 3], axis=-1),
    "repeat a number": lambda x, y: np.repeat(x[0, 0], 3),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_calls_are_numpys(call, like_numpy):
    """Every function in every form: values, shapes, dtypes and derivatives."""
    like_numpy(call, X, Y)


def test_gradients_are_cut_where_the_parts_were_joined():
    """The weights 1 … 5 of [a, b] go to a and b."""
    a, b = ag.Tensor([0.0, 0.0], requires_grad=True), ag.Tensor([0.0, 0.0, 0.0], requires_grad=True)
    (np.concatenate([a, b]) * np.arange(1.0, 6.0)).sum().backward()
    np.testing.assert_array_equal(a.grad, [1.0, 2.0])
    np.testing.assert_array_equal(b.grad, [3.0, 4.0, 5.0])


def test_what_was_repeated_gets_the_sum():
    """Twice, never, once."""
    np.testing.assert_array_equal(ag.grad(lambda v: np.repeat(v, [2, 0, 1]).sum())(V), [2.0, 0.0, 1.0])


def test_one_array_in_a_list_twice_gets_both_shares():
    """stack([v, v]) has the slope 2."""
    np.testing.assert_array_equal(ag.grad(lambda v: np.stack([v, v]).sum())(V), [2.0, 2.0, 2.0])


def test_a_tensor_stands_for_the_list_of_its_rows():
    """np.concatenate(t) joins the rows of t, as for an array."""
    np.testing.assert_array_equal(
        ag.grad(lambda x: (np.concatenate(x) * np.arange(12.0)).sum())(X), np.arange(12.0).reshape(3, 4)
    )


def test_parts_of_different_dtype_each_get_their_own_back():
    """float32 beside float64."""
    a, b = ag.Tensor(np.ones(1, np.float32), requires_grad=True), ag.Tensor(np.ones(1), requires_grad=True)
    y = np.concatenate([a, b])
    y.sum().backward()
    assert (y.dtype, a.grad.dtype, b.grad.dtype) == (np.float64, np.float32, np.float64)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: np.concatenate([x, x[:, :2]]), r"\[\(3, 4\), \(3, 2\)\]"),
        (lambda x: np.stack([x, x[0]]), "same shape"),
        (lambda x: np.concatenate([]), "at least one array"),
        (lambda x: np.block([[x], x]), "depths"),
        (lambda x: np.repeat(x, 2, axis=3), "axis 3"),
        (lambda x: np.repeat(x, [1, 2], axis=0), "broadcast"),
        (lambda x: np.tile(x, -1), "negative"),
    ],
)
def test_parts_that_do_not_fit_are_refused(call, words):
    """A ValueError with the shapes."""
    with pytest.raises(ValueError, match=words):
        call(ag.Tensor(X, requires_grad=True))


@pytest.mark.parametrize("function", [np.concatenate, np.stack])
def test_out_is_refused(function):
    """Joining into an array of one's own would lose the gradient."""
    with pytest.raises(TypeError, match="out"):
        function([ag.Tensor(V, requires_grad=True)], out=np.zeros(3))


def test_a_number_is_repeated_along_an_axis_as_a_vector_of_one_element(like_numpy):
    """As in NumPy: axis 0 or -1, of a number."""
    like_numpy(lambda x: np.repeat(x, 3, axis=0), np.array(2.0))
    like_numpy(lambda x: np.repeat(x, [2], axis=-1), np.array(2.0))
