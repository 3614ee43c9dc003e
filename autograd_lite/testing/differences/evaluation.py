"""A function under test: called on copies, in the widest precision that it takes, its outputs as one flat real array.

A float32 function is evaluated in float64 where it allows that, a float64 function in extended precision where the
machine has it: the same numbers go in, and the rounding of the function's values, which limits every difference,
shrinks two thousand times. Whether a function allows it is seen from its result.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import Any

import numpy as np

from autograd_lite.backward import own
from autograd_lite.tensor import Tensor
from autograd_lite.testing.differences.pieces import alike, as_first, largest, signed
from autograd_lite.testing.differences.redrawn import FULL, Redrawn, flat_view, fresh, stretches
from autograd_lite.trees import leaves

Arrays = list[np.ndarray[Any, Any]]

_WIDE_LIMIT = 1 << 14  # elements; extended precision costs ten times the time, which hurts on large inputs only


def plain(value: Any) -> np.ndarray[Any, Any]:
    """Return the array behind a number, an array or a Tensor (of ours or of a library that speaks alike)."""
    if type(value) is np.ndarray:
        return value
    if isinstance(value, Tensor):
        return np.asarray(value.numpy())
    if hasattr(value, "detach"):
        value = value.detach()
    if hasattr(value, "numpy"):
        value = value.numpy()
    return np.asarray(value)


def outputs(result: Any) -> Arrays:
    """Return the arrays in what a function returned: one, or nested lists, tuples and dicts of them."""
    return [plain(leaf) for leaf in leaves(result)]


def flat(arrays: Iterable[Any]) -> np.ndarray[Any, Any]:
    """Join arrays into one real vector; complex ones give their real parts, then their imaginary parts.

    Integers and booleans have no derivative and are left out.
    """
    parts = []
    for array in arrays:
        if array.dtype.kind == "c":
            parts += [array.real.ravel(), array.imag.ravel()]
        elif array.dtype.kind == "f":
            parts.append(array.ravel())
    return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0)


def is_inexact(value: Any) -> bool:
    """Return True for floating-point and complex numbers, arrays and Tensors."""
    if isinstance(value, bool | int | str | bytes | None) or callable(value):
        return False
    if isinstance(value, float | complex):
        return True
    dtype = getattr(value, "dtype", None)
    return getattr(dtype, "kind", "") in "fc" if isinstance(dtype, np.dtype) else False


_WIDER: dict[str, Any] = {
    "e": np.float64, "f": np.float64, "d": np.longdouble, "F": np.complex128, "D": np.clongdouble,
}  # fmt: skip


def eps_of(arrays: Sequence[Any]) -> float:
    """Return the coarsest relative rounding among floating-point arrays; 0 if there are none."""
    return max((float(np.finfo(a.dtype).eps) for a in arrays if a.dtype.kind in "fc"), default=0.0)


class Function:
    """A function of arrays, of which some are differentiated.

    Parameters
    ----------
    f : the function
    args : its arguments
    wrt : positions of those that move
    wide : try a wider precision than that of the arguments
    values : of the function at its arguments, where they are known

    Attributes
    ----------
    point : the moving arguments, in the precision used
    size : how many values it has
    eps : relative rounding of the values
    calls : how often `f` was called
    raised : what it raised at a shifted point, the last time
    told : called after every call of `f`, if it is not None
    stray : the function in a wider precision, if that gave other values
    trusted : `f` is known to leave its arguments as they are, so that large ones which do not move need no copy
    """

    def __init__(
        self,
        f: Callable[..., Any],
        args: Sequence[Any],
        wrt: Sequence[int],
        wide: bool = True,
        values: Sequence[Any] | None = None,
    ) -> None:
        self.f, self.args, self.wrt = f, list(args), tuple(wrt)
        self.calls = 0
        self.raised: Exception | None = None
        self.told: Callable[[], None] | None = None
        self.trusted = False
        self.stray: Function | None = None
        self.narrow = [_kept(plain(args[i])) for i in self.wrt]
        self.point: Arrays = self.narrow
        self.values = self._outputs(self.point) if values is None else list(values)
        self._base: Any = flat(self.values)
        self.eps = max(eps_of(self.values), eps_of(self.point))
        self.size = self._base.size
        self._reach: float | None = None
        if wide and sum(a.size for a in self.point) <= _WIDE_LIMIT:
            self._widen()

    def _widen(self) -> None:
        """Move to the wider precision if the function's values follow."""
        wider = [a.astype(_WIDER.get(a.dtype.char, a.dtype)) for a in self.narrow]
        if eps_of(wider) >= self.eps:
            return
        try:
            values = self._outputs(wider)
        except Exception:  # noqa: BLE001  whatever a function says to a precision that it does not know
            return
        if [v.shape for v in values] == [v.shape for v in self.values] and eps_of(values) < self.eps:
            base = flat(values)
            if base.size == self.base.size:
                used = self if alike(base, self.base) else copy(self)
                self.stray = used if used is not self else None
                used.point, used._base, used.eps = wider, base, max(eps_of(values), eps_of(wider))

    @property
    def base(self) -> Any:
        """Values at the point, flat."""
        if self._base is None:
            self._base = flat(self._outputs(self.point))
        return self._base

    def forget(self) -> None:
        """Let go of the values at the point if they are many; they are computed again when they are asked for."""
        if self.size > FULL:
            self._base, self.values = None, [np.broadcast_to(v.dtype.type(0), v.shape) for v in self.values]

    @property
    def noise(self) -> float:
        """Noise that rounding may bring about: eight units of the largest number around, 1 included."""
        return self.noise_of(self.base)

    @property
    def near(self) -> float:
        """Relative distance that the arguments' precision does not tell, where a wider one is computed with."""
        given = eps_of(self.narrow)
        return 4 * given if given > eps_of(self.point) else 0.0

    def noise_of(self, values: Any) -> float:
        """Return the noise that rounding may bring about in values, some of those of the function."""
        if self._reach is None:
            self._reach = max(largest(flat([a]), 1.0) for a in self.point)
        return 8 * self.eps * largest(values, self._reach)

    def _outputs(self, moving: Arrays) -> Arrays:
        return [np.array(each) for each in outputs(self._called([np.array(each) for each in moving]))]

    def _called(self, moving: Arrays) -> Any:
        """Return what the function returns for arrays that it may write to."""
        self.calls += 1
        args = list(self.args)
        for i, array in zip(self.wrt, moving, strict=True):
            args[i] = array
        del array, moving  # of a large one nobody but the function has to know
        result = self.f(*args)
        if self.told is not None:
            self.told()
        return result

    def at(self, moving: Arrays) -> Any:
        """Return the flat values at `moving`, NaN if the function raises there; raise if their number has changed.

        The arrays are new ones, to which the function may write; it may also return one that it writes to later.
        """
        try:
            result = self._called(moving)
            del moving  # it may be large
            single = isinstance(result, np.floating) or (type(result) is np.ndarray and result.dtype.kind == "f")
            if not single:
                values = np.array(flat(as_first(outputs(result), self.values)))
            else:
                values = own(result).ravel() if result.size > FULL else result.flatten()
        except Exception as error:  # noqa: BLE001  beyond the edge of its domain a function may raise anything
            self.raised = error
            return np.full(self.size, np.nan, self.base.dtype)
        if values.shape != (self.size,):
            raise ValueError(
                f"The function returned {self.size} numbers at first and {values.size} at a shifted point. "
                "Wanted a result whose shape does not depend on the values."
            )
        return values

    def along(self, direction: Sequence[Any]) -> Callable[[Any], Any]:
        """Return ``t -> values at point + t * direction``.

        What is drawn again and again is kept where the values are few: there is room for it.
        """
        direction = [fresh(v) if self.size <= FULL and isinstance(v, Redrawn) else v for v in direction]
        real = np.longdouble if self.eps < np.finfo(np.float64).eps else np.float64
        typed = [_typed(v, p.dtype) for p, v in zip(self.point, direction, strict=True)]
        places = list(map(_places, typed))
        still = [self.trusted and p.size > FULL and at == [] for p, at in zip(self.point, places, strict=True)]
        moving = list(zip(self.point, typed, places, still, strict=True))
        return lambda t: self.at([p if lent else shifted(p, v, at, real(t)) for p, v, at, lent in moving])

    def without_rounding(self, direction: Sequence[Any], steps: Any) -> Any:
        """Return steps next to these, falling, at which the only number that moves is moved without rounding.

        Shortest steps are a few units in its last place, and half a unit of them would be lost.
        """
        moving = [(p.flat[i], v.flat[i]) for p, v in zip(self.point, direction, strict=True) for i in np.flatnonzero(v)]
        if len(moving) != 1 or np.iscomplexobj(moving[0][1]) or not moving[0][0]:
            return steps
        x, v = np.abs(moving[0][0]), np.abs(float(moving[0][1]))
        unit = 2 * float(np.spacing(x))
        return np.unique(np.maximum(np.rint(steps * v / unit), 1))[::-1] * unit / v


