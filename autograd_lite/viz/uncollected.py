"""A pause for the collector of cyclic garbage, which else looks through a million new objects again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Run the body without collections of cyclic garbage; afterwards it collects as before.

    What came into being meanwhile counts as old then: it is looked at when all is, not at once, and most of it lives.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if not gc.get_freeze_count():  # else somebody has set objects aside, and they must stay so
                gc.freeze()
                gc.unfreeze()
            gc.enable()
