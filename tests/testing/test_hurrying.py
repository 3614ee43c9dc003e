"""A limit on processor time."""

import gc
from typing import Any

import pytest

from autograd_lite.testing.hurrying import TookTooLong, limited


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


def test_not_within_the_garbage_collector() -> None:
    """What is raised while the collector calls back would be lost with a warning: it is raised after that."""
    inside = []

    def slow(*_: Any) -> None:
        for _each in range(3_000_000):
            pass
        inside.append(True)

    gc.callbacks.append(slow)
    try:
        with pytest.raises(TookTooLong), limited(0.02):  # noqa: PT012  the collection comes first
            gc.collect()
            endless()
    finally:
        gc.callbacks.remove(slow)
    assert inside
