"""Leaves that were written to after the result was computed: no number is shown as if it had been there before."""

import numpy as np

import autograd_lite as ag
from autograd_lite import nn, optim
from autograd_lite.viz import animate, draw
from autograd_lite.viz.reading.lately import WHY_CHANGED, WHY_NOW


def shifted(*, twice: bool = False) -> tuple[dict[str, ag.Tensor], object]:
    """A sum, which keeps nothing of what it adds, and what was added."""
    leaves = {
        name: ag.Tensor([value], requires_grad=True, name=name) for name, value in zip("ab", (2.0, 3.0), strict=True)
    }
    total = np.sin(leaves["a"]) + leaves["b"] if not twice else leaves["a"] + leaves["b"]
    return leaves, np.sum(np.tanh(total))


def told(result: object) -> tuple[dict[str, str], tuple[str, ...]]:
    """The words of every box by its title, and the captions."""
    description = draw(result, values=True, parameters="nodes").description
    return {box.title: box.value for box in description.boxes}, description.captions


class TestWrittenSince:
    def test_nothing_has_happened(self) -> None:
        """What nobody touched is shown plainly, and what follows is computed from it."""
        _, loss = shifted()
        boxes, captions = told(loss)
        assert boxes["b"].startswith("= [3] | ∂")
        assert boxes["· + b"].startswith("= [3.91] | ∂")
        assert not {WHY_CHANGED, WHY_NOW} & set(captions)

    def test_one_is_replaced(self) -> None:
        """A later value is called one, and numbers that would be computed from it are not shown."""
        leaves, loss = shifted()
        leaves["b"].data = np.array([7.0])
        boxes, captions = told(loss)
        assert boxes["b"].startswith("changed since, now [7] | ∂")
        assert "= [9" not in boxes["· + b"]
        assert WHY_CHANGED in captions

    def test_handed_out_and_left_alone(self) -> None:
        """An array that was handed out and is what it was is told by computing again, so that nothing is said."""
        leaves, loss = shifted()
        assert leaves["b"].data[0] == 3.0
        boxes, captions = told(loss)
        assert boxes["b"].startswith("= [3] | ∂")
        assert not {WHY_CHANGED, WHY_NOW} & set(captions)

    def test_handed_out_and_written_to(self) -> None:
        """A write to the array itself, which no Tensor notices, is found all the same."""
        leaves, loss = shifted()
        leaves["b"].data[:] = 5.0
        boxes, _ = told(loss)
        assert boxes["b"].startswith("changed since, now [5] | ∂")

    def test_one_of_two(self) -> None:
        """Where it may be either of two, both are shown as what they are at present."""
        leaves, loss = shifted(twice=True)
        assert leaves["a"].data[0] == 2.0
        leaves["b"].data = np.array([7.0])
        boxes, captions = told(loss)
        assert (boxes["a"].partition(" |")[0], boxes["b"].partition(" |")[0]) == ("now [2]", "now [7]")
        assert WHY_NOW in captions

    def test_nothing_to_compare_with(self) -> None:
        """Where what follows cannot be computed again, a value that may be a later one is shown as the present one."""
        x, b = (ag.Tensor(np.ones((2, 3)), requires_grad=True, name=name) for name in "xb")
        loss = np.sum(np.swapaxes(x, 0, 1) + np.swapaxes(b, 0, 1))
        assert b.data.shape == (2, 3)
        boxes, captions = told(loss)
        assert boxes["b"].startswith("now [[1, 1, 1], [1, 1, 1]] | ∂")
        assert WHY_NOW in captions


class TestTraining:
    def test_a_step_of_an_optimizer(self) -> None:
        """After a step the biases are marked; the weights, which rules have kept, are those of the loss."""
        model = nn.Sequential(nn.Linear(2, 2, rng=0), nn.Tanh(), nn.Linear(2, 1, rng=1))
        x, step = ag.Tensor(np.eye(2), requires_grad=True), optim.SGD(model.parameters(), lr=0.5)
        loss = np.mean(model(x) ** 2)
        before = [row.note for box in draw(loss, values=True).description.boxes for row in box.rows]
        loss.backward(retain_graph=True)
        step.step()
        rows = [row for box in draw(loss, values=True).description.boxes for row in box.rows]
        assert [row.note.partition(" [")[0] for row in rows if row.name == "bias"] == ["changed since, now"] * 2
        assert [row.note for row in rows if row.name == "weight"] == [before[0], before[2]]
        again = draw(np.mean(model(x) ** 2), values=True).description
        assert not any("now" in row.note for box in again.boxes for row in box.rows)

    def test_a_function_that_trains(self) -> None:
        """What a function was computed from is shown, also where it changes that before it returns."""
        w = ag.Tensor([2.0], requires_grad=True, name="w")

        def step(x: object) -> object:
            loss = np.sum(np.tanh(x + w))
            with ag.no_grad():
                w.data = np.array([9.0])
            return loss

        boxes = {
            box.title: box.value for box in draw(step, np.ones(1), values=True, parameters="nodes").description.boxes
        }
        assert boxes["w"].startswith("= [2]")

    def test_a_lesson(self) -> None:
        """Step by step, no number is told that was not there."""
        leaves, loss = shifted()
        leaves["b"].data = np.array([7.0])
        assert not any("7" in step.text or "9.9" in step.text for step in animate(loss).steps)
