from typing import Any

import pytest

from autograd_lite.errors import GraphFreedError
from autograd_lite.graph import Deferred, Leaf, Node, Pending, ordered, reached, sweep, towards


class Number(float):
    """A number with a shape and a dtype, as the sweep wants them: the graph needs no NumPy."""

    shape: tuple[int, ...] = ()
    dtype = "number"


class Weighted:
    """A recipe: each parent gets ``g`` times its weight."""

    name = "weighted"

    def __init__(self, *weights: float) -> None:
        self.weights = weights

    def pull(self, g: Any, saved: Any) -> list[Number]:
        """Return the shares."""
        return [Number(g * weight) for weight in self.weights]

    def add(self, held: Any, share: Any, own: bool) -> Number:
        """Sum two shares."""
        return Number(held + share)


def leaf() -> Leaf:
    """A leaf."""
    return Leaf((), "number")


def node(recipe: Any, *parents: Node) -> Node:
    """A node with something saved."""
    return Node(recipe, parents, (), (), "number")


def swept(end: Node, **options: Any) -> dict[Node, Any]:
    """The gradients of `end`."""
    return sweep({end: Number(1)}, **options)


def test_chain_rule_along_a_chain() -> None:
    """Weights along a chain multiply: 2 · 3 · 5."""
    x = leaf()
    end = node(Weighted(5), node(Weighted(3), node(Weighted(2), x)))
    assert swept(end) == {x: 30.0}


def test_ways_add_up() -> None:
    """A value that is used along two ways gets the sum: 2 · 7 + 3 · 11, and once more itself: + 13."""
    x = leaf()
    end = node(Weighted(7, 11, 13), node(Weighted(2), x), node(Weighted(3), x), x)
    assert swept(end) == {x: 2 * 7 + 3 * 11 + 13}


def test_same_parent_twice() -> None:
    """In x · x the input is a parent twice, and both shares count."""
    x = leaf()
    assert swept(node(Weighted(2, 3), x, x)) == {x: 5.0}


def test_every_rule_runs_once() -> None:
    """Through ten diamonds lead 1024 ways, and each of the twenty rules runs once."""
    ran = []

    class Counted(Weighted):
        def pull(self, g: Any, saved: Any) -> list[Number]:
            ran.append(g)
            return super().pull(g, saved)

    x = end = leaf()
    for _ in range(10):
        middle = node(Counted(1), end)
        end = node(Counted(1, 1), middle, middle)
    assert swept(end) == {x: 1024.0}
    assert len(ran) == 20


def test_ordered() -> None:
    """Every consumer stands before what it consumed."""
    x, y = leaf(), leaf()
    a = node(Weighted(1, 1), x, y)
    b = node(Weighted(1, 1), a, x)
    end = node(Weighted(1, 1), a, b)
    order = ordered([end])
    assert len(order) == 5
    place = {each: k for k, each in enumerate(order)}
    for each in order:
        assert all(place[each] < place[parent] for parent in each.parents)


def test_reached() -> None:
    """Every node that the ends depend on is found once, the ends among them."""
    x, y = leaf(), leaf()
    a = node(Weighted(1, 1), x, x)
    end = node(Weighted(1, 1), a, x)
    assert reached([end]) == reached([end, a]) == {end, a, x}
    assert reached([a, y]) == {a, x, y}


def test_towards() -> None:
    """Only what leads to a wanted node is kept."""
    x, y = leaf(), leaf()
    a, b = node(Weighted(1), x), node(Weighted(1), y)
    end = node(Weighted(1, 1), a, b)
    assert towards({x}, [end]) == {end, a, x}
    assert towards({a}, [end]) == {end, a}


def test_younger_nodes_come_first() -> None:
    """A node waits for its youngest and its oldest consumer alike, in whatever order they reach it."""
    x = leaf()
    old = node(Weighted(2), x)
    middle = node(Weighted(3), x)
    end = node(Weighted(5, 7, 11), node(Weighted(13), old), x, middle)
    assert swept(end) == {x: 5 * 13 * 2 + 7 + 11 * 3}


