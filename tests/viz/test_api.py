"""What users call: ``draw`` in its forms, and its refusals."""

from collections.abc import Callable

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.errors import NoGradientError
from autograd_lite.modes import switched
from autograd_lite.viz import draw
from autograd_lite.viz.description import DescriptionError, Row


class Net(nn.Module):
    """Two linear layers."""

    def __init__(self) -> None:
        self.fc1 = nn.Linear(4, 3)
        self.act = nn.ReLU()
        self.fc2 = nn.Linear(3, 2)

    def forward(self, x: object) -> object:
        """Apply them."""
        return self.fc2(self.act(self.fc1(x)))


def blocks(count: int) -> object:
    """Equal residual blocks, one after the other."""
    x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
    for k in range(count):
        with switched(scope=f"blocks.{k}"):
            w = ag.Tensor(np.ones((3, 3)), requires_grad=True, name=f"blocks.{k}.w")
            x = x + np.tanh(np.sin(np.exp(x @ w)))
    return np.sum(x)


class TestDraw:
    def test_a_module_is_called_with_the_inputs(self) -> None:
        """Small modules are one box each: name and class, the formula, the parameters as rows."""
        boxes = draw(Net(), np.ones((5, 4))).description.boxes
        assert [(b.title, b.settings) for b in boxes] == [
            ("x", ""), ("fc1  Linear", "· @ weightᵀ + bias"), ("act  ReLU", ""), ("fc2  Linear", "· @ weightᵀ + bias"),
            ("output", ""),
        ]  # fmt: skip
        assert boxes[1].rows == (Row("parameter", "weight", (3, 4)), Row("parameter", "bias", (3,)))

    def test_a_function_names_its_inputs(self) -> None:
        """The parameters of a function name the boxes of its arguments."""
        drawing = draw(lambda apple, count: apple * count, 100.0, 2.0)
        assert [box.title for box in drawing.description.boxes] == ["apple", "count", "apple × count", "loss"]

    def test_several_results_by_name(self) -> None:
        """A dict of Tensors names the results."""
        x = ag.Tensor(1.0, requires_grad=True, name="x")
        drawing = draw({"sine": np.sin(x), "cosine": np.cos(x)})
        assert [box.title for box in drawing.description.boxes if box.role == "output"] == ["sine", "cosine"]

    def test_drawing_changes_no_graph(self) -> None:
        """Gradients after drawing are those without; nothing is kept alive by the picture."""
        x = ag.Tensor([1.0, 2.0], requires_grad=True, name="x")
        y = np.sum(x * x)
        drawing = draw(y)
        y.backward()
        assert x.grad.tolist() == [2.0, 4.0]
        assert drawing.description.boxes[0].title == "x"

    @pytest.mark.parametrize(
        ("target", "message"),
        [
            (np.ones(3), "draw got a ndarray for 'output', which no operation has computed on record"),
            ([], "draw got an empty list"),
            (ag.Tensor(1.0), "draw got a Tensor without a history for 'loss'"),
            (ag.Tensor(1.0, requires_grad=True), "draw got a Tensor without a history for 'loss'"),
        ],
    )
    def test_nothing_to_draw(self, target: object, message: str) -> None:
        """An array or a leaf has no graph: the error says what to draw instead."""
        with pytest.raises(NoGradientError, match=message):
            draw(target)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"depth": -1}, r"Got depth=-1\. Wanted a whole number from 0 on, or None\."),
            ({"limit": 3}, r"Got limit=3\. Wanted a whole number from 4 on, or None\."),
            ({"depth": 0, "open": 3}, r"Got open=3\. Wanted paths of modules, or a function of the path\."),
            ({"depth": 0, "open": [1]}, r"Got open=\[1\]\. Wanted paths of modules"),
            ({"depth": 0, "open": "block"}, r"Got open='block', and no such module ran\. There are .*blocks\.0"),
            ({"names": 3}, r"Got names=int\. Wanted a Module, or a dict of Tensors by name\."),
        ],
    )
    def test_arguments_out_of_range(self, options: dict[str, object], message: str) -> None:
        """A number that cannot be a depth or a limit, and names of nothing, are refused."""
        with pytest.raises(DescriptionError, match=message):
            draw(blocks(1), **options)

    def test_unknown_choices(self) -> None:
        """A wrong argument is answered with the right ones."""
        with pytest.raises(DescriptionError, match=r"Got parameters='boxes'\. Wanted one of rows, nodes, none\."):
            draw(blocks(1), parameters="boxes")


