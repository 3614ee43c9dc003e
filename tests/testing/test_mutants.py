"""An operation with a broken rule: it is broken in every way, and whole again afterwards."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.testing.laws.operations import all_operations, label
from autograd_lite.testing.mutants import broken, ways

NAMED = {label(each): each for each in all_operations()}
MULTIPLY = NAMED["ops.elementwise.arithmetic.multiply"]


def test_nothing_stays_broken() -> None:
    """After a trial the operation has its own rules again, also if the trial was interrupted."""
    before = dict(MULTIPLY.rules)
    for way in list(ways(MULTIPLY, "x"))[::7]:
        with pytest.raises(KeyboardInterrupt), broken(MULTIPLY, "x", way):
            raise KeyboardInterrupt
    assert MULTIPLY.rules == before
    assert "share" not in vars(MULTIPLY)
    np.testing.assert_array_equal(ag.grad(lambda x: np.sum(x * 3.0))(np.ones(2)), [3.0, 3.0])


def test_faster_forms_are_broken_too() -> None:
    """A rule for many gradients at once, or one that writes in place, has mutants of its own."""
    assert {way.form for way in ways(NAMED["ops.reductions.sum"], "x")} == {"rules", "batched"}
    assert {way.form for way in ways(NAMED["ops.indexing._getitem"], "x")} == {"rules", "into", "batched"}


def test_swapped_shares() -> None:
    """The rule for one input may stand where that for another belongs, if it asks for the same."""
    swapped = [way for way in ways(NAMED["ops.elementwise.arithmetic.hypot"], "x") if way.family == "swap the shares"]
    assert [way.source for way in swapped] == ["the rule for y"]
