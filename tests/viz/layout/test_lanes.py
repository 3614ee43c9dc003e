"""Lines of one source share the lanes in which they pass layers of boxes."""

import itertools
import re
from typing import ClassVar

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw
from autograd_lite.viz.layout.curves import flattened
from autograd_lite.viz.layout.lanes import LONG, apart, bent, branches, clear_of_neighbours
from autograd_lite.viz.layout.layered import Line, Size, arrange
from autograd_lite.viz.layout.ordering import layers_of
from autograd_lite.viz.layout.placing import lanes_in


def size(svg: str) -> tuple[int, int]:
    """Width and height in points."""
    width, height = re.findall(r'(?:width|height)="(\d+)', svg)[:2]
    return int(width), int(height)


def test_shared_lanes_are_looked_at_once() -> None:
    """Of two chains that share lanes the second is what it has for itself; one of the spine comes first."""
    short, long = ("a", "b", "a"), ("a", "c", "a")
    chains = {short: ["a", "l1", "b"], long: ["a", "l1", "l2", "c"]}
    assert list(apart(chains, {short: False, long: False})) == [(short, ["a", "l1", "b"]), (long, ["l1", "l2", "c"])]
    assert next(apart(chains, {short: False, long: True})) == (long, chains[long])


def test_straight_parts_are_one() -> None:
    """A line through lanes one below the other has two points, whatever the count of the lanes."""
    assert list(bent([(5.0, (0.0, 1.0)), (5.0, (2.0, 3.0)), (7.0, (4.0, 5.0))])) == [
        [(5.0, 0.0), (5.0, 3.0)], [(7.0, 4.0), (7.0, 5.0)],
    ]  # fmt: skip


def test_long_lines_branch_off() -> None:
    """The longest line of a source is drawn whole; of others those that are long begin where they leave it."""
    lanes = [f"l{n}" for n in range(LONG + 5)]
    chains = {("a", str(n), "a"): ["a", *lanes[:n], str(n)] for n in (3, LONG, LONG + 5)}
    assert branches(chains) == {("a", str(LONG), "a")}


class TestCrowdedLayers:
    def test_slices_stand_beside_their_steps(self) -> None:
        """Ten slices of a sequence do not stand in one row: each is taken where its step takes it, for one line."""
        steps = [f"s{n}" for n in range(10)]
        slices = [f"x{n}" for n in range(10)]
        pieces = [("x", one, "x") for one in slices]
        pieces += [(one, step, one) for one, step in zip(slices, steps, strict=True)]
        pieces += [(one, other, one) for one, other in itertools.pairwise(steps)]
        layers, _ = layers_of(["x", *slices, *steps], [], [], pieces)
        boxes = [[item for item in layer if not item.startswith("lane")] for layer in layers]
        assert boxes == [["x"], ["x0"], *[[f"x{n + 1}", f"s{n}"] for n in range(9)], ["s9"]]

    def test_a_row_that_a_page_has_room_for_stays(self) -> None:
        """Three operations of one input stand side by side, also where one of them is used late."""
        pieces = [("x", one, "x") for one in "abc"] + [("a", "d", "a"), ("b", "d", "b"), ("d", "e", "d")]
        layers, _ = layers_of([*"xabcde"], [], [], [*pieces, ("c", "e", "c")])
        assert layers[1] == ["a", "b", "c"]

    @pytest.mark.parametrize("layer", [nn.RNN, nn.LSTM])
    def test_fifty_steps(self, layer: type) -> None:
        """An unrolled recurrence of fifty steps is no wider than its fifty results, side by side, ask for."""
        drawing = draw(layer(3, 4), np.ones((50, 2, 3)), fold=False, limit=None, engine="own")
        assert size(drawing.svg)[0] < 1500

    def test_one_input_for_many(self) -> None:
        """An input of a thousand operations needs one lane, and text that grows with the operations alone."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        sizes = []
        for count in (100, 200):
            drawing = draw(sum(np.tanh(x * k) for k in range(count)), fold=False, limit=None, engine="own")
            assert lanes_in(drawing.description) < 2 * count
            sizes.append(len(drawing.svg))
        assert sizes[1] < 2.3 * sizes[0]


class TestNeighbours:
    LAYERS: ClassVar = [
        {"tall": (0.0, 40.0, 0.0, 100.0), "short": (60.0, 100.0, 40.0, 60.0)},
        {"end": (0.0, 40.0, 115.0, 135.0)},
    ]
    SPANS: ClassVar = {"tall": (0.0, 100.0), "short": (0.0, 100.0), "end": (115.0, 135.0)}

    def bent(self, *chain: str) -> list[tuple[float, float]]:
        """The points between the ends of one line."""
        found = {chain: []}
        clear_of_neighbours(found, {chain: list(chain[:2])}, self.LAYERS, self.SPANS, lambda *_: 0.0)
        return found[chain]

    def test_a_line_passes_a_longer_neighbour(self) -> None:
        """From beside a taller box a line runs straight down to where that ends, and turns aside there."""
        assert self.bent("short", "end", "short") == [(80.0, 100.0)]

    def test_a_line_that_meets_nothing(self) -> None:
        """The longest of a layer needs no turn."""
        assert self.bent("tall", "end", "tall") == []

    def test_no_arrow_runs_through_a_frame(self) -> None:
        """An input beside a whole module is led past it to what stands on the other side."""
        boxes = {"x": Size(40, 20), **{f"m{k}": Size(80, 30) for k in range(3)}, "y": Size(40, 20)}
        boxes |= {"far": Size(80, 20), "near": Size(80, 20)}
        lines = [Line("x", "m0", True), Line("m0", "m1", True), Line("m1", "m2", True), Line("m2", "near", True)]
        lines += [Line("y", "near"), Line("m2", "far"), Line("y", "far")]
        groups = {own: "m" if own[0] == "m" else "" for own in boxes}
        placed = arrange(boxes, groups, {"m": ""}, {"m": Size(20, 16)}, lines)
        left, top, wide, high = placed.groups["m"]
        for target in ("near", "far"):
            route = flattened(placed.routes["y", target], False)
            assert not [1 for x, y in route if left < x < left + wide and top < y < top + high]
