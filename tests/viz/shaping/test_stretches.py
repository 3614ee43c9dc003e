"""Stretches that repeat: steps of loops in which many boxes are equal."""

from collections import Counter

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw
from autograd_lite.viz.description import Description


def frames(description: Description) -> list[tuple[str, int]]:
    """Title and count of every frame."""
    return [(group.title, group.times) for group in description.groups]


def leaving(description: Description, frame: str) -> set[str]:
    """Boxes of a frame from which arrows lead out of it."""
    inside = {box.id for box in description.boxes if box.group == frame}
    return {edge.source for edge in description.edges if edge.source in inside and edge.target not in inside}


def rates(u: object, k: object) -> object:
    """Predators and their prey; every evaluation looks like every other."""
    return np.stack([k[0] * u[0] - k[1] * u[0] * u[1], k[2] * u[0] * u[1] - k[3] * u[1]])


class TestLongSteps:
    def test_steps_with_equal_parts(self) -> None:
        """Six steps of Runge and Kutta, four equal evaluations in each, are one step, from its begin to its end."""

        def solved(u: object, k: object) -> object:
            for _ in range(6):
                a = rates(u, k)
                b = rates(u + 0.05 * a, k)
                c = rates(u + 0.05 * b, k)
                d = rates(u + 0.1 * c, k)
                u = u + 0.1 / 6 * (a + 2 * b + 2 * c + d)
            return u

        description = draw(solved, np.array([1.0, 2.0]), np.ones(4)).description
        assert frames(description) == [("repeated", 6)]
        (last,) = leaving(description, description.groups[0].id)
        assert [edge.target for edge in description.edges if edge.source == last] == ["out:output"]

    def test_a_filter(self) -> None:
        """Of a filter over six measurements, the first step knows its state and the last hands none on: four are one.

        A step begins where the fewest values are handed on: mean, covariance and sum.
        """
        a, h = np.array([[1.0, 0.1], [0.0, 1.0]]), np.array([[1.0, 0.0]])

        def loss(noise: object, measured: object) -> object:
            mean, spread, total = np.zeros((2, 1)), np.eye(2), 0.0
            for z in measured:
                mean, spread = a @ mean, a @ spread @ a.T + noise * np.eye(2)
                s = h @ spread @ h.T + 1.0
                gain = spread @ h.T / s
                rest = z - h @ mean
                mean, spread = mean + gain @ rest, (np.eye(2) - gain @ h) @ spread
                total = total + np.sum(rest**2 / s + np.log(s))
            return total

        description = draw(loss, 0.5, np.linspace(0.0, 1.0, 6)[:, None, None]).description
        assert ("repeated", 4) in frames(description)
        (frame,) = (group for group in description.groups if group.times == 4)
        assert len(leaving(description, frame.id)) == 3

    def test_a_model_and_what_stands_around_it(self) -> None:
        """Operations of the outermost module and those outside have different ids, so that none stands for another."""
        cell, head = nn.LSTMCell(3, 4), nn.Linear(4, 1)

        def loss(xs: object) -> object:
            state, total = (np.zeros((2, 4)), np.zeros((2, 4))), 0.0
            for t in range(5):
                state = cell(xs[t], state)
                total = total + np.mean((head(state[0]) - 1.0) ** 2)
            return total

        whole = draw(loss, np.ones((5, 2, 3)), fold=False).description.check()
        assert max(Counter(box.id for box in whole.boxes).values()) == 1
        assert sum(box.count for box in whole.boxes if box.role == "operation") == 55
        assert frames(draw(loss, np.ones((5, 2, 3))).description) == [("repeated", 4)]


def test_short_of_a_period() -> None:
    """A loop of one step is drawn as it is."""
    x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    description = draw(np.sum(np.exp(np.sin(x)) * 2.0)).description
    assert frames(description) == []
