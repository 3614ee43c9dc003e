"""What a rule was asked, and what it said: asked again with a broken rule, most answers need no backward pass."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.rules import compiled, whole

FORMS = ("pull", "careful")  # those whose values are arrays


class Asked(NamedTuple):
    """One call of a compiled rule, and its answer; None where it raised."""

    name: str
    picks: tuple[int, ...]
    form: str
    g: Any
    saved: Any
    share: Any


@contextmanager
def listening(operation: Any) -> Iterator[list[Asked]]:
    """Note what the rules of an operation are asked, for a while."""
    asked = list[Asked]()

    def share(name: str, picks: Any, form: str) -> Any:
        given = compiled(type(operation).share(operation, name, picks, form))

        def noted(g: Any, saved: Any) -> Any:
            answer = None
            try:
                answer = given(g, saved)
            finally:
                if form in FORMS:
                    asked.append(Asked(name, tuple(picks), form, g, saved, answer))
            return answer

        return whole(noted)

    operation.recipes.clear()
    operation.share = share
    try:
        yield asked
    finally:
        del operation.share
        operation.recipes.clear()


def answers_alike(operation: Any, name: str, asked: list[Asked]) -> bool:
    """Return True if the rule that is in force now gives, to the last bit, all answers that were noted."""
    with np.errstate(all="ignore", invalid="raise"):
        for each in asked:
            if each.name == name and not _alike(compiled(operation.share(name, each.picks, each.form)), each):
                return False
    return True


def asked_again(operation: Any, name: str, asked: list[Asked]) -> None:
    """Ask the rule that is in force now what was asked, whatever it says."""
    for each in asked:
        if each.name == name:
            with suppress(Exception), np.errstate(all="ignore"):
                compiled(operation.share(name, each.picks, each.form))(each.g, each.saved)


def _alike(share: Any, asked: Asked) -> bool:
    try:
        return asked.share is not None and identical(share(asked.g, asked.saved), asked.share)
    except Exception:  # noqa: BLE001  a mutant may raise anything
        return False


def identical(one: Any, other: Any) -> bool:
    """Return True for arrays (or lists of them) that are equal in shape, dtype and value.

    Examples
    --------
    >>> identical(np.array([1.0, np.nan]), np.array([1.0, np.nan])), identical(np.float32(1), np.float64(1))
    (True, False)
    """
    if one is other:
        return isinstance(one, np.ndarray | np.generic | list)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(identical, one, other))
    if not (isinstance(one, np.ndarray | np.generic) and isinstance(other, np.ndarray | np.generic)):
        return False  # a share that writes itself into a buffer shows its value only there
    return one.shape == other.shape and one.dtype == other.dtype and one.tobytes() == other.tobytes()
