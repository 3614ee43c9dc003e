"""What repeats is drawn once: the networks that people draw."""

from collections.abc import Callable

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw
from autograd_lite.viz.backends.svg import to_svg
from autograd_lite.viz.description import Row
from autograd_lite.viz.shaping.folding import folded


def encoder(layers: int) -> nn.Module:
    """A transformer encoder without dropout."""
    return nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), layers).eval()


class TestNetworks:
    def test_two_blocks_of_a_convolutional_network(self, graphs: dict[str, Callable[[], object]]) -> None:
        """Two equal residual blocks are one frame, × 2, with the boxes of the first."""
        description = draw(graphs["convolutional"]()).description
        assert [(group.title, group.times) for group in description.groups] == [("repeated", 2)]
        inside = [box.title for box in description.boxes if box.group == description.groups[0].id]
        assert inside == ["block1.0 … block2.0", "block1.1 … block2.1", "+"]

    def test_twelve_layers_of_a_transformer(self) -> None:
        """Twelve equal layers are one frame with the range of their numbers; its inner frame is drawn once too."""
        description = draw(encoder(12), np.zeros((3, 2, 8))).description
        titles = [(group.title, group.times) for group in description.groups]
        assert titles == [("layers.0 … 11  TransformerEncoderLayer", 12), ("self_attn  MultiheadAttention", 1)]
        assert len(description.boxes) == len(draw(encoder(2), np.zeros((3, 2, 8))).description.boxes)

    def test_twelve_closed_layers(self) -> None:
        """Closed, they are one box × 12 with shape and operations of each, and parameters by their paths."""
        description = draw(encoder(12), np.zeros((3, 2, 8)), depth=0).description
        (box,) = [box for box in description.boxes if box.role == "module"]
        assert (box.title, box.times, box.shape) == ("layers.0 … 11  TransformerEncoderLayer", 12, (3, 2, 8))
        assert Row("parameter", "self_attn.out_proj.weight", (8, 8)) in box.rows
        assert Row("parameter", "norm2.bias", (8,)) in box.rows
        assert box.notes == ("18 operations",)

    def test_one_layer_that_differs(self) -> None:
        """A layer whose width differs is drawn by itself: two and three equal ones around it are folded apart."""
        layers = [nn.Sequential(nn.Linear(4, n), nn.Tanh(), nn.Linear(n, 4), nn.Sigmoid()) for n in (3, 3, 5, 3, 3, 3)]
        description = draw(nn.Sequential(*layers), np.zeros((2, 4))).description
        assert [(group.title.split("  ")[0], group.times) for group in description.groups] == [
            ("0 … 1", 2), ("2", 1), ("3 … 5", 3),
        ]  # fmt: skip


def test_a_repeat_in_a_repeat() -> None:
    """Folded once more, a stretch that begins with the box that its own frame begins with has another frame."""
    h = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    for _ in range(3):
        h = np.exp(np.sin(np.sin(h * 2.0) * 2.0))
    once = draw(np.sum(h)).description
    twice = folded(once).check()
    assert [(group.parent, group.times) for group in once.groups] == [("", 3)]
    assert [(group.parent, group.times) for group in twice.groups] == [("", 3), (once.groups[0].id, 2)]
    assert [box.title for box in twice.boxes if box.group == twice.groups[1].id] == ["· × 2", "sin"]
    assert to_svg(twice).count('class="group') == 2


def chain(*operations: Callable[[object], object]) -> list[tuple[str, int, str]]:
    """Title, count and settings of the boxes between input and result, of operations one after the other."""

    def run(x: object) -> object:
        for operation in operations:
            x = operation(x)
        return x

    boxes = draw(run, np.ones((3, 3))).description.boxes[1:-1]
    return [(box.title, box.times, box.settings) for box in boxes]