def _kept(array: Any) -> Any:
    """Return a copy of an array. Large ones are only read, as they are: :func:`shifted` makes new ones of them."""
    return np.array(array) if array.size <= _WIDE_LIMIT else array


def _typed(direction: Any, dtype: Any) -> Any:
    return direction if isinstance(direction, Redrawn) else np.asarray(direction).astype(dtype, copy=False)


def _places(direction: Any) -> list[tuple[int, Any]] | None:
    """Return the flat index at which a direction moves, with the change there; none, or None for several of them."""
    if isinstance(direction, Redrawn) or np.count_nonzero(direction) > 1:
        return None
    return [(int(i), direction.flat[i]) for i in np.flatnonzero(direction)]


def shifted(point: Any, direction: Any, places: Any, t: Any) -> Any:
    """Return a new array ``point + t * direction``; at `places`, flat indices with changes, it differs; None for many.

    It lies in memory as the point does, since a function may ask for that, as ``np.ravel(x, "A")`` does.
    """
    if places is None:
        new = np.empty_like(point, subok=False)
        if isinstance(direction, Redrawn):
            rows, old = flat_view(new), flat_view(point)
            for stretch in stretches(new.size):
                rows[stretch] = old[stretch] + direction[stretch] * point.dtype.type(t)
            return new
        np.multiply(direction, point.dtype.type(t), out=new)
        new += point
        return new
    new = point.copy("K")
    for i, change in places:
        new.flat[i] += point.dtype.type(t) * change
    return new


def sizes(x: Any) -> Any:
    """Return the scale of every element: its own size; for zeros the median size of the others, or 1.

    Examples
    --------
    >>> import numpy as np
    >>> sizes(np.array([0.0, -2.0, 1e-8, 4.0]))
    array([2.e+00, 2.e+00, 1.e-08, 4.e+00])
    """
    size = np.abs(x).astype(np.float64, copy=False)
    usable = (size > 0) & np.isfinite(size)
    if usable.all():
        return size
    return np.where(usable, size, np.median(size[usable]) if usable.any() else 1.0)


def directions(x: Any, rng: np.random.Generator) -> Any:
    """Return a random direction whose every element is comparable with that of `x`: ± uniform from 0.5 to 1.5 of it.

    Signed uniform numbers neither shrink an error in one element much nor let two equal ones cancel.
    """
    v = _sized(x, rng)
    return v + 1j * _sized(x, rng) if np.iscomplexobj(x) else v


def _sized(x: Any, rng: np.random.Generator) -> Any:
    """Return signed uniform numbers times the sizes of the elements of `x`."""
    v = signed(np.shape(x), rng)
    v *= sizes(x)
    return v
