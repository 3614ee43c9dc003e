"""What differs between two graphs."""

from collections.abc import Callable

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.modes import switched
from autograd_lite.viz import diff, draw
from autograd_lite.viz.description import Box, Description, Group
from autograd_lite.viz.palette import THEMES


def network(width: int, extra: bool) -> object:
    """Two modules; the first may have one more operation, the second another width."""
    x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
    with switched(scope="a"):
        h = np.exp(np.sin(x))
        if extra:
            h = np.tanh(h)
        h = np.cos(np.sin(np.sin(h)))
    with switched(scope="b"):
        w = ag.Tensor(np.ones((3, width)), requires_grad=True, name="b.w")
        return np.sum(h @ w)


class TestDiff:
    def test_equal_graphs(self) -> None:
        """Two graphs of the same program differ in nothing."""
        found = diff(network(4, False), network(4, False))
        assert (found.added, found.removed, found.changed) == ([], [], {})

    def test_an_inserted_operation_changes_no_other_id(self) -> None:
        """One more operation in a module is one added box: every other keeps its id."""
        found = diff(network(4, False), network(4, True))
        assert (found.added, found.removed, found.changed) == (["a/tanh.0"], [], {})

    def test_another_shape_is_a_change(self) -> None:
        """A box that both have is compared: shapes, titles, settings, parameters."""
        found = diff(network(4, False), network(5, False))
        assert found.changed == {"b/matmul.0": "shape (2, 4) → (2, 5); w was (3, 4)"}

    def test_it_is_a_drawing(self) -> None:
        """The picture marks what differs by a word, not by colour alone."""
        found = diff(network(4, False), network(5, True), engine="own")
        assert found.description.captions == (
            "1 added, 0 removed, 1 changed",
            "before: 7 operations, 12 parameters in 1 array, all float64",
            "after: 8 operations, 15 parameters in 1 array, all float64",
        )
        assert "+ added" in found.svg
        assert "≠ shape (2, 4) → (2, 5)" in found.svg

    def test_every_backend_marks_it(self) -> None:
        """Borders of what was added, removed and changed have their colours in all languages."""
        before, after = (draw(f, np.ones(3)) for f in (lambda x: np.sin(x) * 2.0, lambda x: np.cos(x) * 3.0))
        found = diff(before, after, engine="own")
        marks = THEMES["light"].marks
        names = {box.id: f"n{n}" for n, box in enumerate(found.description.boxes)}
        for own, kind in (("sin.0", "removed"), ("cos.0", "added"), ("multiply.0", "changed")):
            assert f"style {names[own]} stroke:{marks[kind]},stroke-width:4px" in found.mermaid
            assert f"draw={kind},line width=2pt" in found.tikz
            assert marks[kind] in found.svg
            assert marks[kind] in found.dot

    def test_side_by_side(self) -> None:
        """The two graphs stand in two frames, whole; what differs is marked on both sides, in words on both."""
        found = diff(network(4, False), network(5, True), engine="own")
        both = found.side_by_side.description
        assert [group.title for group in both.groups if not group.parent] == ["before", "after"]
        assert len(both.boxes) == sum(len(side.boxes) for side in found.sides)
        marks = {box.id: (box.emphasis, box.notes) for box in both.boxes if box.emphasis != "same"}
        assert marks == {
            "before:b/matmul.0": ("changed", ("≠ changed",)),
            "after:a/tanh.0": ("added", ("+ added",)),
            "after:b/matmul.0": ("changed", ("≠ shape (2, 4) → (2, 5)", "≠ w was (3, 4)")),
        }
        assert found.side_by_side.svg.count('class="group"') == 6


