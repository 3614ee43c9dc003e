"""Back-propagation, one step after the other: what flows, by which rule, and what it is then."""

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.graph import Deferred, Leaf, Node
from autograd_lite.viz.formulas.local import formula
from autograd_lite.viz.pages.telling import brief, call_text, of_results
from autograd_lite.viz.reading.backview import derivative_value, rule_of
from autograd_lite.viz.reading.describing import Reading
from autograd_lite.viz.reading.numbers import FEW
from autograd_lite.viz.reading.operands import Operand
from autograd_lite.viz.reading.wording import known_as, through_text

SYMBOLS = "g: the gradient that has come to an operation; out: its result; x, y, …: what it was given"
_GIVEN = "The inputs are given."
_ONE = "The gradient of the result with respect to itself is 1."
_ONES = "These are several numbers. Their sum is differentiated, so the gradient of each is 1."


class Step(NamedTuple):
    """One step: what is said, which boxes and arrow are lit, and the texts that boxes now bear."""

    phase: str
    text: str
    lit: tuple[str, ...]
    arrow: tuple[str, str] | None
    values: dict[str, str]


class Lesson:
    """The steps of one forward and one backward pass over a reading.

    Parameters
    ----------
    reading : of the graph
    values : by node; of one with several results, all of them
    gradients : by node, as the sweep carries them
    """

    def __init__(self, reading: Reading, values: Mapping[Node, Any], gradients: Mapping[Node, Any]) -> None:
        self.reading, self.values, self.gradients = reading, dict(values), gradients
        self.shown: dict[str, str] = {}
        self.steps: list[Step] = []
        self.waiting: dict[Node, int] = {}
        self.partial: dict[Node, Any] = {}
        self.picked: dict[Node, set[int]] = {}  # by operation with several results, which of them are used
        for node in reading.order:
            if node.recipe is not None and node.recipe.name == "pick":
                parent, place = node.parents[0], node.saved[0]
                self.picked.setdefault(parent, set()).add(place)
                if parent in self.values:
                    self.values[node] = self.values[parent][place]

    def told(self) -> list[Step]:
        """Return all steps."""
        reading = self.reading
        operations = [node for node in reading.used if node in reading.ids]
        leaves: list[Node] = [node for node in reading.ids if isinstance(node, Leaf)]
        for leaf in leaves:
            self._reveal(leaf)
        self._say("start", _GIVEN, tuple(reading.ids[leaf] for leaf in leaves))
        for node in operations:
            self._forward(node)
            for used in reading.used[node]:
                if used.source is not None:
                    self.waiting[used.source] = self.waiting.get(used.source, 0) + 1
        for own, node in reading.ends.items():
            self._turn(own, node)
        for node in reversed(operations):
            if node in self.gradients:
                self._backward(node)
        self._conjugate(leaves)
        return self.steps

    def _say(self, phase: str, text: str, lit: tuple[str, ...], arrow: tuple[str, str] | None = None) -> None:
        self.steps.append(Step(phase, text, lit, arrow, dict(self.shown)))

    def _brief(self, node: Node, value: Any) -> str:
        """Return few numbers as they are, many by their shape; of several results those that are used."""
        if isinstance(value, list | tuple):
            return of_results(self.values.get(node), value, self.picked.get(node, set()))
        return brief(value)

    def _reveal(self, node: Node, gradient: Any = None) -> None:
        own = self.reading.ids.get(node)
        if own is None:
            return
        parts = [f"= {self._brief(node, self.values[node])}"] if node in self.values else []
        parts += [f"∂ {self._brief(node, gradient)}"] if gradient is not None else []
        self.shown[own] = " | ".join(parts)

    # -- forward --------------------------------------------------------------------------------------------------

    def _forward(self, node: Node) -> None:
        own = self.reading.ids[node]
        self._reveal(node)
        given = [u for u in self.reading.used[node] if u.source is not None or u.value is not None]
        called = call_text(node, [brief(self._value(used)) for used in given], self.reading.settings[node])
        result = self._brief(node, self.values.get(node))
        self._say("forward", f"{self.reading.boxes[own].title}:  {called} = {result}", (own,))

    def _value(self, used: Operand) -> Any:
        """Return what an operation was given: what became of its source on the way, where something did."""
        if used.source is None:
            return used.value
        return self.values.get(used.way[-1] if used.way else used.source)

    # -- backward -------------------------------------------------------------------------------------------------

    def _turn(self, own: str, node: Node) -> None:
        """Say with what the way back begins."""
        self.shown[own] = f"= {self._brief(node, self.values.get(node))} | ∂ 1"
        if not self.waiting.get(node):
            self._reveal(node, self.gradients.get(node))
        source = self.reading.ids.get(node)
        lit = (own,) if source is None else (own, source)
        said = _ONES if prod(node.shape) > 1 else _ONE
        self._say("backward", said, lit, (own, source) if source else None)

    def _backward(self, node: Node) -> None:
        raw = _shares(node, self.gradients[node])
        tracked = [used for used in self.reading.used[node] if used.source is not None]
        for used, found, parent in zip(tracked, raw, node.parents, strict=False):
            source = used.source
            if source is None:
                continue
            share = _fitted(node, found, parent)
            back = _through(used.way, share)
            self.waiting[source] -= 1
            known = isinstance(back, np.ndarray | np.generic)
            before = self.partial.get(source)
            total = back if before is None else before + back if known else None
            self.partial[source] = total if known else None
            if not self.waiting[source]:
                total = self.gradients.get(source)
            parts = [self._rule(node, used, found, share)]
            if (way := through_text(used.way)) and known:
                parts.append(f"back through {way}: {brief(back)}")
            if before is not None and known:
                added = f"{brief(before)} + {brief(back)} = {brief(total)}"
                parts.append(f"two branches meet, their gradients add: {added}")
            self._tell(node, source, total if total is not None else back, ";  ".join(parts))

    def _tell(self, node: Node, source: Node, total: Any, text: str) -> None:
        own = self.reading.ids[node]
        target = self.reading.ids.get(source)
        if target is not None:
            self._reveal(source, total)
            self._say("backward", text, (own, target), (own, target))
        else:
            self._say("backward", text, (own,))

    def _rule(self, node: Node, used: Operand, raw: Any, share: Any) -> str:
        """Return by which rule the gradient comes back to one input, and what comes."""
        operation, name, called = node.recipe.operation, used.name, self._called(used)
        aside = f" ({name})" if called != name else ""
        head = f"{known_as(node.recipe)}, back to {called}{aside}:  "
        g = self._brief(node, self.gradients[node])
        fits = np.shape(raw) == np.shape(share)
        summed = f";  summed where {called} was repeated: {brief(share)}"
        if not getattr(operation, "broadcasts", False):
            rule = rule_of(node, used)
            if rule == "g":
                return f"{head}g = {g}" + (summed if np.shape(share) != node.shape else "")
            shown = f" = {brief(raw)}" * _plain(raw)
            return f"{head}{rule}{shown}  with g = {g}{'' if fits else summed}"
        local, rule = derivative_value(node, name, FEW), formula(operation, name)
        slope = f"∂out/∂{name}"
        equal = f" = {local}" if local and local != rule else ""
        product = f"g · {slope} = {g} · {local or (f'({rule})' if ' ' in rule else rule)} = {brief(raw)}"
        return f"{head}{slope} = {rule}{equal};  {product}{'' if fits else summed}"

    def _called(self, used: Operand) -> str:
        own = self.reading.ids.get(used.source)
        if own is not None:
            return self.reading.boxes[own].title
        return self.reading.known.leaf_name(used.source) or used.name if used.source else used.name

    def _conjugate(self, leaves: Sequence[Node]) -> None:
        """Say what is handed out where numbers are complex: the conjugate of what has flowed back."""
        turned = [node for node in leaves if node in self.gradients and np.iscomplexobj(self.gradients[node])]
        for node in turned:
            self._reveal(node, np.conj(self.gradients[node]))
        if turned:
            text = "What flows is ∂L/∂Re − i ∂L/∂Im. The gradient that is handed out is its conjugate."
            self._say("backward", text, tuple(self.reading.ids[node] for node in turned))


def _plain(share: Any) -> bool:
    return isinstance(share, np.ndarray | np.generic)


def _shares(node: Node, g: Any) -> list[Any]:
    """Apply the rules of `node` to `g`, as the sweep does, and keep what it saved."""
    recipe = node.recipe
    with np.errstate(all="ignore", invalid="raise"):
        try:
            shares = recipe.pull(g, node.saved)
        except FloatingPointError:
            shares = recipe.careful(g, node.saved)
    return [
        share.add_to(None, False, parent, g, False) if isinstance(share, Deferred) else share
        for share, parent in zip(shares, node.parents, strict=True)
    ]


def _fitted(node: Node, share: Any, parent: Node) -> Any:
    """Return a share in the shape of its receiver: summed where that was repeated."""
    return node.recipe.fit(share, parent) if _plain(share) else share


def _through(way: tuple[Node, ...], share: Any) -> Any:
    """Return what a share becomes on the way back through views and casts; None where a result was picked."""
    for node in reversed(way):
        if node.recipe.name == "pick" or not _plain(share):
            return None
        share = _fitted(node, _shares(node, share)[0], node.parents[0])
    return share
