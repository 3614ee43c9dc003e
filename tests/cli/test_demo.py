import re
from pathlib import Path

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.cli import demo, main


@pytest.mark.slow
def test_whole_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The network reads more than 96 % of images it has not seen, its gradient is right, the graph is saved."""
    assert main(["demo", "--folder", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    (score,) = re.findall(r"([\d.]+)% of the images held back are read rightly, as wanted", text)
    assert float(score) > 96
    (error,) = re.findall(r"first batch: within (\S+) of central differences", text)
    assert float(error) < 1e-8
    assert "pixels @ w1  (50, 64)  ◆ w1 (64, 64)  ← pixels" in text
    assert (tmp_path / "graph.dot").read_text(encoding="utf-8").startswith("digraph")
    assert "<svg" in (tmp_path / "graph.svg").read_text(encoding="utf-8")
    assert "\r" not in text  # no progress line where nobody looks on


def test_network_that_did_not_learn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without training the accuracy is that of guessing, and the exit status says so."""
    monkeypatch.setattr(demo, "gradient_error", lambda *_: 0.0)
    assert main(["demo", "--epochs", "0", "--folder", str(tmp_path)]) == 1
    assert "which is less than the 96% that is wanted" in capsys.readouterr().out


def test_wrong_gradient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gradient that differs from central differences ends the demo with status 1, however well it learned."""
    monkeypatch.setattr(demo, "gradient_error", lambda *_: 1e-3)
    monkeypatch.setattr(demo, "accuracy", lambda *_: 1.0)
    assert main(["demo", "--epochs", "0", "--folder", str(tmp_path)]) == 1


def test_gradient_error_of_a_wrong_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check finds an error of a thousandth, and none where there is none; the parameters are as before."""
    (images, labels), _ = demo.held_apart(np.random.default_rng(0))
    parameters = [Tensor(0.1 * np.ones(shape), requires_grad=True) for shape in [(64, 2), (2,), (2, 10), (10,)]]
    assert demo.gradient_error(parameters, images[:3], labels[:3]) < 1e-8
    right = demo.ag.gradients
    monkeypatch.setattr(demo.ag, "gradients", lambda *a: [g * 1.001 for g in right(*a)])
    assert demo.gradient_error(parameters, images[:3], labels[:3]) == pytest.approx(1e-3, rel=2e-2)
    for p in parameters:
        assert np.all(p.data == 0.1)


def test_split() -> None:
    """A random fifth is held back, no image is in both parts, and the same seed gives the same split."""
    (train, train_labels), (test, test_labels) = demo.held_apart(np.random.default_rng(0))
    assert (len(train), len(test)) == (1438, 359)
    assert not {image.tobytes() for image in train} & {image.tobytes() for image in test}
    assert train.min() == 0
    assert train.max() == 1
    again = demo.held_apart(np.random.default_rng(0))[1]
    np.testing.assert_array_equal(test, again[0])
    np.testing.assert_array_equal(test_labels, again[1])
    assert sorted(set(train_labels)) == list(range(10))
    assert not np.array_equal(test_labels, demo.held_apart(np.random.default_rng(1))[1][1])


def test_batches_cover_everything_once() -> None:
    """The batches of an epoch hold every index once, fifty at a time."""
    found = list(demo.batches(120, np.random.default_rng(0)))
    assert [len(batch) for batch in found] == [50, 50, 20]
    assert sorted(np.concatenate(found)) == list(range(120))


def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal the line is written over in place; elsewhere nothing is printed."""
    demo.progress("epoch 1")
    assert capsys.readouterr().out == ""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    demo.progress("epoch 1")
    assert capsys.readouterr().out == "\r\033[Kepoch 1"


def test_image_that_cannot_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An image that needs a missing package is left out with the reason, and the text is there."""
    (images, labels), _ = demo.held_apart(np.random.default_rng(0))
    parameters = demo.network(np.random.default_rng(0))
    real = demo.draw
    monkeypatch.setattr(demo, "draw", lambda *args, **keywords: real(*args, engine="own", **keywords))
    demo.picture(parameters, images[:2], labels[:2], tmp_path)
    assert "png: left out. " in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"graph.dot", "graph.svg"}
