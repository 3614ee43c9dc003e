"""The walk over the nodes: in which order they ran, and what went into each once the plumbing is followed."""

from collections.abc import Iterable, Mapping
from typing import Any

from autograd_lite.graph import Node, ordered
from autograd_lite.viz.reading.known import Known, is_array
from autograd_lite.viz.reading.operands import Inputs, Reader

# Operations that move or convert numbers and compute none; left out unless asked for.
PLUMBING = frozenset({
    "_identity", "array", "asarray", "ascontiguousarray", "astype", "atleast_1d", "atleast_2d", "atleast_3d",
    "broadcast_to", "conjugate", "copy", "expand_dims", "flatten", "matrix_transpose", "moveaxis", "permute_dims",
    "pick", "positive", "ravel", "real", "reshape", "rollaxis", "squeeze", "swapaxes", "transpose",
})  # fmt: skip


class Walk:
    """What one walk below `ends` finds.

    Attributes
    ----------
    order : all nodes as they were made, so every input before its consumer
    operations : the nodes that get a box, in the order in which they ran
    consumers : by leaf (or by the id of an untracked array) the operations that take it
    through : by skipped node, what stands behind it, and the skipped ones on the way
    """

    def __init__(self, ends: Iterable[Node], known: Known, views: bool) -> None:
        self.views = views
        self.through: dict[Node | None, tuple[Node, tuple[Node, ...]]] = {}
        self.consumers: dict[Any, list[Node]] = {}
        self.reader = Reader(known.seen)
        self.order = ordered(ends)[::-1]
        self.operations = [
            n for n in self.order if (r := n.recipe) is not None and (r.name not in PLUMBING or not self._skipped(n))
        ]
        self._consume(known.seen)

    def _skipped(self, node: Node) -> bool:
        """Return True for plumbing that is left out, and remember what stands behind it."""
        if self.views or len(node.parents) != 1 or (node.recipe.name == "conjugate" and node.dtype.kind == "c"):
            return False
        source, way = self.through.get(node.parents[0], (node.parents[0], ()))
        self.through[node] = (source, (*way, node))
        return True

    def read(self, node: Node) -> Inputs:
        """Return the operands of `node`, what stands behind plumbing in its place, and what else it was called with."""
        inputs = self.reader.read(node)
        through = self.through
        if through:
            used = inputs.operands
            for place, operand in enumerate(used):
                if operand.source in through:
                    source, way = through[operand.source]
                    used[place] = operand._replace(source=source, way=way)
        return inputs

    def _consume(self, seen: Mapping[Node, Any]) -> None:
        """Note which leaves and untracked arrays each operation takes."""
        through, consumed = self.through, self._consumed
        untracked: dict[Any, list[int]] = {}  # by recipe: where its nodes keep what has no history
        for node in self.operations:
            for parent in node.parents:
                if parent.recipe is None:
                    consumed(parent, node)
                elif through and parent in through and through[parent][0].recipe is None:
                    consumed(through[parent][0], node)
            recipe = node.recipe
            places = untracked.get(recipe)
            if places is None:
                wiring = self.reader.wiring(recipe)
                places = untracked[recipe] = wiring.untracked if wiring is not None else []
            if (seen and node in seen) or _takes_lists(recipe):
                if not self._takes_arrays(node, seen):
                    continue
                values = [operand.value for operand in self.reader.read(node).operands if operand.source is None]
            elif places and node.saved:
                values = [node.saved[place] for place in places]
            else:
                continue
            for value in values:
                if is_array(value):
                    consumed(id(value), node)

    def _takes_arrays(self, node: Node, seen: Mapping[Node, Any]) -> bool:
        """Return whether it can be that an operation takes arrays without a history."""
        if _takes_lists(node.recipe):
            return True
        return any(is_array(v) for name, v in seen[node].bound.items() if name not in node.recipe.tracked)

    def _consumed(self, key: Any, node: Node) -> None:
        users = self.consumers.get(key)
        if users is None:
            self.consumers[key] = [node]
        elif users[-1] is not node:
            users.append(node)


def _takes_lists(recipe: Any) -> bool:
    return bool(getattr(getattr(recipe, "operation", None), "sequences", None))
