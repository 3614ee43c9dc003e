"""The pause of the collector of cyclic garbage."""

import gc

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
