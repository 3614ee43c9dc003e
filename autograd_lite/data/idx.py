"""Files in the IDX format, as MNIST has them, plain or gzipped."""

import gzip
import math
import struct
import zlib
from pathlib import Path
from typing import IO, Any

import numpy as np

from autograd_lite.errors import DataError

DTYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
LIMIT = 1 << 30  # bytes; the images of MNIST are 47 million


def read_idx(path: str | Path, limit: int = LIMIT) -> Any:
    """Read an array from an IDX file.

    The header is read first and says how many bytes follow; exactly those are read, and no more than `limit`. So a
    small compressed file that would unpack to gigabytes, or a header that promises them, costs neither time nor memory.

    Parameters
    ----------
    path : of the file; gzipped or not, which its first bytes tell
    limit : most bytes of the array

    Returns
    -------
    ndarray in the machine's byte order

    Raises
    ------
    DataError
        If there is no such file, or it is damaged, longer or shorter than its header says, or larger than `limit`.
    """
    try:
        with Path(path).open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            with gzip.open(raw) if packed else raw as file:
                return _array(file, path, limit)  # type: ignore[arg-type]
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}. Wanted an IDX file, plain or gzipped.") from error


def _array(file: IO[bytes], path: str | Path, limit: int) -> Any:
    """Return the array of an opened file."""
    dtype, shape = _header(file, path)
    promised = math.prod(shape) * dtype.itemsize
    if promised > limit:
        raise DataError(f"{path} promises {promised} bytes for shape {shape}. Wanted at most {limit}; pass limit=.")
    data = file.read(promised)
    if len(data) != promised:
        raise DataError(f"{path} ends after {len(data)} bytes of data. Its header promises {promised}: is it cut off?")
    if file.read(1):
        raise DataError(f"{path} goes on after the {promised} bytes that its header promises.")
    return np.frombuffer(data, dtype).reshape(shape).astype(dtype.newbyteorder("="))


def _header(file: IO[bytes], path: str | Path) -> tuple[np.dtype[Any], tuple[int, ...]]:
    """Return dtype and shape: two zero bytes, a code for the type, the count of axes, their lengths."""
    magic = file.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in DTYPES or not 1 <= magic[3] <= 8:
        raise DataError(
            f"{path} begins with {magic.hex()!r}. Wanted an IDX file: 0000, a type from 08 to 0e, 1 to 8 axes."
        )
    lengths = file.read(4 * magic[3])
    if len(lengths) < 4 * magic[3]:
        raise DataError(f"{path} ends within its header.")
    return np.dtype(DTYPES[magic[2]]), struct.unpack(f">{magic[3]}I", lengths)
