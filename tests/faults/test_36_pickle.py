"""Fault 36: loading a file runs a command that is pickled in it.

Without the refusal ``load`` would be a way to run other people's code.
"""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import CheckpointError

pytest.importorskip("safetensors")


class Command:
    """An object whose unpickling makes a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> object:
        return os.mkdir, (str(self.path),)


def test_pickled_files_are_refused_and_not_run(tmp_path: Path) -> None:
    """A pickle, and an array of pickled objects, are no checkpoints, and nothing in them runs."""
    mark = tmp_path / "it ran"
    (tmp_path / "a").write_bytes(pickle.dumps(Command(mark)))
    np.save(tmp_path / "b.npy", np.array([Command(mark)], dtype=object), allow_pickle=True)
    for name in ("a", "b.npy"):
        with pytest.raises(CheckpointError):
            ag.load(tmp_path / name)
    assert not mark.exists()


def test_objects_are_not_saved(tmp_path: Path) -> None:
    """Objects are refused when saving, so no file needs pickle."""
    with pytest.raises(CheckpointError, match="is a Command"):
        ag.save({"x": Command(tmp_path)}, tmp_path / "x")
