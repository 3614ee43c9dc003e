"""Checkpoints: everything comes back, and nothing that is wrong comes through."""

import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import autograd_lite as ag
from autograd_lite import saving
from autograd_lite.errors import CheckpointError, MissingExtraError

pytest.importorskip("safetensors")


def same(a: Any, b: Any) -> bool:
    """Equal in structure, types, dtypes, shapes and bits."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray | np.generic):
        return (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())
    return repr(a) == repr(b)


STATE = {
    "model": {"0.weight": np.arange(6.0).reshape(2, 3), "0.bias": np.zeros(0, "f4"), "half": np.ones((), "f2")},
    "optimizer": {
        "state": {0: {"step": 3, "exp_avg": np.full((2, 2), np.nan)}, 1: {}},
        "lr": [0.1, math.inf, -math.inf],
    },
    "numbers": (1, -2.5, 2**100, True, None, 1e-300, 3 + 4j, math.nan, np.float32(0.1), np.int64(7), np.complex64(1j)),
    "": {"text": "naïve \n \x00 🐍", "empty": [], "z": np.array([1 + 2j, complex(math.inf, 0)])},
    "kinds": [
        np.array([0, 1], d) for d in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "?", "f2", "f4", "f8", "c8")
    ],
}


def test_there_and_back(tmp_path: Path) -> None:
    """Nested dicts, lists, tuples, every dtype and every kind of number come back as they were."""
    path = tmp_path / "state.safetensors"
    ag.save(STATE, path)
    found = ag.load(path)
    assert same(found, STATE)
    found["model"]["0.weight"][:] = 0
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("state", [np.arange(3.0), 5, "text", None, [], {}, [np.zeros(2), [np.ones(2)]]])
def test_any_root(tmp_path: Path, state: Any) -> None:
    """The state itself may be anything that may be in it."""
    ag.save(state, tmp_path / "x")
    assert same(ag.load(tmp_path / "x"), state)


NAMES = st.text(max_size=4) | st.integers(-3, 3)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ARRAYS = st.builds(lambda n, d: np.arange(n).astype(d), st.integers(0, 3), st.sampled_from(["f4", "i8", "c16", "?"]))
TREES = st.recursive(
    LEAVES | ARRAYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(state=TREES)
def test_any_tree(tmp_path_factory: Any, state: Any) -> None:
    """Whatever the keys are, names that would be equal among them, come back with their values."""
    path = tmp_path_factory.getbasetemp() / "tree"
    ag.save(state, path)
    assert same(ag.load(path), state)


def test_names_that_would_be_equal(tmp_path: Path) -> None:
    """A dotted key and a nested one, a number and its text, do not take each other's place."""
    state = {
        "a": {"b": np.ones(1)},
        "a.b": np.zeros(1),
        0: np.full(1, 2.0),
        "0": np.full(1, 3.0),
        "__metadata__": np.ones(2),
    }
    ag.save(state, tmp_path / "x")
    assert same(ag.load(tmp_path / "x"), state)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(10)[::2],
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(6.0).reshape(2, 3).T,
        np.broadcast_to(np.arange(3.0), (4, 3)),
        np.arange(4, dtype=">f8"),
        np.arange(5)[::-1],
        np.zeros((3, 0, 2)),
    ],
)
def test_layouts(tmp_path: Path, array: Any) -> None:
    """Strided, transposed, broadcast, big-endian and reversed arrays keep their values."""
    ag.save({"x": array}, tmp_path / "x")
    found = ag.load(tmp_path / "x")["x"]
    assert np.array_equal(found, array)
    assert found.dtype == array.dtype.newbyteorder("=")


