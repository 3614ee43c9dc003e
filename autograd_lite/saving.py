"""Checkpoints: nested dicts of arrays, numbers and strings in one file, written all or not at all.

The format is safetensors, so PyTorch and others read the arrays by name, and we read theirs. Around the package of that
name stands a thin guard: contiguous copies, names for nested values, a checksum, an atomic write, and one exception.
No pickle: loading a file runs none of its content.
"""

import json
import math
import zlib
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from autograd_lite.atomic import write_atomically
from autograd_lite.errors import CheckpointError, MissingExtraError
from autograd_lite.tensor import Tensor

TREE, CRC = "autograd_lite.tree", "autograd_lite.crc32"  # two keys: damage to the name of one leaves the other alone
_KINDS = {np.dtype(name) for name in ("f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "?")}
_WRONG = (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError, MemoryError, OSError)


def _safetensors() -> Any:
    try:
        return import_module("safetensors.numpy"), import_module("safetensors").SafetensorError
    except ImportError as error:
        raise MissingExtraError(
            "Checkpoints want safetensors, which is not installed. Run: pip install 'autograd_lite[checkpoint]'"
        ) from error


# -- writing ----------------------------------------------------------------------------------------------------------


def save(state: Any, path: str | Path) -> None:
    """Write a state to a file.

    The file is written beside `path` and takes its place at once when it is whole and on the disk: a crash, a kill or a
    full disk leaves the old file as it was. What a kill leaves of the new one, the next save to `path` removes.

    Parameters
    ----------
    state : nested dicts (with strings or integers as keys), lists and tuples of arrays, Tensors, numbers, strings, None
    path : where to; the folder must exist

    Raises
    ------
    CheckpointError
        If the state holds something else, or the file cannot be written.
    MissingExtraError
        If safetensors is not installed.

    Notes
    -----
    A flat dict of arrays, such as a model's ``state_dict``, is stored under its own names, which
    ``safetensors.torch.load_file`` reads. Tensors come back as arrays.

    Examples
    --------
    >>> import tempfile, os
    >>> path = os.path.join(tempfile.mkdtemp(), "model.safetensors")
    >>> save({"model": {"weight": np.eye(2)}, "step": 7}, path)
    >>> load(path)
    {'model': {'weight': array([[1., 0.],
           [0., 1.]])}, 'step': 7}
    """
    package, error_kind = _safetensors()
    arrays: dict[str, Any] = {}
    try:
        tree = json.dumps(_described(state, "", arrays), separators=(",", ":"), allow_nan=False)
        data = package.save(arrays, metadata={TREE: tree, CRC: f"{_checksum(tree, arrays):08x}"})
    except (error_kind, *_WRONG) as error:
        raise CheckpointError(f"The state for {path} cannot be saved: {error}") from error
    try:
        write_atomically(Path(path), data)
    except OSError as error:
        raise CheckpointError(f"{path} cannot be written: {error}. What was there before is still there.") from error


def _described(value: Any, name: str, arrays: dict[str, Any]) -> Any:
    """Return `value` as JSON can hold it, its arrays put under names into `arrays`."""
    if isinstance(value, Tensor):
        value = value._value()
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _stored(value, name, arrays)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, complex):
        return {"complex": [_described(value.real, name, arrays), _described(value.imag, name, arrays)]}
    if isinstance(value, list | tuple):
        parts = [_described(each, _joined(name, k), arrays) for k, each in enumerate(value)]
        return parts if isinstance(value, list) else {"tuple": parts}
    if isinstance(value, dict):
        if wrong := [key for key in value if isinstance(key, bool) or not isinstance(key, str | int)]:
            raise CheckpointError(f"{name or 'the state'} has the keys {wrong}. Wanted strings or integers.")
        return {"dict": [[key, _described(each, _joined(name, key), arrays)] for key, each in value.items()]}
    raise CheckpointError(
        f"{name or 'the state'} is a {type(value).__name__}. Wanted dicts, lists, arrays, numbers, strings, None."
    )


def _joined(name: str, key: Any) -> str:
    return f"{name}.{key}" if name else str(key)


def _stored(value: Any, name: str, arrays: dict[str, Any]) -> dict[str, Any]:
    """Put a contiguous copy of an array under a name of its own; complex numbers as pairs of real ones."""
    array = np.asarray(value)
    array = array.astype(array.dtype.newbyteorder("="), order="C", copy=True)
    while name in arrays or name in ("", "__metadata__"):
        name += "~"
    if array.dtype.kind == "c" and array.dtype.itemsize <= 16:
        arrays[name] = np.stack([array.real, array.imag], axis=-1)
        return {"array": name, "kind": "complex" if isinstance(value, np.ndarray) else "complex number"}
    if array.dtype not in _KINDS:
        raise CheckpointError(f"{name} is an array of dtype {array.dtype}. Wanted bool, integers, or floats.")
    arrays[name] = array
    return {"array": name} if isinstance(value, np.ndarray) else {"array": name, "kind": "number"}


def _checksum(tree: str, arrays: dict[str, Any]) -> int:
    """Return the CRC of the tree and of name, dtype, shape and bytes of every array."""
    crc = zlib.crc32(tree.encode())
    for name in sorted(arrays):
        array = arrays[name]
        crc = zlib.crc32(f"{name}:{array.dtype.str}:{array.shape}".encode(), crc)
        crc = zlib.crc32(array.reshape(-1).view(np.uint8), crc)
    return crc


# -- reading ----------------------------------------------------------------------------------------------------------


def load(path: str | Path) -> Any:
    """Read what :func:`save` wrote, or the arrays of another safetensors file as a flat dict.

    Parameters
    ----------
    path : of the file

    Raises
    ------
    CheckpointError
        If there is no such file, or anything about it is wrong: cut off, a flipped bit (in files of ours, which carry a
        checksum), a hostile header, names that occur twice, dtypes that NumPy lacks (bfloat16).
    MissingExtraError
        If safetensors is not installed.
    """
    package, error_kind = _safetensors()
    try:
        data = Path(path).read_bytes()
        metadata = _metadata(data)
        arrays = {name: _own(array) for name, array in package.load(data).items()}
        if TREE not in metadata and CRC not in metadata:
            return arrays
        tree, crc = metadata[TREE], metadata[CRC]
        if f"{_checksum(tree, arrays):08x}" != crc:
            raise CheckpointError("its checksum is not that of its content: a bit has changed since it was written.")
        return _restored(json.loads(tree), arrays)
    except (error_kind, *_WRONG) as error:
        reason = f"{type(error).__name__}: {error}" if not isinstance(error, CheckpointError) else error
        raise CheckpointError(f"{path} is no checkpoint that can be trusted: {reason}") from error


def _metadata(data: bytes) -> dict[str, str]:
    """Return the metadata of the header, which must be plain and name nothing twice."""
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > len(data) - 8:
        raise CheckpointError(f"it has {len(data)} bytes, and its header would have {length}: is it cut off?")
    header = json.loads(data[8 : 8 + length], object_pairs_hook=_unique)
    if not isinstance(header, dict):
        raise CheckpointError("its header is no JSON object.")
    if unknown := sorted({str(e.get("dtype")) for e in header.values() if isinstance(e, dict)} & {"BF16"}):
        raise CheckpointError(
            f"it holds arrays of dtype {unknown[0]}, which NumPy lacks. Convert them to float32 first."
        )
    metadata = header.get("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise CheckpointError("its metadata are no strings.")
    return metadata


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise CheckpointError(f"its header names {sorted({n for n in names if names.count(n) > 1})} twice.")
    return dict(pairs)


def _own(array: Any) -> Any:
    """Return an array that may be written to and that nobody else holds."""
    return array if array.flags.writeable and array.flags.owndata else np.array(array)


def _restored(value: Any, arrays: dict[str, Any]) -> Any:
    """Undo :func:`_described`."""
    if isinstance(value, list):
        return [_restored(each, arrays) for each in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"dict": pairs}:
            return {key: _restored(each, arrays) for key, each in pairs}
        case {"tuple": parts}:
            return tuple(_restored(each, arrays) for each in parts)
        case {"float": text}:
            return float(text)
        case {"complex": [real, imag]}:
            return complex(_restored(real, arrays), _restored(imag, arrays))
        case {"array": name}:
            kind, array = value.get("kind", "array"), arrays[name]
            if kind not in ("array", "number", "complex", "complex number"):
                raise CheckpointError(f"it describes {name} as {kind!r}, which this version does not know.")
            if kind.startswith("complex"):
                array = array.view(f"c{2 * array.itemsize}")[..., 0].copy()
            return array[()] if kind.endswith("number") else np.asarray(array)
    raise CheckpointError(f"it describes a value by {sorted(value)}, which this version does not know.")
