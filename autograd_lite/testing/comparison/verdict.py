"""From a derivative that a rule gives and one that differences give to a verdict: agrees, wrong or inconclusive.

No tolerance is asked of the user. A difference counts as wrong when it is ten times the estimated error of the
numerical derivative, a ten-millionth of its value, and the rounding of the rule's own precision, all together.
Where that error is above a thousandth of the derivative, nothing was learnt, and the verdict says so and why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from autograd_lite.testing.differences.further import Further
from autograd_lite.testing.differences.readings import (
    between,
    cusped,
    endless,
    finest,
    halting,
    hidden,
    irregular,
    jumps,
    unresolved,
    vanishing,
)
from autograd_lite.testing.differences.settling import Slope

Verdict = Literal["agrees", "wrong", "inconclusive"]
RELATIVE = 1e-7  # what a right rule may be off by, relatively, whatever the error of the differences
MARGIN = 10.0  # times the estimated error: the estimate is no bound
ROUNDING = 64.0  # units in the last place that a rule may lose
NEGLIGIBLE = 1e-6  # of the slopes near by, or of the whole change: so little does not matter beside them
UNSURE = 0.1  # relative error of differences above which they are not even a hint
UNCLEAR = 1e-3  # relative error of differences above which they cannot tell
LOSES = "noise: the rule itself loses digits here"
HIDDEN = ("noise", "saturation", "underflow")  # reasons for which nothing is learnt that lie in the size of the slope
TINIEST = 1e-280  # derivatives below this have underflowed half-way


@dataclass(frozen=True)
class Finding:
    """What one comparison found.

    Parameters
    ----------
    verdict : "agrees", "wrong" or "inconclusive"
    reason : why, where that is not plain
    law : what was compared: "difference", "linearity", "determinism", …
    argument, index : the argument and the element (None for a direction through all elements)
    got, wanted, error, step : the rule's derivative, the numerical one, its error, the step that gave it
    kink : the function has a corner there
    units : difference in units of its tolerance; below 1 it agrees
    slope : the ladder, for pictures
    unit : what the element was moved along: 1, or 1j for its imaginary part
    """

    verdict: Verdict
    reason: str = ""
    law: str = "difference"
    argument: int | str | None = None
    index: tuple[int, ...] | None = None
    got: Any = None
    wanted: Any = None
    error: Any = None
    step: Any = None
    kink: bool = False
    units: float = 0.0
    slope: Slope | None = field(default=None, repr=False)
    unit: complex = 1.0


def judge(
    got: float,
    first: Slope,
    further: Further,
    eps: float,
    rounding: float,
    wobble: Callable[[], float] = lambda: 0.0,
    plausible: float = 0.0,
) -> Finding:
    """Compare a rule's derivative along a direction with the differences there.

    Parameters
    ----------
    got : the rule's derivative
    first : the ladder of relative steps
    further : more steps
    eps : relative rounding of the rule's precision
    rounding : sum of the absolute terms of which `got` is the sum; the rule cannot be better than `eps` times that
    wobble : measures the rounding of the rule itself, asked for before it is called wrong
    plausible : noise that rounding may bring about in values of this size, absolute
    """
    slope = first
    if not np.isfinite(got):
        return _not_finite(got, slope)
    unclear = blurred(got, slope, rounding)
    if unclear:
        other = further.second()
        plausible = max(plausible, float(other.grid[0])) if first.flat[0] else plausible
        shows = not got or MARGIN * hidden(other, first, plausible) < abs(got)
        slope = _other(first, other, plausible / first.steps[0]) if shows else first
    found = _compared(got, slope, eps, rounding)
    if found.verdict == "wrong" and faint(first, plausible):
        other = further.second() if not unclear else slope
        if _contradicts(other, first, hidden(other, first, plausible)):
            slope, found = other, _compared(got, other, eps, rounding)
        slope, found = _from_afar(found, slope, further, eps, rounding)
    found = _by_longer(found, slope, further, eps, rounding)
    slope, found = _closer(found, slope, further, eps, rounding, plausible)
    return _excused(found, slope, first, wobble, plausible) if found.verdict == "wrong" else _null(found, slope, first)


def _null(found: Finding, slope: Slope, first: Slope) -> Finding:
    """Return what was found, or that a rule which says 0 agrees: where slopes near by are a million times the error."""
    off = MARGIN * float(slope.error[0])
    if found.verdict == "inconclusive" and found.got == 0 and abs(slope.value[0]) <= off <= NEGLIGIBLE * first.reach[0]:
        return replace(found, verdict="agrees", reason="zero: less than a millionth of the slope near by", units=0.0)
    return found


def _excused(found: Finding, slope: Slope, first: Slope, wobble: Callable[[], float], plausible: float) -> Finding:
    """Return what was found, or that nothing was learnt where rounding may be why a rule is called wrong."""
    got, value, error = float(found.got), float(slope.value[0]), float(slope.error[0])
    doubt = own_doubt(wobble(), float(slope.gap[0]))
    apart, allowed = abs(got - value), MARGIN * (error + doubt)
    if doubt and apart <= allowed:
        verdict: Verdict = "agrees" if doubt <= UNCLEAR * abs(got) else "inconclusive"
        return replace(found, verdict=verdict, reason=LOSES, units=apart / allowed)
    reason = ""
    doubtful = error > abs(value) and not vanishing(slope, got)
    if doubtful and (abs(got) <= 2 * float(first.reach[0]) or endless(slope, plausible)):
        reason = "noise: the differences do not settle"
    elif halting(slope, got):
        reason = "noise: a corner at which the values stand still"
    elif between(slope, got) and cusped(slope):
        reason = "a cusp near by: the slope changes faster than the steps shrink"
    elif (slope.flat[0] or first.flat[0]) and not value and abs(got) <= plausible / first.steps[0]:
        reason = "saturation: the values do not move, and so small a slope would not show"
    return replace(found, verdict="inconclusive", reason=reason) if reason else found


def own_doubt(wobble: float, gap: float) -> float:
    """Return what of a rule's changes is rounding: at a corner its neighbours may have the other slope."""
    return 0.0 if 0.1 * gap <= wobble <= 10 * gap else wobble


