"""Our own layout: no arrow against the flow, no box over another, text inside of its box, a straight spine."""

import contextlib
import io
import itertools
import json
import re
from typing import NamedTuple

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.modes import switched
from autograd_lite.viz import draw
from autograd_lite.viz.backends.content import lines
from autograd_lite.viz.layout.layered import Line, Size, arrange
from autograd_lite.viz.layout.placing import line_width, placed
from autograd_lite.viz.shaping.calls import circles_opened

Rectangle = tuple[float, float, float, float]
WAYS = [{}, {"fold": False}, {"depth": 1}, {"fold": False, "views": True}, {"direction": "LR"}, {"view": "both"}]


@pytest.fixture(params=WAYS, ids=str)
def description(graph: object, request: pytest.FixtureRequest) -> object:
    """Every graph, drawn in several ways."""
    return circles_opened(draw(graph, **request.param).description)


class TestEveryPicture:
    def test_no_arrow_against_the_flow(self, description: object) -> None:
        """Along every forward arrow each point lies further on than the one before."""
        result, keys = placed(description)
        axis = 0 if description.direction == "LR" else 1
        for edge in description.flowing():
            route = result.routes[keys.boxes[edge.source], keys.boxes[edge.target]]
            steps = [after[axis] - before[axis] for before, after in itertools.pairwise(route)]
            assert min(steps) >= 0
            assert sum(steps) > 0

    def test_no_box_over_another(self, description: object) -> None:
        """Boxes do not touch."""
        result, _ = placed(description)
        for a, b in itertools.combinations(result.boxes.values(), 2):
            apart = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]
            assert apart, (a, b)

    def test_frames_hold_their_boxes_and_no_other(self, description: object) -> None:
        """A box lies inside of the frames of its group and outside of all others."""
        result, keys = placed(description)
        parents = {group.id: group.parent for group in description.groups}
        for box in description.boxes:
            around, group = set(), box.group
            while group:
                around.add(group)
                group = parents[group]
            x, y, w, h = result.boxes[keys.boxes[box.id]]
            for frame in description.groups:
                fx, fy, fw, fh = result.groups[keys.groups[frame.id]]
                inside = fx <= x and x + w <= fx + fw and fy <= y and y + h <= fy + fh
                outside = fx + fw <= x or x + w <= fx or fy + fh <= y or y + h <= fy
                assert inside if frame.id in around else outside

    def test_text_fits(self, description: object) -> None:
        """No line of text is wider than its box."""
        result, keys = placed(description)
        for box in description.boxes:
            width = result.boxes[keys.boxes[box.id]][2]
            for line in lines(box):
                assert line_width(line) <= width


class TestSpine:
    def test_a_chain_is_straight(self) -> None:
        """The boxes of a chain stand within two points of one line, through frames of modules too."""
        y = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
        for k in range(3):
            with switched(scope=f"module{k}"):
                w = ag.Tensor(np.ones((3, 3)), requires_grad=True, name=f"module{k}.a_long_name_of_a_parameter")
                y = np.tanh(np.sin(np.cos(np.exp(y @ w))))
        result, _ = placed(draw(y, fold=False).description)
        centres = [x + w / 2 for x, _, w, _ in result.boxes.values()]
        assert max(centres) - min(centres) < 2

    def test_a_side_input_does_not_bend_it(self, graph: object) -> None:
        """The boxes of the spine stand on one line, whatever flows in from the side."""
        description = circles_opened(draw(graph).description)
        result, keys = placed(description)
        spine = [edge for edge in description.edges if edge.spine]
        ends = [result.boxes[keys.boxes[own]] for edge in spine for own in (edge.source, edge.target)]
        centres = [x + w / 2 for x, _, w, _ in ends]
        assert max(centres) - min(centres) < 2


class TestArrange:
    def test_two_boxes_by_hand(self) -> None:
        """Two boxes one after the other: the second starts 15 points after the first ends, both on one axis."""
        result = arrange({"a": Size(40, 20), "b": Size(60, 20)}, {"a": "", "b": ""}, {}, {}, [Line("a", "b")])
        assert result.boxes == {"a": (10, 0, 40, 20), "b": (0, 35, 60, 20)}
        assert result.routes == {("a", "b"): [(30, 20), (30, 35)]}
        assert result.size == (60, 55)


class TestSizes:
    """How large the pictures of two well-known networks are, in points; the smallest type is 9 points."""

    def test_two_linear_layers(self, engine: str) -> None:
        """A network of two linear layers fits 400 by 700 points."""
        model = nn.Sequential(nn.Linear(784, 128), nn.Tanh(), nn.Linear(128, 10))
        width, height = size_of(draw(model, np.zeros((32, 784)), engine=engine))
        assert (width <= 400, height <= 700) == (True, True), (width, height)

    def test_a_transformer_with_attention_closed(self, engine: str) -> None:
        """Two equal encoder layers, the attention inside closed, fit 800 by 1,000 points."""
        model = nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 64), 2)
        width, height = size_of(draw(model, np.zeros((5, 2, 16)), depth=1, engine=engine))
        assert (width <= 800, height <= 1000) == (True, True), (width, height)

    def test_a_transformer_opened(self, engine: str) -> None:
        """With attention opened they fit 800 by 1,000 points still, in evaluation and while dropout drops."""
        model = nn.TransformerEncoder(nn.TransformerEncoderLayer(64, 4, 128, rng=0), 2)
        for training in (False, True):
            width, height = size_of(draw(model.train(training), np.ones((10, 8, 64)), engine=engine))
            assert (width <= 800, height <= 1000) == (True, True), (width, height)


