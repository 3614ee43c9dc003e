"""Back-propagation, one step after the other: what flows, by which rule, and what it is then."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.graph import Deferred, Leaf, Node
from autograd_lite.viz.backview import derivative_value, share_text
from autograd_lite.viz.description import shape_text
from autograd_lite.viz.formulas import formula
from autograd_lite.viz.numbers import FEW, number_text
from autograd_lite.viz.reading import Reading
from autograd_lite.viz.wording import INFIX


class Step(NamedTuple):
    """One step: what is said, which boxes and arrow are lit, and the texts that boxes now bear."""

    phase: str
    text: str
    lit: tuple[str, ...]
    arrow: tuple[str, str] | None
    values: dict[str, str]


class Lesson:
    """The steps of one forward and one backward pass over a reading."""

    def __init__(self, reading: Reading, values: Mapping[Node, Any], gradients: Mapping[Node, Any]) -> None:
        self.reading, self.values, self.gradients = reading, values, gradients
        self.shown: dict[str, str] = {}
        self.steps: list[Step] = []
        self.waiting: dict[Node, int] = {}
        self.partial: dict[Node, Any] = {}

    def told(self) -> list[Step]:
        """Return all steps."""
        reading = self.reading
        operations = [node for node in reading.used if node in reading.ids]
        for node in reading.ids:
            if isinstance(node, Leaf):
                self._reveal(node)
        self._say("start", "The inputs are given.", tuple(reading.ids[n] for n in reading.ids if isinstance(n, Leaf)))
        for node in operations:
            self._forward(node)
            for used in reading.used[node]:
                if used.source is not None:
                    self.waiting[used.source] = self.waiting.get(used.source, 0) + 1
        for own, node in reading.ends.items():
            self.shown[own] = f"= {self._brief(self.values.get(node))} | ∂ 1"
            self._say("backward", "The gradient of the result with respect to itself is 1.", (own,))
        for node in reversed(operations):
            if node in self.gradients:
                self._backward(node)
        return self.steps

    def _say(self, phase: str, text: str, lit: tuple[str, ...], arrow: tuple[str, str] | None = None) -> None:
        self.steps.append(Step(phase, text, lit, arrow, dict(self.shown)))

    def _brief(self, value: Any) -> str:
        """Return few numbers as they are, many by their shape."""
        if value is None:
            return "?"
        return number_text(value) if np.size(value) <= FEW else f"array {shape_text(np.shape(value))}"

    def _reveal(self, node: Node, gradient: Any = None) -> None:
        parts = [f"= {self._brief(self.values[node])}"] if node in self.values else []
        parts += [f"∂ {self._brief(gradient)}"] if gradient is not None else []
        self.shown[self.reading.ids[node]] = " | ".join(parts)

    def _forward(self, node: Node) -> None:
        own = self.reading.ids[node]
        self._reveal(node)
        name = node.recipe.name.lstrip("_")
        given = [u for u in self.reading.used[node] if u.source is not None or u.value is not None]
        texts = [self._brief(self.values.get(u.source) if u.source else u.value) for u in given]
        sign = INFIX.get(name)
        called = f" {sign} ".join(texts) if sign and len(texts) == 2 else f"{name}({', '.join(texts)})"
        self._say(
            "forward", f"{self.reading.boxes[own].title}:  {called} = {self._brief(self.values.get(node))}", (own,)
        )

    def _backward(self, node: Node) -> None:
        g = self.gradients[node]
        shares = _shares(node, g)
        tracked = [used for used in self.reading.used[node] if used.source is not None]
        for used, share in zip(tracked, shares, strict=False):
            source = used.source
            if source is None:
                continue
            self.waiting[source] -= 1
            known = isinstance(share, np.ndarray | np.generic) and not used.way
            before = self.partial.get(source)
            total = share if before is None else before + share if known else None
            self.partial[source] = total if known else None
            if not self.waiting[source]:
                total = self.gradients.get(source)
            self._tell_share(node, used.name, source, g, share if known else None, before, total)

    def _tell_share(self, node: Node, name: str, source: Node, g: Any, share: Any, before: Any, total: Any) -> None:
        operation = node.recipe.operation
        text = f"{operation.name.lstrip('_')}, back to {self._called(source, name)}:  "
        local = derivative_value(node, name, FEW)
        if getattr(operation, "broadcasts", False):
            rule = formula(operation, name)
            shown = f"({rule})" if " " in rule else rule
            equal = f" = {local}" if local and local != rule else ""
            text += f"∂out/∂{name} = {rule}{equal};  g·that = {self._brief(g)} · {local or shown}"
        else:
            text += f"{share_text(operation, name)}  with g = {self._brief(g)}"
        text += f" = {self._brief(share)}" if share is not None else ""
        if before is not None and share is not None:
            text += f";  two branches meet, their gradients add: {self._brief(before)} + {self._brief(share)}"
            text += f" = {self._brief(total)}"
        own = self.reading.ids[node]
        target = self.reading.ids.get(source)
        if target is not None:
            self._reveal(source, total if total is not None else share)
            self._say("backward", text, (own, target), (own, target))
        else:
            self._say("backward", text, (own,))

    def _called(self, source: Node, name: str) -> str:
        own = self.reading.ids.get(source)
        return self.reading.boxes[own].title if own is not None else name


def _shares(node: Node, g: Any) -> Any:
    """Apply the rules of `node` to `g`, as the sweep does, and keep what it saved."""
    recipe = node.recipe
    with np.errstate(all="ignore", invalid="raise"):
        try:
            shares = recipe.pull(g, node.saved)
        except FloatingPointError:
            shares = recipe.careful(g, node.saved)
    fitted = []
    for share, parent in zip(shares, node.parents, strict=True):
        if isinstance(share, Deferred):
            share = share.add_to(None, False, parent, g, False)
        plain = isinstance(share, np.ndarray | np.generic)
        fitted.append(recipe.fit(share, parent) if plain else share)
    return fitted
