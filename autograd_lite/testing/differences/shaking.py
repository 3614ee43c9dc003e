"""Arrays whose every operation is rounded at random: what comes out shows how much rounding matters.

The idea is that of Monte Carlo arithmetic [1]_ and of CESTAC: where a formula cancels, a change of one unit in the last
place of an intermediate result is a large change of the final one, and a few evaluations tell how large.

References
----------
.. [1] D. S. Parker, "Monte Carlo arithmetic: exploiting randomness in floating-point arithmetic", UCLA, 1997.
"""

from typing import Any

import numpy as np


class Shaken(np.ndarray[Any, Any]):
    """An array that passes through NumPy's and SciPy's ufuncs; each result is off by about a unit in the last place."""

    rng: np.random.Generator

    def __array_finalize__(self, other: Any) -> None:
        self.rng = getattr(other, "rng", None) or np.random.default_rng(0)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        plain = [np.asarray(each) if isinstance(each, Shaken) else each for each in inputs]
        if any(isinstance(each, Shaken) for each in kwargs.get("out", ())):
            kwargs["out"] = tuple(np.asarray(each) for each in kwargs["out"])
        result = getattr(ufunc, method)(*plain, **kwargs)
        if isinstance(result, tuple):
            return tuple(shaken(self._off(each), self.rng) for each in result)
        return shaken(self._off(result), self.rng)

    def _off(self, result: Any) -> Any:
        result = np.asarray(result)
        if result.dtype.kind not in "fc":
            return result
        off = self.rng.uniform(0.5, 1.5, result.shape) * self.rng.choice([-1, 1], result.shape)
        return result * (1 + off * np.finfo(result.dtype).eps).astype(result.real.dtype)


def shaken(array: Any, rng: np.random.Generator) -> Any:
    """Return a :class:`Shaken` copy of an array.

    Examples
    --------
    >>> import numpy as np
    >>> x = shaken(np.array(1e-9), np.random.default_rng(0))
    >>> float(1 - np.cos(x)) != 0  # the true value is 5e-19; rounding decides what comes out
    True
    """
    result = np.array(array).view(Shaken)
    result.rng = rng
    return result


def jittered(array: Any, rng: np.random.Generator) -> Any:
    """Return an array with every element moved to a neighbouring number, or by two.

    Examples
    --------
    >>> import numpy as np
    >>> bool(0 < abs(jittered(np.array(1.0), np.random.default_rng(0)) - 1) < 5e-16)
    True
    """
    array = np.asarray(array)
    if array.dtype.kind not in "fc":
        return array
    return array * (1 + rng.choice([-2, -1, 1, 2], array.shape) * np.finfo(array.dtype).eps).astype(array.dtype)
