"""The command that breaks rules: table, survivors, exit status."""

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
    assert lines[0].split() == ["way", "of", "breaking", "a", "rule", "mutants", "killed", "survived", "equal"]
    assert "killed of those that differ: 100.00 %" in lines
    assert lines[-1].startswith("1 rules, ")


def test_no_such_operation(capsys: pytest.CaptureFixture[str]) -> None:
    """A pattern that fits nothing is said, with another status."""
    assert main(["mutants", "no such name"]) == 2
    assert capsys.readouterr().out == "no operation with rules and samples has 'no such name' in its name\n"
