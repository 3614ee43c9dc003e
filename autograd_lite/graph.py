"""The graph and the walk over it. Knows no operation, no Tensor, and no NumPy.

Reading order: :class:`Node` (what is kept), :func:`reached` (what a result depends on), :func:`sweep` (the pass).

Why visit the youngest node first? A node's gradient is complete only when *every* consumer has sent its share, and a
consumer is younger than what it consumes. So one visit a node is enough, and nobody has to count consumers first.

Why add? A value used twice changes the result along both ways, and the chain rule sums them.
"""

from collections.abc import Callable, Container, Iterable
from heapq import heappop, heappush, heappushpop
from itertools import count
from operator import attrgetter
from typing import Any

from autograd_lite.errors import GraphFreedError

next_order = count(0, -1).__next__  # one step of it is one instruction, so that threads do not disturb each other


class Node:
    """One recorded operation: what the backward pass needs, and nothing that points back to a Tensor.

    Parameters
    ----------
    recipe : what the operation's rules were compiled to (``autograd_lite.operation.Recipe``), or None for a leaf
    parents : tuple of Node, the tracked inputs
    saved : tuple of what the rules name; None once it was consumed
    shape, dtype : of the result; for an operation with several results, tuples of both
    scope : path of the module in which the operation ran

    Attributes
    ----------
    order : falls with every node that is made; a node's consumers have a lower one than itself
    scalar : the type of an immutable number whose shape and dtype need no look, or None
    hooks : functions that see the gradient, or None
    line : where the operation was called, noted under ``detect_anomaly``
    """

    __slots__ = ("dtype", "hooks", "line", "order", "parents", "recipe", "saved", "scalar", "scope", "shape")

    def __init__(
        self, recipe: Any, parents: tuple["Node", ...], saved: Any, shape: Any, dtype: Any, scope: str | None = None
    ) -> None:
        self.recipe = recipe
        self.parents = parents
        self.saved = saved
        self.shape = shape
        self.dtype = dtype
        self.scope = scope
        self.order = next_order()
        self.scalar: Any = None
        self.hooks: Any = None
        self.line: Any = None

    def __repr__(self) -> str:
        return f"<Node {self.recipe.name if self.recipe else 'leaf'} {self.shape} {self.dtype}>"


class Leaf(Node):
    """A value that the user made and wants a gradient for; the gradient is kept here.

    `name` is that of its Tensor when it was made, `owner` a weak reference to the Tensor: for pictures.
    """

    __slots__ = ("grad", "name", "owner")

    def __init__(self, shape: Any, dtype: Any, name: str | None = None, owner: Any = None) -> None:
        super().__init__(None, (), (), shape, dtype)
        self.grad: Any = None
        self.name = name
        self.owner = owner


class Pending:
    """A gradient that is not added up yet, since what is still to come may make that cheaper.

    It can be added to an array; ``settled()`` returns what it amounts to, and is called when nothing more can come.
    """

    __slots__ = ()

    def settled(self) -> Any:
        """Return the sum as an array."""
        raise NotImplementedError


class Deferred:
    """A share that adds itself to the gradient that its receiver already has, where that is the cheaper way.

    ``add_to(held, own_held, parent, g, own_g)`` returns the new gradient of `parent`, an array or :class:`Pending`.
    `held` is what arrived so far, or None; a gradient that the sweep owns may be written to.
    """

    __slots__ = ("add_to",)
    shape = dtype = None  # no parent has such a shape, so a Deferred always goes through `receive`

    def __init__(self, add_to: Callable[[Any, bool, Node, Any, bool], Any]) -> None:
        self.add_to = add_to


def reached(ends: Iterable[Node]) -> set[Node]:
    """Return every node that `ends` depend on; linear in nodes and edges, not recursive."""
    found = set(ends)
    stack = list(found)
    for node in stack:  # which grows on the way
        for parent in node.parents:
            if parent not in found:
                found.add(parent)
                stack.append(parent)
    return found


def ordered(ends: Iterable[Node]) -> list[Node]:
    """Return the nodes that `ends` depend on, every consumer before what it consumed."""
    return sorted(reached(ends), key=attrgetter("order"))


def towards(wanted: Container[Node], ends: Iterable[Node]) -> set[Node]:
    """Return :func:`reached`, but only the nodes from which a wanted node is reached."""
    leading: set[Node] = set()
    for node in reversed(ordered(ends)):
        if node in wanted or any(parent in leading for parent in node.parents):
            leading.add(node)
    return leading


