"""Numbers on a picture: values, gradients, warnings, heat."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw
from autograd_lite.viz.reading import timing
from autograd_lite.viz.reading.numbers import number_text
from autograd_lite.viz.shaping.annotating import gradient_note


def boxes_of(drawing: object) -> dict[str, object]:
    """The boxes by id."""
    return {box.id: box for box in drawing.description.boxes}


class TestValues:
    def test_numbers_by_hand(self) -> None:
        """2 · 3 + 2 at x = 2, y = 3: values 6 and 8, gradients 4, 2 and 1."""
        boxes = boxes_of(draw(lambda x, y: x * y + x, 2.0, 3.0, values=True))
        assert {own: box.value for own, box in boxes.items()} == {
            "x": "= 2 | ∂ 4",
            "y": "= 3 | ∂ 2",
            "multiply.0": "= 6 | ∂ 1",
            "add.0": "= 8 | ∂ 1",
            "out:loss": "= 8",
        }

    def test_no_gradient_is_left_behind(self) -> None:
        """The pass for the picture changes no .grad and calls no hook."""
        x = ag.Tensor(2.0, requires_grad=True, name="x")
        called = []
        x.register_hook(called.append)
        y = x * x
        draw(y, values=True)
        assert (x.grad, called) == (None, [])
        y.backward()
        assert x.grad == 4

    def test_a_complex_gradient_is_the_one_that_users_get(self) -> None:
        """The gradient of |z|² is 2z: what the sweep carries is its conjugate, and is not what stands in the box."""
        shown = draw(lambda z: np.abs(z) ** 2, 3.0 + 4.0j, values=True, engine="own")
        assert shown.description.boxes[0].value == "= 3+4j | ∂ 6+8j"

    def test_local_derivatives(self) -> None:
        """A backward arrow bears the rule and, where it is one number, the number: cos 0 = 1."""
        description = draw(lambda x: np.sin(x) * 3.0, 0.0, view="backward").description
        assert [(e.source, e.target, e.label) for e in description.edges] == [
            ("sin.0", "x", "g·cos(x)  (× 1)"),
            ("multiply.0", "sin.0", "g·3"),
            ("out:loss", "multiply.0", ""),
        ]


class TestWarnings:
    def test_the_first_nan_is_named(self) -> None:
        """The box where a NaN was born is marked, and named in the caption; those after it are not."""
        x = ag.Tensor([-1.0, 1.0], requires_grad=True, name="x")
        with np.errstate(invalid="ignore"):
            y = np.sum(np.exp(np.log(x)))
        drawing = draw(y, values=True)
        marked = {own: box.warning for own, box in boxes_of(drawing).items() if box.warning}
        assert marked["log.0"] == "NaN is born here"
        assert "first NaN: log.0" in drawing.description.captions
        assert "exp.0" not in marked

    def test_parameters_without_a_path(self) -> None:
        """A parameter of the module that the result does not depend on is named."""

        class Net(nn.Module):
            """A layer that is used, and one that is not."""

            def __init__(self) -> None:
                self.used, self.spare = nn.Linear(2, 2), nn.Linear(2, 2)

            def forward(self, x: object) -> object:
                """Use one."""
                return self.used(x)

        captions = draw(Net(), np.ones((1, 2))).description.captions
        assert "without a path to the result: spare.weight, spare.bias" in captions

    @pytest.mark.parametrize(
        ("g", "note"),
        [
            ([0.0, 0.0], "gradient 0"),
            ([3e-8, 4e-8], "gradient vanishes: 5e-08"),
            ([3e-7, 4e-7], ""),
            ([600.0, 800.0], ""),
            ([600.0, 801.0], "gradient explodes: 1e+03"),
            ([np.nan, 1.0], "gradient not finite"),
        ],
    )
    def test_the_size_of_a_gradient(self, g: list[float], note: str) -> None:
        """A norm of zero, below 1e-7 or above 1e3, and what is not finite, are said; all else is well."""
        assert gradient_note(np.array(g)) == note

    def test_a_zero_gradient(self) -> None:
        """A leaf to which no gradient comes through is marked."""
        boxes = boxes_of(draw(lambda x: np.maximum(x, 0.0) * 2.0, -1.0, values=True))
        assert boxes["x"].warning == "gradient 0"


class TestHeat:
    def test_bytes(self) -> None:
        """Boxes are coloured by the bytes that they keep: tanh keeps its result, 800 bytes, sum keeps nothing."""
        x = ag.Tensor(np.ones(100), requires_grad=True, name="x")
        drawing = draw(np.sum(np.tanh(x)), heat="bytes")
        boxes = boxes_of(drawing)
        assert (boxes["tanh.0"].heat, boxes["sum.0"].heat, boxes["x"].heat) == (1.0, 0.0, None)
        assert (
            drawing.description.captions[-1]
            == "colour: bytes kept for the backward pass, dark 0 to bright 800 B, 800 B together"
        )

    def test_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every operation is computed again and timed; 2 and 4 seconds here."""
        ticks = iter([0.0, 2.0, 5.0, 9.0])
        monkeypatch.setattr(timing, "_ROUNDS", 1)
        monkeypatch.setattr(timing, "perf_counter", lambda: next(ticks))
        drawing = draw(lambda x: np.sum(np.tanh(x)), np.ones(3), heat="time")
        boxes = boxes_of(drawing)
        assert [(b.value, b.heat) for b in boxes.values()] == [("", None), ("2 s", 0.5), ("4 s", 1.0), ("", None)]
        caption = "colour: time of each operation, computed again, dark 0 to bright 4 s, 6 s together"
        assert drawing.description.captions[-1] == caption


