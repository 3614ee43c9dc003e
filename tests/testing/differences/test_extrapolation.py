"""Extrapolation to step zero on tables whose entries are worked by hand."""

import numpy as np
import pytest

from autograd_lite.testing.differences.extrapolation import (
    best,
    extrapolated,
    guarded,
    moved,
    noise_of,
    silenced,
    unlucky,
)
from autograd_lite.testing.differences.ladder import STEPS

HALVES = np.array([1.0, 0.5, 0.25])
EVEN = 3 + 2 * HALVES[:, None] ** 2 - HALVES[:, None] ** 4  # 4, 3.4375, 3.12109375


def test_each_column_removes_a_power_of_the_step() -> None:
    """From 3 + 2t² − t⁴ the second column leaves 3 + t⁴/4 of the longer step, the third 3."""
    (table, second, third), _ = extrapolated(EVEN, HALVES)
    np.testing.assert_array_equal(table, EVEN)
    np.testing.assert_array_equal(second[1:, 0], [3.25, 3 + 1 / 64])
    assert np.isnan(second[0, 0])
    assert third[2, 0] == 3
    assert np.isnan(third[:2, 0]).all()


def test_a_column_for_every_power() -> None:
    """With power 1 the ratio is that of the steps themselves, as for differences to one side."""
    table = 3 + 2 * HALVES[:, None]
    assert extrapolated(table, HALVES, power=1)[0][1][1, 0] == 3
    assert extrapolated(table, HALVES)[0][1][1, 0] != 3


def test_an_entry_changes_against_both_parents() -> None:
    """3.25 comes from 4 and 3.4375, so that its change is 0.75; before there are parents it is infinite."""
    _, (first, second, _) = extrapolated(EVEN, HALVES)
    assert (first[0, 0], first[1, 0]) == (np.inf, 0.5625)
    assert (second[0, 0], second[1, 0]) == (np.inf, 0.75)


def test_at_most_four_columns() -> None:
    """Thirteen steps have four columns, two steps two."""
    assert len(extrapolated(np.ones((13, 1)), STEPS)[0]) == 4
    assert len(extrapolated(np.ones((2, 1)), STEPS[:2])[0]) == 2


def test_changes_in_units_of_values() -> None:
    """A slope that changes by 0.5 at a step of 0.25 comes of values that change by 0.125; NaN has not changed."""
    table = np.array([[2.0, 1.0], [2.0, np.nan], [2.5, 1.0]])
    np.testing.assert_array_equal(moved(table, HALVES), [[0, 0], [0, 0], [0.125, 0]])


def test_changes_at_finer_steps_are_noise() -> None:
    """The noise at a step is the largest change at a finer one; at the last three it is that of all three."""
    steps = 4.0 ** -np.arange(6)
    table = np.array([1.0, 1, 1, 1, 1, 1 + 2.0**-30])[:, None]
    last = 2.0**-30 * steps[-1]
    noise = noise_of([table], steps, 0.0)[:, 0]
    np.testing.assert_array_equal(noise, np.full(6, last))
    table[1] = 7  # a long step: its change counts for none of the finer ones
    np.testing.assert_array_equal(noise_of([table], steps, 0.0)[2:, 0], np.full(4, last))
    assert noise_of([table], steps, 0.0)[0, 0] == 6 * steps[1]
    table = np.array([1.0, 1, 1, 2, 2, 2])[:, None]
    np.testing.assert_array_equal(noise_of([table], steps, 0.0)[:, 0], np.full(6, steps[3]))


def test_noise_is_least_in_the_best_column() -> None:
    """A bend that the second column removes is no noise there; what is noise is larger there than it was."""
    steps = 4.0 ** -np.arange(6)
    columns, _ = extrapolated(1 + steps[:, None] ** 2, steps)
    assert noise_of(columns[:1], steps, 0.0)[1, 0] > 1e-3
    assert noise_of(columns[:2], steps, 0.0)[1, 0] < 1e-16
    columns, _ = extrapolated(np.array([1.0, 1, 1, 1, 1, 2])[:, None], steps)
    assert noise_of(columns[1:2], steps, 0.0)[1, 0] > steps[5]
    assert noise_of(columns[:2], steps, 0.0)[1, 0] == steps[5]


def test_silence_after_changes() -> None:
    """The changes of a cubic fall 64 times from step to step, in units of its values; those of a grid stop at once."""
    steps = STEPS[:5]
    assert not silenced(1 + steps[:, None] ** 2, steps)[1:4].any()
    assert silenced(np.array([[1.0], [1.2], [1.0], [1.0], [1.0]]), steps)[2, 0]


def test_a_steep_function_is_no_grid() -> None:
    """The changes of exp(100x) fall fast at long steps and go on falling at shorter ones."""
    steps, table = STEPS, np.sinh(200 * STEPS[:, None]) / STEPS[:, None]
    assert not silenced(table, steps)[:6].any()


def test_the_best_entry() -> None:
    """Of 3 + 2t² − t⁴ the third column knows 3; four entries vouch for the error, so that the fourth least is told."""
    value, error, step, noise = best(EVEN, HALVES, 0.0, 0.0)
    assert value[0] == 3
    assert step[0] == 2
    assert error[0] >= 3.25 - 3
    assert noise[0, 0] >= 0
    assert best(EVEN, HALVES, 0.0, 0.0, vouchers=1)[1][0] < error[0]


def test_a_floor_under_the_noise() -> None:
    """Noise of 2⁻¹⁰ in the values is 2⁻⁸ in a difference at a step of a quarter, the longest with one before it."""
    steps = 4.0 ** -np.arange(6)
    value, error, step, noise = best(np.ones((6, 1)), steps, 2.0**-10, 0.0, vouchers=1)
    assert (value[0], error[0], step[0]) == (1, 2.0**-8, 1)
    assert (noise == 2.0**-10).all()


def test_what_finer_differences_contradict() -> None:
    """An entry of 1 whose finer differences are 5 ± 1 is off by 3 at least, whatever its own estimate was."""
    table = np.array([[1.0], [5.0], [5.0]])
    raised = guarded(table[None], np.zeros((1, 3, 1)), table, np.ones((3, 1)))
    np.testing.assert_array_equal(raised[0, :, 0], [3, 0, 0])


def test_errors_that_others_vouch_for() -> None:
    """Of errors 1, 2, 5 and infinity the fourth is unknown, so the third is told; of the first two, the second."""
    errors = np.array([[5.0], [1.0], [np.inf], [2.0]])
    assert [unlucky(errors, vouchers)[0] for vouchers in (1, 2, 3, 4)] == [1, 2, 5, 5]
    assert unlucky(np.full((3, 1), np.inf), 2)[0] == np.inf


@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e200])
def test_columns_do_not_meet(scale: float) -> None:
    """Several outputs are extrapolated beside each other, each as if it were alone."""
    both = np.concatenate([scale * EVEN, np.full((3, 1), 7.0)], axis=1)
    value, *_ = best(both, HALVES, 0.0, 0.0)
    assert value[0] == pytest.approx(3 * scale, rel=1e-15)
    assert value[1] == 7