def sweep(
    seeds: dict[Node, Any],
    confined: Container[Node] | None = None,
    wanted: Container[Node] = (),
    recorded: bool = False,
    retain: bool = False,
) -> dict[Node, Any]:
    """Carry the gradients in `seeds` backward; return those that arrive at leaves and at `wanted` nodes.

    Parameters
    ----------
    seeds : gradient of the result with respect to each end, arrays; Tensors if `recorded`
    confined : the only nodes to visit, from :func:`towards`; None for all
    wanted : nodes whose gradient is returned besides that of the leaves
    recorded : hand the rules Tensors, so that the pass is itself recorded
    retain : keep the saved values for another pass
    """
    arrived = dict(seeds) if confined is None else {node: g for node, g in seeds.items() if node in confined}
    ready: list[tuple[int, Node]] = []
    for node in arrived:
        if node.recipe is not None:
            heappush(ready, (node.order, node))
    following: Node | None = None  # kept out of the heap, since most often it is the next
    owned: set[Node] = set()
    found, shares = {}, ()
    try:
        while ready or following:
            if following is None:
                node = heappop(ready)[1]
            else:
                node = heappushpop(ready, (following.order, following))[1] if ready else following
                following = None
            g = arrived.pop(node)
            if node.hooks is not None or (owned and isinstance(g, Pending)):  # what is pending is owned
                g = completed(node, g, owned)
            if node in wanted:
                found[node] = g
                owned.discard(node)
            recipe = node.recipe
            saved = node.saved
            if saved is None:
                raise freed(node)
            if recorded:
                saved = recipe.lift(node)
            if not retain:
                node.saved = None
            try:
                shares = recipe.recorded(g, saved) if recorded else recipe.pull(g, saved)
            except FloatingPointError:  # infinity times zero, mostly: once more, slower, with strong zeros
                shares = recipe.careful(g, saved)
            for parent, share in zip(node.parents, shares):  # noqa: B905  # strict=True would cost 5 % of the sweep
                if parent not in arrived:
                    if confined is not None and parent not in confined:
                        continue
                    if parent.recipe is not None:
                        if following is None:
                            following = parent
                        else:
                            heappush(ready, (parent.order, parent))
                    scalar = parent.scalar
                    if (
                        (share.shape == parent.shape and share.dtype is parent.dtype)
                        if scalar is None
                        else type(share) is scalar
                    ):
                        arrived[parent] = share
                        continue
                receive(arrived, owned, node, g, parent, share)
        for node, g in arrived.items():  # the leaves
            if node.hooks is not None or isinstance(g, Pending):
                arrived[node] = completed(node, g, owned)
        found.update(arrived)
    except Exception as error:
        blame(error, node, shares)
        raise
    return found


def freed(node: Node) -> GraphFreedError:
    """Return the error for a node whose saved values were consumed by an earlier pass."""
    return GraphFreedError(
        f"The values that {node.recipe.name} saved were consumed by an earlier backward pass. "
        "Wanted: one pass over a graph. For several, pass retain_graph=True to all but the last."
    )


def blame(error: Exception, node: Node, shares: Any) -> None:
    """Say in `error` which operation was differentiated; raise a clearer one if its rule returned no array."""
    if node.recipe is None or isinstance(error, GraphFreedError):
        return
    if isinstance(error, AttributeError):
        node.recipe.check(shares, node.parents)
    error.add_note(f"while differentiating {node.recipe.name}, whose result has shape {node.shape}")


def completed(node: Node, g: Any, owned: set[Node]) -> Any:
    """Settle a gradient that nothing more comes to; show it to the hooks of `node`, which may keep or replace it."""
    if isinstance(g, Pending):
        g = g.settled()
    if node.hooks is not None:
        owned.discard(node)
        for hook in tuple(node.hooks.values()):
            g = hook(g)
    return g


def receive(arrived: dict[Node, Any], owned: set[Node], node: Node, g: Any, parent: Node, share: Any) -> None:
    """Add a share that is not the first of its parent, or that has to be fitted to it."""
    held = arrived.get(parent)
    if type(share) is not parent.scalar and (share.shape != parent.shape or share.dtype is not parent.dtype):
        if isinstance(share, Deferred):
            arrived[parent] = share.add_to(held, parent in owned, parent, g, node in owned)
            owned.add(parent)
            return
        share = node.recipe.fit(share, parent)
    if held is None:
        arrived[parent] = share
    else:
        arrived[parent] = node.recipe.add(held, share, parent in owned)
        owned.add(parent)