class TestDepthAndFold:
    def test_equal_blocks_are_drawn_once(self) -> None:
        """Twelve equal modules are one frame, × 12, and nothing points back into it."""
        description = draw(blocks(12)).description
        (frame,) = description.groups
        assert (frame.title, frame.times) == ("blocks.0 … 11", 12)
        assert [box.title for box in description.boxes] == ["x", "· @ w", "exp", "sin", "tanh", "+", "sum", "loss"]

    def test_blocks_with_a_difference_are_not(self) -> None:
        """A block of another shape is drawn by itself."""
        x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
        for k, width in enumerate([3, 3, 4]):
            with switched(scope=f"blocks.{k}"):
                w = ag.Tensor(np.ones((x.shape[1], width)), requires_grad=True, name=f"blocks.{k}.w")
                x = np.tanh(np.sin(np.cos(np.exp(x @ w))))
        assert [(g.title, g.times) for g in draw(x).description.groups] == [("blocks.0 … 1", 2), ("blocks.2", 1)]

    def test_depth_closes_modules(self) -> None:
        """With depth=0 every outermost module is one box, which counts what is inside."""
        boxes = draw(blocks(2), depth=0, fold=False).description.boxes
        assert [(b.title, b.role, b.count) for b in boxes][1:3] == [
            ("blocks.0", "module", 5),
            ("blocks.1", "module", 5),
        ]

    def test_open_opens_a_path(self) -> None:
        """A path in open= stays open below the depth."""
        description = draw(blocks(2), depth=0, open=["blocks.1"], fold=False).description
        assert [group.id for group in description.groups] == ["blocks.1"]

    def test_open_opens_what_is_around(self) -> None:
        """A path inside of a module opens that one as well; a function of the path is asked for each."""
        layers = nn.Sequential(nn.Sequential(nn.Linear(3, 3), nn.Tanh()), nn.Sequential(nn.Linear(3, 2), nn.Tanh()))
        inner = draw(layers, np.ones((2, 3)), depth=0, open="1.0", views=True).description
        assert [group.id for group in inner.groups] == ["1", "1.0"]
        assert [box.id for box in inner.boxes if box.role == "module"] == ["0", "1.1"]
        asked = draw(blocks(2), depth=0, open=lambda path: path == "blocks.0", fold=False).description
        assert [group.id for group in asked.groups] == ["blocks.0"]

    def test_what_is_asked_for_is_drawn_apart(self) -> None:
        """One of twelve equal modules that is named is open, between those before it and those behind it."""
        description = draw(blocks(12), open="blocks.1").description
        assert [(group.title, group.times) for group in description.groups] == [("blocks.1", 1)]
        closed = [(box.title, box.times) for box in description.boxes if box.role == "module"]
        assert closed == [("blocks.0", 1), ("blocks.2 … 11", 10)]

    def test_what_is_asked_for_alike_is_folded(self) -> None:
        """Equal modules that are all asked for are one frame; those beside them another."""
        description = draw(blocks(12), open=["blocks.1", "blocks.2"], depth=1).description
        frames = [(group.title, group.times) for group in description.groups]
        assert frames == [("blocks.0", 1), ("blocks.1 … 2", 2), ("blocks.3 … 11", 9)]

    def test_a_small_module_is_drawn_apart(self) -> None:
        """Of equal layers that are one box each, the one that is named is told from the others."""
        layers = nn.Sequential(*[nn.Linear(3, 3) for _ in range(6)])
        boxes = draw(layers, np.ones((2, 3)), open="2").description.boxes
        assert [(box.module, box.times) for box in boxes if box.module] == [("0", 1), ("1", 1), ("2", 1), ("3", 3)]

    def test_a_list_of_modules_is_open_anyway(self) -> None:
        """What only numbers its modules has no frame, so that its path opens what is around it."""

        class Net(nn.Module):
            def __init__(self) -> None:
                self.body = nn.ModuleDict({"layers": nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 2)])})

            def forward(self, x: object) -> object:
                with switched(scope="body"):
                    y = np.exp(np.sin(np.cos(np.tanh(x))))
                for layer in self.body["layers"]:
                    y = layer(y)
                return y

        boxes = draw(Net(), np.ones((2, 3)), open="body.layers").description.boxes
        assert [box.module for box in boxes if box.module] == ["body.layers.0", "body.layers.1"]

    def test_what_is_asked_for_closes_last(self) -> None:
        """Where there is no room for all, modules that nobody asked for close first."""
        description = draw(blocks(12), open="blocks.1", depth=9, limit=20, fold=False).description
        assert [group.id for group in description.groups] == ["blocks.1"]
        assert len(draw(blocks(12), open="blocks.1", depth=9, limit=5).description.boxes) <= 5

    def test_steps_of_a_loop_are_drawn_once(self) -> None:
        """A recurrence without modules is one frame, × 6, whatever the order of the operands in its first step."""
        w, u = (ag.Tensor(np.ones((3, 3)), requires_grad=True, name=n) for n in "WU")
        h = ag.Tensor(np.zeros((2, 3)))
        for _ in range(6):
            h = np.tanh(ag.Tensor(np.ones((2, 3))) @ w + h @ u)
        description = draw(np.sum(h)).description
        assert [(g.title, g.times) for g in description.groups] == [("repeated", 6)]
        assert sorted(b.title for b in description.boxes if b.role == "operation") == [
            "+",
            "sum",
            "tanh",
            "· @ U",
            "· @ W",
        ]

    def test_a_large_picture_is_summed_up(self) -> None:
        """Above the limit the picture is cut, and says what it leaves out."""
        x = y = ag.Tensor(1.0, requires_grad=True, name="x")
        for k in range(1000):
            y = np.sin(y) if k % 3 else y * x
        description = draw(y, fold=False, limit=50).description
        assert len(description.boxes) <= 50
        assert description.captions[-1] == "46 of 1,000 operations shown; limit=… shows more"

    def test_modules_that_take_turns_are_summed_up(self, graphs: dict[str, Callable[[], object]]) -> None:
        """Closed, such modules lie on a circle; what cannot be ordered is cut in the order of the computation."""
        description = draw(graphs["taking_turns"](), limit=4).description
        assert [box.title for box in description.boxes] == ["x", "… 10 operations …", "loss"]


