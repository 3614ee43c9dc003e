"""Our own layout: no arrow against the flow, no box over another, text inside of its box, a straight spine."""

import itertools

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.modes import switched
from autograd_lite.viz import draw
from autograd_lite.viz.calls import circles_opened
from autograd_lite.viz.content import lines
from autograd_lite.viz.layout import Line, Size, arrange
from autograd_lite.viz.measure import text_width
from autograd_lite.viz.placing import placed

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
                assert text_width(line.text, 12 if line.kind == "title" else 10, line.kind == "title") <= width


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
        """Two boxes one after the other: the second starts 30 points after the first ends, both on one axis."""
        result = arrange({"a": Size(40, 20), "b": Size(60, 20)}, {"a": "", "b": ""}, {}, {}, [Line("a", "b")])
        assert result.boxes == {"a": (10, 0, 40, 20), "b": (0, 50, 60, 20)}
        assert result.routes == {("a", "b"): [(30, 20), (30, 50)]}
        assert result.size == (60, 70)
