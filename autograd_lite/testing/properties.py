"""A function and its derivative as a Hypothesis test: inputs drawn, failures shrunk to the least array."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.domains import REAL, Interval
from autograd_lite.errors import MissingExtraError
from autograd_lite.testing import report as reporting
from autograd_lite.testing.checks import examine_vjp
from autograd_lite.testing.grads import examine_grads
from autograd_lite.testing.report import GradientCheckError, Report

EXAMPLES = {"fast": 20, "default": 50, "thorough": 500}
level = "default"  # set by the pytest plugin's --gradients


def gradients(
    f: Callable[..., Any],
    *domains: Interval,
    vjp: Callable[..., Any] | None = None,
    broadcast: bool = False,
    examples: int | None = None,
    inconclusive: float = 0.2,
    **options: Any,
) -> Callable[..., Any]:
    """Return a decorator that makes a pytest test of a function's gradient.

    Parameters
    ----------
    f : function of arrays, or of Tensors if no `vjp` is given
    *domains : an :class:`~autograd_lite.domains.Interval` for each argument; one by default
    vjp : hand-written derivative, ``vjp(g, *args)``; by default what the library derives is checked
    broadcast : draw shapes that broadcast together, not equal ones
    examples : how many draws; by default 50, ten times as many with ``--gradients=thorough``
    inconclusive : largest share of draws from which nothing may be learnt
    **options : of :func:`~autograd_lite.testing.checks.examine_vjp`

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite.testing.properties import gradients
    >>> @gradients(np.sin, vjp=lambda g, x: g * np.cos(x), examples=5)
    ... def test_sine():
    ...     "The derivative of the sine is the cosine."
    >>> test_sine()
    """

    def decorate(test: Callable[..., Any]) -> Callable[..., Any]:
        def run() -> None:
            draw_and_check(f, domains or (REAL,), vjp, broadcast, examples, inconclusive, options)

        run.__name__, run.__doc__, run.__module__ = test.__name__, test.__doc__, test.__module__
        return run

    return decorate


def draw_and_check(
    f: Callable[..., Any],
    domains: Sequence[Interval],
    vjp: Callable[..., Any] | None,
    broadcast: bool,
    examples: int | None,
    inconclusive: float,
    options: dict[str, Any],
) -> None:
    """Draw arguments, check the gradient at each, and fail with the least arguments at which it is wrong."""
    try:
        from hypothesis import HealthCheck, given, note, settings

        from autograd_lite.testing.strategies import arguments
    except ImportError as error:
        raise MissingExtraError(
            "Drawn tests of gradients need Hypothesis. Install it: pip install 'autograd_lite[testing]'"
        ) from error
    seen: list[Report] = []

    slow = [HealthCheck.too_slow]  # says something about the machine, and nothing about the gradient

    @settings(max_examples=examples or EXAMPLES[level], deadline=None, print_blob=True, suppress_health_check=slow)
    @given(arguments(domains, broadcast))
    def check(args: Any) -> None:
        report = examine(f, vjp, args, options)
        if not sum(np.size(a) for a in args):
            return
        seen.append(report)
        if report.verdict == "wrong":
            note(str(report))
            raise GradientCheckError(report)

    try:
        check()
    finally:
        if reporting.recording and seen:
            reporting.RECORD.append(summary(seen))
    unclear = [report.verdict for report in seen].count("inconclusive")
    if unclear > inconclusive * len(seen):
        raise AssertionError(
            f"Nothing could be learnt from {unclear} of {len(seen)} draws; the rule may be right. "
            "Wanted a domain in which differences can tell: narrow the interval, or avoid its edges."
        )


def examine(f: Callable[..., Any], vjp: Callable[..., Any] | None, args: Any, options: dict[str, Any]) -> Report:
    """Return the report for one draw."""
    with np.errstate(all="ignore"):
        return examine_grads(f, args, **options) if vjp is None else examine_vjp(f, vjp, args, **options)


def summary(reports: Sequence[Report]) -> Report:
    """Return one report for many draws: the last wrong one, to which a failure has shrunk, or all findings together."""
    wrong = [report for report in reports if report.failed()]
    if wrong:
        return wrong[-1]
    findings = [finding for report in reports for finding in report.findings]
    return Report(reports[0].name, findings, sum(report.calls for report in reports), reports[0].seed)
