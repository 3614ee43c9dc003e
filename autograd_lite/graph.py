"""The graph and the walk over it. Knows no operation, no Tensor, and no NumPy.

Reading order: :class:`Node` (what is kept), :func:`ordered` (in which order), :func:`sweep` (the backward pass).

Why sort? A node's gradient is complete only when *every* consumer has sent its share; walking consumers before
producers is what makes one visit a node enough.

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
    """

    __slots__ = ("dtype", "hooks", "line", "parents", "recipe", "saved", "scope", "shape")

    def __init__(
        self, recipe: Any, parents: tuple["Node", ...], saved: Any, shape: Any, dtype: Any, scope: str | None = None
    ) -> None:
        self.recipe = recipe
        self.parents = parents
        self.saved = saved
        self.shape = shape
        self.dtype = dtype
        self.scope = scope
        self.hooks: Any = None
        self.line: Any = None

    def __repr__(self) -> str:
        return f"<Node {self.recipe.name if self.recipe else 'leaf'} {self.shape} {self.dtype}>"


class Leaf(Node):
    """A value that the user made and wants a gradient for; the gradient is kept here."""

    __slots__ = ("grad",)

    def __init__(self, shape: Any, dtype: Any) -> None:
        super().__init__(None, (), (), shape, dtype)
        self.grad: Any = None


class Deferred:
    """A share that adds itself to the gradient that its receiver already has, where that is the cheaper way.

    ``add_to(held, own_held, parent, g, own_g)`` returns the new gradient of `parent`. `held` is what arrived so far, or
    None; a gradient that the sweep owns may be written to.
    """

    __slots__ = ("add_to",)
    shape = dtype = None  # no parent has such a shape, so a Deferred always goes through `receive`

    def __init__(self, add_to: Callable[[Any, bool, Node, Any, bool], Any]) -> None:
        self.add_to = add_to


def ordered(ends: Iterable[Node]) -> list[Node]:
    """Return the nodes that `ends` depend on, every consumer before what it consumed; linear and not recursive."""
    waiting = dict.fromkeys(ends, 0)
    stack = list(waiting)
    while stack:
        for parent in stack.pop().parents:
            if parent in waiting:
                waiting[parent] += 1
            else:
                waiting[parent] = 1
                stack.append(parent)
    order, ready = [], [node for node, consumers in waiting.items() if not consumers]
    while ready:
        node = ready.pop()
        order.append(node)
        for parent in node.parents:
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
    return order


def leading_to(wanted: Container[Node], order: list[Node]) -> list[Node]:
    """Keep of `order` the nodes from which a wanted node is reached."""
    reached = set[Node]()
    for node in reversed(order):
        if node in wanted or any(parent in reached for parent in node.parents):
            reached.add(node)
    return [node for node in order if node in reached]


def sweep(
    seeds: dict[Node, Any],
    order: list[Node],
    wanted: Container[Node] = (),
    recorded: bool = False,
    retain: bool = False,
) -> dict[Node, Any]:
    """Carry the gradients in `seeds` backward along `order`; return those that arrive at leaves and `wanted` nodes.

    Parameters
    ----------
    seeds : gradient of the result with respect to each end, arrays; Tensors if `recorded`
    order : from :func:`ordered`
    wanted : nodes whose gradient is returned besides that of the leaves
    recorded : hand the rules Tensors, so that the pass is itself recorded
    retain : keep the saved values for another pass
    """
    arrived, owned, found = dict(seeds), set[Node](), {}
    for node in order:
        if (g := arrived.pop(node, None)) is None:
            continue
        if node.hooks is not None:
            owned.discard(node)
            for hook in tuple(node.hooks.values()):
                g = hook(g)
        if not node.parents or node in wanted:
            found[node] = g
            owned.discard(node)
        for parent, share in zip(node.parents, shares(node, g, recorded, retain), strict=True):
            if parent in arrived or share.shape != parent.shape or share.dtype is not parent.dtype:
                receive(arrived, owned, node, g, parent, share)
            else:
                arrived[parent] = share
    return found


def shares(node: Node, g: Any, recorded: bool, retain: bool) -> Any:
    """Apply the rules of `node` to `g`: one share for every parent. What they used is freed unless retained."""
    recipe, saved = node.recipe, node.saved
    if recipe is None:
        return ()
    if saved is None:
        raise GraphFreedError(
            f"The values that {recipe.name} saved were consumed by an earlier backward pass. "
            "Wanted: one pass over a graph. For several, pass retain_graph=True to all but the last."
        )
    if recorded:
        saved = recipe.lift(node)
    if not retain:
        node.saved = None
    try:
        return (recipe.recorded if recorded else recipe.pull)(g, saved)
    except FloatingPointError:  # invalid operation (infinity times zero, mostly): once more, slower, with strong zeros
        return recipe.careful(g, saved)
    except Exception as error:
        error.add_note(f"while differentiating {recipe.name}, whose result has shape {node.shape}")
        raise


def receive(arrived: dict[Node, Any], owned: set[Node], node: Node, g: Any, parent: Node, share: Any) -> None:
    """Add a share that is not the first of its parent, or that has to be fitted to it."""
    held = arrived.get(parent)
    if isinstance(share, Deferred):
        arrived[parent] = share.add_to(held, parent in owned, parent, g, node in owned)
        owned.add(parent)
        return
    if getattr(share, "shape", None) != parent.shape or share.dtype is not parent.dtype:
        share = node.recipe.fit(share, parent)
    if held is None:
        arrived[parent] = share
    else:
        arrived[parent] = node.recipe.add(held, share, parent in owned)
        owned.add(parent)
