"""Hypothesis strategies for arrays worth testing a derivative at. The one module here that needs Hypothesis.

Nothing is filtered: every draw is used, so failures shrink well, to the least shape and the simplest numbers. Values
come from a mixture, not from one range: halves, which are read at a glance; powers of ten down to a millionth, where
absolute steps and tolerances go blind; the special points of an operation and their neighbours. Since they come from a
small table, ties among elements are drawn often.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.domains import REAL, Draw, Interval
from autograd_lite.errors import MissingExtraError
from autograd_lite.testing.drawing import LAYOUTS, laid_out, table as table

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise MissingExtraError(
        "autograd_lite.testing.strategies needs Hypothesis. Install it: pip install 'autograd_lite[testing]'"
    ) from error

_DRAWN = 24  # elements of an array that are drawn one by one; the rest of a larger one follows from them


class HypothesisDraw(Draw):
    """A :class:`~autograd_lite.domains.Draw` whose choices Hypothesis makes, and shrinks.

    Parameters
    ----------
    draw : the function that ``st.composite`` or ``st.data()`` supplies
    dtype : of all arrays
    layout : memory layout of all arrays, or None to draw one for each
    """

    def __init__(self, draw: Callable[[Any], Any], dtype: Any = np.float64, layout: str | None = "C") -> None:
        self.draw, self.dtype, self.layout = draw, np.dtype(dtype), layout

    def integer(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return int(self.draw(st.integers(low, high)))

    def values(self, shape: tuple[int, ...], interval: Interval) -> Any:
        """Return an array of `shape` with elements from `interval`."""
        array = self._numbers(int(np.prod(shape)), interval)
        if self.dtype.kind == "c":
            array = array + 1j * self._numbers(array.size, Interval(-2.0, 2.0))
        array = array.astype(self.dtype).reshape(shape)
        layout = self.layout or self.draw(st.sampled_from(LAYOUTS))
        return array if layout == "C" else laid_out(array, layout)

    def _numbers(self, size: int, interval: Interval) -> Any:
        choices = table(interval)
        picks = self.draw(
            st.lists(st.integers(0, len(choices) - 1), min_size=min(size, _DRAWN), max_size=min(size, _DRAWN))
        )
        if size > _DRAWN:  # a stride that visits the table evenly
            start = sum(picks)
            picks = picks + [(start + 7 * i) % len(choices) for i in range(size - _DRAWN)]
        array = choices[np.array(picks, dtype=int)]
        if self.dtype == np.float32:  # rounding must not leave the interval
            array = np.asarray(interval.place(array.astype(np.float32)))
        return array


@st.composite
def draws(draw: Any, samples: Callable[[Draw], Any], dtype: Any = np.float64, layout: str | None = "C") -> Any:
    """Arguments ``(args, kwargs)`` from the function `samples` of a :class:`~autograd_lite.domains.Draw`."""
    return samples(HypothesisDraw(draw, dtype, layout))


@st.composite
def arrays(
    draw: Any,
    interval: Interval = REAL,
    shape: tuple[int, ...] | None = None,
    dtype: Any = np.float64,
    layout: str | None = None,
    max_ndim: int = 3,
    max_side: int = 4,
    min_side: int = 0,
) -> Any:
    """Arrays with elements from `interval`, of a drawn shape and memory layout unless these are given."""
    source = HypothesisDraw(draw, dtype, layout)
    return source.array(shape, interval, max_ndim=max_ndim, max_side=max_side, min_side=min_side)


@st.composite
def shapes(draw: Any, min_ndim: int = 0, max_ndim: int = 3, min_side: int = 0, max_side: int = 4) -> Any:
    """Shapes, with axes of length one and zero among them."""
    return HypothesisDraw(draw).shape(min_ndim, max_ndim, min_side, max_side)


@st.composite
def broadcastable(draw: Any, count: int = 2, interval: Interval = REAL, layout: str | None = None) -> Any:
    """Tuples of `count` arrays that broadcast together, every axis shrunk to one in half of the cases."""
    source = HypothesisDraw(draw, layout=layout)
    return tuple(source.values(shape, interval) for shape in source.broadcastable(count))


def layouts() -> Any:
    """Names of memory layouts, for :func:`laid_out`."""
    return st.sampled_from(LAYOUTS)


def dtypes(analytic: bool = False) -> Any:
    """Floating-point dtypes, mostly float64; complex ones too for analytic functions."""
    return st.sampled_from([np.float64] * 4 + [np.float32] + ([np.complex128] if analytic else []))


@st.composite
def axes(draw: Any, ndim: int) -> Any:
    """None, an axis or a tuple of axes of an array with `ndim` dimensions, negative ones too."""
    return HypothesisDraw(draw).axes(ndim)


@st.composite
def indices(draw: Any, shape: tuple[int, ...]) -> Any:
    """Index expressions for an array of `shape`: integers, slices, new axes, an ellipsis, integer arrays, masks."""
    source = HypothesisDraw(draw)
    if shape and source.integer(0, 5) == 5:
        return np.array([source.boolean() for _ in range(int(np.prod(shape)))], dtype=bool).reshape(shape)
    parts: list[Any] = []
    for n in shape[: source.integer(0, len(shape))]:
        parts.append(_part(source, n))
        if source.integer(0, 5) == 5:
            parts.append(None)
    if source.integer(0, 3) == 3:
        parts.append(...)
    return tuple(parts)


def _part(source: Draw, n: int) -> Any:
    kind = source.integer(0, 2) if n else 0
    if kind == 0:
        start, stop = source.maybe(source.integer(-n - 1, n + 1)), source.maybe(source.integer(-n - 1, n + 1))
        return slice(start, stop, source.choice([None, 1, 2, -1, -2]))
    if kind == 1:
        return source.integer(-n, n - 1)
    return np.array([source.integer(-n, n - 1) for _ in range(2)])


@st.composite
def einsums(draw: Any) -> Any:
    """Pairs of subscripts and operands for ``np.einsum``: repeated, summed and kept indices, explicit or implicit."""
    source = HypothesisDraw(draw)
    side = {letter: source.integer(1, 3) for letter in "ijkl"}
    terms = ["".join(source.choice("ijkl") for _ in range(source.integer(0, 3))) for _ in range(source.integer(1, 3))]
    letters = sorted(set("".join(terms)))
    subscripts = ",".join(terms)
    if source.boolean():
        kept = [letter for letter in letters if source.boolean()]
        order = source.permutation(len(kept))
        subscripts += "->" + "".join(kept[i] for i in order)
    return subscripts, tuple(source.values(tuple(side[i] for i in term), REAL) for term in terms)


@st.composite
def well_conditioned(draw: Any, n: int | None = None, batch: tuple[int, ...] = ()) -> Any:
    """Square matrices that are far from singular: rows are dominated by their diagonal, which has no ties."""
    source = HypothesisDraw(draw)
    return _dominated(source, source.integer(1, 4) if n is None else n, batch)


@st.composite
def positive_definite(draw: Any, n: int | None = None, batch: tuple[int, ...] = ()) -> Any:
    """Symmetric matrices with positive eigenvalues, none of them repeated."""
    source = HypothesisDraw(draw)
    a = _dominated(source, source.integer(1, 4) if n is None else n, batch)
    return (a + np.swapaxes(a, -1, -2)) / 2


def _dominated(source: Draw, n: int, batch: tuple[int, ...]) -> Any:
    a = source.values((*batch, n, n), Interval(-1.0, 1.0)) / max(n, 1)
    return a + np.diag(2.0 + 3.0 * np.arange(n))


@st.composite
def arguments(draw: Any, domains: Any, broadcast: bool = False, dtype: Any = np.float64) -> Any:
    """Tuples of arrays, one from each interval in `domains`, of equal shapes or of shapes that broadcast together."""
    source = HypothesisDraw(draw, dtype, layout=None)
    shape = source.shape()
    every = source.broadcastable(len(domains)) if broadcast else [shape] * len(domains)
    return tuple(source.values(each, interval) for each, interval in zip(every, domains, strict=True))
