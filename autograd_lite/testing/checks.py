"""Checks of hand-written derivatives: ``vjp(g, *args)`` and ``jvp(v, *args)`` beside any NumPy function. No Tensors."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from autograd_lite.testing.comparison import contracts, layouts
from autograd_lite.testing.comparison.ahead import Ahead
from autograd_lite.testing.comparison.comparing import Comparison
from autograd_lite.testing.comparison.diagnosis import diagnose, snippet
from autograd_lite.testing.comparison.locating import whole_ladder
from autograd_lite.testing.comparison.outshone import outshone
from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.differences.evaluation import eps_of, plain
from autograd_lite.testing.differences.given import counts, functions, prepared as prepared, takes
from autograd_lite.testing.differences.redrawn import Redrawn, fresh
from autograd_lite.testing.differences.summaries import large, summary
from autograd_lite.testing.report import Report

_KEPT = 1 << 12  # elements of arguments, up to which a report can take differences again for a picture


def check_vjp(f: Callable[..., Any], vjp: Callable[..., Any], args: Any, **options: Any) -> Report:
    """Raise :class:`~autograd_lite.testing.report.GradientCheckError` unless `vjp` is the derivative of `f`.

    Parameters
    ----------
    f : function of arrays that returns an array; plain NumPy. If it returns several, in a tuple, list or dict, `g` is
        the tuple of their gradients, in the order in which they stand there
    vjp : its hand-written derivative: ``vjp(g, *args)`` returns the gradient of ``sum(g * f(*args))``, one array, or a
        tuple with one for each argument (None for integers). For complex results that is the gradient of
        ``sum(real(conj(g) * f(*args)))``, and for complex arguments ∂/∂Re + i ∂/∂Im
    args : tuple of arguments; one array may stand alone
    **options : of :func:`examine_vjp`

    Returns
    -------
    Report

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite.testing import check_vjp
    >>> bool(check_vjp(np.sin, lambda g, x: g * np.cos(x), np.array([0.5, 1.0])))
    True
    >>> check_vjp(np.sin, lambda g, x: -g * np.cos(x), np.array([0.5, 1.0]))
    Traceback (most recent call last):
        ...
    autograd_lite.testing.report.GradientCheckError: sin: the gradient is WRONG
      ...
      diagnosis: the sign is wrong: the gradient is -1 times what it should be...
    """
    return examine_vjp(f, vjp, args, **options).checked()


def examine_vjp(
    f: Callable[..., Any],
    vjp: Callable[..., Any],
    args: Any,
    *,
    directions: int = 3,
    per_element: int = 64,
    seed: int = 0,
    laws: bool = True,
    name: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Compare `vjp` with differences of `f`, and return a :class:`~autograd_lite.testing.report.Report`.

    Parameters
    ----------
    f, vjp, args : see :func:`check_vjp`
    directions : how many random directions, for arguments of more than `per_element` elements
    per_element : up to this size every element is moved alone
    seed : of directions and incoming gradients
    laws : check memory layouts and linearity too
    name : shown in the report
    progress : called with ``(done, total)``, both in evaluations of `f`; what needs fewer of them counts as done
    """
    functions(f=f, vjp=vjp)
    args, wrt = prepared(args)
    takes("f", f, "", args)
    takes("vjp", vjp, "g", args)
    counts(directions=directions, per_element=per_element, seed=seed)
    report = Report(name or str(getattr(f, "__name__", repr(f))), seed=seed)
    rng = np.random.default_rng(seed)
    with np.errstate(all="ignore"):
        values: list[Any] | None
        values, single, report.findings = contracts.forward(f, args)
        if report.failed():
            return report
        g = [_incoming(v, rng) for v in values]

        def shares(seeds: Sequence[Any], at: Sequence[Any] = args) -> list[Any]:
            return contracts.as_shares(vjp(seeds[0] if single else tuple(seeds), *at))

        moving, first, inputs = partial(_moving, shares, wrt), list[Any](), [args[i] for i in wrt]
        eps, big = eps_of([*values, *inputs]), large(values, inputs)
        values = None if big else values  # they can be computed again
        report.findings += _fitting(shares, args, wrt, g, first, big, 0 if single else len(g))
        if not report.failed():
            report.findings += _kept(f, moving, first, args, g, values, eps, rng, laws)
        if report.failed():
            return report
        comparison = Comparison(f, args, wrt, g, None if big else first, rng, values, partial(_asked, moving))
        report.findings += comparison.run(directions, per_element, progress)
        if not (big or report.failed()):
            comparison, found = outshone(comparison, directions, per_element)
            report.findings += found
    return _finished(report, comparison, args)


def _incoming(value: Any, rng: Any) -> Any:
    """Return a gradient that comes back to a result, zero where that is not finite; large ones are only drawn."""
    bad = np.flatnonzero(~np.isfinite(value))
    if large([value]) and value.dtype.kind == "f":
        return Redrawn(value, rng, holes=~np.isfinite(value).ravel() if bad.size else None)
    g = contracts.like(value, rng)
    g.flat[bad] = 0
    return g


