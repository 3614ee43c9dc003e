"""What is known further where nothing is: the same slope, and no others."""

import numpy as np

from autograd_lite.testing.differences.further import Further, Nothing
from autograd_lite.testing.differences.ladder import climb


def test_nothing_further_is_the_slope_itself() -> None:
    """More and shorter steps are those at hand; there are no long ones, and none in which jumps are rounding."""
    slope = climb(lambda t: np.array([2 * t]), np.zeros(1), eps=2.2e-16)
    nothing: Further = Nothing(slope)
    assert nothing.second() is slope
    assert nothing.finer() is slope
    assert nothing.far() is None
    assert nothing.rough() is None
