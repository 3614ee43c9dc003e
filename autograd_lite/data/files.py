"""Where data files lie, and how they are fetched: a folder of the user's, or a cache that is filled once."""

import hashlib
import os
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from autograd_lite.atomic import write_atomically
from autograd_lite.errors import DataError

VARIABLE = "AUTOGRAD_LITE_DATA"


class Source(NamedTuple):
    """A file of a data set: its name, its size and MD5 as published, and where it can be fetched."""

    name: str
    size: int
    md5: str
    urls: tuple[str, ...]


def locate(folder: str, sources: Iterable[Source], directory: str | Path | None) -> dict[str, Path]:
    """Return the path of each file: in `directory`, else where the environment says, else in the cache.

    Parameters
    ----------
    folder : name of the data set's folder
    sources : its files
    directory : where they lie; None to look for ``$AUTOGRAD_LITE_DATA/<folder>``, and else to download them once

    Raises
    ------
    DataError
        If a file is not where it was said to be, or cannot be fetched.
    """
    listed = list(sources)
    if directory is not None:
        return {source.name: _within(Path(directory), source.name, "the directory given") for source in listed}
    if os.environ.get(VARIABLE):
        place = Path(os.environ[VARIABLE]) / folder
        return {source.name: _within(place, source.name, f"the folder that {VARIABLE} names") for source in listed}
    return {source.name: fetched(source, cache() / folder) for source in listed}


def _within(place: Path, name: str, meaning: str) -> Path:
    """Return the path of a file, also if it lies there unpacked."""
    for candidate in (place / name, place / name.removesuffix(".gz")):
        if candidate.is_file():
            return candidate
    raise DataError(f"{name} is not in {place}, {meaning}. Put it there, or leave both out to download it.")


def cache() -> Path:
    """Return the folder for downloads: ``$XDG_CACHE_HOME/autograd_lite``, or ``~/.cache/autograd_lite``."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "autograd_lite"


def fetched(source: Source, place: Path) -> Path:
    """Return the path of a file in `place`, downloaded and verified if it is not there."""
    path = place / source.name
    if path.is_file() and path.stat().st_size == source.size and _md5(path.read_bytes()) == source.md5:
        return path
    reasons = []
    for url in source.urls:
        try:
            data = _download(url, source)
        except (OSError, DataError) as error:  # URLError and timeouts are OSErrors
            reasons.append(f"{url}: {error}")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
        return path
    raise DataError(
        f"{source.name} could not be downloaded.\n  "
        + "\n  ".join(reasons)
        + f"\nWithout network: put the file into a "
        f"folder and pass directory=, or set {VARIABLE} to the folder above {place.name!r}."
    )


def _download(url: str, source: Source) -> bytes:
    """Return the bytes behind `url`, at most as many as the file has, if they are the file."""
    with urllib.request.urlopen(url, timeout=30) as answer:  # the urls are constants of the package
        data: bytes = answer.read(source.size + 1)
    if len(data) != source.size or _md5(data) != source.md5:
        raise DataError(f"got {len(data)} bytes with another checksum. Wanted {source.size} bytes, MD5 {source.md5}")
    return data


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()  # the checksum that the data sets publish
