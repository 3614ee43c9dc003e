"""Equal operations are looked at once: a large graph has a hundred thousand boxes and a few dozen kinds of them.

An operation's signature holds all that its box and its arrows say, but for where they stand; the first of a kind is
read with care and leaves a :class:`Stencil`, from which the others are drawn.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from autograd_lite.graph import Leaf, Node
from autograd_lite.viz.description import Box, Edge, Row
from autograd_lite.viz.reading.known import Known, local_name
from autograd_lite.viz.reading.walking import Walk

_PLAIN = {int, bool, str, type(None)}


class Stencil(NamedTuple):
    """What the boxes of equal operations share, and what is said at their arrows, or nothing at any of them."""

    title: str
    operation: str
    dtype: str
    settings: str
    rows: tuple[Row, ...]
    tip: str
    words: tuple[tuple[str, str, bool, str], ...]


def stencil_of(box: Box, arrows: Sequence[Edge]) -> Stencil:
    """Return the stencil of a box that was drawn."""
    said = any(edge.label or edge.tip for edge in arrows)
    words = tuple([(edge.label, "flow", False, edge.tip) for edge in arrows]) if said else ()
    return Stencil(box.title, box.operation, box.dtype, box.settings, box.rows, box.tip, words)


def drawn(stencil: Stencil, own: str, node: Node) -> Box:
    """Return another box of the kind."""
    title, operation, dtype, settings, rows, tip, _ = stencil
    return Box(own, "operation", title, node.scope or "", "", operation, node.shape, dtype, settings, rows, tip)


class Signatures:
    """Tells what kind of operation a node is. `small` pictures show numbers in boxes of their own."""

    def __init__(self, walk: Walk, known: Known, small: bool) -> None:
        self.walk, self.known, self.small = walk, known, small
        self.through, self.consumers, self.seen = walk.through, walk.consumers, known.seen
        self.said: dict[Any, list[int] | None] = {}  # by recipe: places of settings; None for one to be read

    def of(self, node: Node) -> tuple[Any, Sequence[Node]]:
        """Return the signature and the nodes from which arrows come; None for an operation to be read by itself.

        Those are the ones into which no arrow leads, or the same twice, or one through plumbing; and those that take
        shared parameters, declared inputs, arrays without a history, or values that were cut from theirs.
        """
        through, recipe = self.through, node.recipe
        said = self.said[recipe] if recipe in self.said else self._settings_of(recipe)
        if said is None:
            return _UNLIKE
        parts: list[Any] = [recipe, node.shape, node.dtype]
        arrows: list[Node] = []
        for parent in node.parents:
            if parent.recipe is None:
                look = self._row(parent, node.scope)
                if look is None:
                    return _UNLIKE
                parts.append(look)
            elif (arrows and parent in arrows) or (through and parent in through):
                return _UNLIKE
            else:
                arrows.append(parent)
                parts.append(parent.shape)
        if not 0 < len(arrows) <= _FEW:
            return _UNLIKE
        kept = node.saved
        if self.seen and (call := self.seen.get(node)) is not None:
            said, kept = [name for name in call.bound if name not in recipe.tracked], call.bound
        if said and not _add_settings(kept, said, parts):
            return _UNLIKE
        return tuple(parts), arrows

    def _settings_of(self, recipe: Any) -> list[int] | None:
        wiring = self.walk.reader.wiring(recipe)
        said = self.said[recipe] = None if wiring is None or wiring.detached else wiring.said
        return said

    def _row(self, leaf: Node, scope: str | None) -> tuple[Any, ...] | None:
        """Return what is said of a leaf that is a row of the box; None if it may be a box of its own."""
        known = self.known
        if len(self.consumers[leaf]) > 1 or leaf in known.inputs or type(leaf) is not Leaf:
            return None
        shape = leaf.shape
        if self.small and shape == () and leaf not in known.parameters:
            return None
        return local_name(known.leaf_name(leaf), scope or ""), shape, leaf.dtype


def _add_settings(saved: Any, places: Sequence[Any], parts: list[Any]) -> bool:
    """Add the numbers and settings that a node or a call keeps there; return False if there are arrays among them."""
    if saved is None:
        parts.append("freed")
        return True
    for place in places:
        value = saved[place]
        kind = type(value)
        whole = kind is tuple and all(type(v) is int for v in value)
        if not (kind in _PLAIN or whole or (kind is float and value)):  # 0.0 is equal to -0.0, yet written otherwise
            return False
        parts += (kind, value)
    return True


_UNLIKE: tuple[None, tuple[()]] = None, ()
_FEW = 8  # arrows into one operation that are compared with each other
