"""The functions of ``nn.functional`` keep the laws of the registry, on drawn arguments, without a layer around them."""

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograd_lite.nn import functional
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.laws.derivatives import first_order, second_order
from autograd_lite.testing.laws.operations import Case
from autograd_lite.testing.laws.widening import moved

_table = runpy.run_path(str(Path(__file__).parent / "table.py"))
ROWS, Drawn = _table["ROWS"], _table["Drawn"]
PUBLIC = {name for name, f in vars(functional).items() if callable(f) and not name.startswith("_")}
# What has no law of its own, with the reason.
OUTSIDE = {"one_hot": "its result is made of integers, which have no derivative"}
every = pytest.mark.parametrize("name", sorted(ROWS))


def case(name: str, seed: int, dtype: Any = np.float64) -> Case:
    """Return a drawn call of a function."""
    operation = Drawn(getattr(functional, name), ROWS[name])
    return Case(operation, *operation.samples(TableDraw(np.random.default_rng(seed), dtype)))


def test_every_function_has_a_row() -> None:
    """A public function without a row, and without a reason for it, fails here."""
    assert ROWS.keys() | OUTSIDE.keys() == PUBLIC
    assert not ROWS.keys() & OUTSIDE.keys()


@every
def test_first_order(name: str) -> None:
    """Forward mode agrees with differences, reverse mode with forward mode; float32 keeps its dtype."""
    for seed, dtype in enumerate((np.float64, np.float64, np.float64, np.float32)):
        drawn = case(name, seed, dtype)
        found = first_order(drawn, np.random.default_rng(seed))
        assert drawn.inputs
        assert not found, f"{drawn!r}: {'; '.join(found)}"
        assert found.checked > found.inconclusive


@every
def test_second_order(name: str) -> None:
    """The derivative of the gradient agrees with differences of the gradient, and the Hessian is symmetric."""
    drawn = case(name, 0)
    found = second_order(drawn, np.random.default_rng(0))
    assert not found, f"{drawn!r}: {'; '.join(found)}"


@every
def test_other_layouts(name: str) -> None:
    """Arguments and gradients in Fortran's order, with gaps or backwards give what contiguous ones give."""
    drawn = moved(case(name, 1), 0)
    found = first_order(drawn, np.random.default_rng(0))
    assert not found, f"{drawn!r}: {'; '.join(found)}"
