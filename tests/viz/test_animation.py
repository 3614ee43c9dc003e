"""Back-propagation step by step: the numbers of the books, worked by hand."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.errors import GraphFreedError
from autograd_lite.viz import animate
from autograd_lite.viz.description import DescriptionError
from autograd_lite.viz.drawing import FormatError
from autograd_lite.viz.pages.steps import SYMBOLS
from autograd_lite.viz.palette import ThemeError


def purchase(apple: object, count: object, tax: object) -> object:
    """Two apples at 100, and 10 per cent of tax."""
    return apple * count * tax


class TestSteps:
    def test_the_purchase_of_apples(self) -> None:
        """Every step names the local derivative and the product, as on the board: 1.1, 200, 2.2, 110."""
        assert [step.text for step in animate(purchase, 100.0, 2.0, 1.1).steps] == [
            "The inputs are given.",
            "apple × count:  100 × 2 = 200",
            "· × tax:  200 × 1.1 = 220",
            "The gradient of the result with respect to itself is 1.",
            "multiply, back to apple × count (x):  ∂out/∂x = y = 1.1;  g · ∂out/∂x = 1 · 1.1 = 1.1",
            "multiply, back to tax (y):  ∂out/∂y = x = 200;  g · ∂out/∂y = 1 · 200 = 200",
            "multiply, back to apple (x):  ∂out/∂x = y = 2;  g · ∂out/∂x = 1.1 · 2 = 2.2",
            "multiply, back to count (y):  ∂out/∂y = x = 100;  g · ∂out/∂y = 1.1 · 100 = 110",
        ]

    def test_branches_add(self) -> None:
        """Where branches meet, the sum is said: x·x + x at 3 gives 3 + 3 + 1 = 7."""
        lesson = animate(lambda x: np.sin(x) + x, 0.0)
        assert lesson.steps[-1].text == (
            "sin, back to x:  ∂out/∂x = cos(x) = 1;  g · ∂out/∂x = 1 · 1 = 1;  "
            "two branches meet, their gradients add: 1 + 1 = 2"
        )
        assert lesson.steps[-1].values["x"] == "= 0 | ∂ 2"

    def test_a_read_by_index_joins_another_branch(self) -> None:
        """What an index took goes back to its place, and adds up with the other branch: e₀ / Σe has the slope 1/4."""
        lesson = animate(lambda x: np.exp(x)[0] / np.sum(np.exp(x)), np.zeros(2))
        told = [step.text for step in lesson.steps]
        assert "getitem, back to exp (x):  g at index, else 0 = [0.5, 0]  with g = 0.5" in told
        assert lesson.steps[-1].values["x"] == "= [0, 0] | ∂ [0.25, −0.25]"

    def test_the_affine_layer(self) -> None:
        """X·W + b for two rows: ∂b is the column sum (2, 2), and the step says that rows were summed."""
        x, w, b = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [2.0, -1.0]]), np.array([0.5, -0.5])
        lesson = animate(lambda x, w, b: np.sum(x @ w + b), x, w, b)
        told = [step.text for step in lesson.steps]
        assert told[1] == "x @ w:  [[1, 2], [3, 4]] @ [[1, 0], [2, −1]] = [[5, −2], [11, −4]]"
        assert told[7:] == [
            "add, back to b (y):  ∂out/∂y = 1;  g · ∂out/∂y = [[1, 1], [1, 1]] · 1 = [[1, 1], [1, 1]];  "
            "summed where b was repeated: [2, 2]",
            "matmul, back to x:  g @ yᵀ = [[1, 1], [1, 1]]  with g = [[1, 1], [1, 1]]",
            "matmul, back to w (y):  xᵀ @ g = [[4, 4], [6, 6]]  with g = [[1, 1], [1, 1]]",
        ]

    def test_a_layer_with_parameters(self) -> None:
        """A Linear layer's weight and bias have boxes of their own, with their gradients; rows of a bias are summed."""
        layer = nn.Linear(2, 1, dtype=float)
        layer.weight.data, layer.bias.data = np.array([[2.0, 3.0]]), np.array([1.0])
        last = animate(layer, np.array([[1.0, 2.0], [0.0, 1.0]])).steps
        assert last[-1].text == "affine, back to bias:  g = [[1], [1]];  summed where bias was repeated: [2]"
        assert last[-1].values["weight"] == "= [[2, 3]] | ∂ [[1, 3]]"
        assert last[-1].values["bias"] == "= [1] | ∂ [2]"

    def test_many_parameters_are_rows(self) -> None:
        """More than eight parameters stay rows of their operations, and the steps call them by their names."""
        model = nn.Sequential(*[nn.Linear(1, 1) for _ in range(5)])
        told = [step.text for step in animate(model, np.ones((1, 1))).steps]
        assert any(text.startswith("affine, back to 3.weight (weight):  gᵀ @ x = ") for text in told)

    def test_several_results(self) -> None:
        """Of an operation with several results those are told that are used, and the gradient goes on through it."""
        lesson = animate(lambda a: np.sum(np.linalg.eigh(a).eigenvalues), np.diag([1.0, 2.0]))
        told = [step.text for step in lesson.steps]
        assert told[1] == "eigh:  eigh([[1, 0], [0, 2]]) = eigenvalues: [1, 2]"
        assert told[2] == "sum:  sum([1, 2]) = 3"
        assert lesson.steps[-1].values["eigh.0"] == "= eigenvalues: [1, 2] | ∂ eigenvalues: [1, 1]"
        assert lesson.steps[-1].values["a"] == "= [[1, 0], [0, 2]] | ∂ [[1, 0], [0, 1]]"

    def test_views_on_the_way(self) -> None:
        """An operation is told with what became of its input on the way, and the share is led back through that."""
        lesson = animate(lambda x: np.sum(x @ x.T * np.array([[1.0, 2.0], [0.0, 0.0]])), np.array([[1.0], [3.0]]))
        told = [step.text for step in lesson.steps]
        assert told[1] == "x @ xᵀ:  [[1], [3]] @ [[1, 3]] = [[1, 3], [3, 9]]"
        assert told[-1] == (
            "matmul, back to x (y):  xᵀ @ g = [[1, 2]]  with g = [[1, 2], [0, 0]];  back through ᵀ: [[1], [2]];  "
            "two branches meet, their gradients add: [[7], [0]] + [[1], [2]] = [[8], [2]]"
        )

    def test_calls_are_written_as_they_were(self) -> None:
        """Settings, indices, writes and signs stand in the calls with numbers."""

        def function(x: object) -> object:
            y = -np.mean(x, axis=0)
            y[0] = y[1]
            return np.sum(y)

        told = [step.text for step in animate(function, np.array([[1.0, 2.0], [3.0, -4.0]])).steps]
        assert told[1:5] == [
            "mean:  mean([[1, 2], [3, −4]], axis=0) = [2, −1]",
            "−(·):  −[2, −1] = [−2, 1]",
            "[1]:  [−2, 1][1] = 1",
            "[0] = ·:  [−2, 1] with 1 at [0] = [1, 1]",
        ]

    def test_complex_numbers_end_with_the_gradient(self) -> None:
        """What flows is the conjugate; the last step shows what is handed out: 2z for |z|²."""
        last = animate(lambda z: np.abs(z) ** 2, 3.0 + 4.0j).steps[-1]
        assert last.values["z"] == "= 3+4j | ∂ 6+8j"
        assert last.text.endswith("The gradient that is handed out is its conjugate.")

    def test_a_direction_that_does_not_exist(self) -> None:
        """Unknown directions and themes are refused before anything is computed."""
        with pytest.raises(DescriptionError, match=r"Got direction='up'\. Wanted one of TB, LR\."):
            animate(purchase, 100.0, 2.0, 1.1, direction="up")
        with pytest.raises(ThemeError, match=r"Got theme='blue'"):
            animate(purchase, 100.0, 2.0, 1.1, theme="blue")

    def test_few_numbers_are_written_out(self) -> None:
        """The local derivative of a small array is said by its numbers."""
        lesson = animate(lambda x: np.sum(np.tanh(x) ** 2), np.array([0.0, 1.0]))
        assert lesson.steps[-1].text == (
            "tanh, back to x:  ∂out/∂x = 1 − out² = [1, 0.42];  g · ∂out/∂x = [0, 1.52] · [1, 0.42] = [0, 0.64]"
        )

    def test_a_recorded_result(self) -> None:
        """A Tensor that was computed before will do; what it did not keep is computed again."""
        x = ag.Tensor([1.0, 2.0], requires_grad=True, name="x")
        lesson = animate(np.sum(x + x))
        assert [step.values.get("add.0") for step in lesson.steps][:2] == [None, "= [2, 4]"]
        assert x.grad is None

    def test_a_freed_graph_is_refused(self) -> None:
        """After backward there are no numbers; the error says to animate before it."""
        x = ag.Tensor(2.0, requires_grad=True)
        y = np.sin(x)
        y.backward()
        with pytest.raises(GraphFreedError, match=r"Call it before backward\(\)"):
            animate(y)

    def test_a_lesson_that_nobody_would_watch(self) -> None:
        """More than 200 steps are refused with their number."""
        x = y = ag.Tensor(1.0, requires_grad=True, name="x")
        for k in range(120):
            y = np.sin(y) if k % 2 else y * x
        with pytest.raises(DescriptionError, match=r"These are 3\d\d steps; animate shows up to 200\. Take a smaller"):
            animate(y)

    def test_where_it_is_written(self, tmp_path: Path) -> None:
        """A page, or a folder with a file for each frame; another suffix is refused."""
        lesson = animate(purchase, 100.0, 2.0, 1.1)
        assert lesson.save(tmp_path / "steps.html").read_text(encoding="utf-8") == lesson.html
        folder = lesson.save(tmp_path / "steps")
        assert sorted(path.name for path in folder.iterdir()) == [f"{n:03}.svg" for n in range(1, 9)]
        with pytest.raises(FormatError, match=r"Got 'steps\.gif'\. Wanted a name in \.html, or a folder"):
            lesson.save(tmp_path / "steps.gif")


