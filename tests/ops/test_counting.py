"""Sums over groups that integers name."""

import numpy as np
import pytest

import autograd_lite as ag

GROUPS = np.array([0, 3, 0, 1])


@pytest.mark.parametrize("minlength", [0, 2, 6])
def test_weights_are_added_up(minlength, like_numpy):
    """np.bincount(groups, weights) has NumPy's values, and each weight has the gradient of its sum."""
    like_numpy(lambda w: np.bincount(GROUPS, w, minlength), np.array([1.0, 2.0, 3.0, 4.0]))
    like_numpy(lambda w: np.bincount(GROUPS.tolist(), weights=w**2, minlength=minlength), np.arange(4.0))


def test_whole_sums_are_counts():
    """Without weights nothing is differentiated: the numbers of a Tensor of integers are counted."""
    counts = np.bincount(ag.Tensor(GROUPS))
    assert type(counts) is np.ndarray
    assert counts.tolist() == [2, 1, 0, 1]


def test_groups_that_depend_on_a_tracked_value_are_refused():
    """The numbers of groups are integers; a Tensor with a history in their place is an error."""
    with pytest.raises(ag.errors.UnsupportedOperationError, match="bincount is not differentiable in 'x'"):
        np.bincount(ag.Tensor([0.0, 1.0], requires_grad=True), np.ones(2))


def test_weights_of_another_shape_or_kind_are_refused():
    """The message has both shapes; complex weights are refused as by NumPy."""
    with pytest.raises(ValueError, match=r"bincount got \(3,\) weights for elements of shape \(4,\)"):
        np.bincount(GROUPS, ag.Tensor(np.ones(3), requires_grad=True))
    with pytest.raises(TypeError, match="complex weights"):
        np.bincount(GROUPS, ag.Tensor(np.ones(4) + 1j, requires_grad=True))
