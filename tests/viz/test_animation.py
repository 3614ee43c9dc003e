"""Back-propagation step by step: the numbers of the books, worked by hand."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import GraphFreedError
from autograd_lite.viz import animate
from autograd_lite.viz.description import DescriptionError
from autograd_lite.viz.drawing import FormatError


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
            "multiply, back to apple × count:  ∂out/∂x = y = 1.1;  g·that = 1 · 1.1 = 1.1",
            "multiply, back to tax:  ∂out/∂y = x = 200;  g·that = 1 · 200 = 200",
            "multiply, back to apple:  ∂out/∂x = y = 2;  g·that = 1.1 · 2 = 2.2",
            "multiply, back to count:  ∂out/∂y = x = 100;  g·that = 1.1 · 100 = 110",
        ]

    def test_branches_add(self) -> None:
        """Where branches meet, the sum is said: x·x + x at 3 gives 3 + 3 + 1 = 7."""
        lesson = animate(lambda x: np.sin(x) + x, 0.0)
        assert lesson.steps[-1].text == (
            "sin, back to x:  ∂out/∂x = cos(x) = 1;  g·that = 1 · 1 = 1;  "
            "two branches meet, their gradients add: 1 + 1 = 2"
        )
        assert lesson.steps[-1].values["x"] == "= 0 | ∂ 2"

    def test_a_read_by_index_joins_another_branch(self) -> None:
        """What an index took goes back to its place, and adds up with the other branch: e₀ / Σe has the slope 1/4."""
        lesson = animate(lambda x: np.exp(x)[0] / np.sum(np.exp(x)), np.zeros(2))
        told = [step.text for step in lesson.steps]
        assert "getitem, back to exp:  g at index, else 0  with g = 0.5 = [0.5, 0]" in told
        assert lesson.steps[-1].values["x"] == "= [0, 0] | ∂ [0.25, −0.25]"

    def test_few_numbers_are_written_out(self) -> None:
        """The local derivative of a small array is said by its numbers."""
        lesson = animate(lambda x: np.sum(np.tanh(x) ** 2), np.array([0.0, 1.0]))
        assert lesson.steps[-1].text == (
            "tanh, back to x:  ∂out/∂x = 1 − out² = [1, 0.42];  g·that = [0, 1.52] · [1, 0.42] = [0, 0.64]"
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

    def test_the_page_holds_every_frame(self) -> None:
        """The page stores the first frame and what changes; put together they are the frames."""
        import json
        import re

        lesson = animate(purchase, 100.0, 2.0, 1.1)
        found = re.search(r'<script type="application/json" id="data">(.*?)</script>', lesson.html, re.DOTALL)
        assert found is not None
        data = json.loads(found[1])
        lines = data["first"]
        for frame, change in zip(lesson.frames[1:], data["changes"], strict=True):
            for place, line in change.items():
                lines[int(place)] = line
            assert lines == frame.splitlines()

    @pytest.mark.slow
    def test_keys_and_buttons_step(self, browser: Callable[..., list[str]]) -> None:
        """The arrow keys and buttons go from step to step, and show the frame of that step; nothing is asked for."""
        lesson = animate(lambda apple, count: apple * count, 100.0, 2.0)
        walk = """
        const where = () => say(document.getElementById("where").textContent + " " +
          document.querySelector("#stage svg").textContent.match(/step (\\d+ of \\d+)/)[1]);
        const press = (key) => { document.dispatchEvent(new KeyboardEvent("keydown", { key })); where(); };
        where();
        ["ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home", "ArrowLeft"].forEach(press);
        document.getElementById("next").click(); where();
        """
        stops = [1, 2, 3, 2, 5, 5, 1, 1, 2]
        assert browser(lesson.html, walk) == [f"{stop} / 5 {stop} of 5" for stop in stops]
