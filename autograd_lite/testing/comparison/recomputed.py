"""A second opinion where differences of floats cannot tell: function and rule, computed again with many digits."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, getcontext
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.testing.comparison.verdict import LOSES, MARGIN, RELATIVE, ROUNDING, UNCLEAR, Finding
from autograd_lite.testing.differences.digits import precision
from autograd_lite.testing.differences.evaluation import outputs
from autograd_lite.testing.differences.exact import all_exact, decimals, exact

_BUDGET = 20_000  # elements of arguments and results, over all evaluations of a check: about a second
_UNIT = 180  # digits up to which an element counts once; exponentials take time as the square of the digits
_AT_ONCE, _TIMES = 5, 3  # evaluations for one derivative, and how often they are made with more and more digits
_DECIMALS, _FLOATS = 1e-9, 1e-6  # relative: by no more may two precisions differ, if they gave the same
_MORE = (0, 480, 780)  # digits besides: all that floats span, 10 ** ±308, beside numbers of the inputs' size
_LARGEST = 400  # decimal places between the inputs and 1; smaller or larger ones are left alone

Rule = Callable[[Sequence[Any], Sequence[Any]], list[Any]]


class Steep(NamedTuple):
    """A derivative of decimals, its error, and the width of the corner at the point."""

    value: float
    error: float
    gap: float


class Recomputed:
    """A function and a rule with as many digits as it takes.

    Parameters
    ----------
    f, args, wrt : the function, its arguments, the positions of those that move
    g : incoming gradients
    base : values of `f`, flat, with which the decimal ones are compared
    rule : ``rule(args, g)`` returns a share for each position in `wrt`; None if there is none to ask
    """

    def __init__(
        self, f: Callable[..., Any], args: Sequence[Any], wrt: Sequence[int], g: Sequence[Any], base: Any, rule: Any
    ) -> None:
        self.f, self.args, self.wrt, self.g, self.base, self.rule = f, list(args), list(wrt), list(g), base, rule
        self.cost = sum(np.size(args[i]) for i in wrt) + base.size
        self.left = _BUDGET
        self.calls = self.tried = 0  # in all, and along the last direction
        self.most = _TIMES * _AT_ONCE  # along a direction
        known = _AT_ONCE * self.cost <= _BUDGET and not any(map(np.iscomplexobj, g))
        self.digits = _digits_for([args[i] for i in wrt]) if known else 0
        self.weights = [Decimal(float(w)) for each in g for w in np.ravel(each)] if self.digits else []
        self._shares: list[Any] | None = None

    def judge(self, found: Finding, v: Sequence[Any], eps: float, rounding: float, wobble: Callable[[], float]) -> Any:
        """Return a better finding than `found` along the direction `v`, or None if there is none to be had."""
        if not self.digits or found.got is None or not np.isfinite(found.got):
            return None
        try:
            slope, ours = self._sure(v, found)
        except Exception:  # noqa: BLE001  whatever a function says to numbers that it does not know
            self.digits = 0
            return None
        if slope is None:
            return None
        known = replace(found, wanted=slope.value, error=slope.error, kink=slope.gap > 0)
        if ours is None:
            return _by_floats(known, slope, eps, rounding, wobble())
        return _by_digits(known, slope, ours, eps, rounding, wobble)

    def _sure(self, v: Sequence[Any], found: Finding) -> tuple[Steep | None, float | None]:
        """Return both derivatives along `v`; where they differ, or are zero, only after more digits gave the same.

        Floats count as fewer digits, if what was found with them is clear.
        """
        before, apart = _clear(found), _FLOATS
        for more in _MORE:
            slope, ours = self._both(v, self.digits + more)
            if slope is None or (ours and abs(ours - slope.value) <= RELATIVE * abs(slope.value) + slope.gap):
                return slope, ours
            if before is not None and _same(before, (slope, ours), apart):
                return slope, ours
            before, apart = (slope, ours), _DECIMALS
        return None, None

    def _both(self, v: Sequence[Any], digits: int) -> tuple[Steep | None, float | None]:
        """Return the derivative of the function along `v` and that of the rule, with so many digits."""
        with precision(digits):
            self._shares = self._shares if digits == self.digits else None
            slope = self._slope(v, Decimal(10) ** -(digits // 3))
            return slope, None if slope is None else self._ours(v)

    def _values(self, t: Decimal, v: Sequence[Any]) -> list[Decimal]:
        args = all_exact(self.args)
        for i, direction in zip(self.wrt, v, strict=True):
            args[i] = args[i] + exact(np.asarray(direction, dtype=np.float64)) * exact(np.array(t, dtype=object))
        self.left -= self.cost * max(1, (getcontext().prec // _UNIT) ** 2)
        self.calls, self.tried = self.calls + 1, self.tried + 1
        return decimals(outputs_of(self.f(*args)))

    def _slope(self, v: Sequence[Any], longest: Decimal) -> Steep | None:
        if self.left < _AT_ONCE * self.cost or self.most - self.tried < _AT_ONCE:
            return None
        base = self._values(Decimal(0), v)
        if not self._alike(base):
            self.digits = 0
            return None
        known = [n for n, (b, w) in enumerate(zip(base, self.weights, strict=True)) if b.is_finite() and w.is_finite()]
        rows = []
        for t in (longest, longest / 4):
            plus, minus = self._values(t, v), self._values(-t, v)
            central = sum((self.weights[n] * (plus[n] - minus[n]) for n in known), Decimal(0)) / (2 * t)
            bend = sum((abs(self.weights[n] * (plus[n] + minus[n] - 2 * base[n])) for n in known), Decimal(0)) / t
            rows.append((central, bend))
        size = sum((abs(self.weights[n] * base[n]) for n in known), Decimal(0))
        return _settled(*rows[0], *rows[1], float(4 * size / longest * Decimal(10) ** (3 - getcontext().prec)))

    def _alike(self, base: Sequence[Decimal]) -> bool:
        """Return True unless many digits gave another function."""
        values = np.array([float(b) for b in base])
        if values.shape != self.base.shape:
            return False
        floats = np.asarray(self.base, dtype=np.float64)
        level = np.max(np.abs(floats[np.isfinite(floats)]), initial=1.0)
        return bool(np.all((np.abs(values - floats) <= 1e-4 * level) | ~np.isfinite(floats)))

    def _ours(self, v: Sequence[Any]) -> float | None:
        """Return the rule's derivative along `v`, None if the rule does not take decimals."""
        if self.rule is None:
            return None
        if self._shares is None:
            try:
                found = self.rule(all_exact(self.args), [exact(np.asarray(each)) for each in self.g])
                self._shares = [decimals([each]) for each in found]
            except Exception:  # noqa: BLE001
                self.rule = None
                return None
        total = Decimal(0)
        for share, direction in zip(self._shares, v, strict=True):
            pairs = zip(share, np.ravel(direction), strict=True)
            total += sum((s * Decimal(float(d)) for s, d in pairs if d), Decimal(0))
        return float(total)


