"""What is drawn: shapes, layouts, decades, kinds of numbers that the tests of operations see. Printed by a command."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograd_lite.domains import Draw, Interval
from autograd_lite.testing.differences.evaluation import is_inexact
from autograd_lite.testing.drawing import LAYOUTS, TableDraw, laid_out, table
from autograd_lite.trees import leaves

_WIDTH = 40  # of the longest bar
_LAYOUTS = ("no axes", "empty", "C", "F", "strided", "reversed", "view", "read-only")


def layouts_of(array: Any) -> list[str]:
    """Return how an array lies in memory, whether it is a view of another one, and whether it may be written to.

    Examples
    --------
    >>> x = np.zeros((4, 3))
    >>> layouts_of(x), layouts_of(x.T), layouts_of(x[::2]), layouts_of(x[::-1, :2])
    (['C'], ['F', 'view'], ['strided', 'view'], ['reversed', 'view'])
    """
    if not array.ndim or not array.size:
        lies = "empty" if array.ndim else "no axes"
    elif any(step < 0 for step in array.strides):
        lies = "reversed"
    else:
        lies = "C" if array.flags.c_contiguous else "F" if array.flags.f_contiguous else "strided"
    marks = {"view": array.base is not None, "read-only": not array.flags.writeable}
    return [lies, *[mark for mark, holds in marks.items() if holds]]


@dataclass
class Drawn:
    """Counts over many draws.

    Parameters
    ----------
    draws : how many
    shapes : of the arrays, by number of axes and whether there are axes of length 0 or 1
    layouts : how they lie in memory; an array may count as a view or as read-only besides
    decades : of the absolute values; None stands for zero
    kinds : of the numbers: halves, others, equal to another one of the same array, negative, not finite
    """

    draws: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    layouts: Counter[str] = field(default_factory=Counter)
    decades: Counter[int | None] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, array: Any) -> None:
        """Count one array."""
        array = np.asarray(array)
        axes = f"{array.ndim} axes" if array.ndim != 1 else "1 axis"
        marks = [mark for mark, length in ((", one empty", 0), (", one of length 1", 1)) if length in array.shape]
        self.shapes[axes + (marks[0] if marks else "")] += 1
        self.layouts.update(layouts_of(array))
        values = np.concatenate([array.real.ravel(), array.imag.ravel()]) if array.dtype.kind == "c" else array.ravel()
        size = np.abs(values[np.isfinite(values)]).astype(np.float64)
        self.decades.update(int(np.floor(np.log10(s))) if s else None for s in size)
        halves = size * 2 == np.round(size * 2)
        self.kinds["halves and integers"] += int(np.sum(halves & (size <= 4)))
        self.kinds["others"] += int(np.sum(~(halves & (size <= 4))))
        self.kinds["negative"] += int(np.sum(values < 0))
        self.kinds["equal to another"] += values.size - len(np.unique(values))
        self.kinds["not finite"] += values.size - size.size

    def lines(self) -> list[str]:
        """Return bars of text."""
        decades = {
            "0" if d is None else f"1e{d:+03d}": self.decades[d]
            for d in sorted(self.decades, key=lambda d: -999 if d is None else d)
        }
        found = [f"{self.draws} draws"]
        for title, counts in (
            ("shapes", dict(sorted(self.shapes.items()))),
            ("layouts", {name: self.layouts[name] for name in _LAYOUTS if self.layouts[name]}),
            ("decades", decades),
            ("numbers", self.kinds),
        ):
            found += ["", title, *_bars(counts)]
        return found


def _bars(counts: Any) -> list[str]:
    most = max(counts.values(), default=0) or 1
    widest = max((len(name) for name in counts), default=0)
    return [f"  {name:{widest}} {n:7} {'█' * round(_WIDTH * n / most)}".rstrip() for name, n in counts.items()]


class Offered(TableDraw):
    """Arrays as the strategies offer them to Hypothesis: numbers of the table and layouts, each alike."""

    def values(self, shape: tuple[int, ...], interval: Interval) -> Any:
        """Return an array of `shape` with elements from the table of an interval."""
        return laid_out(np.asarray(self.rng.choice(table(interval), shape)), str(self.rng.choice(LAYOUTS)))


def histogram(samples: Callable[[Draw], Any], count: int = 200, seed: int = 0, found: Drawn | None = None) -> Drawn:
    """Return what is drawn for an operation.

    Parameters
    ----------
    samples : draws arguments, such as the ``samples`` of an operation
    count : of draws
    seed : of the draws
    found : what has been drawn before, to be added to

    Examples
    --------
    >>> drawn = histogram(lambda draw: ((draw.array((3,)),), {}), count=10)
    >>> drawn.draws, drawn.shapes, sum(drawn.decades.values())
    (10, Counter({'1 axis': 10}), 30)
    """
    found, source = found or Drawn(), Offered(np.random.default_rng(seed))
    for _ in range(count):
        args, kwargs = samples(source)
        found.draws += 1
        for leaf in leaves([list(args), kwargs]):
            if is_inexact(leaf):
                found.add(leaf)
    return found
