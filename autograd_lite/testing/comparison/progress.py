"""How far a check of a derivative is."""

from collections.abc import Callable

from autograd_lite.testing.differences.evaluation import Function
from autograd_lite.testing.differences.ladder import STEPS

_EACH = 2 * len(STEPS)  # evaluations along a line


class Progress:
    """How far a check is, in evaluations of the function: along every line there are as many as steps, or fewer.

    Parameters
    ----------
    tell : called with ``(done, total)``; None to tell nobody
    lines : how many there are
    function : whose evaluations count
    """

    def __init__(self, tell: Callable[[int, int], None] | None, lines: int, function: Function) -> None:
        self.tell, self.total, self.done, self.next, self.function = tell, lines * _EACH, 0, 0, function
        function.told = self._step if tell else None

    def begin(self, lines: int) -> None:
        """Go on with so many lines; those before are done."""
        self._to(self.next)
        self.next += lines * _EACH

    def finish(self) -> None:
        """Say that all is done."""
        self._to(self.total)
        self.function.told = None

    def _step(self) -> None:
        self._to(min(self.done + 1, self.next - 1))

    def _to(self, done: int) -> None:
        if self.tell and done > self.done:
            self.done = done
            self.tell(done, self.total)
