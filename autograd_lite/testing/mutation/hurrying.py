"""A limit on processor time: a broken rule may sum a series that no longer ends."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_AGAIN = 0.05  # seconds after which it is raised again, where it was lost


class TookTooLong(BaseException):
    """Raised in the middle of whatever runs; no handler of mere exceptions takes it for one of its own."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise :class:`TookTooLong` when the block has used so much processor time.

    Where there is no such timer (on Windows, beside the main thread) nothing is limited.

    Notes
    -----
    Python loses what is raised in a ``__del__``, in a callback of a weak reference or of the garbage collector, and
    tells ``sys.unraisablehook``: then the timer is set once more.

    Examples
    --------
    >>> with limited(10.0):
    ...     print("in time")
    in time
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, __: Any) -> None:
        raise TookTooLong

    def lost(unraisable: Any) -> None:
        if issubclass(unraisable.exc_type, TookTooLong):
            signal.setitimer(signal.ITIMER_VIRTUAL, _AGAIN)
        else:
            told(unraisable)

    told, sys.unraisablehook = sys.unraisablehook, lost
    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        sys.unraisablehook = told
