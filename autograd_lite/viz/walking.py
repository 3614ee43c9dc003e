"""The walk over the nodes: in which order they ran, and what went into each once the plumbing is followed."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from autograd_lite.graph import Node
from autograd_lite.viz.known import Known, is_array
from autograd_lite.viz.operands import Inputs, Reader

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
    consumers : by leaf (or by the id of an untracked array) the operations that take it
    through : by skipped node, what stands behind it, and the skipped ones on the way
    """

    def __init__(self, ends: Iterable[Node], known: Known, views: bool) -> None:
        ends = list(ends)
        self.views = views
        self.through: dict[Node | None, tuple[Node, tuple[Node, ...]]] = {}
        self.consumers: dict[Any, list[Node]] = {}
        self.reader = Reader(known.seen)
        self.order = inputs_first(ends)
        depth = depths_of(self.order)
        self.numbered = [n for n in self.order if n.recipe is not None and not self._skipped(n)]
        self.operations = self.numbered
        if not in_depth_order(self.order, depth):
            drawn = set(self.numbered)
            self.operations = [node for node in inputs_first(ends, depth) if node in drawn]
        self._consume(known.seen)

    def _skipped(self, node: Node) -> bool:
        """Return True for plumbing, and remember what stands behind it."""
        if node.recipe.name not in PLUMBING or self.views or len(node.parents) != 1:
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
        through, reader = self.through, self.reader
        for node in self.operations:
            for parent in node.parents:
                if parent.recipe is None:
                    self._consumed(parent, node)
                elif parent in through and through[parent][0].recipe is None:
                    self._consumed(through[parent][0], node)
            if seen and node in seen:
                values = [operand.value for operand in reader.read(node).operands if operand.source is None]
            elif node.saved and (wiring := reader.wiring(node.recipe)) is not None and wiring.untracked:
                values = [node.saved[place] for place in wiring.untracked]
            else:
                continue
            for value in values:
                if is_array(value):
                    self._consumed(id(value), node)

    def _consumed(self, key: Any, node: Node) -> None:
        users = self.consumers.setdefault(key, [])
        if not users or users[-1] is not node:
            users.append(node)


def inputs_first(ends: Iterable[Node], depth: Mapping[Node, int] | None = None) -> list[Node]:
    """Return the nodes below `ends`, every input before its consumer; not recursive.

    The first input's side comes first, or with `depth` the deepest side, which is the order in which loops ran.
    """
    order: list[Node] = []
    met = set[Node]()
    entered: list[Node] = []  # nodes whose inputs are being walked
    left: list[Iterator[Node]] = [iter(list(ends))]  # which of them are left, and which ends
    while left:
        for node in left[-1]:
            if node in met:
                continue
            met.add(node)
            parents = node.parents
            if not parents:
                order.append(node)
                continue
            if depth is not None and len(parents) == 2:
                parents = parents[::-1] if depth[parents[0]] < depth[parents[1]] else parents
            elif depth is not None and len(parents) > 2:
                parents = tuple(sorted(parents, key=depth.__getitem__, reverse=True))  # of equals the first first
            entered.append(node)
            left.append(iter(parents))
            break
        else:
            left.pop()
            if entered:
                order.append(entered.pop())
    return order


def depths_of(order: Iterable[Node]) -> dict[Node, int]:
    """Return for every node the length of the longest way to it; inputs stand before their consumers in `order`."""
    depth: dict[Node, int] = {}
    for node in order:
        parents = node.parents
        if not parents:
            depth[node] = 1
        elif len(parents) == 1:
            depth[node] = depth[parents[0]] + 1
        elif len(parents) == 2:
            one, other = depth[parents[0]], depth[parents[1]]
            depth[node] = (one if one > other else other) + 1
        else:
            depth[node] = 1 + max([depth[parent] for parent in parents])
    return depth


def in_depth_order(order: Iterable[Node], depth: Mapping[Node, int]) -> bool:
    """Return True if no operation has a later input that lies deeper than an earlier one: both orders are the same."""
    return not any(
        len(node.parents) > 1 and any(depth[a] < depth[b] for a, b in pairwise(node.parents)) for node in order
    )
