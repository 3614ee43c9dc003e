"""Elementwise operations: local derivatives ∂out/∂x, from which every mode and order follow; and their fast calls."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite import rules as compiled
from autograd_lite.domains import REAL, Draw, Interval
from autograd_lite.graph import Node
from autograd_lite.modes import current
from autograd_lite.operation import Operation, split
from autograd_lite.recipe import Recipe, results
from autograd_lite.recording import SCALARS
from autograd_lite.tensor import Tensor

_new_node: Any = object.__new__
_new_tensor: Any = object.__new__
_float64 = np.float64
_FLOAT64 = np.dtype(np.float64)


class Elementwise(Operation):
    """An operation whose every element of the result depends on the same element of its (broadcast) inputs.

    Parameters
    ----------
    domain : an interval for every input, or one for all
    strong : the derivative may be NaN outside the domain, so every product is checked, not only those that raise
    selection : the derivative is 0 where the other input was chosen, and then stops even an infinite cotangent
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
        **options: Any,
    ) -> None:
        self.strong, self.selection = strong, selection
        super().__init__(forward, function, rules, **options)
        self.domain = domain if isinstance(domain, tuple) else (domain,) * len(self.inputs)
        self.samples = self.samples or self._broadcast_samples
        self.fast = len(self.inputs) if self.inputs == self.parameters and len(self.inputs) <= 2 else 0
        self.ways: list[tuple[Recipe, Callable[[Any], Any] | None] | None] = [None] * 4

    def _after_g(self, name: str, needs: tuple[str, ...]) -> tuple[str, ...]:
        return needs

    def _broadcast_samples(self, draw: Draw) -> tuple[tuple[Any, ...], dict[str, Any]]:
        shapes = draw.broadcastable(len(self.domain))
        return tuple(draw.array(s, interval) for s, interval in zip(shapes, self.domain, strict=True)), {}

    def share(self, name: str, picks: Sequence[int], form: str) -> compiled.Share:
        """Compile the local derivative for one input to its product with ``g``."""
        rule = self.rules[name]
        if not picks:
            return compiled.constant(rule())
        derivative = compiled.local(rule, picks)
        if self.selection:
            return compiled.selection(derivative)
        if self.strong or form == "careful":
            return compiled.strong(derivative, lambda: self.harmless(dict(zip(self.needs[name], picks, strict=True))))
        return compiled.simple_product(rule, picks)

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

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call with any arguments; one or two Tensors without keywords take the fast way."""
        if not kwargs and len(args) == self.fast:
            return self.unary(args[0]) if self.fast == 1 else self.binary(args[0], args[1])
        return super().__call__(*args, **kwargs)

    # The two methods below do what the general call does, for the cases that make up nearly every program, in a third
    # of its time. They are written out, without a call to `Node` or `_wrap`: a call costs what the arithmetic costs.

    def unary(self, x: Any) -> Any:
        """Apply to one Tensor; anything unusual goes the general way."""
        modes = current()
        if not (modes.plain and isinstance(x, Tensor)) or (x._memory is not None and x._exposed()):
            return super().__call__(x)
        array, parent = x._array, x._node
        out = self.forward(array)
        if parent is None:
            return results(out, None)
        recipe, save = self.ways[1] or self.way(1)
        node = _new_node(Node)
        node.recipe = recipe
        node.parents = (parent,)
        node.saved = save((array, out)) if save is not None else ()
        if type(out) is _float64:
            node.shape, node.dtype, node.scalar = (), _FLOAT64, _float64
        else:
            node.shape, node.dtype, node.scalar = out.shape, out.dtype, None
        node.scope = modes.scope
        node.hooks = node.line = None
        tensor = _new_tensor(Tensor)
        tensor._array = out
        tensor._node = node
        tensor._memory = tensor.name = None
        return tensor

    def binary(self, x: Any, y: Any) -> Any:
        """Apply to two Tensors or numbers; anything unusual goes the general way."""
        modes = current()
        if isinstance(x, Tensor):
            if x._memory is not None and x._exposed():
                return super().__call__(x, y)
            a, m = x._array, x._node
        else:
            a, m = x, None
            if type(x) not in SCALARS:
                return super().__call__(x, y)
        if isinstance(y, Tensor):
            if y._memory is not None and y._exposed():
                return super().__call__(x, y)
            b, n = y._array, y._node
        else:
            b, n = y, None
            if type(y) not in SCALARS:
                return super().__call__(x, y)
        if (m is n is None) or not modes.plain:
            return super().__call__(x, y)
        try:
            out = self.forward(a, b)
        except ValueError as error:
            raise self.misfit(error, (a, b)) from error
        node = _new_node(Node)
        if m is None:
            recipe, save = self.ways[2] or self.way(2)
            node.parents = (n,)
        elif n is None:
            recipe, save = self.ways[1] or self.way(1)
            node.parents = (m,)
        else:
            recipe, save = self.ways[3] or self.way(3)
            node.parents = (m, n)
        node.recipe = recipe
        node.saved = save((a, b, out)) if save is not None else ()
        if type(out) is _float64:
            node.shape, node.dtype, node.scalar = (), _FLOAT64, _float64
        else:
            if type(out) is complex:  # Python's own product of 1j and a np.float64
                out = np.complex128(out)
            node.shape, node.dtype, node.scalar = out.shape, out.dtype, None
        node.scope = modes.scope
        node.hooks = node.line = None
        tensor = _new_tensor(Tensor)
        tensor._array = out
        tensor._node = node
        tensor._memory = tensor.name = None
        return tensor

    def way(self, key: int) -> tuple[Recipe, Callable[[Any], Any] | None]:
        """Return the recipe and the saving function for the inputs whose bits are set in `key`."""
        recipe, values = self.recipe(key), (*self.inputs, "out")
        if all(name in values for name in recipe.names):
            way = recipe, compiled.saver([values.index(name) for name in recipe.names])
        else:
            way = recipe, lambda found: recipe.save(list(found[:-1]), found[-1])
        self.ways[key] = way
        return way


OPTIONS = frozenset({"domain", "strong", "selection", "samples", "analytic", "pole"})


def elementwise(function: Any = None, **rules_and_options: Any) -> Callable[[Callable[..., Any]], Elementwise]:
    """Define an elementwise operation by its local derivatives.

    Parameters
    ----------
    function : the NumPy function that it stands for (or a tuple of them), or None
    **rules_and_options : a local derivative for every differentiable input, under the input's name; and the options
        ``domain``, ``strong``, ``selection``, ``samples``, ``analytic``, ``pole`` of :class:`Elementwise`

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
