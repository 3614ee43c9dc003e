"""What more evaluations of a function would tell, asked for only where those at hand leave a doubt."""

from typing import Protocol

from autograd_lite.testing.differences.settling import Slope


class Further(Protocol):
    """Ladders besides that of relative steps."""

    def second(self) -> Slope:
        """Return the ladder of more steps, longer or shorter ones."""

    def finer(self) -> Slope:
        """Return the ladder with shorter steps."""

    def far(self) -> Slope | None:
        """Return the ladder of long steps alone; None if there are too few."""

    def rough(self) -> Slope | None:
        """Return the ladder in which jumps count as rounding; None if they cannot be."""


class Nothing:
    """Nothing more is known than a slope."""

    def __init__(self, slope: Slope) -> None:
        self.slope = slope

    def second(self) -> Slope:
        """Return the slope."""
        return self.slope

    def finer(self) -> Slope:
        """Return the slope."""
        return self.slope

    def far(self) -> Slope | None:
        """Return None."""
        return None

    def rough(self) -> Slope | None:
        """Return None."""
        return None
