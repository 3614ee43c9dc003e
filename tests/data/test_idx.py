"""IDX files, whole ones and hostile ones."""

import gzip
import struct
import time
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograd_lite.data import read_idx
from autograd_lite.errors import DataError

CODES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}


def idx(array: Any) -> bytes:
    """The array as an IDX file."""
    header = bytes([0, 0, CODES[array.dtype.str[1:]], array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


@pytest.mark.parametrize("dtype", CODES)
@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 1, 4), (0, 5)])
@pytest.mark.parametrize("packed", [False, True])
def test_what_was_written_is_read(tmp_path: Path, dtype: str, shape: tuple[int, ...], packed: bool) -> None:
    """Every type and shape, plain and gzipped, in the machine's byte order."""
    array = (np.arange(np.prod(shape)) * 3 - 4).astype(dtype).reshape(shape)
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(idx(array)) if packed else idx(array))
    found = read_idx(path)
    assert np.array_equal(found, array)
    assert found.dtype == array.dtype
    assert found.dtype.isnative
    found[...] = 0


WHOLE = idx(np.arange(6, dtype="u1").reshape(2, 3))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "begins with ''"),
        (b"\x89PNG....", "begins with '89504e47'. Wanted an IDX file"),
        (b"\0\0\x07\x01", "begins with '00000701'"),
        (b"\0\0\x08\x00", "1 to 8 axes"),
        (b"\0\0\x08\xff" + b"\xff" * 2000, "1 to 8 axes"),
        (WHOLE[:7], "ends within its header"),
        (WHOLE[:-1], "ends after 5 bytes of data. Its header promises 6"),
        (WHOLE + b"!", "goes on after the 6 bytes"),
        (b"\0\0\x0e\x08" + b"\xff" * 32, "promises .* Wanted at most 1073741824"),
        (gzip.compress(WHOLE, mtime=0)[:-9], "cannot be read|ends after"),
        (gzip.compress(WHOLE, mtime=0)[:-8] + b"12345678", "cannot be read: CRC check failed"),
        (b"\x1f\x8b" + b"rubbish" * 9, "cannot be read"),
    ],
)
def test_damaged_files(tmp_path: Path, data: bytes, message: str) -> None:
    """Each is a DataError that says what is wrong."""
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(DataError, match=message):
        read_idx(path)


def test_missing_file(tmp_path: Path) -> None:
    """No file, and a folder, are DataErrors."""
    with pytest.raises(DataError, match="cannot be read"):
        read_idx(tmp_path / "nothing")
    with pytest.raises(DataError, match="cannot be read"):
        read_idx(tmp_path)


def test_every_cut_and_every_flipped_bit_of_the_header(tmp_path: Path) -> None:
    """A file cut anywhere, or with any bit of its header flipped, gives an array or a DataError, nothing else."""
    path = tmp_path / "file"
    damaged = [WHOLE[:k] for k in range(len(WHOLE))]
    for k in range(12 * 8):
        flipped = bytearray(WHOLE)
        flipped[k // 8] ^= 1 << k % 8
        damaged.append(bytes(flipped))
    refused = 0
    for data in damaged:
        path.write_bytes(data)
        try:
            read_idx(path)
        except DataError:
            refused += 1
    assert refused >= len(damaged) - 3, "only the sign bit of the type leaves a file that can be read"


def test_a_bomb_costs_neither_memory_nor_time(tmp_path: Path) -> None:
    """Gzipped zeros that unpack to 300 MB behind a header of 6 bytes are read for 6 bytes and refused."""
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(WHOLE[:12])
        for _ in range(300):
            file.write(bytes(1 << 20))
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises(DataError, match="goes on after the 6 bytes"):
        read_idx(path)
    taken, (_, peak) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 1
    assert peak < 2_000_000
    with pytest.raises(DataError, match=r"promises 6 bytes .* Wanted at most 5"):
        read_idx(path, limit=5)