def test_pending_gradients_are_settled_when_they_are_used() -> None:
    """A gradient that is still being gathered is handed to the rule, or to the user, as what it amounts to."""

    class Gathering(Pending):
        total = 0.0

        def settled(self) -> Number:
            return Number(self.total)

    class Gathered(Weighted):
        def pull(self, g: Any, saved: Any) -> list[Any]:
            def add_to(held: Any, own: bool, parent: Node, g: Any, own_g: bool) -> Any:
                held = held or Gathering()
                held.total += 3 * float(g)
                return held

            return [Deferred(add_to)]

    x = leaf()
    a = node(Weighted(2), x)
    assert swept(node(Weighted(1, 1), node(Gathered(1), a), node(Gathered(1), a))) == {x: 12.0}
    assert swept(node(Gathered(1), x)) == {x: 3.0}


def test_confined_sweep() -> None:
    """Rules beside the way to the wanted nodes are not run."""

    class Forbidden(Weighted):
        def pull(self, g: Any, saved: Any) -> list[Number]:
            raise AssertionError

    x, y = leaf(), leaf()
    end = node(Weighted(2, 3), node(Weighted(5), x), node(Forbidden(1), y))
    assert sweep({end: Number(1)}, towards({x}, [end]), {x}) == {x: 10.0}


def test_wanted_in_the_middle() -> None:
    """The gradient of a wanted result is returned beside that of the leaves behind it."""
    x = leaf()
    a = node(Weighted(2), x)
    end = node(Weighted(3), a)
    assert swept(end, wanted={a}) == {a: 3.0, x: 6.0}


def test_two_ends() -> None:
    """Several ends start with seeds of their own; an end may lie on the way of another."""
    x = leaf()
    a = node(Weighted(2), x)
    end = node(Weighted(3), a)
    assert sweep({end: Number(1), a: Number(10)}) == {x: 26.0}


def test_saved_values_are_freed_as_they_are_used() -> None:
    """After a pass nothing is saved, and another pass raises; with `retain` all is kept."""
    x = leaf()
    a = node(Weighted(2), x)
    end = node(Weighted(3), a)
    assert swept(end, retain=True) == {x: 6.0}
    assert swept(end) == {x: 6.0}
    assert (end.saved, a.saved) == (None, None)
    with pytest.raises(GraphFreedError, match="values that weighted saved"):
        swept(end)


def test_deferred_shares() -> None:
    """A Deferred adds itself to what its receiver holds, and is told whether that may be written to."""
    told = []

    class Adding(Weighted):
        def pull(self, g: Any, saved: Any) -> Any:
            def add_to(held: Any, own: bool, parent: Node, g_: Any, own_g: bool) -> Any:
                told.append((held, own, g_))
                return Number((held or 0) + g * 10)

            return [Deferred(add_to) for _ in self.weights]

    x = leaf()
    assert swept(node(Adding(1, 1), x, x)) == {x: 20.0}
    assert told == [(None, False, 1.0), (10.0, True, 1.0)]


def test_hooks_see_and_replace() -> None:
    """Hooks run once, in order, on the complete gradient; what they return is passed on."""
    x = leaf()
    a = node(Weighted(2), x)
    end = node(Weighted(3, 4), a, a)
    seen = []
    a.hooks = {1: lambda g: seen.append(g) or Number(g * 10), 2: lambda g: seen.append(g) or g}
    assert swept(end) == {x: 140.0}
    assert seen == [7.0, 70.0]


def test_failing_rule() -> None:
    """An exception leaves with a note that names the operation."""

    class Failing(Weighted):
        def pull(self, g: Any, saved: Any) -> Any:
            raise LookupError("inside")

    with pytest.raises(LookupError) as caught:
        swept(node(Failing(1), leaf()))
    assert caught.value.__notes__ == ["while differentiating weighted, whose result has shape ()"]


def test_floating_point_error_asks_for_the_careful_form() -> None:
    """An invalid operation in a rule is done again with the careful form, and only there."""

    class Careful(Weighted):
        def pull(self, g: Any, saved: Any) -> Any:
            raise FloatingPointError

        def careful(self, g: Any, saved: Any) -> list[Number]:
            return [Number(7)]

    x = leaf()
    assert swept(node(Weighted(2), node(Careful(1), x))) == {x: 7.0}


def test_repr() -> None:
    """A node shows its operation, shape and dtype."""
    assert repr(node(Weighted(1), leaf())) == "<Node weighted () number>"
    assert repr(leaf()) == "<Node leaf () number>"


def test_nodes_have_no_dict() -> None:
    """A node is slotted: small, and a misspelt attribute is an error."""
    assert not hasattr(leaf(), "__dict__")
    with pytest.raises(AttributeError):
        leaf().gradient = 1  # type: ignore[attr-defined]
