"""The command that breaks rules: table, survivors, exit status."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograd_lite.cli import main

GOOD = "samples=lambda draw: ((draw.array((3,)),), {})"
MODULE = f"""
import numpy as np, autograd_lite as ag

@ag.primitive(x=lambda g, x: g * np.cos(x), {GOOD})
def wave(x):
    return np.sin(x)
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder with a module of rules, and remember nothing elsewhere."""
    (tmp_path / "waves.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_rules_of_a_module(capsys: pytest.CaptureFixture[str]) -> None:
    """All mutants of a right rule with honest samples are killed, and the table says so."""
    assert main(["mutants", "--module", "waves", "--workers", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:7] == ["way", "of", "breaking", "a", "rule", "mutants", "killed"]
    assert lines[0].split()[7:] == ["survived", "unreached", "equal", "undecidable"]
    assert "killed of those that differ: 100.00 %" in lines
    assert any(line.startswith("1 rules, ") for line in lines)
    assert not any(line.startswith(("survived:", "equal: w")) for line in lines)


def test_no_such_module(capsys: pytest.CaptureFixture[str]) -> None:
    """A module that cannot be found is named, and where it was looked for."""
    assert main(["mutants", "--module", "not_here"]) == 2
    assert f"no module named 'not_here' can be imported in {Path.cwd()}" in capsys.readouterr().out


WEAK = """

def _share(g, x, axis):
    if axis is None:
        return g * np.cos(x)
    return np.expand_dims(g, axis) * np.cos(x)


@ag.primitive(x=_share, samples=lambda draw: ((draw.array((3,)),), {}))
def waves(x, axis=None):
    return np.sum(np.sin(x), axis=axis)
"""


def test_a_weak_spot(capsys: pytest.CaptureFixture[str]) -> None:
    """A keyword that no draw sets leaves a line that never runs: the command names it, says what to do, and fails."""
    path = Path("weak.py")
    path.write_text(MODULE + WEAK, encoding="utf-8")
    line = path.read_text(encoding="utf-8").split("np.expand_dims")[0].count("\n") + 1
    assert main(["mutants", "--module", "weak", "--workers", "1", "--list"]) == 1
    lines = capsys.readouterr().out.splitlines()
    (at,) = [n for n, text in enumerate(lines) if text.startswith("unreached: weak")]
    assert lines[at].startswith(f"unreached: weak.waves: x: weak.py:{line} (")
    assert lines[at + 1] == "    Never run as drawn: let samples= draw arguments that lead there."


def test_no_such_operation(capsys: pytest.CaptureFixture[str]) -> None:
    """A pattern that fits nothing is said, with another status."""
    assert main(["mutants", "no such name"]) == 2
    assert capsys.readouterr().out == "no operation with rules and samples has 'no such name' in its name\n"


def test_the_other_name() -> None:
    """The module that breaks rules is the same command."""
    asked = [sys.executable, "-m", "autograd_lite.testing.mutants"]
    help_ = subprocess.run(
        [*asked, "--help"], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert help_.stdout.startswith("usage: python -m autograd_lite mutants [-h]")
    assert "--module" in help_.stdout
