"""A limit on processor time: a broken rule may sum a series that no longer ends."""

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_AGAIN = 0.05  # seconds after which it is tried again, where nothing could be raised


class TookTooLong(BaseException):
    """Raised in the middle of whatever runs; no handler of mere exceptions takes it for one of its own."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise :class:`TookTooLong` when the block has used so much processor time.

    Where there is no such timer (on Windows, beside the main thread) nothing is limited.

    Examples
    --------
    >>> with limited(10.0):
    ...     print("in time")
    in time
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, frame: Any) -> None:
        callbacks = [getattr(each, "__code__", None) for each in gc.callbacks]
        while frame is not None:
            if frame.f_code in callbacks:  # what is raised there is lost, with a warning: next time
                return
            frame = frame.f_back
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
