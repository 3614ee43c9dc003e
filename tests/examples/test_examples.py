"""Every example runs in its short form, with warnings as errors, and ends in the assert on its figures."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("[0-9][0-9]_*.py"))
SLOW = {"02", "03", "06", "07", "08", "09", "10", "11", "12", "15", "16"}  # those that train for seconds


@pytest.mark.parametrize(
    "script", [pytest.param(s, marks=[pytest.mark.slow] * (s.name[:2] in SLOW), id=s.stem) for s in SCRIPTS]
)
def test_example(script: Path, tmp_path: Path) -> None:
    """The script ends with "ok", and its pictures, if matplotlib is there, are whole PNG files."""
    pytest.importorskip("matplotlib")
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join([str(EXAMPLES.parent), *sys.path]),
    }
    environment.setdefault("AUTOGRAD_LITE_DATA", str(tmp_path))  # never the network: without the files, the digits
    finished = subprocess.run(
        [sys.executable, "-W", "error", str(script), "--pictures", str(tmp_path / "pictures")],
        capture_output=True, text=True, env=environment, timeout=600, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert finished.stdout.endswith("ok\n")
    for picture in (tmp_path / "pictures").glob("*"):
        data = picture.read_bytes()
        assert data.startswith(b"\x89PNG")
        assert data.endswith(b"IEND\xaeB`\x82")


def test_numbers_are_complete() -> None:
    """Examples are numbered in the order of the chapters, without a gap."""
    assert [script.name[:2] for script in SCRIPTS] == [f"{k:02}" for k in range(1, len(SCRIPTS) + 1)]
