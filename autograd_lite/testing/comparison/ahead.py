"""Checks of ``jvp(v, *args)``: where there are few elements, from it comes a gradient, compared as any other is.

Moving each element alone, a derivative in a direction says what the gradient of a weighted sum of the results must be:
the share of an element is ⟨g, jvp(e)⟩. Where there are too many elements for that, all move along random directions.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from autograd_lite.testing.comparison import contracts, directional
from autograd_lite.testing.comparison.comparing import Comparison
from autograd_lite.testing.comparison.contracts import wrong
from autograd_lite.testing.comparison.outshone import faint, singles
from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.differences.evaluation import directions, eps_of, outputs, plain
from autograd_lite.testing.differences.exact import exact
from autograd_lite.testing.differences.summaries import large


class Ahead:
    """A function and a derivative in a direction.

    Parameters
    ----------
    f, args, wrt : the function, its arguments, the positions of those that are differentiated
    jvp : ``jvp(v, *args)``; `v` is a tuple if there are several such arguments
    g : weights of the results, one for each; drawn ones if they are large
    kinds : shape and dtype of each result
    rng : source of directions
    """

    def __init__(
        self,
        f: Callable[..., Any],
        jvp: Callable[..., Any],
        args: Sequence[Any],
        wrt: Sequence[int],
        g: Sequence[Any],
        kinds: Sequence[tuple[tuple[int, ...], Any]],
        rng: np.random.Generator,
    ) -> None:
        self.f, self.jvp, self.args, self.wrt, self.rng = f, jvp, list(args), list(wrt), rng
        self.seeds, self.kinds = list(g), list(kinds)
        self.calls, self.miss = 0, 0.0
        self.small: Comparison | None = None  # of the arguments of few elements

    def tangent(self, v: Sequence[Any], at: Sequence[Any] | None = None) -> list[Any]:
        """Return the changes of the results for the changes `v` of the arguments, as arrays."""
        found = self.jvp(v[0] if len(self.wrt) == 1 else tuple(v), *(self.args if at is None else at))
        return [] if found is None else outputs(found)

    def laws(self) -> list[Finding]:
        """Return which laws are broken that need no differences: shape and dtype, determinism, linearity."""
        inputs = [np.asarray(self.args[i]) for i in self.wrt]
        one = [contracts.like(x, self.rng) for x in inputs]
        found = self._fitting(self.tangent([each.copy() for each in one]))
        found = found or contracts.along(self.tangent, one, self.args)
        if found or large(inputs, self.seeds):
            return found
        two = [contracts.like(x, self.rng) for x in inputs]
        mixed = self.tangent([2 * a + b for a, b in zip(one, two, strict=True)])
        eps = max(eps_of(inputs), max(float(np.finfo(dtype).eps) for _, dtype in self.kinds if dtype.kind in "fc"))
        reason = "not linear in the change of the arguments: jvp(2u + w) differs from 2 jvp(u) + jvp(w)"
        for n, (a, b, c) in enumerate(zip(self.tangent(one), self.tangent(two), mixed, strict=True)):
            if a.dtype.kind in "fc":
                broken = contracts.linear(n, a, b, c, eps, partial(contracts.blur, self.tangent, one, n))
                found += [replace(each, reason=reason, argument=None) for each in broken]
        return found

    def _fitting(self, changes: Sequence[Any]) -> list[Finding]:
        law, wanted = "shape and dtype", [f"{dtype} of shape {shape}" for shape, dtype in self.kinds]
        if len(changes) != len(wanted):
            got = f"{len(changes)} arrays" if changes else "None"
            return [wrong(law, f"jvp returned {got}. Wanted a change for each result: {', '.join(wanted)}")]
        for change, (shape, dtype), each in zip(changes, self.kinds, wanted, strict=True):
            if dtype.kind in "fc" and (change.shape != shape or not contracts.as_good(change.dtype, dtype)):
                got = f"{change.dtype} of shape {change.shape}"
                return [wrong(law, f"jvp returned {got} for a result of {each}. Wanted this shape and precision")]
        return []

    def run(self, count: int, per_element: int) -> list[Finding]:
        """Compare small arguments element by element, large ones in so many random directions."""
        small = [i for i in self.wrt if np.size(self.args[i]) <= per_element]
        found: list[Finding] = []
        if small:
            rule = partial(self._gradient, small)
            self.small = Comparison(self.f, self.args, small, self.seeds, None, self.rng, None, rule)
            self.small.keep()
            found += self.small.run(count, per_element)
            self.calls += self.small.calls
        many = [k for k, i in enumerate(self.wrt) if i not in small]
        if many:
            found += self._forward(self.seeds, count, many)
            for g in self._outshone(many):
                found += self._forward(g, 1, many)
        return found

    def _forward(self, g: Sequence[Any], count: int, chosen: Sequence[int]) -> list[Finding]:
        whole = Comparison(self.f, self.args, self.wrt, g, None, self.rng)
        found = directional.forward(whole, self.tangent, count, chosen)
        self.calls, self.miss = self.calls + whole.calls, self.miss or whole.miss
        return found

    def _outshone(self, chosen: Sequence[int]) -> list[list[Any]]:
        """Return weights of single results that change by far less than others."""
        inputs = [np.asarray(self.args[i]) for i in self.wrt]
        if len(self.seeds) < 2 or large(inputs, self.seeds):
            return []
        v = [directions(x, self.rng).astype(x.dtype) if k in chosen else np.zeros_like(x) for k, x in enumerate(inputs)]
        changes = [np.nan_to_num(np.abs(each)) for each in self.tangent(v)]
        reached = np.array([float(np.max(each, initial=0.0)) for each in changes])
        return [g for g, few in zip(singles(self.seeds), faint(reached), strict=True) if few and any(map(np.any, g))]

    @property
    def g(self) -> list[Any]:
        """Weights of the results, as arrays."""
        return self.small.g if self.small else []

    def _gradient(self, chosen: Sequence[int], at: Sequence[Any], g: Sequence[Any]) -> list[Any]:
        """Return the gradient of the weighted sum, from the change that every element makes alone."""
        return [self._share(at, g, i) for i in chosen]

    def _share(self, at: Sequence[Any], g: Sequence[Any], i: int) -> Any:
        x, found = np.asarray(at[i]), []
        for place in range(x.size):
            parts = [_product(g, self.tangent(self._unit(at, i, place, unit), at)) for unit in (1.0, 1j)[: _parts(x)]]
            found.append(parts[0] if len(parts) == 1 else parts[0] + 1j * parts[1])
        dtype = object if x.dtype.kind == "O" else np.result_type(*found, x.dtype)
        return np.array(found, dtype=dtype).reshape(x.shape)

    def _unit(self, at: Sequence[Any], i: int, place: int, unit: complex) -> list[Any]:
        """Return the direction that moves one element by one."""
        changes = []
        for k in self.wrt:
            x = np.asarray(at[k])
            v = np.zeros(x.shape, np.float64 if x.dtype.kind == "O" else x.dtype)
            if k == i:
                v.flat[place] = unit
            changes.append(exact(v) if x.dtype.kind == "O" else v)
        return changes


def _parts(x: Any) -> int:
    return 2 if x.dtype.kind == "c" else 1


def _product(g: Sequence[Any], changes: Sequence[Any]) -> Any:
    """Return the weighted sum of the changes; those of integers and those of weight zero do not count."""
    total: Any = 0.0
    for weight, change in zip(g, changes, strict=True):
        if change.dtype.kind == "O":
            total = sum((w * c for w, c in zip(np.ravel(weight), np.ravel(change), strict=True)), total)
        elif change.dtype.kind in "fc":
            plain_weight, plain_change = plain(weight), plain(change)
            used = plain_weight != 0
            total = total + np.sum(np.real(np.conj(plain_weight[used]) * plain_change[used]))
    return total
