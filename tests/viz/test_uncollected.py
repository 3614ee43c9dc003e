"""The pause of the collector of cyclic garbage."""

import gc
import weakref

import pytest

from autograd_lite.viz.uncollected import uncollected


def test_afterwards_it_runs_again() -> None:
    """The collector rests inside, and runs again afterwards, after an error too."""
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    """Who has turned the collector off finds it off."""
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


class Knot:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.me = self


def test_garbage_of_the_pause_is_found_when_all_is_looked_at() -> None:
    """What came into being in the pause and is garbage goes with the next full collection."""
    with uncollected():
        gone = weakref.ref(Knot())
    assert gone() is not None
    gc.collect()
    assert gone() is None


def test_what_was_set_aside_stays_aside() -> None:
    """Who has frozen objects, as one does before a fork, finds as many frozen."""
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        with uncollected():
            kept = Knot()
        assert before > 0
        assert gc.get_freeze_count() == before
        assert kept.me is kept
    finally:
        gc.unfreeze()
