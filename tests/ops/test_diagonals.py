"""Diagonals and triangles."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)

CALLS = {
    "diagonal": np.diagonal,
    "diagonal of others": lambda x: np.diagonal(x, 1, 2, 0),
    "diagonal below": lambda x: np.diagonal(x, offset=-1, axis1=-2, axis2=-1),
    "diagonal outside": lambda x: np.diagonal(x, 9),
    "method": lambda x: x.diagonal(1),
    "diag of a matrix": lambda x: np.diag(x[0], 1),
    "diag of a vector": lambda x: np.diag(x[0, 0], -2),
    "diagflat": lambda x: np.diagflat(x[0], 1),
    "trace": np.trace,
    "trace of others": lambda x: np.trace(x, -1, 1, 2),
    "trace in float32": lambda x: np.trace(x, dtype=np.float64),
    "tril": np.tril,
    "tril shifted": lambda x: np.tril(x, -1),
    "triu": np.triu,
    "triu shifted": lambda x: np.triu(x, k=2),
    "triu of a vector": lambda x: np.triu(x[0, 0]),
    "tril of a vector": lambda x: np.tril(x[0, 0], 1),
    "placed": lambda x: (
        ag.place_diagonal(x[0, 0], (6, 5), 1) if isinstance(x, ag.Tensor) else np.eye(6, 5, 1) * np.append(0, x[0, 0])
    ),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_calls_are_numpys(call, like_numpy):
    """Every function in every form: values, shapes and derivatives."""
    like_numpy(call, X)


def test_the_gradient_of_a_trace_is_the_identity():
    """Ones on the diagonal."""
    np.testing.assert_array_equal(ag.grad(np.trace)(np.ones((3, 3))), np.eye(3))


def test_an_infinite_gradient_stops_at_the_other_triangle():
    """What a triangle leaves out has 0, not NaN."""
    x = ag.Tensor(np.ones((2, 2)), requires_grad=True)
    np.tril(x).backward(np.full((2, 2), np.inf))
    np.testing.assert_array_equal(x.grad, [[np.inf, 0], [np.inf, np.inf]])


def test_triangles_keep_the_dtype():
    """float32 in, float32 out."""
    assert np.tril(ag.Tensor(np.ones((2, 2), np.float32))).dtype == np.float32


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: np.diag(x), r"shape \(2, 3, 4\)"),
        (lambda x: np.diagonal(x, 0, 1, 1), "same"),
        (lambda x: np.diagonal(x[0, 0]), "two dimensions"),
        (lambda x: np.trace(x, axis1=7), "axis"),
        (lambda x: np.tril(x[0, 0, 0]), "tril and triu got one number. Wanted an array of at least one axis."),
    ],
)
def test_what_has_no_diagonal_is_refused(call, words):
    """A ValueError that says why."""
    with pytest.raises(ValueError, match=words):
        call(ag.Tensor(X, requires_grad=True))
