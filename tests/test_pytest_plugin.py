"""The pytest plugin in runs of its own: options, fixture, decorator, reports, with workers too."""

import json
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from autograd_lite.pytest_plugin import written

TESTS = """
import numpy as np
from autograd_lite.testing.properties import gradients

@gradients(np.sin, vjp=lambda g, x: g * np.cos(x), examples=5)
def test_right():
    "Right."

@gradients(np.sin, vjp=lambda g, x: g * np.cos(x) * np.where(x > 1, 2, 1), examples=40)
def test_wrong():
    "Wrong beyond 1."

def test_fixture(check_gradients):
    check_gradients(lambda x: np.sum(x * x), np.ones(2))
    check_gradients(np.exp, lambda g, x: g * np.exp(x), np.ones(2))
"""

MORE = """
import numpy as np
import pytest
from autograd_lite.testing.properties import gradients

class TestIt:
    @gradients(lambda x: np.sin(x), vjp=lambda g, x: g * np.cos(x), examples=3)
    def test_method(self):
        "Right."

@pytest.mark.parametrize("k", [1, 2])
@gradients(np.sin, vjp=lambda g, x: g * np.cos(x), examples=3)
def test_parameters(k, tmp_path):
    assert tmp_path.is_dir()

@gradients(np.sin, vjp=lambda g, x: g * np.cos(x), examples=3)
def test_body():
    raise AssertionError("its own words")
"""


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on the file above."""
    (folder / "test_it.py").write_text(TESTS, encoding="utf-8")
    installed = any(each.value == "autograd_lite.pytest_plugin" for each in entry_points(group="pytest11"))
    plugin = [] if installed else ["-p", "autograd_lite.pytest_plugin"]
    quiet = ["-q", "-p", "no:cacheprovider", "--hypothesis-seed=0"]  # one search in a hundred ends at 3.7
    command = [sys.executable, "-m", "pytest", *quiet, *plugin, *options, "test_it.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("workers", [[], ["-n", "1"]], ids=["alone", "with workers"])
def test_reports_are_written(tmp_path: Path, workers: list[str]) -> None:
    """All checks of a run come into the file, the failing test shrinks to one simple number and says why."""
    done = run(tmp_path, "--gradients=fast", "--gradients-report=out.json", *workers)
    assert "1 failed, 2 passed" in done.stdout, done.stdout + done.stderr
    assert any(f"array({least})" in done.stdout for least in ("1.5", "2.", "3.", "4."))
    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert {"agrees", "wrong"} <= {row["verdict"] for row in rows}
    assert [row["test"] for row in rows if row["verdict"] == "wrong"] == ["test_it.py::test_wrong"]
    assert {row["test"].partition("::")[2] for row in rows} == {"test_right", "test_wrong", "test_fixture"}


def test_methods_fixtures_and_parameters(tmp_path: Path) -> None:
    """A decorated test may be a method, take fixtures and parameters, and its own body counts."""
    (tmp_path / "test_more.py").write_text(MORE, encoding="utf-8")
    done = run(tmp_path, "--gradients-report=out.txt", "test_more.py", "--deselect=test_it.py")
    assert "1 failed, 3 passed" in done.stdout, done.stdout + done.stderr
    assert "its own words" in done.stdout
    lines = (tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "agrees        test_method  [test_more.py::TestIt::test_method]"


def test_page(tmp_path: Path) -> None:
    """A name that ends in .html gives a web page."""
    run(tmp_path, "--gradients-report=out.html")
    assert "<table>" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_silent_unless_used() -> None:
    """Loading the plugin, as every test run does, does not load the checks."""
    asked = "import sys, autograd_lite.pytest_plugin; print('autograd_lite.testing' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_equal_lines_are_counted() -> None:
    """A test that draws its inputs itself has one line of text, with the number of its checks; all of them count."""
    row = {"name": "sqrt", "verdict": "agrees", "test": "test_it.py::test_root"}
    assert written([row, row, {**row, "verdict": "wrong", "diagnosis": "the sign"}], ".txt").splitlines() == [
        "agrees        sqrt  [test_it.py::test_root]  (2 times)",
        "wrong         sqrt: the sign  [test_it.py::test_root]",
        "3 checks of gradients: 1 wrong, 2 agrees",
    ]


def test_text_says_why(tmp_path: Path) -> None:
    """A line of the text has the guess at what is wrong; a name that ends otherwise is refused before any test runs."""
    run(tmp_path, "--gradients=fast", "--gradients-report=out.txt")
    lines = (tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()
    assert any(re.match(r"wrong +\w+: .*(times|elements|twice|sign|zero)", line) for line in lines), lines
    refused = run(tmp_path, "--gradients-report=out.pdf")
    assert "--gradients-report=out.pdf: wanted a name that ends in .txt, .json, .html" in refused.stderr
    assert not (tmp_path / "out.pdf").exists()
    refused = run(tmp_path, "--gradients-report=nowhere/out.txt")
    assert "--gradients-report=nowhere/out.txt: there is no folder" in refused.stderr
