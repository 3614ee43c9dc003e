"""Arrays of decimals: NumPy computes with them, and nothing turns them into floats unseen."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing.differences.digits import ONE, TWO, precision
from autograd_lite.testing.differences.exact import Exact, decimals, exact

POINTS = [0.3, -0.3, 1.0, 2.5, -7.3, 1e-9, 1e9, -1e-200, 30.0, 0.999, np.inf, -np.inf, np.nan]
PAIRS = [(0.3, -2.0), (2.5, 0.7), (-7.3, 3.0), (1e-9, 0.0), (0.0, 0.0), (-3.0, -1.5), (1e3, 2e3)]


def ufunc(name: str) -> Any:
    """Return NumPy's function of that name, or SciPy's."""
    return getattr(np, name, None) or getattr(pytest.importorskip("scipy.special"), name)


def as_float(value: Any) -> float:
    """Return one number as a float."""
    return float(value.flat[0].value) if isinstance(value, Exact) else float(value)


@pytest.mark.parametrize("name", ONE)
def test_functions_of_one_number(name: str) -> None:
    """Every function of decimals is the one of floats, up to the rounding of these."""
    with precision(60), np.errstate(all="ignore"):
        for x in POINTS:
            wanted, got = float(ufunc(name)(np.float64(x))), as_float(ufunc(name)(exact(np.array(x))))
            assert got == pytest.approx(wanted, rel=1e-13, abs=0, nan_ok=True), x


@pytest.mark.parametrize("name", TWO)
def test_functions_of_two_numbers(name: str) -> None:
    """Every function of two decimals is the one of floats, up to the rounding of these."""
    with precision(60), np.errstate(all="ignore"):
        for x, y in PAIRS:
            wanted, got = float(ufunc(name)(np.float64(x), y)), as_float(ufunc(name)(exact(np.array(x)), y))
            assert got == pytest.approx(wanted, rel=1e-13, abs=0, nan_ok=True), (x, y)


def test_digits_by_hand() -> None:
    """Thirty digits of four numbers that stand in every table."""
    with precision(30):
        one = exact(np.array(1.0))
        shown = [
            str(f(one).flat[0].value) for f in (np.exp, np.sin, lambda x: 4 * np.arctan(x), lambda x: np.sqrt(2 * x))
        ]
    assert shown == [
        "2.71828182845904523536028747135", "0.841470984807896506652502321630", "3.14159265358979323846264338328",
        "1.41421356237309504880168872421",
    ]  # fmt: skip


def test_functions_of_arrays() -> None:
    """What is made of ufuncs, of sums and of products is made of decimals too."""
    x = np.array([1.0, 2.0, 3.0])
    plain = (np.sum, np.mean, np.prod, np.cumsum, np.var, np.sinc, np.linalg.norm, np.diff, np.sort)
    chosen = (lambda x: np.where(x > 1, x, 0.0), lambda x: np.clip(x, 1.5, 2.5))
    for f in (*plain, *chosen, lambda x: np.einsum("i,i", x, x), lambda x: x @ x):
        with precision(30):
            got = np.array([float(d) for d in decimals(f(exact(x)))])
        assert got == pytest.approx(np.ravel(f(x)), rel=1e-13)


@pytest.mark.parametrize(
    "lossy",
    [
        lambda x: np.asarray(x, dtype=float), lambda x: x.astype(float), lambda x: float(x[0]), lambda x: x[0].item(),
        lambda x: np.linalg.solve(np.eye(2), x), lambda x: np.add(x, x, out=np.zeros(2)), lambda x: np.nextafter(x, 1),
        lambda x: np.exp(x, where=x > 1), lambda x: exact(1j) + x,
    ],
)  # fmt: skip
def test_losing_digits_is_refused(lossy: Any) -> None:
    """A function that leaves decimals on its way says so: its result would look exact and be none."""
    with precision(30), pytest.raises(TypeError):
        lossy(exact(np.array([1.0, 2.0])))
    with pytest.raises(TypeError, match="fewer digits"):
        decimals(np.ones(2))
