"""The reports on a model's parameters: a table, the worst first, and a picture that shows which gradient is wrong."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.differences.evaluation import plain
from autograd_lite.testing.differences.pieces import largest
from autograd_lite.testing.report import Report

if TYPE_CHECKING:
    from autograd_lite.viz.drawing import Drawing

_ORDER = {"wrong": 0, "inconclusive": 1, "agrees": 2}
_MARKS = {"wrong": "removed", "inconclusive": "changed", "agrees": "added"}  # red, amber, green
_MOST = 36  # characters in a box of what is wrong


class Reports(dict[str, Report]):
    """Reports by parameter name, the worst first; printed, a table.

    Parameters
    ----------
    found : pairs of name and report
    compute : computes the loss of which these are the gradients
    model : whose parameters they are
    """

    def __init__(
        self, found: Iterable[tuple[str, Report]] = (), compute: Callable[[], Any] | None = None, model: Any = None
    ) -> None:
        super().__init__(sorted(found, key=_badness))
        self._compute, self._model = compute, model

    @property
    def verdict(self) -> str:
        """The worst verdict of all."""
        return next((report.verdict for report in self.values()), "agrees")

    def __str__(self) -> str:
        width = max(map(len, self), default=0)
        return "\n".join(f"{name:{width}}  {_told(report)}" for name, report in self.items())

    __repr__ = __str__

    def draw(self, **options: Any) -> "Drawing":
        """Draw the computation of the loss, each parameter in the colour of its verdict, with what is wrong.

        Options are those of ``viz.draw``.

        Examples
        --------
        >>> import numpy as np
        >>> from autograd_lite import nn
        >>> from autograd_lite.testing import check_module
        >>> reports = check_module(nn.Linear(2, 1), np.ones((3, 2)), lambda model, x: np.sum(np.tanh(model(x))))
        >>> reports.verdict
        'agrees'
        >>> "✓ agrees" in reports.draw().svg
        True
        """
        from autograd_lite.viz import draw

        if self._compute is None:
            raise ValueError("Nothing to draw: these reports do not know their model. Ask examine_module for them.")
        options = {"parameters": "nodes", "names": self._model, "fold": False, **options}
        picture = draw(self._compute(), **options)
        picture.description = picture.description.changed(boxes=[self._marked(b) for b in picture.description.boxes])
        picture.whole = picture.whole.changed(boxes=[self._marked(b) for b in picture.whole.boxes])
        return picture

    def _marked(self, box: Any) -> Any:
        report = self.get(box.title) if box.role == "parameter" else None
        if report is None:
            return box
        notes = (*box.notes, "✓ agrees" if report.verdict == "agrees" else f"✗ {_short(report)}")
        return replace(box, emphasis=_MARKS[report.verdict], notes=notes)


def settle(reports: dict[str, Report], gradients: dict[str, tuple[Any, Any]]) -> None:
    """Let agree what is inconclusive only because it cannot matter: by the rule, and by differences with their error.

    That is a change of the loss, if an element changes by its own size, of less than a millionth of what one of the
    other parameters does: a bias before a normalisation, say, which the mean takes away again.

    Parameters
    ----------
    reports : by parameter name
    gradients : value and gradient of each parameter, by its name
    """
    shares = [largest(np.abs(plain(value) * plain(gradient))) for value, gradient in gradients.values()]
    least = 1e-6 * max(shares)
    for name, report in reports.items():
        size = np.abs(plain(gradients[name][0]))
        report.findings = [_settled(found, size, least) for found in report.findings]


def _settled(found: Finding, size: Any, least: float) -> Finding:
    if found.verdict != "inconclusive" or found.got is None or found.wanted is None:
        return found
    own = 1.0 if found.index is None else float(size[found.index]) or 1.0  # along a direction all change so much
    change = (abs(found.got) + abs(found.wanted) + found.error) * own
    return replace(found, verdict="agrees", reason="", units=0.0) if change <= least else found


def _badness(found: tuple[str, Report]) -> tuple[int, float]:
    report = found[1]
    return _ORDER[report.verdict], -(report.worst.units if report.worst else 0.0)


def _short(report: Report) -> str:
    """Return what is wrong, as far as it fits into a box: up to the first comma or colon."""
    guess = (report.diagnosis or report.reason).removeprefix("the gradient is ").replace(" what it should be", "")
    return f"{report.verdict}: {re.split('[,:;]', guess)[0]}"[:_MOST] if guess else report.verdict


def _told(report: Report) -> str:
    """Return the verdict in a line: why, if it is not plain."""
    if report.verdict == "agrees":
        return report.certificate()
    return f"{report.verdict.upper()}: {report.diagnosis or report.reason or 'see the report'}"
