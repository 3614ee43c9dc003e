"""Fault 37: a checkpoint that is cut off, hostile or has a flipped bit loads, or fails with any exception at all.

Without the guard a flipped bit comes through as another weight, a name that occurs twice takes the last value, and each
kind of damage raises its own exception.
"""

import json
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import CheckpointError

pytest.importorskip("safetensors")

STATE = {"w": np.arange(4, dtype="f4"), "n": {"b": np.ones((2, 1)), "lr": 0.5, "name": "x"}}


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    """A good file."""
    ag.save(STATE, tmp_path / "good")
    return (tmp_path / "good").read_bytes()


def refused(path: Path, data: bytes) -> bool:
    """Whether a file is refused by the one exception; any other fails the test."""
    path.write_bytes(data)
    try:
        ag.load(path)
    except CheckpointError as error:
        return str(path) in str(error)
    return False


def test_cut_off(tmp_path: Path, whole: bytes) -> None:
    """A file that was cut off anywhere is refused."""
    assert all(refused(tmp_path / "x", whole[:k]) for k in range(len(whole)))
    assert refused(tmp_path / "x", whole + b"\0")


@pytest.mark.slow
def test_every_flipped_bit(tmp_path: Path, whole: bytes) -> None:
    """A file with any one bit flipped, in its header or its data, is refused."""
    for k in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[k // 8] ^= 1 << k % 8
        assert refused(tmp_path / "x", bytes(flipped)), f"bit {k % 8} of byte {k // 8}"


def test_random_damage(tmp_path: Path, whole: bytes) -> None:
    """Bytes overwritten, removed or doubled by chance give the one exception, each in bounded time."""
    rng = np.random.default_rng(0)
    worst = 0.0
    for _ in range(1500):
        data = bytearray(whole)
        place, length = rng.integers(len(data)), rng.integers(1, 9)
        match rng.integers(4):
            case 0:
                data[place : place + length] = rng.bytes(length)
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = data[place : place + length] or b"\0"
            case _:
                data[0:8] = rng.bytes(8)
        start = time.process_time()
        assert refused(tmp_path / "x", bytes(data)) or bytes(data) == whole
        worst = max(worst, time.process_time() - start)
    assert worst < 2


def built(header: Any, data: bytes = b"") -> bytes:
    """A file with this header."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def hostile() -> Iterator[bytes]:
    """Headers that promise the impossible."""
    entry = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
    yield b""
    yield b"\xff" * 8
    yield struct.pack("<Q", 2**63) + b"{}"
    yield struct.pack("<Q", 100_000_001) + b"{}" * 10
    yield built(b"[" * 100_000)
    yield built(b'{"a":' * 50_000)
    yield built(b'{"a":' + b"9" * 100_000 + b"}")
    yield built([1, 2])
    yield built({"a": 5}, b"1234")
    yield built({"a": {**entry, "shape": [2**50]}}, b"1234")
    yield built({"a": {**entry, "shape": [-1]}}, b"1234")
    yield built({"a": {**entry, "shape": [2**40, 2**40, 0]}}, b"1234")
    yield built({"a": {**entry, "shape": [2**63, 2]}}, b"1234")
    yield built({"a": {**entry, "data_offsets": [0, 2**62]}}, b"1234")
    yield built({"a": {**entry, "data_offsets": [4, 0]}}, b"1234")
    yield built({"a": {**entry, "data_offsets": [0.5, 4]}}, b"1234")
    yield built({"a": {**entry, "dtype": "BF16", "shape": [2]}}, b"1234")
    yield built({"a": {**entry, "dtype": "OBJECT"}}, b"1234")
    yield built({"a": entry, "b": entry}, b"1234")
    yield built(b'{"a":%s,"a":%s}' % ((json.dumps(entry).encode(),) * 2), b"1234")
    yield built({"__metadata__": {"a": 5}})
    yield built({"__metadata__": 5})
    yield built({"__metadata__": {"autograd_lite.tree": "[]"}})
    yield built({"__metadata__": {"autograd_lite.crc32": "00000000"}})
    yield built({"__metadata__": {"autograd_lite.tree": "[" * 100_000, "autograd_lite.crc32": "0"}})
    yield built(b"\x80\x04\x95 pickled")


@pytest.mark.parametrize("data", list(hostile()), ids=lambda data: data[8:40].decode(errors="replace") or "short")
def test_hostile_headers(tmp_path: Path, data: bytes) -> None:
    """Each is refused at once."""
    start = time.process_time()
    assert refused(tmp_path / "x", data)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "tree",
    [
        {"array": "b"},
        {"array": 5},
        {"array": ["a"]},
        {"dict": [[1]]},
        {"dict": [[[1], 2]]},
        {"dict": 5},
        {"float": "five"},
        {"tuple": 5},
        {"complex": [1]},
        {"complex": ["a", "b"]},
        {"strange": 1},
        {"array": "a", "kind": 5},
        {"array": "a", "kind": "complex"},
    ],
)
def test_trees_that_describe_nothing(tmp_path: Path, tree: Any) -> None:
    """A tree with a right checksum that was made by somebody else for something else is refused too."""
    from safetensors.numpy import save

    from autograd_lite.saving import CRC, TREE, _checksum

    arrays, text = {"a": np.zeros(3, "f4")}, json.dumps(tree)
    data = save(arrays, metadata={TREE: text, CRC: f"{_checksum(text, arrays):08x}"})
    assert refused(tmp_path / "x", data)
