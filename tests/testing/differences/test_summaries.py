"""What is remembered of large arrays tells whether others are equal, and whether they are their sum."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import check_grads, check_jvp, check_vjp, examine_jvp, examine_vjp
from autograd_lite.testing.differences.redrawn import FULL, Redrawn
from autograd_lite.testing.differences.summaries import additive, equal, large, mixed, summary

RNG = np.random.default_rng(0)
A, B = RNG.normal(size=(2, 50_000))
BIG = np.linspace(-3.0, 3.0, FULL + 1)
BIG[1] = 0


def test_equality() -> None:
    """One element, the shape or the dtype makes another summary; the sign of zero and kinds of NaN do not."""
    x = A.copy()
    x[:2] = 0, np.nan
    y = x.copy()
    y[:2] = -0.0, -np.nan
    assert equal([summary(x)], [summary(y)])
    y[-1] = np.nextafter(y[-1], 9)
    assert not equal([summary(x)], [summary(y)])
    assert not equal([summary(x)], [summary(x[None])])
    assert not equal([summary(x)], [summary(x.astype(np.complex128))])


def test_sums() -> None:
    """Sums of pieces tell that 2 a + b = c, and that it is not if a single element is off by a hundred-millionth."""
    c = 2 * A + B
    a, b = [summary(A)], [summary(B)]
    assert additive(a, b, [summary(c)], 2.2e-16)
    c[40_000] += 1e-7
    assert not additive(a, b, [summary(c)], 2.2e-16)
    assert not additive(a, b, [summary(c[:-1])], 2.2e-16)
    drawn = Redrawn(A, RNG)
    np.testing.assert_allclose(mixed(drawn, drawn), 3 * drawn.array(), rtol=1e-15)
    np.testing.assert_array_equal(mixed(A, B), 2 * A + B)
    assert not large([A, B])
    assert large([A], [BIG])


def crooked(g: Any, x: Any) -> Any:
    """Return the gradient, with one element that is not linear in `g`."""
    share = g * np.cos(x)
    share[FULL // 2] *= 1 + 0.01 * g[FULL // 2]
    return share


class Unsteady:
    """A rule that gives another result each time."""

    count = 0

    def __call__(self, g: Any, x: Any) -> Any:
        """Return the right gradient, and a little more each time."""
        self.count += 1
        share = g * np.cos(x)
        share[-1] *= 1 + 1e-12 * self.count
        return share


def one_wrong(g: Any, x: Any) -> Any:
    """Return the gradient, with one wrong element."""
    share = g * np.cos(x)
    share[FULL // 3] *= 1.01
    return share


@pytest.mark.parametrize(
    ("rule", "law", "index"),
    [(crooked, "linearity", FULL // 2), (Unsteady(), "determinism", None), (one_wrong, "difference", FULL // 3)],
)
def test_laws_of_large_arrays(rule: Any, law: str, index: int | None) -> None:
    """A wrong rule is found out where no array is kept, by the law that it breaks, and with its element."""
    report = examine_vjp(np.sin, rule, BIG, directions=1)
    assert report.verdict == "wrong"
    assert report.worst is not None
    assert (report.worst.law, report.worst.index) == (law, None if index is None else (index,))


def test_forward_mode_of_many_outputs() -> None:
    """A derivative in a direction is compared as a weighted sum of its outputs, and the wrong output is named."""

    def jvp(v: Any, x: Any) -> Any:
        slope = v * np.cos(x)
        slope[70] *= 1.01
        return slope

    for x in (BIG, BIG[:5000]):
        assert check_jvp(np.sin, lambda v, x: v * np.cos(x), x, directions=1)
        report = examine_jvp(np.sin, jvp, x, directions=1)
        assert (report.verdict, report.worst and report.worst.index) == ("wrong", (70,))
    nan = examine_jvp(np.sin, lambda v, x: np.where(x == x[70], np.nan, v * np.cos(x)), BIG, directions=1)
    assert (nan.verdict, nan.worst and nan.worst.index) == ("wrong", (70,))


def test_values_that_are_not_finite() -> None:
    """Where a function of a large array is not finite nothing is compared, and elsewhere everything is."""
    with np.errstate(all="ignore"):
        right = examine_vjp(np.log, lambda g, x: np.where(g == 0, 0, g / x), BIG, directions=1)
        wrong = examine_vjp(np.log, lambda g, x: np.where(g == 0, 0, 1.001 * g / x), BIG, directions=1)
    assert (right.verdict, wrong.verdict) == ("agrees", "wrong")


def test_large_tensors() -> None:
    """Functions of large Tensors are checked in both modes; of several arguments too."""
    assert check_grads(lambda x, y: np.tanh(x) * y, (BIG, BIG[::-1]), order=1, directions=1)
    assert check_vjp(lambda x, y: x @ y, lambda g, x, y: (g * y, g * x), (BIG, BIG[::-1].copy()), directions=1)
