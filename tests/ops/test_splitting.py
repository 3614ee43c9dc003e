"""Arrays cut into parts."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)

CALLS = {
    "split equally": lambda x: np.split(x, 2, axis=-1),
    "split at places": lambda x: np.split(x, [1, 3], axis=2),
    "split beyond": lambda x: np.split(x, [1, 9, 2], axis=1),
    "split from the end": lambda x: np.split(x, (-1,), axis=1),
    "array_split": lambda x: np.array_split(x, 3, axis=2),
    "array_split into more": lambda x: np.array_split(x, 5, axis=1),
    "hsplit": lambda x: np.hsplit(x, 3),
    "hsplit a vector": lambda x: np.hsplit(x[0, 0], 2),
    "vsplit": lambda x: np.vsplit(x, [1]),
    "dsplit": lambda x: np.dsplit(x, 2),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_calls_are_numpys(call, like_numpy):
    """As many parts, of the same values, each with its share."""
    like_numpy(call, X)


@pytest.mark.skipif(not hasattr(np, "unstack"), reason="NumPy 2.0 has no unstack")
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_unstack_is_numpys(axis, like_numpy):
    """A tuple of slices."""
    like_numpy(lambda x: np.unstack(x, axis=axis), X)
    assert isinstance(np.unstack(ag.Tensor(X)), tuple)


def test_only_the_part_that_is_used_has_a_gradient():
    """Of three parts the middle one is summed."""
    np.testing.assert_array_equal(ag.grad(lambda v: np.split(v, 3)[1].sum())(np.zeros(6)), [0, 0, 1, 1, 0, 0])


def test_parts_are_views():
    """A write to the base shows in the part."""
    x = ag.Tensor(np.zeros(4)) * 1.0
    first, _ = np.split(x, 2)
    x[0] = 5.0
    assert first.numpy()[0] == 5


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: np.split(x, 2, axis=1), "equal division"),
        (lambda x: np.split(x, 2, axis=4), "axis 4"),
        (lambda x: np.hsplit(x[0, 0, 0], 1), "single number"),
        (lambda x: np.vsplit(x[0, 0], 2), r"shape \(4,\)"),
        (lambda x: np.dsplit(x[0], 2), r"shape \(3, 4\)"),
        (lambda x: np.array_split(x, 0), "larger than 0"),
    ],
)
def test_cuts_that_do_not_fit_are_refused(call, words):
    """A ValueError that says why."""
    with pytest.raises(ValueError, match=words):
        call(ag.Tensor(X, requires_grad=True))