class TestWiring:
    def test_another_order(self) -> None:
        """Two operations that change places have their ids still, and take something else; every box is drawn."""
        x = np.ones(3)
        found = diff(*(draw(f, x) for f in (lambda x: np.sin(np.tanh(x)), lambda x: np.tanh(np.sin(x)))), engine="own")
        assert (found.added, found.removed) == ([], [])
        assert found.changed == {
            "sin.0": "takes tanh.0 → x",
            "tanh.0": "takes x → sin.0",
            "out:output": "takes sin.0 → tanh.0",
        }
        assert [box.id for box in found.description.boxes] == ["x", "sin.0", "tanh.0", "out:output"]
        assert found.svg.count('class="box ') == 4

    def test_other_operands(self) -> None:
        """The sides of a subtraction that are exchanged are a change, even where all boxes are the same."""
        a, b = np.ones(3), np.ones(3)

        def turned(a: object, b: object) -> object:
            one, other = np.sin(a), np.cos(b)
            return other - one

        before = draw(lambda a, b: np.sin(a) - np.cos(b), a, b)
        assert diff(before, before).changed == {}
        assert diff(before, draw(turned, a, b)).changed == {"subtract.0": "takes sin.0, cos.0 → cos.0, sin.0"}

    def test_a_removed_box_between_two_that_change_places(self) -> None:
        """Arrows of what was removed give way where they would close a circle; its box is drawn all the same."""
        x = np.ones(3)
        before, after = (lambda x: np.sin(np.exp(np.tanh(x)))), (lambda x: np.tanh(np.sin(x)))
        found = diff(draw(before, x), draw(after, x), engine="own")
        assert found.removed == ["exp.0"]
        assert {box.id for box in found.description.boxes} == {"x", "tanh.0", "exp.0", "sin.0", "out:output"}
        assert found.svg.count('class="box ') == 5

    def test_any_two_graphs(self, graph: object, graphs: dict[str, Callable[[], object]]) -> None:
        """Laid over another and beside it, every box of both graphs is drawn, and every arrow of the second."""
        found = diff(graph, graphs["dense"](), engine="own")
        both = {box.id for box in found.description.boxes}
        first, second = found.sides
        assert both == {found.moved.get(b.id, b.id) for b in first.boxes} | {b.id for b in second.boxes}
        assert found.svg.count('class="box ') == len(both)
        assert {(e.source, e.target) for e in found.description.edges} >= {(e.source, e.target) for e in second.edges}
        assert found.side_by_side.svg.count('class="box ') == len(first.boxes) + len(second.boxes)


class TestLayers:
    def test_a_layer_put_in_moves_the_others(self) -> None:
        """A layer behind one that was put into a list has another number, and is the same: none is removed."""
        x = np.ones((2, 3))
        layers = [nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 2)]
        more = nn.Sequential(*layers[:2], nn.Softplus(), layers[2])
        found = diff(draw(nn.Sequential(*layers), x), draw(more, x))
        assert (found.added, found.removed) == (["2/softplus.0"], [])
        assert found.moved == {"2/affine.0": "3/affine.0"}
        assert found.changed == {"3/affine.0": "was 2  Linear"}
        marked = {box.id: box.emphasis for box in found.side_by_side.description.boxes}
        assert (marked["before:2/affine.0"], marked["after:3/affine.0"]) == ("changed", "changed")

    def test_another_activation(self) -> None:
        """Another activation is one box that went and one that came; its neighbours are unchanged."""
        x = np.ones((2, 3))
        one, other = (nn.Sequential(nn.Linear(3, 3), kind(), nn.Linear(3, 2)) for kind in (nn.ReLU, nn.Tanh))
        found = diff(draw(one, x), draw(other, x))
        assert (found.added, found.removed, found.changed) == (["1/tanh.0"], ["1/relu.0"], {})

    def test_one_more_repetition(self) -> None:
        """Where repeats are folded, another count of them is a change, and stands in the title of the frame."""
        before, after = (draw(nn.Sequential(*[Block() for _ in range(n)]), np.ones((2, 3))) for n in (2, 3))
        found = diff(before, after)
        assert found.changed == {"0": "was × 2"}
        assert [group.title for group in found.description.groups] == ["0 … 2  Block × 3  ≠ was × 2"]

    def test_another_dtype(self) -> None:
        """Numbers of half the size are a change of every box, though no box says what all have in common."""
        x = np.ones(3)
        found = diff(*(draw(np.sin, x.astype(kind)) for kind in (np.float64, np.float32)))
        assert set(found.changed.values()) == {"dtype float64 → float32"}

    def test_frames_that_lie_elsewhere(self) -> None:
        """Modules may be nested in other ways, or be left without a box: a frame stands after the one around it."""
        inner = [Group("a.b", "a.b")], [Group("a", "a"), Group("a.b", "b", "a")]
        first, second = (
            Description([Box("x", "operation", "x", group="a.b"), Box("y", "operation", "y", group=g[0].id)], groups=g)
            for g in inner
        )
        assert [group.id for group in diff(first, second).description.check().groups] == ["a", "a.b"]
        gone = Description([Box("z", "operation", "z")])
        assert [group.id for group in diff(gone, first).description.groups] == ["a.b"]


class Block(nn.Module):
    """A layer whose input is added to its result."""

    def __init__(self) -> None:
        self.layer = nn.Linear(3, 3)

    def forward(self, x: object) -> object:
        """Apply it."""
        return x + np.tanh(self.layer(x)) * np.exp(x)


def test_the_theme_of_what_is_compared() -> None:
    """Two dark drawings have a dark difference, unless another theme is asked for."""
    x = ag.Tensor([1.0, 2.0], requires_grad=True, name="x")
    one, other = draw(np.sum(np.sin(x)), theme="dark"), draw(np.sum(np.exp(x)), theme="dark")
    assert diff(one, other).theme == "dark"
    assert diff(one, other, theme="print").theme == "print"