def _digits_for(arrays: Sequence[Any]) -> int:
    """Return how many digits tell the derivative at these arguments, also beside numbers of size 1."""
    if any(np.asarray(a).dtype.kind != "f" for a in arrays):
        return 0
    size = np.concatenate([np.abs(np.ravel(a)).astype(np.float64) for a in arrays]) if arrays else np.zeros(0)
    size = size[(size > 0) & np.isfinite(size)]
    places = int(np.max(np.abs(np.log10(size)), initial=0))
    return 60 + 4 * places if places <= _LARGEST else 0


def _clear(found: Finding) -> tuple[Steep, float | None] | None:
    """Return both derivatives as floats gave them; None where rounding or a corner blurs them."""
    if found.kink or not (found.got and found.wanted) or not found.error <= _FLOATS * abs(found.wanted):
        return None
    return Steep(found.wanted, found.error, 0.0), found.got


def _same(one: tuple[Steep, float | None], other: tuple[Steep, float | None], apart: float) -> bool:
    """Return whether two precisions gave the same derivatives, but for so much, relatively."""
    pairs = [(one[0].value, other[0].value), (one[1] or 0.0, other[1] or 0.0)]
    largest = max(abs(b) for _, b in pairs)
    return all(abs(a - b) <= apart * abs(b) for a, b in pairs) and other[0].error <= _DECIMALS * largest


