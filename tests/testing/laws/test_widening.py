"""Arguments beyond those that are drawn: each kind of change does what its name says, to floats alone."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.domains import Interval
from autograd_lite.testing.laws import widening
from autograd_lite.testing.laws.operations import Case, all_operations, label
from autograd_lite.testing.laws.widening import CHANGES, made_equal, moved, points_of, widened

NAMED = {label(each): each for each in all_operations()}
MULTIPLY, SUM = NAMED["ops.elementwise.arithmetic.multiply"], NAMED["ops.reductions.sum"]
X, Y = np.arange(1.0, 9.0), np.arange(2.0, 10.0)


def product() -> Case:
    """Two factors of eight numbers, none of them special."""
    return Case(MULTIPLY, (X, Y), {})


def changed(change: Any, seed: int = 1) -> Any:
    """What a change makes of eight numbers, one to eight."""
    return change(X, np.random.default_rng(seed), np.array([-1.0, 0.0, 100.0]))


def test_special_points() -> None:
    """Those of all domains, their ends and what they avoid; 0, 1 and −1 always."""

    class Own:
        domain = (Interval(-2.0, 5.0, avoid=(3.0,), special=(0.5,)), Interval(0.0, 9.0))

    assert points_of(Own).tolist() == [-2, -1, 0, 0.5, 1, 3, 5, 9]
    assert points_of(object()).tolist() == [-1, 0, 1]


def test_ties() -> None:
    """Inputs of one shape are equal, and so are some of their elements; what is drawn stays as it was."""
    case = product()
    tied = made_equal(case, 0)
    np.testing.assert_array_equal(*tied.inputs)
    assert np.unique(tied.inputs[0]).size < 8
    assert set(tied.inputs[0]) <= set(X) | set(Y)
    np.testing.assert_array_equal(case.inputs[0], X)


def test_all_or_some_are_equal() -> None:
    """In about half of the cases all elements are one."""
    counts = [np.unique(changed(widening._equal, seed)).size for seed in range(40)]
    assert 10 < counts.count(1) < 30
    assert max(counts) > 2


def test_other_layouts() -> None:
    """Values stay, what is saved is turned."""
    case = moved(product(), 0)
    assert case.turned
    np.testing.assert_array_equal(case.inputs[0], X)
    np.testing.assert_array_equal(case.inputs[1], Y)
    assert not product().turned


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("change", [each for each in CHANGES if each is not widening._complex])
def test_changes_keep_shape_and_dtype(change: Any, dtype: type) -> None:
    """Only complex numbers are of another dtype; nothing is written to."""
    x = np.arange(1, 9, dtype=dtype)
    new = change(x, np.random.default_rng(1), np.array([0.0]))
    assert (new.shape, new.dtype) == (x.shape, dtype)
    assert x.tolist() == list(range(1, 9))
    assert change(x[:0], np.random.default_rng(1), np.array([0.0])).shape == (0,)


def test_complex_numbers() -> None:
    """The real parts stay, the imaginary ones are of size 2 at most."""
    new = changed(widening._complex)
    np.testing.assert_array_equal(new.real, X)
    assert 0 < np.abs(new.imag).max() <= 2


def test_special_and_missing_elements() -> None:
    """Some elements become special points, or NaN, and the others stay."""
    special, missing = changed(widening._special), changed(widening._missing)
    assert set(special) <= {-1.0, 0.0, 100.0, *X}
    assert 0 < np.isin(special, [-1, 0, 100]).sum() < 8
    assert 0 < np.isnan(missing).sum() < 8
    np.testing.assert_array_equal(missing[~np.isnan(missing)], X[~np.isnan(missing)])


def test_scales() -> None:
    """One factor within three decades for all; or factors over nearly all decades of the dtype, for some."""
    ratio = changed(widening._scaled) / X
    assert 1e-3 <= ratio[0] <= 1e3
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-15)
    ratios = np.concatenate([changed(widening._extreme, seed) / X for seed in range(20)])
    assert 0.3 < (ratios == 1).mean() < 0.7
    assert ratios.max() > 1e200
    assert ratios.min() < 1e-200


def test_every_combination_of_special_points() -> None:
    """The first widened case of an operation that broadcasts is a grid: a row and a column of its points."""
    grid = widened(product(), 0)
    points = points_of(MULTIPLY)
    assert [x.shape for x in grid.inputs] == [(points.size, 1), (1, points.size)]
    np.testing.assert_array_equal(np.ravel(grid.inputs[0]), points)
    np.testing.assert_array_equal(np.ravel(grid.inputs[1]), points)


def test_one_input_alone() -> None:
    """After all kinds of changes comes a case in which one factor has a history and the other one is a number."""
    case = widened(product(), len(CHANGES))
    assert len(case.inputs) == 1
    np.testing.assert_array_equal(case.inputs[0], X)
    np.testing.assert_array_equal(case(X), X * widening.HELD[1])
    alone = Case(SUM, (X,), {})
    assert widened(alone, len(CHANGES)) is alone


def test_integers_and_settings_stay() -> None:
    """Only floats are changed."""
    case = widened(Case(SUM, (X,), {"axis": 0}), 6)
    assert case.kwargs == {"axis": 0}
    assert not np.array_equal(case.inputs[0], X)


def test_the_number_is_the_seed() -> None:
    """The same number gives the same case, the next round of the same kind another one."""
    one, again, other = (widened(product(), n).inputs[0] for n in (6, 6, 6 + len(CHANGES) + 1))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)