class TestAround:
    def test_a_view_has_the_value_that_it_had(self) -> None:
        """A view that is written to later shows what it held when it was taken."""

        def f(x: object) -> object:
            y = x * 2.0
            y[1:] *= 3.0
            return np.sum(y)

        boxes = {b.id: b.value for b in draw(f, np.array([1.0, 2.0, 3.0]), values=True).description.boxes}
        assert boxes["getitem.0"] == "= [4, 6] | ∂ [3, 3]"

    def test_a_function_finds_its_modules(self) -> None:
        """The Modules that a function uses give their classes and the names of their parameters."""
        net = Net()
        boxes = draw(lambda x: np.sum(net(x) ** 2), np.ones((5, 4)), views=True).description.boxes
        assert [row.name for b in boxes for row in b.rows] == ["weight", "bias", "weight", "bias"]
        titles = [b.title for b in draw(lambda x: np.sum(net(x)), np.ones((5, 4))).description.boxes]
        assert titles == ["x", "fc1  Linear", "act  ReLU", "fc2  Linear", "sum", "loss"]

    def test_modules_that_contradict_each_other(self) -> None:
        """Two Modules that give one path to different classes are told apart by their names."""
        one, other = nn.Sequential(nn.Tanh()), nn.Sequential(nn.ReLU())
        boxes = draw(lambda x: np.sum(one(x) + other(x)), np.ones(3)).description.boxes
        assert [(b.module, b.title) for b in boxes if b.module] == [("one.0", "0  Tanh"), ("other.0", "0  ReLU")]

    def test_an_input_without_a_path(self) -> None:
        """The caption names an input from which no gradient flows."""
        captions = draw(lambda x, other: np.sum(x * other.detach()), np.ones(2), np.ones(2)).description.captions
        assert "without a path to the result: other" in captions