def test_tensors_are_saved_as_arrays(tmp_path: Path) -> None:
    """A Tensor, tracked or not, is saved by its values."""
    ag.save([ag.Tensor([1.0, 2.0], requires_grad=True)], tmp_path / "x")
    assert same(ag.load(tmp_path / "x"), [np.array([1.0, 2.0])])


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"f": print}, "f is a builtin_function_or_method. Wanted dicts, lists"),
        ({"a": {"b": {1, 2}}}, "a.b is a set"),
        ([b"bytes"], "0 is a bytes"),
        ({(1, 2): 3}, r"the state has the keys \[\(1, 2\)\]. Wanted strings or integers"),
        ({"a": {True: 3}}, r"a has the keys \[True\]"),
        ({"x": np.array(["text"])}, "x is an array of dtype <U4"),
        ({"x": np.array([object()])}, "x is an array of dtype object"),
        ({"x": np.zeros(2, np.longdouble)}, "x is an array of dtype "),
        ({"x": np.array(["2020-01-01"], "M8[D]")}, "x is an array of dtype datetime64"),
    ],
)
def test_what_cannot_be_saved(tmp_path: Path, state: Any, message: str) -> None:
    """Other types are refused by name, and no file appears."""
    with pytest.raises(CheckpointError, match=message):
        ag.save(state, tmp_path / "x")
    assert os.listdir(tmp_path) == []


def test_a_circle(tmp_path: Path) -> None:
    """A list that contains itself is refused."""
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(CheckpointError, match="cannot be saved"):
        ag.save(circle, tmp_path / "x")


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    """A missing folder, or a folder in the file's place, is a CheckpointError."""
    for path in (tmp_path / "none" / "x", tmp_path):
        with pytest.raises(CheckpointError, match="cannot be written"):
            ag.save({}, path)
    with pytest.raises(CheckpointError, match="FileNotFoundError"):
        ag.load(tmp_path / "nothing")
    with pytest.raises(CheckpointError, match=r"IsADirectoryError|PermissionError"):
        ag.load(tmp_path)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Saving through a symbolic link writes to the file that it points to."""
    (tmp_path / "real").touch()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    ag.save([1], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert ag.load(tmp_path / "real") == [1]


def test_an_exception_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: Any) -> None:
    """Whatever goes wrong before the rename, Ctrl-C too, the old file stays and nothing else is left."""
    path = tmp_path / "x"
    ag.save([1], path)
    for error in (OSError(28, "No space left on device"), KeyboardInterrupt()):

        def fail(descriptor: int, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises((CheckpointError, KeyboardInterrupt)):
            ag.save([2], path)
        assert ag.load(path) == [1]
        assert os.listdir(tmp_path) == ["x"]


def test_missing_package(monkeypatch: Any, tmp_path: Path) -> None:
    """Without safetensors the pip line is printed."""
    monkeypatch.setitem(sys.modules, "safetensors.numpy", None)
    for call in (lambda: ag.save([], tmp_path / "x"), lambda: ag.load(tmp_path / "x")):
        with pytest.raises(MissingExtraError, match=r"pip install 'autograd_lite\[checkpoint\]'"):
            call()


def test_no_pickle_in_the_package() -> None:
    """No module of the package imports pickle, nor lets NumPy use it."""
    for module in Path(saving.__file__).parent.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        assert "import pickle" not in text
        assert "allow_pickle=True" not in text


def test_files_of_others(tmp_path: Path) -> None:
    """A file that was not written by this library gives its arrays by name."""
    from safetensors.numpy import save_file

    arrays = {"0.weight": np.arange(6, dtype="f4").reshape(2, 3), "0.bias": np.zeros(2, "f4")}
    save_file(arrays, tmp_path / "x", metadata={"format": "pt"})
    assert same(dict(sorted(ag.load(tmp_path / "x").items())), dict(sorted(arrays.items())))
    ag.save(arrays, tmp_path / "ours")
    from safetensors.numpy import load_file

    assert set(load_file(tmp_path / "ours")) == set(arrays), "and others read ours by name"


def test_the_command_line_needs_no_state(tmp_path: Path) -> None:
    """A file saved in one process is read in another, in any hash seed."""
    ag.save(STATE["model"], tmp_path / "x")
    program = "import sys, autograd_lite as ag; print(ag.load(sys.argv[1])['0.weight'].sum())"
    out = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "x")],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert out.stdout == "15.0\n"
