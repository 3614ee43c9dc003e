"""What is drawn: shapes, decades and kinds of the numbers that the tests of operations see. Printed by a command."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograd_lite.domains import Draw, Interval
from autograd_lite.testing.drawing import TableDraw, table
from autograd_lite.testing.evaluation import is_inexact
from autograd_lite.trees import leaves

_WIDTH = 40  # of the longest bar


@dataclass
class Drawn:
    """Counts over many draws.

    Parameters
    ----------
    draws : how many
    shapes : of the arrays, by number of axes and whether there are axes of length 0 or 1
    decades : of the absolute values; None stands for zero
    kinds : of the numbers: halves, others, equal to another one of the same array, negative, not finite
    """

    draws: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    decades: Counter[int | None] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, array: Any) -> None:
        """Count one array."""
        array = np.asarray(array)
        axes = f"{array.ndim} axes" if array.ndim != 1 else "1 axis"
        marks = [mark for mark, length in ((", one empty", 0), (", one of length 1", 1)) if length in array.shape]
        self.shapes[axes + (marks[0] if marks else "")] += 1
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
    """Numbers as the strategies offer them to Hypothesis, each of the table alike."""

    def values(self, shape: tuple[int, ...], interval: Interval) -> Any:
        """Return an array of `shape` with elements from the table of an interval."""
        return self.rng.choice(table(interval), shape)


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
