"""The calls that are written out for their count of arguments; what they record is compared in test_quick."""

import traceback

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import ShapeError
from autograd_lite.ops.neural.affine import affine
from autograd_lite.ops.reductions import sum as total


def test_one_for_each_count() -> None:
    """A call is written when it is first asked for, and kept; a count that does not fit goes the general way."""
    assert affine.calls[3] is affine.calls[3]
    assert affine.calls[3] is not affine.calls[2]
    assert affine.calls[1] == affine.calls[4] == affine.general
    assert 4 not in affine.calls


def test_what_stands_in_the_place_of_out_is_looked_at() -> None:
    """Arguments that reach as far as ``out`` go the general way, which refuses an array there."""
    place = total.parameters.index("out")
    assert total.calls[place] != total.general
    assert total.calls[place + 1] == total.general


def test_tracebacks_show_the_lines() -> None:
    """An error shows the written line that raised it."""
    x = ag.Tensor(np.ones((2, 3)), requires_grad=True)
    with pytest.raises(ShapeError, match=r"affine got x \(2, 3\), weight \(4, 5\)") as caught:
        affine(x, ag.Tensor(np.ones((4, 5))), None)
    lines = [frame.line for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert "raise operation.misfit(error, (v0, v1, v2,)) from error" in lines
