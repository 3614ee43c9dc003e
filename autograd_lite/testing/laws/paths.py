"""All ways of computing a derivative give the same: laws without differences, and so sharp to the last digits.

A function of Tensors runs on plain values, recorded, in forward and in reverse mode; its gradient in both again.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.derivatives import jvp, vjp
from autograd_lite.testing.comparison import contracts, sparing
from autograd_lite.testing.comparison.contracts import wrong
from autograd_lite.testing.comparison.verdict import MARGIN, Finding
from autograd_lite.testing.differences.evaluation import eps_of, plain
from autograd_lite.testing.differences.pieces import largest, pieces, total
from autograd_lite.testing.differences.redrawn import FULL, Redrawn, fresh
from autograd_lite.testing.differences.summaries import large
from autograd_lite.trees import leaves

_SLACK = 1e4  # units in the last place that two ways of summing the same terms may differ by
_SECOND = 1e6  # the same for second order, where an ill-conditioned matrix counts several times


def first(function: Any, args: Sequence[Any], wrt: Sequence[int], seed: int) -> list[Finding]:
    """Compare recorded values with plain ones, and forward mode with reverse mode.

    Parameters
    ----------
    function : with ``moving(*inputs)``, ``value(*args)`` and ``pull(g, *args)``
    args, wrt : arguments, and the positions of those that move
    seed : of directions
    """
    rng = np.random.default_rng(seed)
    inputs = [args[i] for i in wrt]
    v, eps = [_drawn(x, rng) for x in inputs], eps_of(inputs)
    value, slopes = (sparing.recorded(function.moving, inputs), None) if large(v) else jvp(function.moving, inputs, v)
    for ours, theirs in zip(leaves([value]), leaves([function.value(*args)]), strict=True):
        if not _alike(plain(ours), plain(theirs), eps):
            return [wrong("execution paths", "the value changes when a derivative is asked for")]
    w = [_drawn(plain(each), rng) for each in leaves([value])]
    del value, ours, theirs  # they may be large

    def ahead(v: Sequence[Any]) -> tuple[float, float]:
        if large(v):
            return _products(w, sparing.pushed(function.moving, inputs, lambda: list(map(fresh, v))))
        return _products(w, leaves([jvp(function.moving, tuple(inputs), tuple(v))[1]]))

    def back(w: Sequence[Any]) -> tuple[float, float]:
        shares = function.pull(tuple(map(fresh, w)), *args)
        return _products([shares[i] for i in wrt], v)

    reason = "forward mode and reverse mode disagree: ⟨w, jvp(v)⟩ is not ⟨vjp(w), v⟩"
    forward = ahead(v) if slopes is None else _products(w, leaves([slopes]))
    return _equal("forward and reverse", reason, forward, back(w), eps, lambda: _blur((back, w), (ahead, v)))


def _drawn(like: Any, rng: np.random.Generator) -> Any:
    """Return random numbers like an array; where it is large, such as are drawn again when they are asked for."""
    return Redrawn(like, rng) if like.size > FULL and like.dtype.kind in "fc" else contracts.like(like, rng)


def second(gradient: Callable[..., Any], inputs: Sequence[Any], seed: int) -> list[Finding]:
    """Compare forward over reverse mode with reverse over reverse mode, and the Hessian with its transpose.

    Parameters
    ----------
    gradient : of a number, as a list with a share for each of the inputs
    inputs : where
    seed : of directions
    """
    if any(x.dtype.kind == "c" for x in inputs):
        return []  # a gradient conjugates, so that its derivative is linear over real numbers alone
    rng = np.random.default_rng(seed)
    v, w = [_drawn(x, rng) for x in inputs], [_drawn(x, rng) for x in inputs]

    def along(v: Sequence[Any], w: Sequence[Any]) -> tuple[float, float]:
        if large(inputs):
            return _products(w, sparing.pushed(gradient, inputs, lambda: list(map(fresh, v))))
        return _products(w, jvp(gradient, tuple(inputs), tuple(v))[1])

    ahead, mirrored = along(v, w), along(w, v)
    pullback = None if large(inputs) else vjp(gradient, *inputs)[1]

    def back(w: Sequence[Any]) -> tuple[float, float]:
        back = pullback(w) if pullback else sparing.pulled(gradient, inputs, list(map(fresh, w)))
        return _products(back, v)

    def doubt() -> float:
        return _blur((lambda at: along(at, w), v), (lambda at: along(at, v), w), (back, w))

    eps = eps_of(inputs) * _SECOND / _SLACK
    reason = "forward over reverse mode and reverse over reverse mode disagree"
    found = _equal("execution paths", reason, ahead, back(w), eps, doubt)
    reason = "the Hessian is not symmetric: the shares are no gradient of one function"
    return found + _equal("symmetry of the Hessian", reason, ahead, mirrored, eps, doubt)


def check_adjoint(f: Callable[[Any], Any], adjoint: Callable[[Any], Any], x: Any, seed: int = 0) -> None:
    """Raise unless ``⟨f(x), y⟩ = ⟨x, adjoint(y)⟩``, for a linear `f`, to the last digits: no differences are taken.

    A ``jvp`` and a ``vjp`` at one point are such a pair.

    Parameters
    ----------
    f : linear function of an array
    adjoint : its hand-written adjoint
    x : an array of the shape and dtype that `f` takes; its values do not matter
    seed : of the arrays that are tried

    Examples
    --------
    >>> import numpy as np
    >>> check_adjoint(np.cumsum, lambda y: np.cumsum(y[::-1])[::-1], np.zeros(4))
    >>> check_adjoint(np.cumsum, np.cumsum, np.zeros(4))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    AssertionError: not the adjoint: ⟨f(x), y⟩ is ... and ⟨x, adjoint(y)⟩ is ...
    """
    rng = np.random.default_rng(seed)
    x, other = (contracts.like(x, rng) for _ in range(2))
    value, eps = np.asarray(f(x)), eps_of([np.asarray(x)])
    if not _alike(np.asarray(f(2 * x + other)), 2 * value + f(other), eps):
        raise AssertionError("not linear: f(2 x + z) is not 2 f(x) + f(z). Wanted a linear function, or check_vjp.")
    y = contracts.like(value, rng)
    share = np.asarray(adjoint(y))
    if share.shape != x.shape:
        raise AssertionError(f"not the adjoint: it returned shape {share.shape}. Wanted {x.shape}, that of x.")
    ahead, back = _products([value], [y]), _products([x], [share])
    if _equal("adjointness", "", ahead, back, eps)[0].verdict == "wrong":
        raise AssertionError(f"not the adjoint: ⟨f(x), y⟩ is {ahead[0]!r} and ⟨x, adjoint(y)⟩ is {back[0]!r}")


def _products(a: Sequence[Any], b: Sequence[Any]) -> tuple[float, float]:
    """Return the inner product of two lists of arrays, and the sum of the absolute values of its terms."""
    pairs = [[x if isinstance(x, Redrawn) else plain(x) for x in pair] for pair in zip(a, b, strict=True)]
    plainly, size = (lambda x, y: np.real(np.conj(x) * y)), (lambda x, y: np.abs(np.real(np.conj(x) * y)))
    return float(sum(total(plainly, *pair) for pair in pairs)), float(sum(total(size, *pair) for pair in pairs))


def _blur(*ways: tuple[Callable[[Sequence[Any]], tuple[float, float]], Sequence[Any]]) -> float:
    """Return by how much rounding changes sums of products that are linear in some arrays."""
    return sum(contracts.blur(lambda arrays, way=way: [way(arrays)[0]], at, 0) for way, at in ways)


def _equal(
    law: str,
    reason: str,
    one: tuple[float, float],
    two: tuple[float, float],
    eps: float,
    doubt: Callable[[], float] = lambda: 0.0,
) -> list[Finding]:
    """Return whether two sums of products agree; where all terms cancel, what is left may be rounding alone."""
    apart, slack = abs(one[0] - two[0]), _SLACK * eps * (one[1] + two[1])
    if np.isfinite([*one, *two]).all() and not apart <= slack and not apart <= 4 * MARGIN * doubt():
        return [wrong(law, reason, got=one[0], wanted=two[0])]
    return [Finding("agrees", law=law)]


def _alike(one: Any, two: Any, eps: float) -> bool:
    """Return True for equal shapes, and values that are equal but for the order of a sum."""
    if one.shape != two.shape:
        return False
    slack = _SLACK * eps * largest(two)
    return all(np.allclose(a, b, 0, slack, equal_nan=True) for a, b in pieces(one, two))
