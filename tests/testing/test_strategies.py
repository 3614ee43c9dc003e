"""What the strategies draw is valid as it is: nothing has to be filtered."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from autograd_lite.domains import POSITIVE
from autograd_lite.testing import strategies

few = settings(max_examples=60)


@few
@given(strategies.shapes().flatmap(lambda shape: st.tuples(st.just(shape), strategies.indices(shape))))
def test_indices_fit_their_shape(drawn: tuple[tuple[int, ...], Any]) -> None:
    """NumPy takes every index that is drawn for a shape, those without elements too."""
    shape, index = drawn
    assert isinstance(np.zeros(shape)[index], np.ndarray | np.float64)


@pytest.mark.parametrize("shape", [(0,), (2, 0)])
def test_masks_of_nothing(shape: tuple[int, ...]) -> None:
    """A mask without elements is a mask all the same, no array of floats."""

    @few
    @given(strategies.indices(shape))
    def check(index: Any) -> None:
        assert not isinstance(index, np.ndarray) or index.dtype == bool

    check()


@few
@given(strategies.einsums())
def test_einsums_are_accepted(drawn: tuple[str, tuple[Any, ...]]) -> None:
    """NumPy sums every pair of subscripts and operands."""
    assert np.isfinite(np.einsum(drawn[0], *drawn[1])).all()


@few
@given(strategies.broadcastable(3), st.integers(0, 3).flatmap(lambda n: st.tuples(st.just(n), strategies.axes(n))))
def test_groups_broadcast_and_axes_exist(arrays: Any, drawn: Any) -> None:
    """Arrays of a group broadcast together, and NumPy sums along the axes that are drawn for a number of them."""
    np.broadcast_shapes(*[each.shape for each in arrays])
    ndim, axis = drawn
    assert np.sum(np.ones((2,) * ndim), axis=axis).size <= 2**ndim


@few
@given(strategies.well_conditioned(), strategies.positive_definite(3), strategies.arrays(POSITIVE))
def test_matrices_and_domains(matrix: Any, definite: Any, inside: Any) -> None:
    """Matrices can be inverted and factored, and numbers lie in their interval."""
    assert np.linalg.cond(matrix) < 1e3
    np.linalg.cholesky(definite)
    assert (inside > 0).all()