def _from_afar(found: Finding, slope: Slope, further: Further, eps: float, rounding: float) -> tuple[Slope, Finding]:
    """Return what long steps say, where they contradict the short ones, and excuse a rule that is called wrong."""
    far = further.far() if found.verdict == "wrong" else None
    if far is None or not (_contradicts(far, slope) or irregular(far)):
        return slope, found
    excused = _compared(float(found.got), far, eps, rounding)
    return (slope, found) if excused.verdict == "wrong" or excused.kink else (far, excused)


def _by_longer(found: Finding, slope: Slope, further: Further, eps: float, rounding: float) -> Finding:
    """Return what longer steps say where the values jump, or where they are far nearer to a rule called wrong."""
    if found.verdict == "wrong" and jumps(slope) and (coarse := further.rough()):
        found = _smoothed(found, slope, coarse, eps, rounding)
    if found.verdict == "wrong" and (far := further.far()) and _nearer(float(found.got), far, slope):
        found = _smoothed(found, slope, far, eps, rounding)
    return found


def _nearer(got: float, one: Slope, other: Slope) -> bool:
    """Return True if a slope is nearer by far to one ladder's than to the other's."""
    return 10 * abs(got - float(one.value[0])) <= abs(got - float(other.value[0]))


def _contradicts(one: Slope, other: Slope, blind: float = 0.0) -> bool:
    apart = abs(float(one.value[0]) - float(other.value[0]))
    return apart > 3 * (float(one.error[0]) + float(other.error[0]) + blind)


def _closer(
    found: Finding, slope: Slope, further: Further, eps: float, rounding: float, plausible: float
) -> tuple[Slope, Finding]:
    """Return what shorter steps say, where the values at the shortest ones contradict that a rule is wrong."""
    if found.verdict != "wrong" or not unresolved(slope, plausible):
        return slope, found
    got, closer = float(found.got), further.finer()
    again = _compared(got, closer, eps, rounding)
    for value, error, jump in finest(closer, plausible) if again.verdict == "wrong" else ():
        flat, allowed = value == got == 0 and jump > plausible, MARGIN * error
        if flat or (allowed <= UNCLEAR * abs(value) and abs(got - value) <= allowed + ROUNDING * eps * rounding):
            reason = "flat: the values jump elsewhere, and do not move here" if flat else ""
            return closer, replace(again, verdict="agrees", reason=reason, wanted=value, error=error, units=0.0)
    return closer, again


def blurred(got: float, slope: Slope, rounding: float) -> bool:
    """Return True if differences do not tell whether a rule's derivative is right."""
    clear = float(slope.error[0]) <= UNCLEAR * _scale(slope, rounding - abs(got))
    return not clear or bool(slope.flat[0] and got != 0)


def _smoothed(found: Finding, slope: Slope, other: Slope, eps: float, rounding: float) -> Finding:
    """Return what another reading says of values that are smooth at short steps and jump at longer ones.

    The jumps may be the function's own; or they are rounding, which a division by a small number has made large, and
    between two of them the function as computed has a slope that is not that of the function as meant. A rule that has
    the slope of the one or the other is not wrong.
    """
    value, error = float(other.value[0]), float(other.error[0])
    fine = float(slope.value[0])
    apart = abs(value - fine)
    if not (error <= UNSURE * max(abs(value), abs(fine)) and apart > 3 * (error + float(slope.error[0]))):
        return found
    again = _compared(float(found.got), other, eps, rounding)
    return found if again.verdict == "wrong" or again.kink else again