class TestFrames:
    def test_frames_have_the_same_size_and_lines(self) -> None:
        """Nothing moves from frame to frame: only what is said and lit changes."""
        frames = animate(purchase, 100.0, 2.0, 1.1).frames
        assert len(frames) == 8
        assert len({frame.count("\n") for frame in frames}) == 1
        assert len({frame.split(">", 1)[0] for frame in frames}) == 1

    def test_a_frame_says_its_step(self) -> None:
        """A frame by itself says which step it is, what happens, and what the letters mean."""
        frame = animate(purchase, 100.0, 2.0, 1.1).frames[6]
        said = [unescape(text).replace("\xa0", " ") for text in re.findall(r"<text[^>]*>([^<]*)</text>", frame)]
        assert said[:2] == ["step 7 of 8: backward", "multiply, back to apple (x):  ∂out/∂x = y = 2"]
        assert "g · ∂out/∂x = 1.1 · 2 = 2.2" in said
        assert SYMBOLS in said

    def test_the_page_holds_every_frame(self) -> None:
        """The page stores the first picture and what changes; put together they are the frames without their words."""
        lesson = animate(purchase, 100.0, 2.0, 1.1)
        found = re.search(r'<script type="application/json" id="data">(.*?)</script>', lesson.html, re.DOTALL)
        assert found is not None
        data, box = json.loads(found[1]), r'<g class="box .*?</g>'
        lines = data["first"]
        assert len(re.findall(box, "\n".join(lines))) == 6
        for frame, change in zip(lesson.frames[1:], data["changes"], strict=True):
            for place, line in change.items():
                lines[int(place)] = line
            assert re.findall(box, "\n".join(lines)) == re.findall(box, frame)
        assert [len(told) for told in data["told"]] == [2, 2, 2, 2, 3, 3, 3, 3]
        assert data["told"][6][2] == "g · ∂out/∂x = 1.1 · 2 = 2.2"

    @pytest.mark.slow
    def test_keys_and_buttons_step(self, browser: Callable[..., list[str]]) -> None:
        """The arrow keys and buttons go from step to step, and show the frame of that step; nothing is asked for."""
        lesson = animate(lambda apple, count: apple * count, 100.0, 2.0)
        walk = """
        const where = () => say(document.getElementById("where").textContent + " " +
          document.getElementById("said").textContent.match(/step (\\d+ of \\d+)/)[1]);
        const press = (key) => { document.dispatchEvent(new KeyboardEvent("keydown", { key })); where(); };
        where();
        ["ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home", "ArrowLeft"].forEach(press);
        document.getElementById("next").click(); where();
        """
        stops = [1, 2, 3, 2, 5, 5, 1, 1, 2]
        assert browser(lesson.html, walk) == [f"{stop} / 5 {stop} of 5" for stop in stops]

    @pytest.mark.slow
    def test_what_is_lit_is_in_sight(self, browser: Callable[..., list[str]]) -> None:
        """In a window that is lower than the picture, the page is moved to the box that a step is about."""
        lesson = animate(lambda x: np.sin(np.cos(np.tanh(np.exp(np.sin(np.cos(np.tanh(np.exp(x)))))))), 0.5)
        walk = """
        const stage = document.getElementById("stage"), seen = () => {
          const box = stage.querySelector("svg").getElementById(data.lit[step][0]).getBoundingClientRect();
          const room = stage.getBoundingClientRect();
          return box.top >= room.top - 1 && box.bottom <= room.bottom + 1;
        };
        const tall = stage.scrollHeight > stage.clientHeight;
        const all = [];
        for (let n = 0; n <= last; n += 1) { show(n); all.push(seen()); }
        say(`${tall} ${all.length} ${all.every(Boolean)}`);
        """
        assert browser(lesson.html, walk) == ["true 18 true"]
