"""Fault 39: a small file that promises, or unpacks to, more than memory holds.

Without the limits NumPy would allocate what a header promises, and gzip would unpack 300 MB from 300 KB.
"""

import gzip
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import autograd_lite as ag
from autograd_lite import data
from autograd_lite.errors import CheckpointError, DataError


def cheaply(call: Callable[[], object]) -> tuple[float, int]:
    """Seconds of processor time and bytes that a call takes."""
    tracemalloc.start()
    start = time.process_time()
    call()
    seconds, (_, peak) = time.process_time() - start, tracemalloc.get_traced_memory()
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


def test_files_of_numpy(tmp_path: Path) -> None:
    """A .npy file whose header promises 2**50 numbers, and an .npz file of a gigabyte of zeros, are no checkpoints."""
    pytest.importorskip("safetensors")
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({2**50},), }}".encode()
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
    with (
        zipfile.ZipFile(tmp_path / "b.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("x", "w") as x,
    ):
        for _ in range(200):
            x.write(bytes(1 << 20))
    for name in ("a.npy", "b.npz"):

        def call(name: str = name) -> None:
            with pytest.raises(CheckpointError):
                ag.load(tmp_path / name)

        seconds, peak = cheaply(call)
        assert seconds < 1
        assert peak < 4_000_000


def test_names_that_are_dot_or_html() -> None:
    """In a graph for Graphviz nodes are numbered; what users wrote is quoted or escaped, and no tag, node or port."""
    hostile = ["<img src=x>", 'a:b"]; n9 [label="in', "\\"]
    x, y, z = [ag.Tensor(1.0, requires_grad=True, name=name) for name in hostile]
    unquoted = re.sub(r'"(\\.|[^"\\])*"', "", ag.viz.draw(x * y + z).dot)
    assert {tag.upper() for tag in re.findall(r"</?(\w+)", unquoted)} <= {"TABLE", "TR", "TD", "FONT", "B", "I", "BR"}
    statements = [line.split()[0] for line in unquoted.splitlines() if line.startswith("  ")]
    assert all(re.fullmatch(r"n\d+|graph|node|edge", statement) for statement in statements)
    assert "n9" not in statements