class TestWords:
    def test_an_untracked_array_is_not_called_like_an_input(self) -> None:
        """An array without a name is a constant, zeros or ones: NumPy's letter for it may be the name of another."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        boxes = [boxes_of(draw(np.sin(x) * array))["multiply.0"] for array in (np.arange(3.0), np.zeros(3), np.ones(3))]
        assert [(box.title, box.rows[0].name) for box in boxes] == [
            ("· × constant", "constant"), ("· × zeros", "zeros"), ("· × ones", "ones"),
        ]  # fmt: skip

    def test_helpers_of_rules_are_written_out(self) -> None:
        """The graph of tanh's slope says 1 − out², not by which function that is computed."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        (slope,) = ag.gradients(np.sum(np.tanh(x)), [x], create_graph=True)
        assert "ones × (1 − ·²)" in [box.title for box in draw(slope).description.boxes]

    def test_a_write_is_written_as_one(self) -> None:
        """What x[0] = y and x[1:] = 2 record is titled as the user wrote it, but for the 2, which no rule keeps."""
        x, y = (ag.Tensor(np.ones(s), requires_grad=True, name=n) for n, s in [("x", 3), ("y", ())])
        z = np.sin(x)
        z[0] = np.sin(y)
        z[1:] = 2.0
        assert [b.title for b in draw(z).description.boxes if b.operation == "overwrite"] == ["[0] = ·", "[1:] = const"]

    def test_results_of_one_operation_are_told_apart(self) -> None:
        """An arrow from one of several results says which; moves of numbers are words with the shape."""
        x = ag.Tensor(np.ones((2, 3, 4)), requires_grad=True, name="x")
        rest = np.divmod(x, 2.0)[1]
        moved = np.sin(np.swapaxes(np.cos(x), 1, 2)) * np.exp(np.reshape(rest, (2, 4, 3)))
        labels = {(e.source, e.target): e.label for e in draw(moved).description.edges if e.label}
        assert labels == {
            ("divmod.0", "exp.0"): "result 1, reshaped (2, 4, 3)",
            ("cos.0", "sin.0"): "transposed (2, 4, 3)",
        }

    def test_zero_has_no_sign(self) -> None:
        """Minus zero is a zero, and of more than four numbers two digits are enough."""
        assert number_text(np.array([-0.0, 0.12345])) == "[0, 0.123]"
        assert number_text(np.full(5, -0.12345)) == "[−0.12, −0.12, −0.12, −0.12, −0.12]"


class TestWhatIsNotKnown:
    def test_settings_of_a_freed_graph_are_not_guessed(self) -> None:
        """After backward nobody knows along which axis was summed up: no value is shown rather than one for another."""
        x = ag.Tensor(np.eye(2), requires_grad=True, name="x")
        y = np.sum(np.cumsum(np.sin(x), axis=0)[0])
        y.backward()
        boxes = boxes_of(draw(y, values=True))
        values = {own: box.value for own, box in boxes.items() if own != "x"}
        assert values == {
            "sin.0": "= [[0.841, 0], [0, 0.841]]", "cumsum.0": "", "getitem.0": "", "sum.0": "= 0.841",
            "out:loss": "= 0.841",
        }  # fmt: skip

    def test_a_setting_that_no_rule_keeps_is_not_guessed(self) -> None:
        """np.round keeps no decimals, so its value is left out, where a guess would have said 1 instead of 1.2."""
        x = ag.Tensor(1.234, requires_grad=True, name="x")
        boxes = boxes_of(draw(np.exp(np.round(x, 1) * 2.0), values=True))
        assert (boxes["round.0"].value, boxes["exp.0"].value) == ("∂ 22", "= 11 | ∂ 1")
        watched = boxes_of(draw(lambda x: np.exp(np.round(x, 1) * 2.0), 1.234, values=True))
        assert watched["round.0"].value == "= 1.2 | ∂ 22"


def test_no_words_about_pictures_that_are_not_there() -> None:
    """DOT and TikZ, which hold no little pictures, do not explain their colours; the page and our SVG do."""
    drawing = draw(lambda x: np.sum(np.exp(x)), np.arange(20.0), values=True, engine="own")
    assert "pictures of values" in drawing.svg
    assert "pictures of values" not in drawing.dot + drawing.tikz


def test_several_results_have_their_numbers() -> None:
    """The box of an operation with several results says them all, recorded or saved."""
    x = ag.Tensor(np.diag([2.0, 5.0]), requires_grad=True, name="x")
    for drawing in (
        draw(np.sum(np.linalg.eigh(x)[0]), values=True),
        draw(lambda x: np.sum(np.linalg.eigh(x)[0]), x.data, values=True),
    ):
        (box,) = [box for box in drawing.description.boxes if box.operation == "eigh"]
        assert box.value == "eigenvalues = [2, 5] | eigenvectors = [[1, 0], [0, 1]]"


def test_steps_with_values_are_drawn_one_by_one() -> None:
    """What repeats has other numbers each time: a short graph with values is not folded."""

    def halved(x: object, steps: int) -> object:
        for _ in range(steps):
            x = np.tanh(x) / 2.0
        return x

    short, long = (draw(lambda x, n=n: halved(x, n), 1.0, values=True).description for n in (4, 40))
    assert [box.times for box in short.boxes] == [1] * 10
    assert "of what repeats, numbers and colours are those of the first time" in long.captions


def test_equal_numbers() -> None:
    """Many equal numbers are one."""
    assert number_text(np.full(20, 0.5)) == "all 0.5"
