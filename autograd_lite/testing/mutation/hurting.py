"""Faults that hide: a share that is wrong only in second order, for one dtype, in one memory layout, or at a tie.

They are not changes of a rule's source but of what it returns. Each takes ``(share, g, saved, recorded)`` and gives the
share back, wrong under its condition and right otherwise.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograd_lite.rules import compiled, whole
from autograd_lite.tensor import Tensor

OFF = 1.01
Fault = Callable[[Any, Any, Any, bool], Any]


def arrays_in(saved: Any) -> Iterator[Any]:
    """Yield the arrays behind what a node saved, and behind a cotangent."""
    for each in saved if isinstance(saved, tuple | list) else [saved]:
        if isinstance(each, Tensor):
            yield each.numpy()
        elif isinstance(each, tuple | list):
            yield from arrays_in(each)
        elif isinstance(each, np.ndarray | np.generic):
            yield np.asarray(each)


def off(share: Any) -> Any:
    """Return a share one per cent too large; each of a list of them."""
    return [off(each) for each in share] if isinstance(share, list) else share * OFF


def only_where(condition: Callable[[Any, Any], bool]) -> Fault:
    """Return a fault that shows where `condition` holds for the cotangent and the saved values."""

    def fault(share: Any, g: Any, saved: Any, recorded: bool) -> Any:  # noqa: ARG001
        if not isinstance(share, Tensor | np.ndarray | np.generic | list):
            return share  # a share that writes itself into a buffer
        return off(share) if condition(list(arrays_in(g)), list(arrays_in(saved))) else share

    return fault


def later(share: Any, g: Any, saved: Any, recorded: bool) -> Any:
    """Keep the value of a share, and make whatever is differentiated through it one per cent too large."""
    if isinstance(share, list):
        return [later(each, g, saved, recorded) for each in share]
    if not recorded or not isinstance(share, Tensor):
        return share
    return share * OFF - (OFF - 1) * share.detach()


def _tied(array: Any) -> bool:
    return bool(array.size > 1 and array.dtype.kind in "fc" and np.unique(array).size < array.size)


FAULTS: dict[str, Fault] = {
    "only in second order": later,
    "only in float32": only_where(lambda g, _: any(a.dtype == np.float32 for a in g)),
    "only for complex numbers": only_where(lambda g, _: any(a.dtype.kind == "c" for a in g)),
    "only in one memory layout": only_where(lambda g, s: any(not a.flags.c_contiguous for a in [*g, *s])),
    "only at a tie": only_where(lambda _, s: any(_tied(a) for a in s)),
    "only without dimensions": only_where(lambda g, _: all(a.ndim == 0 for a in g)),
}


@contextmanager
def hurt(operation: Any, name: str, fault: Fault) -> Iterator[None]:
    """Let one input of an operation have a hidden fault for a while."""
    right = type(operation).share

    def share(which: str, picks: Any, form: str) -> Any:
        given = right(operation, which, picks, form)
        if which != name:
            return given
        value = compiled(given)
        return whole(lambda g, saved: fault(value(g, saved), g, saved, form == "recorded"))

    operation.share = share
    try:
        yield
    finally:
        del operation.share