@pytest.fixture(params=["own", "pygraphviz"])
def engine(request: pytest.FixtureRequest) -> str:
    """Our own layout, and Graphviz's where it is installed."""
    if request.param == "pygraphviz":
        pytest.importorskip("pygraphviz")
    return request.param


def size_of(drawing: object) -> tuple[float, float]:
    """Width and height in points, after a look at the type."""
    found = re.search(r'width="(\d+)(?:pt)?" height="(\d+)', drawing.svg)
    assert min(map(float, re.findall(r'font-size="([\d.]+)"', drawing.svg))) >= 9
    return float(found[1]), float(found[2])


class TestGraphviz:
    """What holds of our own layout holds of the DOT that Graphviz lays out."""

    @pytest.mark.parametrize("options", [{}, {"fold": False}, {"depth": 1}], ids=str)
    def test_no_arrow_against_the_flow_and_no_box_over_another(self, graph: object, options: dict[str, object]) -> None:
        """Every arrow's target lies below its source; boxes do not touch."""
        drawing = draw(graph, **options)
        boxes = graphviz_boxes(drawing)
        for edge in drawing.description.flowing():
            assert boxes[edge.source].top > boxes[edge.target].top
        for a, b in itertools.combinations(boxes.values(), 2):
            apart = a.right <= b.left or b.right <= a.left or a.bottom >= b.top or b.bottom >= a.top
            assert apart, (a, b)

    @pytest.mark.slow
    def test_five_thousand_boxes(self) -> None:
        """A network of 5,000 operations in nested modules, drawn in full, has no arrow against the flow either."""
        drawing = draw(deep_network(), fold=False, limit=None)
        boxes = graphviz_boxes(drawing)
        assert len(boxes) > 5000
        assert all(boxes[e.source].top > boxes[e.target].top for e in drawing.description.flowing())


def deep_network() -> object:
    """A result of 5,000 operations: 50 stages of 20 layers, with ways around each layer and each stage."""
    y = stage = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
    for k in range(1000):
        stage = y if k % 20 == 0 else stage
        with switched(scope=f"stages.{k // 20}.layers.{k % 20}"):
            w = ag.Tensor(np.ones((3, 3)), requires_grad=True, name=f"stages.{k // 20}.layers.{k % 20}.w")
            y = y + np.tanh(np.sin(y @ w) * 0.5)
        y = y + stage if k % 20 == 19 else y
    return y


class TestLarge:
    def test_five_thousand_boxes(self) -> None:
        """Of 5,000 operations in nested modules no arrow points against the flow, no box touches another, text fits."""
        description = draw(deep_network(), fold=False, limit=None).description
        assert len(description.boxes) > 5000
        result, keys = placed(description)
        for edge in description.flowing():
            route = result.routes[keys.boxes[edge.source], keys.boxes[edge.target]]
            assert all(before[1] <= after[1] for before, after in itertools.pairwise(route))
            assert route[0][1] < route[-1][1]
        assert not overlapping(list(result.boxes.values()))
        for box in description.boxes:
            assert max(map(line_width, lines(box))) <= result.boxes[keys.boxes[box.id]][2]

    def test_overlaps_are_found(self) -> None:
        """Of three boxes, of which the first and the last touch, that pair is named."""
        boxes = [(0.0, 0.0, 10.0, 30.0), (20.0, 5.0, 10.0, 10.0), (5.0, 20.0, 10.0, 20.0)]
        assert overlapping(boxes) == [(boxes[0], boxes[2])]


def overlapping(boxes: list[Rectangle]) -> list[tuple[Rectangle, Rectangle]]:
    """The pairs of rectangles that share room; looks only at those that share height."""
    found, open_ones = [], []
    for box in sorted(boxes, key=lambda rectangle: rectangle[1]):
        open_ones = [other for other in open_ones if other[1] + other[3] > box[1]]
        found += [(o, box) for o in open_ones if o[0] < box[0] + box[2] and box[0] < o[0] + o[2]]
        open_ones.append(box)
    return found


class Sides(NamedTuple):
    """A box as Graphviz placed it; the vertical axis points up."""

    left: float
    bottom: float
    right: float
    top: float


def graphviz_boxes(drawing: object) -> dict[str, Sides]:
    """Where Graphviz puts the boxes, by their ids."""
    pygraphviz = pytest.importorskip("pygraphviz")
    with contextlib.redirect_stderr(io.StringIO()):
        text = pygraphviz.AGraph(string=drawing.dot).draw(None, format="json0", prog="dot")
    placed_nodes = {node["name"]: node for node in json.loads(text)["objects"] if "pos" in node}
    found = {}
    for number, box in enumerate(drawing.description.boxes):
        node = placed_nodes[f"n{number}"]
        x, y = map(float, node["pos"].split(","))
        w, h = float(node["width"]) * 36, float(node["height"]) * 36
        found[box.id] = Sides(x - w, y - h, x + w, y + h)
    return found
