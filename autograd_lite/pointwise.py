"""Elementwise operations: local derivatives ∂out/∂x, from which every mode and order follow."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite import rules as compiled
from autograd_lite.domains import REAL, Draw, Interval
from autograd_lite.errors import RuleError
from autograd_lite.operation import Operation, split


class Elementwise(Operation):
    """An operation whose every element of the result depends on the same element of its (broadcast) inputs.

    Parameters
    ----------
    domain : an interval for every input, or one for all
    strong : the derivative may be NaN outside the domain, so every product is checked, not only those that raise
    selection : the derivative is 0 where the other input was chosen, and then stops even an infinite cotangent
    recorded : by input name, the product with ``g`` as a recorded pass shall compute it, where one operation does for
        that of several; its parameters are ``g`` and what the derivative names
    """

    broadcasts = True

    def __init__(
        self,
        forward: Callable[..., Any],
        function: Any,
        rules: dict[str, Callable[..., Any]],
        *,
        domain: Interval | tuple[Interval, ...] = REAL,
        strong: bool = False,
        selection: bool = False,
        recorded: dict[str, Callable[..., Any]] | None = None,
        **options: Any,
    ) -> None:
        self.strong, self.selection, self.recorded = strong, selection, recorded or {}
        super().__init__(forward, function, rules, **options)
        self.domain = domain if isinstance(domain, tuple) else (domain,) * len(self.inputs)
        self.samples = self.samples or self._broadcast_samples

    def _after_g(self, name: str, needs: tuple[str, ...]) -> tuple[str, ...]:
        recorded = self.recorded.get(name)
        if recorded is not None and compiled.parameter_names(recorded, self.name) != ("g", *needs):
            raise RuleError(f"The recorded product of {self.name} for {name} must name g and {list(needs)}.")
        return needs

    def _broadcast_samples(self, draw: Draw) -> tuple[tuple[Any, ...], dict[str, Any]]:
        shapes = draw.broadcastable(len(self.domain))
        return tuple(draw.array(s, interval) for s, interval in zip(shapes, self.domain, strict=True)), {}

    def share(self, name: str, picks: Sequence[int], form: str) -> compiled.Share:
        """Compile the local derivative for one input to its product with ``g``."""
        rule = self.rules[name]
        if not picks:
            return compiled.constant(rule())
        if self.selection:
            return compiled.selection(compiled.local(rule, picks))
        if self.strong or form == "careful":
            derivative = compiled.local(rule, picks)
            return compiled.strong(derivative, lambda: self.harmless(dict(zip(self.needs[name], picks, strict=True))))
        if form == "recorded" and name in self.recorded:
            return compiled.bound(self.recorded[name], picks)
        return compiled.product(rule, picks)

    def harmless(self, picks: dict[str, int]) -> dict[int, Any]:
        """Return, by place, values of the inputs and of the output at which every derivative is finite."""
        pairs = zip(self.inputs, self.domain, strict=True)
        points = {name: at.place(np.array([at.low + 0.6875 * (at.high - at.low)])) for name, at in pairs}
        if "out" in picks and self.inputs == self.parameters:
            points["out"] = self.forward(*points.values())
        return {picks[name]: float(point[0]) for name, point in points.items() if name in picks}

    def rows(self, name: str, picks: Sequence[int]) -> compiled.Share | None:
        """Compile the rule for many cotangents at once: the same product, broadcast."""
        return self.share(name, picks, "careful")


OPTIONS = frozenset({"domain", "strong", "selection", "recorded", "samples", "analytic", "pole"})


def elementwise(function: Any = None, **rules_and_options: Any) -> Callable[[Callable[..., Any]], Elementwise]:
    """Define an elementwise operation by its local derivatives.

    Parameters
    ----------
    function : the NumPy function that it stands for (or a tuple of them), or None
    **rules_and_options : a local derivative for every differentiable input, under the input's name; and the options
        ``domain``, ``strong``, ``selection``, ``recorded``, ``samples``, ``analytic``, ``pole`` of :class:`Elementwise`

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> @ag.elementwise(x=lambda x: 3 * x * x)
    ... def cube(x, /):
    ...     "Third power."
    ...     return x * x * x
    >>> ag.grad(cube)(2.0)
    array(12.)
    """

    def define(forward: Callable[..., Any]) -> Elementwise:
        rules, options = split(rules_and_options, OPTIONS)
        return Elementwise(forward, function, rules, **options)

    return define
