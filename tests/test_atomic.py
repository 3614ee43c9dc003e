"""Files written whole or not at all, and what killed writers leave."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from autograd_lite import atomic
from autograd_lite.atomic import clear, write_atomically

locks = pytest.mark.skipif(atomic.fcntl is None, reason="no file locks")
WRITER = """
import os, sys
from pathlib import Path
from autograd_lite import atomic
def wait(descriptor):
    print("writing", flush=True)
    sys.stdin.read()
atomic.os = type("os", (), {**vars(os), "fsync": staticmethod(wait)})
atomic.write_atomically(Path(sys.argv[1]), b"new" * 1000)
"""


@pytest.fixture
def writer(tmp_path: Path) -> Any:
    """A process that stands still in the middle of writing ``tmp_path / "x"``."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "x")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def test_content_and_nothing_else(tmp_path: Path) -> None:
    """The file has the bytes, and nothing lies beside it."""
    for data in (b"", b"one", b"two" * 100_000):
        write_atomically(tmp_path / "x", data)
        assert (tmp_path / "x").read_bytes() == data
        assert os.listdir(tmp_path) == ["x"]


def test_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    """The mode is what open() would have given."""
    write_atomically(tmp_path / "x", b"")
    (tmp_path / "y").touch()
    assert (tmp_path / "x").stat().st_mode == (tmp_path / "y").stat().st_mode


@locks
def test_the_rest_of_a_killed_writer_goes_with_the_next_write(tmp_path: Path, writer: Any) -> None:
    """After SIGKILL a part is left; the next write to the path removes it, one to another path does not."""
    (left,) = os.listdir(tmp_path)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    write_atomically(tmp_path / "y", b"other")
    assert sorted(os.listdir(tmp_path)) == sorted([left, "y"])
    write_atomically(tmp_path / "x", b"mine")
    assert sorted(os.listdir(tmp_path)) == ["x", "y"]


@locks
def test_the_part_of_a_living_writer_stays(tmp_path: Path, writer: Any) -> None:
    """While one process writes, another may write the same path; both end, and the last one counts."""
    write_atomically(tmp_path / "x", b"mine")
    assert len(os.listdir(tmp_path)) == 2
    writer.stdin.close()
    assert writer.wait(timeout=30) == 0
    assert (tmp_path / "x").read_bytes() == b"new" * 1000
    assert os.listdir(tmp_path) == ["x"]


@locks
def test_only_files_of_this_naming_are_cleared(tmp_path: Path) -> None:
    """Other hidden files, other endings, folders and links of that name stay."""
    names = [
        ".x.part",
        ".x.0123456789ab.tmp",
        ".xy.0123456789ab.part",
        ".x.0123456789.part",
        "x.0123456789ab.part",
    ]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / ".x.00000000000d.part").mkdir()
    (tmp_path / ".x.00000000000e.part").symlink_to(tmp_path / ".x.part")
    (tmp_path / ".x.0123456789ab.part").touch()
    before = set(os.listdir(tmp_path))
    clear(tmp_path / "x")
    assert before - set(os.listdir(tmp_path)) == {".x.0123456789ab.part"}


@locks
def test_a_file_cleared_before_its_lock_is_made_anew(tmp_path: Path, monkeypatch: Any) -> None:
    """A writer whose file is removed in the moment between opening and locking opens another."""
    lock, times = atomic.fcntl.flock, []

    def late(descriptor: int, kind: int) -> None:
        if not times:
            (tmp_path / os.listdir(tmp_path)[0]).unlink()
        times.append(kind)
        lock(descriptor, kind)

    monkeypatch.setattr(atomic.fcntl, "flock", late)
    write_atomically(tmp_path / "x", b"whole")
    assert len(times) == 2
    assert (tmp_path / "x").read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["x"]


@locks
def test_without_locks_nothing_is_cleared(tmp_path: Path, monkeypatch: Any) -> None:
    """Where the file system has no locks, writing works, and parts stay: nobody can know whose they are."""

    def refused(descriptor: int, kind: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(atomic.fcntl, "flock", refused)
    (tmp_path / ".x.0123456789ab.part").touch()
    write_atomically(tmp_path / "x", b"whole")
    assert sorted(os.listdir(tmp_path)) == [".x.0123456789ab.part", "x"]


def test_on_windows(tmp_path: Path, monkeypatch: Any) -> None:
    """Without fcntl the file is closed before it is renamed."""
    monkeypatch.setattr(atomic, "fcntl", None)
    write_atomically(tmp_path / "x", b"whole")
    assert (tmp_path / "x").read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["x"]


@locks
@pytest.mark.slow
def test_many_writers_of_one_path(tmp_path: Path) -> None:
    """Processes that write one path at the same time, each clearing, never take each other's file away."""
    program = (
        "import sys; from pathlib import Path; from autograd_lite.atomic import write_atomically\n"
        "for k in range(150): write_atomically(Path(sys.argv[1]), sys.argv[2].encode() * 5000)"
    )
    start = time.monotonic()
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "x"), letter]) for letter in "abc"]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert (tmp_path / "x").read_bytes() in {letter * 5000 for letter in (b"a", b"b", b"c")}
    assert os.listdir(tmp_path) == ["x"], f"after {time.monotonic() - start:.0f} s"
