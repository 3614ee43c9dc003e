"""The score: what it counts, and what it remembers."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.operation import Operation
from autograd_lite.testing.mutation import scoring
from autograd_lite.testing.mutation.scoring import fingerprint, run, score, table
from autograd_lite.testing.mutation.trial import Row

ROWS = [Row("f: x", "flip sign", "killed", "-g"), Row("f: x", "times 2", "survived", "2 * g")]


def test_table() -> None:
    """Of three that differ one was killed; what is equal, or cannot be decided, does not count."""
    more = [("equal", "g * 2"), ("undecidable", "g + 0"), ("unreached", "2 + g")]
    rows = [*ROWS, *[Row("f: x", "times 2", fate, source) for fate, source in more]]
    assert score(rows) == pytest.approx(1 / 3)
    assert table(rows).splitlines()[-2:] == [
        "all                                       5       1         1          1      1            1",
        "killed of those that differ: 33.33 %",
    ]


def make(factor: float) -> Operation:
    """Return an operation whose rule has a number in it."""
    return ag.primitive(x=lambda g, x: factor * g * x, samples=lambda draw: ((draw.array((2,)),), {}))(
        lambda x: x * x * factor / 2
    )


def test_fingerprint() -> None:
    """A rule's fingerprint depends on its code and on what it closes over, and is the same in every run."""
    assert fingerprint(make(2.0), "x") == fingerprint(make(2.0), "x")
    assert fingerprint(make(2.0), "x") != fingerprint(make(3.0), "x")


def test_fingerprints_of_other_runs() -> None:
    """What is remembered is found by another process, in which sets have another order."""
    code = (
        "from autograd_lite.testing.mutation.scoring import _known, fingerprint, places\n"
        "print([fingerprint(_known(None)[name], each) for name, each in places('reductions.')])"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3],
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert len(found[0]) > 100
    assert found[0] == found[1]


def test_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered is not tried again."""
    file, place = tmp_path / "folder" / "mutants.json", "ops.shapes.swapaxes"
    first = run(place, 1, memory=file)
    assert {row.fate for row in first} <= {"killed", "equal"}
    monkeypatch.setattr(scoring, "_rows", None)  # would raise if it were called
    assert run(place, 1, memory=file) == first
    file.write_text("broken off", encoding="utf-8")
    with pytest.raises(TypeError):  # so it is tried anew
        run(place, 1, memory=file)


def test_a_module_of_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of a module are broken by its name; operations that draw no arguments are listed."""
    (tmp_path / "my_rules.py").write_text(
        "import numpy as np, autograd_lite as ag\n"
        "@ag.primitive(x=lambda g, x: 2 * g * x, samples=lambda draw: ((draw.array((3,)),), {}))\n"
        "def energy(x):\n    return np.sum(x * x)\n"
        "@ag.primitive(x=lambda g: g)\n"
        "def undrawn(x):\n    return x + 0\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    rows = run("", 1, "my_rules")
    assert {row.place for row in rows} == {"my_rules.energy: x"}
    assert score(rows) == 1.0
    assert scoring.without_samples("my_rules") == ["my_rules.undrawn"]
    assert np.isfinite(score(rows))
