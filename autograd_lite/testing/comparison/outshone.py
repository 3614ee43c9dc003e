"""Results that others outshine: where their shares are far smaller, a mistake in them hardly changes the sum of all."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.comparing import Comparison
from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.differences.evaluation import directions, sizes

_FAINT = 1e-3  # of the largest share of an argument: from there on a mistake of a hundredth is a hundred-thousandth


def outshone(whole: Comparison, count: int, per_element: int) -> tuple[Comparison, list[Finding]]:
    """Look at each of several results alone, along the arguments of which its shares are small beside the others'.

    Parameters
    ----------
    whole : the comparison of all results together, which found nothing wrong
    count, per_element : of directions, see :meth:`~autograd_lite.testing.comparison.comparing.Comparison.run`

    Returns
    -------
    The comparison that found a mistake, else the whole one; and what was found.
    """
    findings: list[Finding] = []
    for g, arguments in _faint(whole):
        alone = Comparison(
            whole.function.f, whole.args, whole.wrt, g, None, whole.rng, whole.function.values, whole.rule
        )
        alone.keep()
        v = [directions(x, whole.rng) if k in arguments else np.zeros(x.shape) for k, x in enumerate(whole.inputs)]
        one = alone.along(v)
        if one.verdict == "wrong":
            alone.elsewhere += whole.calls
            return alone, [*findings, one, *alone.run(count, per_element)]
        whole.elsewhere += alone.calls
        findings.append(one)
    return whole, findings


def _faint(whole: Comparison) -> list[tuple[list[Any], set[int]]]:
    """Return incoming gradients of single results, and the arguments of which their shares are small."""
    if len(whole.g) < 2 or whole.rule is None:
        return []
    seeds = singles(whole.g)
    shares = [whole.rule(whole.args, seed) for seed in seeds]
    reached = np.array([[_reach(*each) for each in zip(some, whole.inputs, strict=True)] for some in shares])
    small = [set(np.flatnonzero(few).tolist()) for few in faint(reached)]
    return [(g, few) for g, few in zip(seeds, small, strict=True) if few and any(map(np.any, g))]


def singles(g: Sequence[Any]) -> list[list[Any]]:
    """Return the incoming gradient of each result, beside zeros for the others."""
    return [[x if n == k else np.zeros_like(x) for n, x in enumerate(g)] for k in range(len(g))]


def faint(reached: Any) -> Any:
    """Return where numbers are small beside the largest of their column."""
    return reached < _FAINT * np.max(reached, axis=0)


def _reach(share: Any, x: Any) -> float:
    """Return the largest change that an element of an argument brings about, in proportion to its size."""
    found = np.abs(np.asarray(share)) * sizes(x)
    return float(np.max(found, where=np.isfinite(found), initial=0.0))
