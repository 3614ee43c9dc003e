"""A black box, and the truth about its derivative."""

from collections.abc import Callable
from typing import Any

import numpy as np
from boxes.arithmetic import EXACT, FLOAT64, mp


class Box:
    """A function as compiled code would be: it takes float64 alone and refuses every other number.

    Parameters
    ----------
    name : str
        What it is called in the table.
    formula : callable
        ``formula(N, x)``, of one number or of a list; returns a number, or a list.
    size : int
        How many numbers the input holds: 0 for one number, shape ().
    """

    def __init__(self, name: str, formula: Callable[..., Any], size: int) -> None:
        self.name, self.formula, self.size = name, formula, size
        self.known: dict[bytes, Any] = {}

    def __call__(self, x: Any) -> Any:
        """Return the value in float64."""
        self.refuse(x)
        numbers = [np.float64(entry) for entry in np.ravel(x)]
        if self.size:
            return np.asarray(self.formula(FLOAT64, numbers), dtype=np.float64)
        return np.array([self.formula(FLOAT64, each) for each in numbers], dtype=np.float64).reshape(np.shape(x))

    def refuse(self, x: Any) -> None:
        """Raise unless the input is float64."""
        if type(x) not in (np.ndarray, np.float64) or x.dtype != np.float64:
            raise TypeError("takes float64 alone")

    def slopes(self, x: Any) -> Any:
        """Return the Jacobian, inputs first, right to the last digit: a central difference in 90 digits."""
        key = np.asarray(x).tobytes()
        if key not in self.known:
            self.known[key] = self.difference(np.asarray(x))
        return self.known[key]

    def difference(self, x: Any) -> Any:
        """Return a central difference whose error lies far behind the last digit of float64."""
        point = [mp.mpf(float(entry)) for entry in np.ravel(x)]
        rows = []
        for i, entry in enumerate(point):
            step = abs(entry) * mp.mpf(10) ** -30
            above, below = (self.exact([*point[:i], entry + s, *point[i + 1 :]]) for s in (step, -step))
            rows.append([float(mp.re(u - d) / (2 * step)) for u, d in zip(above, below, strict=True)])
        return np.array(rows) if self.size else np.array(rows).reshape(np.shape(x))

    def exact(self, point: list[Any]) -> list[Any]:
        """Return the value in 90 digits, as a list."""
        value = self.formula(EXACT, point if self.size else point[0])
        return value if isinstance(value, list) else [value]

    def rule(self, change: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
        """Return the right rule, its share changed at the end."""

        def vjp(g: Any, x: Any) -> Any:
            self.refuse(x)
            slopes = self.slopes(x)
            return np.asarray(change(slopes @ np.atleast_1d(g) if self.size else g * slopes))

        return vjp
