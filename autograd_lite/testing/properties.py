"""A function and its derivative as a Hypothesis test: inputs drawn, failures shrunk to the least array."""

import inspect
from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
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

    The decorated function runs first, once; it may be a method, take fixtures, and be parametrized.

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
    for each in domains:
        if not isinstance(each, Interval):
            raise TypeError(
                f"gradients got {each!r} for a domain. Wanted gradients(f, Interval(low, high), …, vjp=rule): an "
                "Interval for each argument, such as POSITIVE of autograd_lite.domains, and the rule by name."
            )

    def decorate(test: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(test)
        def run(*fixtures: Any, **more_fixtures: Any) -> None:
            test(*fixtures, **more_fixtures)
            draw_and_check(f, domains or (REAL,), vjp, broadcast, examples, inconclusive, options, run)

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
    test: Callable[..., Any],
) -> None:
    """Draw arguments, check the gradient at each, and fail with the least arguments at which it is wrong.

    A function without a name of its own bears in reports that of the `test`, whose Hypothesis decorators count here:
    ``@seed``, and the ``@reproduce_failure`` that a failure prints.
    """
    try:
        from hypothesis import HealthCheck, Phase, given, settings

        from autograd_lite.testing.strategies import arguments
    except ImportError as error:
        raise MissingExtraError(
            "Drawn tests of gradients need Hypothesis. Install it: pip install 'autograd_lite[testing]'"
        ) from error
    seen: list[Report] = []

    slow = [HealthCheck.too_slow]  # says something about the machine, and nothing about the gradient

    def check(args: Any) -> None:
        report = examine(f, vjp, args, options)
        if not sum(np.size(a) for a in args):
            return
        simple = simpler(args, domains) if report.failed() else []
        report = next((each for each in (examine(f, vjp, a, options) for a in simple) if each.failed()), report)
        report.name = test.__name__ if report.name == "<lambda>" else report.name
        seen.append(report)
        if report.verdict == "wrong":
            raise GradientCheckError(report)

    check.__name__ = test.__name__  # by which Hypothesis remembers its failures
    profile = settings(max_examples=examples or EXAMPLES[level], deadline=None, print_blob=True)
    phases = [phase for phase in profile.phases if phase is not Phase.explain]  # it would list lines of this package
    ours = settings(profile, suppress_health_check=slow, phases=phases)
    drawn = ours(given(arguments(domains, broadcast))(check))
    for mark, value in vars(test).items():
        if mark.startswith("_hypothesis_internal_use_"):
            setattr(drawn, mark, settings(ours, **_changed(value)) if isinstance(value, settings) else value)
    try:
        drawn()
    finally:
        if reporting.recording and seen:
            reporting.RECORD.append(summary(seen))
    unclear = Counter(report.reason for report in seen if report.verdict == "inconclusive")
    if unclear.total() > inconclusive * len(seen):
        raise AssertionError(
            f"Nothing could be learnt from {unclear.total()} of {len(seen)} draws; the rule may be right. "
            f"The reason, mostly: {unclear.most_common(1)[0][0]}. "
            "Wanted a domain in which differences can tell: narrow the interval, or avoid its edges."
        )


def _changed(chosen: Any) -> dict[str, Any]:
    """Return what a decorator has changed in Hypothesis's settings; ``@seed`` leaves all of them, with a time limit."""
    default, names = type(chosen).default, inspect.signature(type(chosen)).parameters
    return {n: getattr(chosen, n) for n in names if n != "parent" and getattr(chosen, n) != getattr(default, n)}


def examine(f: Callable[..., Any], vjp: Callable[..., Any] | None, args: Any, options: dict[str, Any]) -> Report:
    """Return the report for one draw."""
    with np.errstate(all="ignore"):
        return examine_grads(f, args, **options) if vjp is None else examine_vjp(f, vjp, args, **options)


def simpler(args: Sequence[Any], domains: Sequence[Interval]) -> list[tuple[Any, ...]]:
    """Return the arguments rounded to integers, and to halves, as far as these lie in their domains.

    Where a failure has shrunk to 3.7 and no next simpler number fails, 4 or 3.5 may fail as well, and reads better.

    Examples
    --------
    >>> import numpy as np
    >>> simpler((np.array([3.7, 0.2]),), (Interval(0.1, 4.0),))
    [(array([4. , 0.2]),), (array([3.5, 0.2]),)]
    """
    found = []
    for unit in (1.0, 0.5):
        rounded = [np.rint(np.asarray(a) / unit) * unit for a in args]
        inside = [np.where(d.place(r) == r, r, a) for r, a, d in zip(rounded, args, domains, strict=True)]
        if not all(np.array_equal(one, a) for one, a in zip(inside, args, strict=True)):
            found.append(tuple(inside))
    return found


def summary(reports: Sequence[Report]) -> Report:
    """Return one report for many draws: the last wrong one, to which a failure has shrunk, or all findings together."""
    wrong = [report for report in reports if report.failed()]
    if wrong:
        return wrong[-1]
    findings = [finding for report in reports for finding in report.findings]
    return Report(reports[0].name, findings, sum(report.calls for report in reports), reports[0].seed)
