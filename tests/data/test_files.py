"""Where data files are looked for, and downloads."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from autograd_lite.data.files import Source, cache, fetched, locate
from autograd_lite.errors import DataError

DATA = b"what the world publishes"


def source(*urls: str, data: bytes = DATA) -> Source:
    """A file with the checksum of `data`."""
    return Source("file.gz", len(data), hashlib.md5(data, usedforsecurity=False).hexdigest(), urls)


def served(folder: Path, data: bytes = DATA) -> str:
    """The address of a file."""
    folder.mkdir(exist_ok=True)
    (folder / "file.gz").write_bytes(data)
    return (folder / "file.gz").as_uri()


def test_order_of_places(tmp_path: Path, monkeypatch: Any) -> None:
    """The directory given, then the environment's folder, then the cache."""
    given, named, home = tmp_path / "given", tmp_path / "named", tmp_path / "home"
    url = served(tmp_path / "web")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.delenv("AUTOGRAD_LITE_DATA", raising=False)
    assert locate("set", [source(url)], None)["file.gz"] == home / "autograd_lite" / "set" / "file.gz"
    (named / "set").mkdir(parents=True)
    (named / "set" / "file.gz").touch()
    monkeypatch.setenv("AUTOGRAD_LITE_DATA", str(named))
    assert locate("set", [source(url)], None)["file.gz"] == named / "set" / "file.gz"
    given.mkdir()
    (given / "file").touch()
    assert locate("set", [source(url)], given)["file.gz"] == given / "file", "unpacked files are found too"


def test_missing_files_are_said_to_be_missing(tmp_path: Path, monkeypatch: Any) -> None:
    """A folder without the file is an error that names both; nothing is downloaded instead."""
    with pytest.raises(DataError, match=r"file.gz is not in .*, the directory given"):
        locate("set", [source()], tmp_path)
    monkeypatch.setenv("AUTOGRAD_LITE_DATA", str(tmp_path))
    with pytest.raises(DataError, match="the folder that AUTOGRAD_LITE_DATA names"):
        locate("set", [source()], None)


def test_cache_folder(monkeypatch: Any) -> None:
    """Below the home folder, unless the environment says otherwise."""
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache() == Path.home() / ".cache" / "autograd_lite"


def test_a_download_happens_once(tmp_path: Path) -> None:
    """The second time the file in the cache is taken, even without network."""
    url = served(tmp_path / "web")
    path = fetched(source(url), tmp_path / "cache")
    assert path.read_bytes() == DATA
    assert fetched(source("file:///nowhere"), tmp_path / "cache") == path
    assert os.listdir(tmp_path / "cache") == ["file.gz"]


def test_mirrors_and_damage(tmp_path: Path) -> None:
    """A mirror that is down or serves something else is passed over for the next; a damaged cache is filled anew."""
    bad, long, good = (served(tmp_path / name, data) for name, data in (("a", b"x" * 24), ("b", DATA * 9), ("c", DATA)))
    place = tmp_path / "cache"
    place.mkdir()
    (place / "file.gz").write_bytes(DATA[:-1] + b"?")
    path = fetched(source("file:///nowhere", bad, long, good), place)
    assert path.read_bytes() == DATA
    path.unlink()
    with pytest.raises(
        DataError, match=r"(?s)could not be downloaded.*nowhere.*another checksum.*Without network"
    ) as caught:
        fetched(source("file:///nowhere", bad), place)
    assert "directory=, or set AUTOGRAD_LITE_DATA to the folder above 'cache'" in str(caught.value)
    assert os.listdir(place) == []
