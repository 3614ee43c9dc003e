"""Files written whole or not at all, whatever happens meanwhile."""

import os
import secrets
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

fcntl: Any = import_module("fcntl") if find_spec("fcntl") else None  # Windows has none: parts stay there


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside `path`, bring it to the disk, and only then let it take its place.

    A process that is killed meanwhile leaves what it had written beside `path`, as ``.<name>.<random>.part``. The next
    call for the same path removes it. Whether the writer still lives is asked of the kernel: a writer holds a lock on
    its file, and a lock is gone with its process. (A process number would be taken by another process some day, and
    means nothing to a machine or a container that shares the folder.)

    Raises
    ------
    OSError
        If the file cannot be written. What was at `path` is still there, and nothing else.
    """
    path = Path(os.path.realpath(path))
    clear(path)
    temporary, descriptor = _opened(path)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if fcntl is not None:
                temporary.replace(path)  # before the lock goes
        if fcntl is None:
            temporary.replace(path)  # Windows renames no open file
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    with suppress(OSError):  # not every system can open a folder; the rename is atomic all the same
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _opened(path: Path) -> tuple[Path, int]:
    """Return a new file beside `path`, and its descriptor, locked where there are locks."""
    while True:
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with suppress(OSError):  # a file system without locks: nobody clears there
            if fcntl is not None:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink or fcntl is None:
            return temporary, descriptor
        os.close(descriptor)  # another process cleared it in the moment before the lock


def clear(path: Path) -> None:
    """Remove what killed writers have left beside `path`; the files of those that live are locked, and stay."""
    if fcntl is None:
        return
    prefix, suffix = f".{path.name}.", ".part"
    with suppress(OSError):
        for entry in os.scandir(path.parent):
            middle = entry.name.removeprefix(prefix).removesuffix(suffix)
            if entry.name == f"{prefix}{middle}{suffix}" and len(middle) == 12 and entry.is_file(follow_symlinks=False):
                _remove_unless_locked(entry.path)


def _remove_unless_locked(temporary: str) -> None:
    with suppress(OSError):  # locked, gone already, or not ours to remove
        descriptor = os.open(temporary, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(temporary)
        finally:
            os.close(descriptor)
