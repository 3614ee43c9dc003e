"""Fault 39: a small file that promises, or unpacks to, more than memory holds.

Without the limits NumPy would allocate what a header promises, and gzip would unpack 300 MB from 300 KB.
"""

import gzip
import struct
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

import autograd_lite as ag
from autograd_lite import data
from autograd_lite.errors import CheckpointError, DataError


def cheaply(call: Callable[[], object]) -> tuple[float, int]:
    """Seconds and bytes that a call takes."""
    tracemalloc.start()
    start = time.perf_counter()
    call()
    seconds, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, peak


def test_a_gzip_bomb_in_an_idx_file(tmp_path: Path) -> None:
    """A gigabyte promised is refused before it is unpacked, and what goes beyond the promise is not unpacked."""
    for promised, message in ((2**31, "promises 2147483648 bytes"), (100, "goes on after the 100 bytes")):
        with gzip.open(tmp_path / "x.gz", "wb", compresslevel=1) as file:
            file.write(b"\0\0\x08\x01" + struct.pack(">I", promised))
            for _ in range(200):
                file.write(bytes(1 << 20))

        def call(message: str = message) -> None:
            with pytest.raises(DataError, match=message):
                data.read_idx(tmp_path / "x.gz")

        seconds, peak = cheaply(call)
        assert seconds < 1
        assert peak < 2_000_000


def test_an_array_of_a_petabyte(tmp_path: Path) -> None:
    """A checkpoint's header that promises 2**50 numbers is refused without allocating them."""
    pytest.importorskip("safetensors")
    header = b'{"a":{"dtype":"F64","shape":[1125899906842624],"data_offsets":[0,9007199254740992]}}'
    (tmp_path / "x").write_bytes(struct.pack("<Q", len(header)) + header + bytes(64))

    def call() -> None:
        with pytest.raises(CheckpointError):
            ag.load(tmp_path / "x")

    seconds, peak = cheaply(call)
    assert seconds < 1
    assert peak < 2_000_000
