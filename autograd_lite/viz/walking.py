"""The walk over the nodes: in which order they ran, and what went into each once the plumbing is followed."""

from collections.abc import Iterable, Mapping
from typing import Any

from autograd_lite.graph import Node
from autograd_lite.viz.known import Known, is_array
from autograd_lite.viz.operands import Operand, Reader

# Operations that move or convert numbers and compute none; left out unless asked for.
PLUMBING = frozenset({
    "array", "asarray", "ascontiguousarray", "astype", "atleast_1d", "atleast_2d", "atleast_3d", "broadcast_to", "copy",
    "expand_dims", "flatten", "matrix_transpose", "moveaxis", "permute_dims", "pick", "positive", "ravel", "real",
    "reshape", "rollaxis", "squeeze", "swapaxes", "transpose",
})  # fmt: skip


class Walk:
    """What one walk below `ends` finds.

    Attributes
    ----------
    order : all nodes, every input before its consumer
    operations : the nodes that get a box, in the order in which they ran
    used, settings : by operation, its operands and what else it was called with
    consumers : by leaf (or by the id of an untracked array) the operations that take it
    through : by skipped node, what stands behind it, and the skipped ones on the way
    """

    def __init__(self, ends: Iterable[Node], known: Known, views: bool) -> None:
        ends = list(ends)
        self.views = views
        self.through: dict[Node | None, tuple[Node, tuple[Node, ...]]] = {}
        self.consumers: dict[Any, list[Node]] = {}
        self.used: dict[Node, list[Operand]] = {}
        self.settings: dict[Node, list[tuple[str, Any]]] = {}
        self.order = inputs_first(ends)
        depth = depths_of(self.order)
        self.numbered = [n for n in self.order if n.recipe is not None and not self._skipped(n)]
        drawn = set(self.numbered)
        by_depth = self.order if in_depth_order(self.order, depth) else inputs_first(ends, depth)
        self.operations = [node for node in by_depth if node in drawn]
        reader = Reader(known.seen)
        for node in self.operations:
            self._follow(node, reader)

    def _skipped(self, node: Node) -> bool:
        """Return True for plumbing, and remember what stands behind it."""
        if self.views or node.recipe.name not in PLUMBING or len(node.parents) != 1:
            return False
        source, way = self.through.get(node.parents[0], (node.parents[0], ()))
        self.through[node] = (source, (*way, node))
        return True

    def _follow(self, node: Node, reader: Reader) -> None:
        used, self.settings[node] = reader.read(node)
        self.used[node] = used
        through = self.through
        for place, operand in enumerate(used):
            source = operand.source
            if through and source in through:
                source, way = through[source]
                used[place] = operand._replace(source=source, way=way)
            if source is None or source.recipe is None:
                self._consumed(source, operand.value, node)

    def _consumed(self, source: Node | None, value: Any, node: Node) -> None:
        key: Any = source if source is not None else id(value) if is_array(value) else None
        if key is not None:
            users = self.consumers.setdefault(key, [])
            if not users or users[-1] is not node:
                users.append(node)


def inputs_first(ends: Iterable[Node], depth: Mapping[Node, int] | None = None) -> list[Node]:
    """Return the nodes below `ends`, every input before its consumer; not recursive.

    The first input's side comes first, or with `depth` the deepest side, which is the order in which loops ran.
    """
    order: list[Node] = []
    done = set[Node]()
    stack = list(reversed(list(ends)))
    while stack:
        node = stack[-1]
        if node in done:
            stack.pop()
            continue
        waiting = [parent for parent in node.parents if parent not in done]
        if waiting:
            if len(waiting) > 1:
                waiting.reverse()
                if depth is not None:
                    waiting.sort(key=depth.__getitem__)  # the deepest on top; of equals the first
            stack += waiting
        else:
            stack.pop()
            done.add(node)
            order.append(node)
    return order


def depths_of(order: Iterable[Node]) -> dict[Node, int]:
    """Return for every node the length of the longest way to it; inputs stand before their consumers in `order`."""
    depth: dict[Node, int] = {}
    for node in order:
        parents = node.parents
        if len(parents) == 1:
            depth[node] = depth[parents[0]] + 1
        elif len(parents) == 2:
            one, other = depth[parents[0]], depth[parents[1]]
            depth[node] = (one if one > other else other) + 1
        else:
            depth[node] = 1 + max([depth[parent] for parent in parents], default=0)
    return depth


def in_depth_order(order: Iterable[Node], depth: Mapping[Node, int]) -> bool:
    """Return True if no operation has a later input that lies deeper than an earlier one: both orders are the same."""
    return not any(
        len(node.parents) > 1 and any(depth[a] < depth[b] for a, b in zip(node.parents, node.parents[1:], strict=False))
        for node in order
    )
