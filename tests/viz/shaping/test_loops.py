"""Loops over modules: what repeats in several frames at a time."""

import numpy as np

from autograd_lite import nn
from autograd_lite.viz import draw
from autograd_lite.viz.description import Description


class Reader(nn.Module):
    """A language model that is unrolled by hand: a cell, then a head, at every step."""

    def __init__(self) -> None:
        self.embed, self.cell, self.head = nn.Embedding(9, 4), nn.LSTMCell(4, 5), nn.Linear(5, 9)

    def forward(self, tokens: object) -> object:
        """Return the scores of the next token at every place."""
        state, scores = (np.zeros((2, 5)), np.zeros((2, 5))), []
        for place in range(tokens.shape[1]):
            state = self.cell(self.embed(tokens[:, place]), state)
            scores.append(self.head(state[0]))
        return np.stack(scores, 1)


def frames(description: Description) -> list[tuple[str, int, str]]:
    """Title, count, and title of the frame around it, of every frame."""
    titles = {"": "", **{group.id: group.title for group in description.groups}}
    return [(group.title, group.times, titles[group.parent]) for group in description.groups]


class TestLoops:
    def test_steps_through_modules_are_drawn_once(self) -> None:
        """Twenty steps are the first, which begins with zeros, and nineteen that are alike; each in its modules."""
        description = draw(Reader(), np.zeros((2, 20), int)).description
        assert ("repeated", 19, "") in frames(description)
        assert ("cell  LSTMCell", 1, "repeated") in frames(description)
        assert ("head  Linear", 1, "repeated") in frames(description)
        assert len(description.boxes) < 40
        assert sum(box.count for box in description.boxes if box.role == "operation") == 141

    def test_all_arrows_point_forward(self) -> None:
        """What a step gives to the next leads to no box before it; what all give to the end is drawn once."""
        description = draw(Reader(), np.zeros((2, 6), int)).description
        assert len(description.boxes_in_order()) == len(description.boxes)
        assert sum(edge.target == "stack.0" for edge in description.edges) == 2

    def test_a_few_steps_stay(self) -> None:
        """Where nothing repeats after the first step, nothing is folded."""
        titles = [title for title, _, _ in frames(draw(Reader(), np.zeros((2, 2), int)).description)]
        assert "repeated" not in titles

    def test_steps_that_differ_stay_apart(self) -> None:
        """Steps through modules in another order are not alike."""

        class Turning(nn.Module):
            def __init__(self) -> None:
                self.one, self.other = nn.GRUCell(3, 3), nn.LayerNorm(3)

            def forward(self, x: object) -> object:
                for turn in range(6):
                    x = self.one(self.other(x), x) if turn % 2 else self.other(self.one(x, x))
                return x

        description = draw(Turning(), np.ones((2, 3))).description
        assert all(times < 4 for title, times, _ in frames(description) if title == "repeated")

    def test_in_a_module(self) -> None:
        """The loop of a module that is a part of another is folded in the frame of that module."""

        class Outer(nn.Module):
            def __init__(self) -> None:
                self.reader, self.last = Reader(), nn.Linear(9, 1)

            def forward(self, tokens: object) -> object:
                return self.last(self.reader(tokens))

        assert ("repeated", 7, "reader  Reader") in frames(draw(Outer(), np.zeros((2, 8), int)).description)
