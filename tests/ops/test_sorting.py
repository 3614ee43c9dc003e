"""Sorting and partitioning: axes, kinds, ties."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0) * 1.7).reshape(2, 3, 4)


@pytest.mark.parametrize("axis", [None, 0, 1, -1], ids=str)
def test_sorting_moves_gradients_back(axis, like_numpy):
    """Along every axis, or of all elements, by every algorithm."""
    like_numpy(lambda x: np.sort(x, axis=axis), X)
    like_numpy(lambda x: np.sort(x, axis=axis, kind="mergesort"), X)
    like_numpy(lambda x: np.sort(x, axis=axis, stable=True), X)


@pytest.mark.parametrize("axis", [None, 0, 1, -1], ids=str)
@pytest.mark.parametrize("kth", [0, -1, (0, 1)], ids=str)
def test_a_partition_moves_gradients_back(axis, kth, like_numpy):
    """In whatever order NumPy leaves the parts."""
    like_numpy(lambda x: np.partition(x, kth, axis=axis), X)


def test_the_gradient_goes_where_the_element_stood():
    """sort([3, 1, 2]) = [1, 2, 3]: the weights 1, 10, 100 go back to 100, 1, 10."""
    x = np.array([3.0, 1.0, 2.0])
    for function in (np.sort, lambda x: np.partition(x, (0, 1, 2))):
        found = ag.grad(lambda x, function=function: (function(x) * np.array([1.0, 10.0, 100.0])).sum())(x)
        np.testing.assert_array_equal(found, [100.0, 1.0, 10.0])


def test_elements_that_tie_share_evenly():
    """Two equal elements get the mean of their gradients, in every row for itself."""
    x = np.array([[2.0, 1.0, 2.0], [5.0, 5.0, 5.0]])
    for function in (np.sort, lambda x: np.partition(x, (0, 1, 2))):
        found = ag.grad(lambda x, function=function: (function(x) * np.array([1.0, 10.0, 100.0])).sum())(x)
        np.testing.assert_array_equal(found, [[55.0, 1.0, 55.0], [37.0, 37.0, 37.0]])


def test_sorting_by_fields_has_no_meaning_here():
    """order= is for records, which a Tensor cannot hold; NumPy's error says so."""
    with pytest.raises(ValueError, match="fields"):
        np.sort(ag.Tensor([1.0, 2.0], requires_grad=True), order="a")


def test_the_methods_sort_in_place_as_ndarrays_do():
    """x.sort() and x.partition() change x, every view of it sees it, and the gradient goes back to the old places."""
    x = ag.Tensor([3.0, 1.0, 2.0], requires_grad=True)
    for change in (lambda t: t.sort(), lambda t: t.partition((0, 1, 2))):
        y = x * 1.0
        first = y[:1]
        change(y)
        np.testing.assert_array_equal(y.detach().numpy(), [1.0, 2.0, 3.0])
        assert first.item() == 1
        x.zero_grad()
        (y * np.array([1.0, 10.0, 100.0])).sum().backward()
        np.testing.assert_array_equal(x.grad, [100.0, 1.0, 10.0])
    with pytest.raises(TypeError, match="leaf"):
        x.sort()