def _fitting(
    shares: Callable[..., list[Any]],
    args: Sequence[Any],
    wrt: Sequence[int],
    g: Sequence[Any],
    first: Any,
    big: bool,
    several: int,
) -> list[Finding]:
    """Ask the rule for the first time, and note in `first` what it returns; of big arrays, what they come to."""
    small = [] if big else args  # of big ones there is no room for a copy; they are watched later
    watched = contracts.Watched(small, [f"argument {i}" for i in range(len(small))])
    result = shares([fresh(each) for each in g])
    found = watched.changed("the rule") or contracts.fitting(result, args, wrt, "the rule", several)
    if not found:
        kept = [plain(result[i]) for i in wrt]
        first += [summary(each) if big else np.array(each) for each in kept]
    return found


def _asked(moving: Callable[..., list[Any]], at: Sequence[Any], seeds: Sequence[Any]) -> list[Any]:
    """Return the shares as arrays."""
    return [np.asarray(plain(share)) for share in moving(seeds, at)]


def _moving(shares: Callable[..., list[Any]], wrt: Sequence[int], *at: Any) -> list[Any]:
    """Return the shares of the arguments that are differentiated."""
    every = shares(*at)
    return [every[i] for i in wrt]


def _kept(
    f: Callable[..., Any],
    moving: Callable[..., list[Any]],
    first: Sequence[Any],
    args: Sequence[Any],
    g: Sequence[Any],
    values: Sequence[Any] | None,
    eps: float,
    rng: Any,
    laws: bool,
) -> list[Finding]:
    """Return which laws a rule breaks that need no differences; the laws of memory layouts on request."""
    if values is None:
        return contracts.backward_of_large(moving, first, g, args, eps, rng)
    found = contracts.backward(moving, first, g, args, eps, rng)
    if laws and not found and sum(share.size for share in first) <= 1 << 16:
        found += layouts.layouts(f, lambda at, g: moving(g, at), args, g, values)
    return found


def _finished(report: Report, compared: Comparison | Ahead, args: Any) -> Report:
    report.calls = compared.calls + 2
    report.miss = compared.miss
    small = compared.small if isinstance(compared, Ahead) else compared
    if small and sum(x.size for x in small.inputs) <= _KEPT:
        report.ladder = partial(whole_ladder, small)
    if not any(each.law.startswith("difference") for each in report.findings):
        report.findings.append(Finding("inconclusive", "nothing to compare: no elements, or no finite values"))
    if report.failed() and report.worst is not None and report.worst.law == "difference":
        report.diagnosis = diagnose(small, report.findings) if small else ""
        report.snippet = snippet(report.name, report.worst, args, compared.g)
    return report


def check_jvp(f: Callable[..., Any], jvp: Callable[..., Any], args: Any, **options: Any) -> Report:
    """Raise unless `jvp` is the derivative of `f` in a direction.

    Parameters
    ----------
    f : function of arrays
    jvp : ``jvp(v, *args)`` returns the change of the result for a change `v` of the argument; a tuple of changes,
        one for each floating-point argument, if there are several
    args : tuple of arguments; one array may stand alone
    **options : of :func:`examine_jvp`

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite.testing import check_jvp
    >>> bool(check_jvp(np.exp, lambda v, x: v * np.exp(x), np.array([0.5, 1.0])))
    True
    """
    return examine_jvp(f, jvp, args, **options).checked()


def examine_jvp(
    f: Callable[..., Any],
    jvp: Callable[..., Any],
    args: Any,
    *,
    directions: int = 3,
    per_element: int = 64,
    seed: int = 0,
    name: str | None = None,
) -> Report:
    """Compare `jvp` with differences of `f`. Parameters as in :func:`check_jvp` and :func:`examine_vjp`."""
    functions(f=f, jvp=jvp)
    args, wrt = prepared(args)
    takes("f", f, "", args)
    takes("jvp", jvp, "v", args)
    counts(directions=directions, per_element=per_element, seed=seed)
    report = Report(name or str(getattr(f, "__name__", repr(f))), seed=seed)
    rng = np.random.default_rng(seed)
    with np.errstate(all="ignore"):
        values, _, report.findings = contracts.forward(f, args)
        if report.failed():
            return report
        kinds = [(v.shape, v.dtype) for v in values]
        ahead = Ahead(f, jvp, args, wrt, [_incoming(v, rng) for v in values], kinds, rng)
        del values  # they may be large, and can be computed again
        report.findings += ahead.laws()
        if report.failed():
            return report
        report.findings += ahead.run(directions, per_element)
        if ahead.small and not report.failed():
            ahead.small, found = outshone(ahead.small, directions, per_element)
            report.findings += found
    return _finished(report, ahead, args)
