"""The graph and the walk over it. Knows no operation, no Tensor, and no NumPy.

Reading order: :class:`Node` (what is kept), :func:`consumers` (who waits for how many), :func:`sweep` (the pass).

Why count consumers first? A node's gradient is complete only when *every* consumer has sent its share; waiting for the
last one is what makes one visit a node enough.

Why add? A value used twice changes the result along both ways, and the chain rule sums them.
"""

from collections.abc import Callable, Container, Iterable
from typing import Any

from autograd_lite.errors import GraphFreedError


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
    scalar : the type of an immutable number whose shape and dtype need no look, or None
    hooks : functions that see the gradient, or None
    line : where the operation was called, noted under ``detect_anomaly``
    """

    __slots__ = ("dtype", "hooks", "line", "parents", "recipe", "saved", "scalar", "scope", "shape")

    def __init__(
        self, recipe: Any, parents: tuple["Node", ...], saved: Any, shape: Any, dtype: Any, scope: str | None = None
    ) -> None:
        self.recipe = recipe
        self.parents = parents
        self.saved = saved
        self.shape = shape
        self.dtype = dtype
        self.scope = scope
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


def consumers(ends: Iterable[Node]) -> dict[Node, int]:
    """Return every node that `ends` depend on, with the count of its uses; linear in nodes and edges, not recursive."""
    count = dict.fromkeys(ends, 0)
    stack = list(count)
    while stack:
        for parent in stack.pop().parents:
            if parent in count:
                count[parent] += 1
            else:
                count[parent] = 1
                stack.append(parent)
    return count


def ordered(ends: Iterable[Node]) -> list[Node]:
    """Return the nodes that `ends` depend on, every consumer before what it consumed."""
    waiting = consumers(ends)
    order, ready = [], [node for node, count in waiting.items() if not count]
    while ready:
        node = ready.pop()
        order.append(node)
        for parent in node.parents:
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
    return order


def consumers_towards(wanted: Container[Node], ends: Iterable[Node]) -> dict[Node, int]:
    """Return :func:`consumers`, but only of the nodes from which a wanted node is reached."""
    count = dict[Node, int]()
    order = ordered(ends)
    for node in reversed(order):
        if node in wanted or any(parent in count for parent in node.parents):
            count[node] = 0
    for node in count:
        for parent in node.parents:
            if parent in count:
                count[parent] += 1
    return count


def sweep(
    seeds: dict[Node, Any],
    waiting: dict[Node, int],
    wanted: Container[Node] = (),
    recorded: bool = False,
    retain: bool = False,
) -> dict[Node, Any]:
    """Carry the gradients in `seeds` backward; return those that arrive at leaves and at `wanted` nodes.

    Parameters
    ----------
    seeds : gradient of the result with respect to each end, arrays; Tensors if `recorded`
    waiting : count of the shares that each node waits for, from :func:`consumers`; others get none. Used up.
    wanted : nodes whose gradient is returned besides that of the leaves
    recorded : hand the rules Tensors, so that the pass is itself recorded
    retain : keep the saved values for another pass
    """
    arrived = {node: g for node, g in seeds.items() if node in waiting}
    ready = [node for node in arrived if not waiting[node]]
    owned, found, shares = set[Node](), {}, ()
    try:
        while ready:
            node = ready.pop()
            g = arrived.pop(node)
            if node.hooks is not None:
                g = hooked(node, g, owned)
            if not node.parents or node in wanted:
                found[node] = g
                owned.discard(node)
            if (recipe := node.recipe) is None:
                continue
            saved = lifted(node) if recorded or node.saved is None else node.saved
            if not retain:
                node.saved = None
            try:
                shares = recipe.recorded(g, saved) if recorded else recipe.pull(g, saved)
            except FloatingPointError:  # infinity times zero, mostly: once more, slower, with strong zeros
                shares = recipe.careful(g, saved)
            for parent, share in zip(node.parents, shares):  # noqa: B905  # strict=True would cost 5 % of the sweep
                if (left := waiting.get(parent)) is None:
                    continue
                if parent in arrived or (
                    type(share) is not parent.scalar
                    and (share.shape != parent.shape or share.dtype is not parent.dtype)
                ):
                    receive(arrived, owned, node, g, parent, share, left == 1)
                else:
                    arrived[parent] = share
                if left == 1:
                    ready.append(parent)
                else:
                    waiting[parent] = left - 1
    except Exception as error:
        blame(error, node, shares)
        raise
    return found


def lifted(node: Node) -> Any:
    """Return the saved values of `node` as Tensors; raise if they were consumed by an earlier pass."""
    if node.saved is None:
        raise GraphFreedError(
            f"The values that {node.recipe.name} saved were consumed by an earlier backward pass. "
            "Wanted: one pass over a graph. For several, pass retain_graph=True to all but the last."
        )
    return node.recipe.lift(node)


def blame(error: Exception, node: Node, shares: Any) -> None:
    """Say in `error` which operation was differentiated; raise a clearer one if its rule returned no array."""
    if node.recipe is None or isinstance(error, GraphFreedError):
        return
    if isinstance(error, AttributeError):
        node.recipe.check(shares, node.parents)
    error.add_note(f"while differentiating {node.recipe.name}, whose result has shape {node.shape}")


def hooked(node: Node, g: Any, owned: set[Node]) -> Any:
    """Show the gradient of `node` to its hooks, which may keep or replace it, so the sweep no longer owns it."""
    owned.discard(node)
    for hook in tuple(node.hooks.values()):
        g = hook(g)
    return g


def receive(
    arrived: dict[Node, Any], owned: set[Node], node: Node, g: Any, parent: Node, share: Any, last: bool
) -> None:
    """Add a share that is not the first of its parent, or that has to be fitted to it; settle what is pending."""
    held = arrived.get(parent)
    if isinstance(share, Deferred):
        total = share.add_to(held, parent in owned, parent, g, node in owned)
        arrived[parent] = total.settled() if last and isinstance(total, Pending) else total
        owned.add(parent)
        return
    if type(share) is not parent.scalar and (share.shape != parent.shape or share.dtype is not parent.dtype):
        share = node.recipe.fit(share, parent)
    if held is None:
        arrived[parent] = share
    else:
        arrived[parent] = node.recipe.add(held, share, parent in owned)
        owned.add(parent)
