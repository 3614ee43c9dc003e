"""What an array without a history is: its name, or how it came about, as ``0.9 × max(s @ Wᵀ)``."""

from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.graph import Node
from autograd_lite.viz.reading.watching import Made
from autograd_lite.viz.reading.wording import ARROW, Written, call_title, known_as

AS_IT_WAS = "as it was"
WHY_AS_IT_WAS = f"{AS_IT_WAS}: somebody wrote to it since; what is shown is what went in"
_DEEPEST = 4  # operations in operations
_LOOKED_AT = 200  # calls whose names are told where there is no room for more
_ROWS = 8  # of an array of indices that are compared one by one
_MOST = 100_000  # elements of arrays that are compared number by number


class Origin(NamedTuple):
    """What is said of an array, and whether a gradient would flow there, had it not been cut off."""

    text: str
    cut: bool


class Origins:
    """Tells where arrays came from.

    Parameters
    ----------
    made : the calls that were seen, in their order
    names : of arrays, by their id
    tracked : ids of arrays of Tensors that require a gradient
    written : ids of arrays by the ids of copies that stand for them, since they were written to
    kept : arrays that live on, so that their ids stay theirs

    Attributes
    ----------
    drawn : nodes that are in the picture
    stale : whether something was said of such a copy
    """

    def __init__(
        self,
        made: Sequence[Made],
        names: Mapping[int, str],
        tracked: frozenset[int],
        written: Mapping[int, int],
        kept: Sequence[Any] = (),
    ) -> None:
        self.names, self.tracked, self.written = names, tracked, written
        self.stale, self.kept, self.deepest = False, kept, _DEEPEST
        self.hints, self.drawn = True, set[Node]()
        self.calls, self.made = made, {id(each.out): each for each in made}
        self.first: dict[int, int] = {}  # by id of an array, the call that took it first
        for place, each in enumerate(made):
            for value in each.bound.values():
                self.first.setdefault(id(value), place)

    def of(self, value: Any, room: int = 36) -> Origin | None:
        """Return what is known of an array, in as many characters as there is room for; None if that is nothing."""
        found = None
        for self.deepest, self.hints in [*[(depth, True) for depth in range(_DEEPEST, 0, -1)], (2, False), (1, False)]:
            found = self._told(value, 0)
            if found is None or len(found.text) <= room:
                break
        if found is not None and id(value) in self.written:
            self.stale = True
            found = found._replace(text=f"{found.text} {AS_IT_WAS}")
        return found

    def _told(self, value: Any, depth: int) -> Origin | None:
        key = self.written.get(id(value), id(value))
        if key in self.names:
            return Origin(self.names[key], key in self.tracked)
        if name := self._part_of(value):
            return Origin(name, id(value.base) in self.tracked)
        made = self.made.get(key)
        if made is None and (name := self._copied(value)):
            return Origin(name, False)
        made = made or self._like(value)
        if made is None:
            return None
        if made.node in self.drawn:  # there all of it can be seen
            return Origin(Written(f"{known_as(made.operation)}(…)"), True)
        return self._hinted(made) if depth >= self.deepest else self._written(made, depth)

    def _hinted(self, made: Made) -> Origin:
        """Return the names that are in an expression for which there is no room: ``…(x, net)``."""
        names, cut, calls, met = dict[str, None](), made.tracked, [made], {id(made.out)}
        for each in islice(calls, _LOOKED_AT):  # which grows on the way
            for value in each.bound.values():
                key = self.written.get(id(value), id(value))
                if key in self.names:
                    names[self.names[key].partition(".")[0]] = None
                    cut = cut or key in self.tracked
                elif key in self.made and key not in met:
                    met.add(key)
                    calls.append(self.made[key])
        hint = f"…({', '.join(names)})" if self.hints else "…"
        return Origin(Written(hint) if names else ARROW, cut)

    def _part_of(self, value: Any) -> str:
        """Return a view of an array that has a name as code has it: ``Aᵀ``, ``A[0]``, ``A[…]``."""
        base: Any = getattr(value, "base", None)
        name = self.names.get(id(base)) if isinstance(base, np.ndarray) else None
        if not name:
            return ""
        turned = value.ndim == 2 and value.shape == base.shape[::-1] and value.strides == base.strides[::-1]
        if turned and value.shape != (1, 1):
            return f"{name}ᵀ"
        if value.size and value.shape == base.shape[1:] and value.strides == base.strides[1:]:
            return f"{name}[{(_address(value) - _address(base)) // base.strides[0]}]"
        return f"{name}[…]"

    def _copied(self, value: Any) -> str:
        """Return the name of the one array with these numbers that needs no gradient; empty if there is none.

        Where that is none, of the one row of whole numbers: ``edges[0]``.
        """
        if not _telling(value):
            return ""
        named = [array for array in self.kept if id(array) in self.names and id(array) not in self.tracked]
        same = {self.names[id(array)] for array in _equal_to(value, named)} or {
            f"{self.names[id(array)]}[{place}]"
            for array in named
            if array.dtype.kind in "iu" and array.shape[1:] == value.shape and len(array) <= _ROWS
            for place, row in enumerate(array)
            if np.array_equal(row, value)
        }
        return same.pop() if len(same) == 1 else ""

    def _like(self, value: Any) -> Made | None:
        """Return the first call that gave such numbers before another took them: detached Tensors are copies."""
        if not _telling(value):
            return None
        before = self.first.get(id(value), 0)
        return next((each for k, each in self.by_numbers.get(_numbers(value), ()) if k < before), None)

    @cached_property
    def by_numbers(self) -> dict[Any, list[tuple[int, Made]]]:
        """The calls that gave arrays with a history, with their places, by the numbers of these."""
        found: dict[Any, list[tuple[int, Made]]] = {}
        for place, each in enumerate(self.calls):
            if each.tracked and isinstance(each.out, np.ndarray) and 1 < each.out.size <= _MOST:
                found.setdefault(_numbers(each.out), []).append((place, each))
        return found

    def _written(self, made: Made, depth: int) -> Origin:
        """Return a call as it was written."""
        operation, texts, cut = made.operation, [], made.tracked
        for name in operation.inputs:
            value = made.bound.get(name)
            if value is None:
                continue
            found = self._told(value, depth + 1) if isinstance(value, np.ndarray) else None
            cut = cut or (found is not None and found.cut)
            number = not isinstance(value, np.ndarray | list | tuple) or (np.ndim(value) == 0 and not found)
            texts.append(value if number else found.text if found else ARROW)
        said = [(name, made.bound.get(name)) for name in operation.parameters if name not in operation.inputs]
        index = [(name, value) for name, value in said if name in ("index", "steps")]
        return Origin(Written(call_title(known_as(operation), texts, index)), cut)


def recognised(made: Sequence[Made], given: Sequence[Any], known: Set[int]) -> None:
    """Put arrays that were given in the place of copies that calls took, where the numbers tell which one it is.

    What has a name, by its id in `known`, and what calls gave stay what they are.
    """
    results = {id(each.out) for each in made}
    for each in made:
        for name, value in each.bound.items():
            if not _telling(value) or id(value) in known or id(value) in results:
                continue
            if len(same := _equal_to(value, given)) == 1:
                each.bound[name] = same[0]


def _address(value: Any) -> int:
    return int(value.__array_interface__["data"][0])


def _numbers(value: Any) -> tuple[Any, ...]:
    """Return what arrays of equal numbers have in common."""
    return value.shape, value.dtype.str, hash(value.tobytes())


def _equal_to(value: Any, arrays: Sequence[Any]) -> list[Any]:
    alike = [array for array in arrays if array.shape == value.shape and array.dtype == value.dtype]
    return [array for array in alike if np.array_equal(array, value)]


def _telling(value: Any) -> bool:
    """Return True for an array whose numbers tell which one it is: no zeros, no ones, not too many."""
    return isinstance(value, np.ndarray) and 1 < value.size <= _MOST and bool((value != value.flat[0]).any())
