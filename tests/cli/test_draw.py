"""``python -m autograd_lite draw``."""

from pathlib import Path

import pytest

from autograd_lite.cli import main

SCRIPT = """
import numpy as np
import autograd_lite as ag

def loss():
    x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    return np.sum(np.tanh(x))

def wants(x, y, z=1.0):
    return x * y * z

net = ag.nn.Linear(2, 2)

def model():
    return (lambda apple, count: apple * count), 100.0, 2.0
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A file with two functions."""
    path = tmp_path / "script.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "wanted"), [("loss", "tanh"), ("model", "apple × count")])
def test_it_draws(script: Path, tmp_path: Path, name: str, wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A function that returns Tensors, or a function with its inputs, is drawn to a file."""
    target = tmp_path / "graph.txt"
    assert main(["draw", f"{script}:{name}", "-o", str(target)]) == 0
    assert wanted in target.read_text(encoding="utf-8")
    assert capsys.readouterr().out == f"wrote {target}\n"


def test_a_page_that_lays_itself_out(script: Path, tmp_path: Path) -> None:
    """--relayout puts Graphviz into the page."""
    target = tmp_path / "graph.html"
    assert main(["draw", f"{script}:loss", "-o", str(target), "--relayout"]) == 0
    assert 'id="library"' in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("{}:nothing", "has no function 'nothing'. It has loss, model, wants."),
        ("{}:wants", "is called without arguments, and wants x, y. Wanted a function without arguments; one that "),
        ("{}:net", "is a Module, which wants inputs. Wanted a function without arguments; one that returns what"),
        ("{}", "Wanted a file and a function in it"),
        ("nowhere.py:loss", "There is no file 'nowhere.py'."),
    ],
)
def test_what_is_wrong_is_said(script: Path, target: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The error names what was not found and what there is; the status is 1."""
    assert main(["draw", target.format(script)]) == 1
    assert message in capsys.readouterr().err