def plain_case(got: float, rounding: float, slope: Slope, eps: float) -> Finding | None:
    """Return that the rule agrees, if that is beyond doubt; None if there is a doubt, or a difference."""
    error, sure = float(slope.error[0]), RELATIVE / MARGIN * abs(float(slope.value[0]))
    if not (np.isfinite(got) and error <= sure) or slope.gap[0] or not slope.value[0]:
        return None
    found = _compared(got, slope, eps, rounding)
    return found if found.verdict == "agrees" else None


def _compared(got: float, slope: Slope, eps: float, rounding: float) -> Finding:
    value, error, gap = float(slope.value[0]), float(slope.error[0]), float(slope.gap[0])
    scale = _scale(slope, rounding - abs(got))
    allowed = MARGIN * error + RELATIVE * abs(value) + ROUNDING * eps * rounding
    apart = abs(got - value)
    details: dict[str, Any] = {
        "got": got,
        "wanted": value,
        "error": error,
        "step": float(slope.step[0]),
        "slope": slope,
    }
    units = apart / allowed if allowed > 0 else (0.0 if apart == 0 else np.inf)
    if not np.isfinite(error):
        edge = bool(slope.edge[0])
        reason = "domain edge: finite values on one side only" if edge else "no finite values around the point"
        return Finding("inconclusive", reason, **details)
    if gap and apart <= 0.5 * gap * (1 + RELATIVE) + allowed:
        return Finding("agrees", "kink", kink=True, units=min(units, 1.0), **details)
    if apart > allowed and max(abs(value), abs(got)) >= TINIEST:
        return Finding("wrong", units=units, kink=bool(gap), **details)
    if error > UNCLEAR * scale and apart > 0:
        steep = "no limit: the differences keep growing" if slope.steep[0] else "noise: rounding hides the derivative"
        return Finding("inconclusive", steep, units=units, **details)
    if apart > 0 and max(abs(value), abs(got)) < TINIEST:
        return Finding("inconclusive", "underflow", **details)
    return Finding("agrees", units=units, **details)


def _not_finite(got: float, slope: Slope) -> Finding:
    """Judge a derivative that is NaN or infinite."""
    details: dict[str, Any] = {
        "got": got,
        "wanted": float(slope.value[0]),
        "error": float(slope.error[0]),
        "slope": slope,
    }
    if not np.isfinite(slope.table).any():
        one_sided = bool(slope.edge[0])
        if one_sided and np.isnan(got):
            return Finding("wrong", "not finite: NaN where the function is finite", **details)
        return Finding("inconclusive", "domain edge" if one_sided else "the function is not finite here", **details)
    if slope.steep[0] and np.isinf(got):
        rising = np.sign(slope.table[np.isfinite(slope.table)][-1])
        if rising == np.sign(got):
            return Finding("agrees", "a vertical tangent", **details)
    return Finding("wrong", "not finite: NaN or infinity where the function is finite", units=np.inf, **details)


def _scale(slope: Slope, cancelled: float) -> float:
    """Return the size against which an error is large: of the derivative, and of what cancels in it."""
    return max(abs(float(slope.value[0])), float(slope.size[0])) + max(cancelled, 0.0)


def faint(slope: Slope, plausible: float) -> bool:
    """Return True if the values differ by less than rounding of numbers of size 1 would make them."""
    changes = np.abs(slope.table[:, 0]) * slope.steps
    return bool(np.max(changes, where=np.isfinite(changes), initial=0) <= plausible)


def _other(first: Slope, other: Slope, plausible: float) -> Slope:
    """Return the ladder of other steps if it knows better and the relative steps do not contradict it."""
    value, error = float(other.value[0]), float(other.error[0])
    if not np.isfinite(error):
        return first
    if len(other.steps) > len(first.steps):  # it has all that the first knows
        return other
    if first.flat[0]:
        # Flat because rounding swallows the change, or flat indeed? The longer steps may speak only for a slope so
        # small that a plausible noise hides it from the short ones.
        return other if abs(value) <= 4 * plausible and error <= UNCLEAR * abs(value) else first
    if error >= float(first.error[0]):
        return first
    with np.errstate(all="ignore"):
        table, finer = first.table[:, 0], first.steps <= min(float(first.step[0]), float(other.step[0]))
        doubt = 3 * first.doubt[:, 0] + np.abs(np.gradient(table))
        contradicts = np.any((np.abs(table - value) > doubt)[finer])
    return first if contradicts and float(first.error[0]) < np.inf else other