def _settled(one: Decimal, bend: Decimal, other: Decimal, finer: Decimal, noise: float) -> Steep | None:
    """Return the derivative from two steps, the second a quarter of the first; None if it has no value."""
    if not (one.is_finite() and other.is_finite()):
        return None
    error = float(abs(one - other)) + 1e-25 * float(abs(other)) + noise
    smooth = finer * 2 < bend or float(finer) <= 1e-12 * float(abs(other))
    if smooth:
        return Steep(float(other), error, 0.0)
    return Steep(float(other), error, float(finer)) if finer < 2 * bend else None


def outputs_of(result: Any) -> list[Any]:
    """Return the arrays in a result, refusing what has been computed by another library."""
    return outputs(result)


def _by_digits(
    known: Finding, slope: Steep, ours: float, eps: float, rounding: float, wobble: Callable[[], float]
) -> Finding:
    """Judge a rule that was computed with many digits."""
    allowed = MARGIN * slope.error + RELATIVE * abs(slope.value)
    apart, got = abs(ours - slope.value), float(known.got)
    if apart <= allowed + 0.5 * slope.gap:
        off = max(abs(got - slope.value) - 0.5 * slope.gap, 0.0)
        if off <= UNCLEAR * abs(slope.value) + ROUNDING * eps * rounding:
            return replace(known, verdict="agrees", reason="kink" if slope.gap else "", units=min(1.0, known.units))
        if off > MARGIN * wobble() + allowed and known.verdict == "wrong":
            return known  # what was computed is off by more than its rounding: the rule is another for floats
        return replace(known, verdict="agrees", reason=LOSES, units=0.0)
    shown = got if abs(got - ours) <= UNCLEAR * abs(ours) else ours
    return replace(known, verdict="wrong", reason="", got=shown, units=apart / allowed if allowed else np.inf)


def _by_floats(known: Finding, slope: Steep, eps: float, rounding: float, wobble: float) -> Finding:
    """Judge a rule that takes floats alone."""
    # At a corner, which many digits tell for sure, the rule's neighbours have the other slope, which is no rounding.
    wobble = wobble if wobble < 0.1 * slope.gap or not slope.gap else 0.0
    allowed = MARGIN * slope.error + RELATIVE * abs(slope.value) + ROUNDING * eps * rounding + MARGIN * wobble
    apart = abs(float(known.got) - slope.value)
    if apart > allowed + 0.5 * slope.gap:
        return replace(known, verdict="wrong", reason="", units=apart / allowed if allowed else np.inf)
    if MARGIN * wobble > UNCLEAR * abs(slope.value) and apart > 0:
        return replace(known, verdict="inconclusive", reason=LOSES)
    return replace(known, verdict="agrees", reason="kink" if slope.gap else "", units=min(1.0, apart / (allowed or 1)))


def unsure(found: Finding) -> bool:
    """Return whether a second opinion is worth its time: nothing was learnt, or little."""
    if found.got is None or found.wanted is None or found.error is None or not np.isfinite(found.got):
        return False
    if found.verdict == "inconclusive" or found.reason.startswith("noise"):
        return True
    apart, size = abs(found.got - found.wanted), abs(found.wanted)
    if found.verdict == "wrong":
        return not (found.error <= 1e-5 * size and apart > UNCLEAR * size)
    gap = float(found.slope.gap[0]) if found.kink and found.slope else 0.0
    return MARGIN * found.error > UNCLEAR * size and not MARGIN * found.error <= UNCLEAR * gap
