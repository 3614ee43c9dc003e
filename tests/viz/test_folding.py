"""What repeats is drawn once: the networks that people draw."""

from collections.abc import Callable

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw
from autograd_lite.viz.description import Row
from autograd_lite.viz.folding import folded
from autograd_lite.viz.svg import to_svg


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
