"""Values worth trying, memory layouts, and a source of both."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.domains import NONZERO, POSITIVE, REAL, Interval
from autograd_lite.testing.drawing import LAYOUTS, TableDraw, laid_out, table


def test_the_simplest_values_stand_first() -> None:
    """Whole numbers by their size, then halves; then those below zero in the same order."""
    assert table(REAL)[:12].tolist() == [0, 1, 2, 3, 4, 0.5, 1.5, 2.5, 3.5, -1, -2, -3]
    assert table(Interval(0.25, 1.75))[:3].tolist() == [1, 0.5, 1.5]


def test_a_table_keeps_to_its_interval() -> None:
    """Nothing is below, above or too near to an avoided point, and nothing stands twice."""
    values = table(Interval(-1.0, 1e3, avoid=(0.5,), margin=0.125))
    assert (values.min(), values.max()) == (-1, 1000)
    assert np.abs(values - 0.5).min() == 0.125
    assert np.unique(values).size == values.size
    assert np.abs(table(NONZERO)).min() == 0.125


def test_a_table_has_what_is_special() -> None:
    """A special point, its neighbours among the floats, and points at a hundred-millionth; many decades."""
    values = table(Interval(-4.0, 4.0, special=(3.3,)))
    for wanted in (3.3, np.nextafter(3.3, 4), np.nextafter(3.3, 3), 3.3 + 1e-8, 3.3 - 1e-3, 1e-6, -3.7e-6, 3.7):
        assert wanted in values
    assert 1e6 not in values
    assert 3.7 * 10.0**-1 in table(POSITIVE)


WANTED: dict[str, Any] = {
    "C": (24, 8), "F": (8, 16), "strided": (48, 16), "reversed": (-24, -8), "view": (24, 8), "read-only": (24, 8),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    """Two rows of three numbers of eight bytes, with the same values in strides worked by hand."""
    array = np.arange(6.0).reshape(2, 3)
    found = laid_out(array, layout)
    np.testing.assert_array_equal(found, array)
    assert found.strides == WANTED[layout]
    assert found.flags.writeable == (layout != "read-only")
    assert (found.base is not None) == (layout in ("strided", "reversed", "view"))
    assert not np.shares_memory(found, array)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_of_one_number_and_of_none(layout: str) -> None:
    """Arrays without dimensions and without elements stay what they are."""
    for array in (np.array(2.0), np.zeros((0, 3)), np.zeros((3, 0))):
        found = laid_out(array, layout)
        assert found.shape == array.shape
        np.testing.assert_array_equal(found, array)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_drawn_arrays(dtype: type) -> None:
    """Numbers of the interval, in the dtype; half of them of the table, half of them any."""
    draw = TableDraw(np.random.default_rng(0), dtype)
    values = draw.values((40, 50), POSITIVE)
    assert values.dtype == dtype
    assert 0.125 <= values.real.min() <= values.real.max() <= 8
    known = np.isin(values.real, table(POSITIVE).astype(values.real.dtype)).mean()
    assert 0.4 < known < 0.6
    assert np.abs(values.imag).max() <= 2
    assert np.iscomplexobj(values) == (np.abs(values.imag).max() > 0)


def test_drawn_integers() -> None:
    """Both ends are among them."""
    draw = TableDraw(np.random.default_rng(0))
    assert {draw.integer(2, 4) for _ in range(50)} == {2, 3, 4}
