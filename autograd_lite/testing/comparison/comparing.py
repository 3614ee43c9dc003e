"""The comparison of a rule with differences: element by element where there are few, in random directions otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from autograd_lite.testing.comparison import corners, nearby
from autograd_lite.testing.comparison.claims import alone, claim, claims
from autograd_lite.testing.comparison.locating import located, per_unit
from autograd_lite.testing.comparison.progress import Progress
from autograd_lite.testing.comparison.recomputed import Recomputed, unsure
from autograd_lite.testing.comparison.ties import Ties
from autograd_lite.testing.comparison.verdict import NEGLIGIBLE, Finding, blurred, faint, judge, plain_case
from autograd_lite.testing.comparison.wobbling import wobble
from autograd_lite.testing.differences.evaluation import Function, directions as random_direction, eps_of, flat, sizes
from autograd_lite.testing.differences.further import Further, Nothing
from autograd_lite.testing.differences.ladder import FEW_STEPS, STEPS, beside, settled
from autograd_lite.testing.differences.line import Line, begun as begun_together
from autograd_lite.testing.differences.pieces import pieces, total
from autograd_lite.testing.differences.readings import jumps, unresolved
from autograd_lite.testing.differences.redrawn import FULL, Redrawn, fresh
from autograd_lite.testing.differences.settling import Slope, picked

_SMALL = 1 << 12  # elements of an argument whose directions are looked at together
MISS = 0.005  # measured for signed uniform directions and an error of 1e-3 of the whole; each direction counts alone


class Comparison:
    """A function, the gradient that a rule gives at one point for one incoming gradient, and what differences say.

    Parameters
    ----------
    f, args, wrt : the function, its arguments, the positions of those that are differentiated
    g : incoming gradients, one for each result
    shares : what the rule returned, one for each position in `wrt`; None to ask `rule` for it
    rng : source of directions
    values : of the function at its arguments, where they are known
    rule : ``rule(args, g)`` returns the shares
    """

    def __init__(
        self,
        f: Callable[..., Any],
        args: Sequence[Any],
        wrt: Sequence[int],
        g: Sequence[Any],
        shares: Any,
        rng: Any,
        values: Sequence[Any] | None = None,
        rule: Callable[[Sequence[Any], Sequence[Any]], list[Any]] | None = None,
    ) -> None:
        self.function = Function(f, args, wrt, values=values)
        self.function.trusted = True  # it has been called before, and watched
        self.args, self.wrt, self._g, self._shares, self.rng = list(args), list(wrt), list(g), shares, rng
        self.inputs = [np.asarray(args[i]) for i in wrt]
        self.weights = _weights(self._g, self.function)
        finite = [np.isfinite(each) for (each,) in pieces(self.function.base)]
        self.any, self.complete = any(each.any() for each in finite), all(each.all() for each in finite)
        self.eps = eps_of([*self.inputs, *self._g])
        self.rule = rule
        self.numeric: dict[int, Any] = {}  # by argument: numerical gradient and its error, where all elements are known
        self.miss, self.elsewhere = 0.0, 0
        self._again: Recomputed | None = None
        self._confirmed = False  # that the rule is wrong, by many digits
        self._ties = Ties(self.inputs)
        self._claims: dict[int, tuple[float, float]] = {}  # by direction, of those that are drawn
        with np.errstate(all="ignore"):
            every = self.weights, self.function.base
            self.size = np.array([float(total(lambda w, value: np.abs(w * value)[np.isfinite(value)], *every))])
            self.noise = self.function.noise * float(total(np.abs, self.weights))

    @property
    def g(self) -> list[Any]:
        """Incoming gradients as arrays."""
        return [fresh(each) if isinstance(each, Redrawn) else each for each in self._g]

    @property
    def shares(self) -> list[Any]:
        """What the rule returns; asked for again each time where it was not given."""
        if self._shares is None and self.rule is not None:
            self.function.forget()  # the rule needs room
            return self.rule(self.args, self.g)
        return list(self._shares or [])

    def keep(self) -> None:
        """Ask the rule once and keep what it returns."""
        self._shares = self.shares

    @property
    def calls(self) -> int:
        """Evaluations of the function so far."""
        return self.function.calls + self.elsewhere + (self._again.calls if self._again else 0)

    def line(self, v: Sequence[Any], few: int = FEW_STEPS[0]) -> Line:
        """Return the differences of the weighted sum along `v`, at a few steps to begin with."""
        return Line(self.function, v, self.weights, self.size, self.noise, few)

    def along(self, v: Sequence[Any]) -> Finding:
        """Compare the rule with differences along `v`, a change for every input."""
        return self._alone([list(v)])[0]

    def _judged(self, line: Line) -> Finding:
        meant = self._as_meant(line)
        one = meant if meant and meant.verdict == "agrees" else self._as_computed(line)
        return meant if meant and one.verdict == "wrong" else one

    def _as_computed(self, line: Line) -> Finding:
        v, slope = line.v, line.slope()
        got, rounding = self.claimed(v)
        if not (blurred(got, slope, rounding) and line.rounded()):
            slope = line.whole()
        if not (self.any and (self.complete or np.isfinite(got))):
            reason = (
                "the function is not finite here" if self.function.base.size else "the function returned no elements"
            )
            return Finding("inconclusive", reason)
        doubt, again = partial(self.wobble, v, got, line), self.recomputed()

        def found(further: Further) -> Finding:
            return judge(got, slope, further, self.eps, rounding, doubt, line.noise)

        if self._ties.among(v) and (beside := self._ties.excused(line, found(Nothing(slope)))):
            return beside
        again.tried, again.most = 0, line.left
        if again.digits:
            one = found(Nothing(slope))
            hidden = faint(slope, line.noise) or jumps(slope) > 0 or unresolved(slope, line.noise)
            if not (unsure(one) or (one.verdict == "wrong" and (hidden or not self._confirmed))):
                return self._explained(one)
            better: Finding | None = again.judge(one, v, self.eps, rounding, doubt)
            if better is not None:
                self._confirmed = self._confirmed or better.verdict == "wrong"
                return better
        line.pay(again.tried)
        one = self._explained(found(line))
        if one.verdict == "wrong" and (rest := line.rest()):  # what looked like rounding may be an oscillation
            slope = rest
            two = self._explained(found(Nothing(rest)))
            contrary = abs(two.wanted - one.wanted) > 3 * (two.error + one.error)
            one = two if two.verdict != "wrong" and contrary else one
        return (nearby.wrong_elsewhere(self, one, v, type(self)) if line.left >= nearby.COST else None) or one

    def _as_meant(self, line: Line) -> Finding | None:
        """Compare a rule with the function in a wider precision, where that gives other values; else return None.

        Either precision has lost the digits of what is meant, or it is another function; who is right with one of the
        two is not wrong.
        """
        wide = self.function.stray
        if wide is None:
            return None
        with np.errstate(all="ignore"):
            size = np.sum(np.abs(self.weights * wide.base), where=np.isfinite(wide.base), keepdims=True)
        other = Line(wide, line.v, self.weights, size, wide.noise * float(total(np.abs, self.weights)), FEW_STEPS[-1])
        line.pay(other.calls)
        self.elsewhere += other.calls
        slope = other.slope()
        got, rounding = self.claimed(line.v)
        return judge(got, slope, Nothing(slope), self.eps, rounding)

    def claimed(self, v: Sequence[Any]) -> tuple[float, float]:
        """Return the rule's derivative along `v`, and the sum of the absolute values of its terms."""
        known = [self._claims[id(each)] for each in v if id(each) in self._claims]
        return known[0] if known else claim(self.shares, v)

    def _explained(self, found: Finding) -> Finding:
        """Say so if nothing was learnt because the function raises at the shifted points."""
        error = self.function.raised
        if found.verdict != "inconclusive" or error is None:
            return found
        reason = f"domain edge: the function raises {type(error).__name__} at a shifted point: {error}"
        return replace(found, reason=reason)

    def recomputed(self) -> Recomputed:
        """Return the function and the rule with many digits, for where floats cannot tell."""
        if self._again is None:
            self._again = Recomputed(self.function.f, self.args, self.wrt, self.g, self.function.base, self.rule)
        return self._again

    def wobble(self, v: Sequence[Any], got: float, line: Line | None = None) -> float:
        """Return the rounding of the rule, as :func:`~autograd_lite.testing.comparison.wobbling.wobble` finds it."""
        return wobble(self, v, got, line)

    # -- in which directions ----------------------------------------------------------------------------------------

    def run(self, directions: int, per_element: int, progress: Any = None) -> list[Finding]:
        """Compare every argument: each element alone, or in random directions and then down to the wrong element."""
        found: list[Finding] = []
        alone = {k: x.size * (1 + (x.dtype.kind == "c")) for k, x in enumerate(self.inputs) if x.size <= per_element}
        lines = [alone.get(k, directions) for k in range(len(self.inputs))]
        done, before = Progress(progress, sum(lines), self.function), self.calls
        drawn = self._drawn([k for k in range(len(lines)) if k not in alone], directions)
        for k, count in enumerate(lines):
            found += self._each(k, done) if k in alone else self._directions(k, count, drawn.get(k, []), done)
        done.finish()
        found += corners.compared(self, found, self.calls - before)
        return [self._weighed(each, found) for each in found]

    def _drawn(self, places: Sequence[int], count: int) -> dict[int, list[list[Any]]]:
        """Return directions for the largest inputs, along which the rule is asked at once."""
        large = [k for k in places if self.inputs[k].size > FULL]
        lines = {k: [self.only(k, Redrawn(self.inputs[k], self.rng, scaled=True)) for _ in range(count)] for k in large}
        shares = self.shares if lines else []
        for k, several in lines.items():
            self._claims.update({id(v[k]): claim(shares, v) for v in several})
        return lines

    def _weighed(self, one: Finding, found: Sequence[Finding]) -> Finding:
        """Return that an element agrees which is too small to be seen, and too small to matter beside the others.

        If all inputs change by the same factor, its share in the change is less than a millionth, whatever it is.
        """
        if one.verdict != "inconclusive" or one.index is None or one.error is None or not np.isfinite(one.error):
            return one
        reach = {id(each): self._size(each) for each in found if each.wanted is not None and each.index is not None}
        largest = max((abs(each.wanted) * reach[id(each)] for each in found if id(each) in reach), default=0.0)
        bound = (abs(one.got) + abs(one.wanted) + one.error) * self._size(one) + self.noise / STEPS[0]
        if not bound <= NEGLIGIBLE * largest:
            return one
        return replace(one, verdict="agrees", reason="negligible: less than a millionth of the whole change", units=0.0)

    def _size(self, one: Finding) -> float:
        """Return the size of the element that a finding is about."""
        return float(sizes(np.asarray(self.args[int(one.argument or 0)]))[one.index])

    def only(self, k: int, change: Any) -> list[Any]:
        """Return a direction that moves one argument."""
        return [change if i == k else _zeros(x) for i, x in enumerate(self.inputs)]

    def _each(self, k: int, done: Progress) -> list[Finding]:
        x, found = self.inputs[k], []
        scale, units = sizes(x), (1.0, 1j) if x.dtype.kind == "c" else (1.0,)
        numeric, error = np.zeros(x.shape, np.result_type(x, np.float64)), np.zeros(x.shape)
        places = [(index, unit) for index in np.ndindex(x.shape) for unit in units]
        lines = [self.only(k, alone(x.shape, index, scale[index] * unit)) for index, unit in places]
        told = claims(self.shares[k], np.multiply.outer(scale.ravel(), np.array(units)))
        mine = {id(v[k]): each for v, each in zip(lines, told, strict=True)}
        self._claims |= mine
        done.begin(len(lines))
        for (index, unit), one in zip(places, self._alone(lines), strict=True):
            found.append(per_unit(one, float(scale[index]), argument=self.wrt[k], index=index, unit=unit))
            here = found[-1].wanted is not None and found[-1].law == "difference"
            numeric[index] += unit * found[-1].wanted if here else 0.0
            error[index] = found[-1].error if here and np.isfinite(found[-1].error) else np.inf
        self._claims = {key: each for key, each in self._claims.items() if key not in mine}
        self.numeric[k] = numeric, error
        return found

    def _alone(self, lines: list[list[Any]]) -> list[Finding]:
        """Compare the rule with differences along every line, at the longer steps first, which tell in most cases.

        The ladders are settled together, which saves time.
        """
        begun = begun_together(self.function, lines, self.weights, self.size, self.noise)
        found: dict[int, Finding] = {}
        for count in FEW_STEPS:
            todo = [n for n in range(len(lines)) if n not in found]
            for n in todo:
                begun[n].reach(count)
            slopes = self._together([begun[n] for n in todo]) if todo else None
            for k, n in enumerate(todo):
                one = plain_case(*self.claimed(lines[n]), picked(slopes, k), self.eps) if slopes else None
                found.update({n: one} if one else {})
        return [found.get(n) or self._judged(begun[n]) for n in range(len(lines))]

    def _together(self, lines: Sequence[Line]) -> Slope:
        size, noise = np.concatenate([each.size for each in lines]), np.array([each.noise for each in lines])
        return settled(beside([each.rungs for each in lines]), self.function.eps, size, noise, near=self.function.near)

    def _directions(self, k: int, count: int, drawn: list[list[Any]], done: Progress) -> list[Finding]:
        found: list[Finding] = []
        self.miss = max(self.miss, MISS**count)
        several = count if self.inputs[k].size <= _SMALL else 1
        for start in range(0, count, several):
            lines = drawn[start : start + several]
            lines = lines or [self.only(k, random_direction(self.inputs[k], self.rng)) for _ in range(several)]
            done.begin(len(lines))
            for v, one in zip(lines, self._alone(lines), strict=True):
                found.append(replace(one, argument=self.wrt[k]))
                if one.verdict == "wrong":
                    return [*found, located(self, k, np.asarray(v[k]), found[-1])]
        return found


def _zeros(x: Any) -> Any:
    """Return zeros in the shape of an array, which take no memory if it is large."""
    return np.zeros(x.shape) if x.size <= FULL else np.broadcast_to(x.dtype.type(0), x.shape)


def _weights(g: Sequence[Any], function: Function) -> Any:
    """Return the weights of the function's values, flat and real."""
    known = [w for w, value in zip(g, function.values, strict=True) if value.dtype.kind in "fc"]
    if len(known) == 1 and isinstance(known[0], Redrawn) and known[0].dtype == function.base.dtype:
        return known[0]
    return flat([np.asarray(each) for each in known]).astype(function.base.dtype, copy=False)
