"""Fault 38: a strided array is saved wrongly, or a kill or a full disk during a save destroys the old file.

Without the atomic write the file is cut off where the process died, and the good one before it is gone.
"""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag

pytest.importorskip("safetensors")


@pytest.mark.parametrize("array", [np.arange(10)[::2], np.asfortranarray(np.arange(6.0).reshape(2, 3))])
def test_strided_arrays(tmp_path: Path, array: np.ndarray) -> None:
    """Strided and Fortran-ordered arrays come back with their values."""
    ag.save({"x": array}, tmp_path / "x")
    assert np.array_equal(ag.load(tmp_path / "x")["x"], array)


KILLS = """
import os, random, signal, sys, time, numpy as np
path = PATH
ag.save({"k": 0, "x": np.zeros(60_000)}, path)
chance, seen = random.Random(0), set()
for _ in range(200):
    child = os.fork()
    if not child:
        k = ag.load(path)["k"]
        while True:
            k += 1
            ag.save({"k": k, "x": np.full(60_000, float(k))}, path)
    time.sleep(chance.random() * 0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    state = ag.load(path)
    assert (state["x"] == state["k"]).all()
    seen.add(state["k"])
left = len(os.listdir(os.path.dirname(path))) - 1
ag.save(state, path)
print(len(seen) > 20, left <= 1, os.listdir(os.path.dirname(path)))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_kills(tmp_path: Path, run_python: Callable[[str], str]) -> None:
    """Whenever one of two hundred processes that save without end is killed, the file is a whole one, and of all the
    unfinished ones at most the last is left, until the next save.
    """
    assert run_python(KILLS.replace("PATH", repr(str(tmp_path / "state")))) == "True True ['state']\n"


@pytest.mark.skipif(os.name != "posix", reason="limits the size of files")
def test_full_disk(tmp_path: Path, run_python: Callable[[str], str]) -> None:
    """When no more can be written, the error is a CheckpointError, the old file stays, and no rest of the new one."""
    path = tmp_path / "state"
    out = run_python(f"""
import os, resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
ag.save({{"x": np.arange(10.0)}}, {str(path)!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    ag.save({{"x": np.zeros(100_000)}}, {str(path)!r})
except ag.errors.CheckpointError as error:
    print("cannot be written" in str(error), "still there" in str(error))
print(ag.load({str(path)!r})["x"].sum(), os.listdir({str(tmp_path)!r}))
""")
    assert out.split("\n")[:2] == ["True True", "45.0 ['state']"]
