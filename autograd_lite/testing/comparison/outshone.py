"""Results that others outshine: where their shares are far smaller, a mistake in them hardly changes the sum of all."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.comparing import Comparison
from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.differences.evaluation import directions, sizes

_FAINT = 1e-3  # of the largest share in an element: from there on a mistake of a hundredth is a hundred-thousandth
_ROUNDING = 1e-12  # of it: below that a share may be what rounding left of zero
_FEW = 16  # elements of all results together, up to which each of them counts as a result


def outshone(whole: Comparison, count: int, per_element: int) -> tuple[Comparison, list[Finding]]:
    """Look at each of several results alone, along the elements in which its shares are small beside the others'.

    Parameters
    ----------
    whole : the comparison of all results together, which found nothing wrong
    count, per_element : of directions, see :meth:`~autograd_lite.testing.comparison.comparing.Comparison.run`

    Returns
    -------
    The comparison that found a mistake, else the whole one; and what was found.
    """
    findings: list[Finding] = []
    for g, moving in _faint(whole):
        alone = Comparison(
            whole.function.f, whole.args, whole.wrt, g, None, whole.rng, whole.function.values, whole.rule
        )
        alone.keep()
        one = alone.along([directions(x, whole.rng) * few for x, few in zip(whole.inputs, moving, strict=True)])
        if one.verdict == "wrong":
            alone.elsewhere += whole.calls
            return alone, [*findings, one, *alone.run(count, per_element)]
        whole.elsewhere += alone.calls
        findings += [one] if one.verdict == "agrees" else []  # what does not show hides no mistake that matters
    return whole, findings


def _faint(whole: Comparison) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield incoming gradients of single results, and where in the arguments their shares are small."""
    if whole.rule is None:
        return
    several, count = len(whole.g) > 1, sum(each.size for each in whole.g)
    if several:
        yield from _small(whole, singles(whole.g), zeros=True)
    if len(whole.g) < count <= _FEW:
        yield from _small(whole, elements(whole.g), zeros=False)


def _small(whole: Comparison, seeds: Sequence[list[Any]], zeros: bool) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield those incoming gradients whose shares are small somewhere, and where; on request where they vanish, too."""
    shares = [whole.rule(whole.args, seed) if whole.rule else [] for seed in seeds]
    reached = [
        np.array([_reach(some[k], x) for some in shares], dtype=np.float64).reshape(len(seeds), *x.shape)
        for k, x in enumerate(whole.inputs)
    ]
    small = [faint(each) & (zeros | (each > 0) & ~faint(each, _ROUNDING)) for each in reached]
    for n, g in enumerate(seeds):
        if any(np.any(each[n]) for each in small) and any(map(np.any, g)):
            yield g, [each[n] for each in small]


def singles(g: Sequence[Any]) -> list[list[Any]]:
    """Return the incoming gradient of each result, beside zeros for the others."""
    return [[x if n == k else np.zeros_like(x) for n, x in enumerate(g)] for k in range(len(g))]


def elements(g: Sequence[Any]) -> list[list[Any]]:
    """Return the incoming gradient of each element of the results, beside zeros for the others."""
    found = []
    for k, each in enumerate(g):
        for place in range(each.size):
            one = [np.zeros_like(x) for x in g]
            one[k].flat[place] = each.flat[place]
            found.append(one)
    return found


def faint(reached: Any, bar: float = _FAINT) -> Any:
    """Return where numbers are small beside the largest of their column."""
    return reached < bar * np.max(reached, axis=0, initial=0.0)


def _reach(share: Any, x: Any) -> Any:
    """Return the change that each element of an argument brings about, in proportion to its size."""
    found = np.abs(np.asarray(share)) * sizes(x)
    return np.where(np.isfinite(found), found, 0.0)
