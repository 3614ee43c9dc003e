"""How operations are written: sides, numbers, names of results."""

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw


def labels_of(target: object, *inputs: object) -> dict[tuple[str, str], str]:
    """The words at the arrows of a picture."""
    return {(e.source, e.target): e.label for e in draw(target, *inputs).description.edges if e.label}


class TestSides:
    def test_the_second_of_two_arrows_is_told(self) -> None:
        """A difference, a quotient and a matrix product say which arrow is their right side; a sum needs no word."""
        x = np.arange(1.0, 5.0).reshape(2, 2)
        assert labels_of(lambda x: np.sum(np.exp(x) - np.sin(x)), x) == {("sin.0", "subtract.0"): "subtracted"}
        assert labels_of(lambda x: np.sum(np.exp(x) @ np.sin(x)), x) == {("sin.0", "matmul.0"): "right factor"}
        assert labels_of(lambda x: np.sum(np.exp(x) + np.sin(x)), x) == {}

    def test_besides_what_happens_on_the_way(self) -> None:
        """The side stands before the word for what is repeated."""

        def softmax(x: object) -> object:
            powers = np.exp(x)
            return np.sum((powers / np.sum(powers, axis=1, keepdims=True)) ** 2)

        found = labels_of(softmax, np.ones((2, 3)))
        assert found == {("sum.0", "divide.0"): "divisor, broadcast"}

    def test_one_arrow_twice(self) -> None:
        """A value that is divided by itself has one arrow, which says so."""
        assert list(labels_of(lambda x: (lambda y: y / y)(np.exp(x)), np.ones(2)).values()) == ["2×"]


class TestTitles:
    def test_numbers_stand_in_calls(self) -> None:
        """A function of an arrow and a number is written as a call; of arrows alone, as its name."""
        titles = [box.title for box in draw(lambda x: np.sum(np.maximum(np.exp(x), 0.0)), np.ones(3)).description.boxes]
        assert "maximum(·, 0)" in titles
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        assert "maximum" in [box.title for box in draw(np.sum(np.maximum(np.exp(x), np.sin(x)))).description.boxes]

    def test_settings_of_windows(self) -> None:
        """What is alike along all axes is said once, and nothing of what is usual."""
        layer = nn.Conv2d(1, 2, 3, padding=1)
        (box,) = [b for b in draw(layer, np.ones((1, 1, 4, 4)), views=True).description.boxes if b.title == "convolve"]
        assert box.settings == "padding=1"
        layer = nn.Conv2d(1, 2, 3, padding=(1, 0), stride=2)
        (box,) = [b for b in draw(layer, np.ones((1, 1, 4, 4)), views=True).description.boxes if b.title == "convolve"]
        assert box.settings == "stride=2, padding=((1, 1), (0, 0))"

    def test_results_have_their_names(self) -> None:
        """Of several results, an arrow says which it takes: h and c of an LSTM's step."""
        found = set(labels_of(nn.LSTM(2, 3), np.ones((3, 1, 2))).values())
        assert {"h", "c"} <= found
        assert not any("result" in label for label in found)
