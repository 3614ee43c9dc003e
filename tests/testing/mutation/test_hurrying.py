"""A limit on processor time."""

import gc
import sys
import weakref
from typing import Any

import pytest

from autograd_lite.testing.mutation.hurrying import TookTooLong, limited


def endless() -> None:
    """Go on and on, whatever exception is raised."""
    count = 0
    while True:
        try:
            count += 1
        except Exception:  # noqa: BLE001  as a rule might
            count = 0


def test_too_long() -> None:
    """What goes on and on is stopped, though it handles every exception."""
    with pytest.raises(TookTooLong), limited(0.05):
        endless()


def test_in_time() -> None:
    """What ends in time is not disturbed, later neither."""
    with limited(0.05):
        total = sum(range(10))
    assert total == 45
    assert sum(k % 7 for k in range(1_000_000)) > 0


class Slow:
    """What takes its time to go."""

    def __del__(self) -> None:
        for _each in range(3_000_000):
            pass


def collect() -> None:
    """Let the garbage collector call something slow."""
    slow = Slow().__del__
    calls = lambda *_: slow()  # noqa: E731
    gc.callbacks.append(calls)
    gc.collect()
    gc.callbacks.remove(calls)


def forget() -> None:
    """Let a weak reference call something slow."""
    held = set()
    reference = weakref.ref(held, Slow.__del__)
    del held
    assert reference() is None


@pytest.mark.parametrize("losing", [Slow, forget, collect])
def test_lost(losing: Any) -> None:
    """What is raised where Python loses it leaves no warning, and is raised once more."""
    with pytest.raises(TookTooLong), limited(0.02):  # noqa: PT012  what loses it comes first
        losing()
        endless()


def test_what_others_lose_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of somebody else's that is lost meanwhile goes to the hook that stood before."""
    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda each: told.append(each.exc_type))

    class Faulty:
        def __del__(self) -> None:
            raise ValueError

    with limited(10.0):
        Faulty()
    assert told == [ValueError]
    assert sys.unraisablehook.__name__ == "<lambda>"
