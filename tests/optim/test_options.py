"""Limits of options."""

import numpy as np
import pytest

from autograd_lite.errors import OptionError
from autograd_lite.optim.options import check_options, plain_number, wanted


def test_plain_numbers() -> None:
    """NumPy's scalars become Python's, also inside tuples; others stay."""
    assert type(plain_number(np.float64(0.5))) is float
    assert plain_number((np.float32(0.5), 1)) == (0.5, 1)
    assert type(plain_number((np.float32(0.5), 1))[0]) is float
    assert plain_number("strong_wolfe") == "strong_wolfe"


def test_all_problems_at_once() -> None:
    """One message names every option outside of its limits."""
    with pytest.raises(OptionError, match=r"Adam got lr=-1. .*\nand eps=-2. Wanted a finite number >= 0."):
        check_options("Adam", {"lr": -1, "eps": -2, "betas": (0.9, 0.999)})


def test_wanted() -> None:
    """A single option is refused with its value and the wish."""
    wanted("StepLR", "step_size", 1, True, "anything")
    with pytest.raises(OptionError, match=r"StepLR got step_size=0. Wanted an integer >= 1."):
        wanted("StepLR", "step_size", 0, False, "an integer >= 1")