class TestNumbersThatDiffer:
    def test_equal_steps_are_a_range(self) -> None:
        """Powers of 2, 3 and 4 are one box, which names the first and the last."""
        assert chain(*[lambda x, k=k: x**k for k in (2, 3, 4)]) == [("· ** 2 … 4", 3, "")]
        assert chain(*[lambda x, k=k: np.clip(x, -k, k) for k in (1.0, 2.0, 3.0)]) == [
            ("clip(·, −1, 1) … clip(·, −3, 3)", 3, "")
        ]

    def test_other_steps_are_not(self) -> None:
        """Limits of 1, 2 and 4 are drawn one by one: a range would say that 3 was among them."""
        assert [times for _, times, _ in chain(*[lambda x, k=k: np.clip(x, -k, k) for k in (1.0, 2.0, 4.0)])] == [
            1,
            1,
            1,
        ]

    def test_settings_are_looked_at(self) -> None:
        """Sums along axis 0, 1, 0, 1 are two boxes, twice; along one axis four times, one."""
        ways = [lambda x, k=k: np.cumsum(x, axis=k) for k in (0, 1)]
        assert chain(*ways, *ways) == [("cumsum", 1, "axis=0"), ("cumsum", 1, "axis=1")]
        assert chain(*[ways[0]] * 4) == [("cumsum", 4, "axis=0")]

    def test_modules_with_constants(self) -> None:
        """Equal modules with other constants inside say which; where those are no series, the modules are apart."""
        for factors, wanted in (((1.5, 2.5, 3.5), ["· × 1.5 … 3.5"]), ((1.5, 2.5, 9.5), ["· × 1.5 … 2.5", "· × 9.5"])):
            boxes = draw(nn.Sequential(*map(Scaled, factors)), np.ones((2, 3))).description.boxes
            assert [box.title for box in boxes if box.operation == "multiply"] == wanted


class Scaled(nn.Module):
    """A layer, a constant factor, and the input added."""

    def __init__(self, factor: float) -> None:
        self.layer, self.factor = nn.Linear(3, 3), factor

    def forward(self, x: object) -> object:
        """Apply it."""
        return x + np.tanh(self.layer(x) * self.factor)


class Skipping(nn.Module):
    """Three equal blocks, and the result of some of them added to that of the last."""

    def __init__(self, *added: int) -> None:
        self.blocks, self.added = [Scaled(1.0) for _ in range(3)], added

    def forward(self, x: object) -> object:
        """Apply the blocks."""
        found = []
        for block in self.blocks:
            x = block(x)
            found.append(x)
        return np.concatenate([found[n] for n in (*self.added, 2)])


def test_a_skip_connection_is_no_part_of_a_repetition() -> None:
    """What takes from the first and the last of three blocks is shown to do so; what takes from all takes one arrow."""

    def frames(*added: int) -> list[int]:
        drawn = draw(Skipping(*added), np.ones((2, 3))).description
        taken = [edge.source for edge in drawn.edges if edge.target == "concatenate.0"]
        assert len(taken) == (1 if len(added) == 2 else 2)
        return [group.times for group in drawn.groups]

    assert frames(0, 1) == [3]
    assert frames(0) == [1, 2]
    assert frames(1) == [2, 1]


def test_what_is_kept_adds_up() -> None:
    """Twelve layers keep twelve times as much as one, folded or not, and the caption says how much that is."""
    captions = {
        fold: draw(encoder(4), np.zeros((3, 2, 8)), view="both", fold=fold, limit=None).description.captions[-1]
        for fold in (False, True)
    }
    assert captions[True] == captions[False] == "33.4 kB are kept for the backward pass"


def test_local_derivatives_of_all() -> None:
    """A chain of sines on one number has the derivative that all share, without the number of the first."""
    x = ag.Tensor(2.0, requires_grad=True, name="x")
    drawn = draw(np.sin(np.sin(np.sin(x))), view="both").description
    assert [(e.label, e.tip) for e in drawn.edges if e.target == "x"] == [("g·cos(x)", "∂sin/∂x = cos(x)")]
    powers = draw(((x**2) ** 3) ** 4, view="both").description
    assert [(e.label, e.tip) for e in powers.edges if e.target == "x"] == [("", "∂power/∂x = y·x^(y − 1)")]
