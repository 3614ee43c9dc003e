"""What a report guesses at: each common mistake is named."""

import contextlib
import io
import re
from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp

A, B = np.random.default_rng(0).normal(size=(2, 3, 3))
C = np.random.default_rng(1).normal(size=(4, 5))


def product(x: Any, y: Any) -> Any:
    """Multiply matrices."""
    return x @ y


def half_wrong(g: Any, x: Any) -> Any:
    """Return the gradient of a square, wrong in one row."""
    share = 2 * g * x
    share[1] = g[1] * 0.3
    return share


MISTAKES = {
    "sign": (np.sin, lambda g, x: -g * np.cos(x), (C,), "sign"),
    "twice": (np.sin, lambda g, x: 2 * g * np.cos(x), (C,), "twice"),
    "half": (np.square, lambda g, x: g * x, (C,), "half"),
    "factor": (np.sin, lambda g, x: 1.001 * g * np.cos(x), (C,), "1.001 times"),
    "zero": (np.sin, lambda g, x: 0 * g, (C,), "zero"),
    "mean for sum": (np.sum, lambda g, x: np.full(x.shape, g / x.size), (C,), "1/20 .*mean instead of a sum"),
    "sum for mean": (np.mean, lambda g, x: np.full(x.shape, g), (C,), "20 times"),
    "swapped": (lambda x, y: x * y, lambda g, x, y: (g * x, g * y), (A, B), "swapped"),
    "transposed": (lambda x: np.sum(x @ A), lambda g, x: (g * np.ones((3, 3)) @ A.T).T, (B,), "transpose"),
    "one row": (np.square, half_wrong, (C,), "only 5 of 20 elements .*whole lines along axis 1"),
    "one argument": (product, lambda g, x, y: (g @ y.T, -x.T @ g), (A, B), "only argument 1"),
    "some, by a factor": (np.sin, lambda g, x: g * np.cos(x) * [1, 3, 1, 1, 1], (C,), "only 4 of 20 .* by a factor 3,"),
    "two causes": (lambda x, y: x * y, lambda g, x, y: (-g * y, 2 * g * x), (A, B), "argument 0: the sign .* 1: "),
    "swapped, signs too": (np.divide, lambda g, x, y: (g * x / y**2, g / y), (A, B), "argument 1 with the other sign"),
    "transposed, and twice": (
        lambda x: np.sum(x @ A), lambda g, x: 2 * (g * np.ones((3, 3)) @ A.T).T, (B,), "after swapping .* twice",
    ),
    "reversed": (np.sin, lambda g, x: (g * np.cos(x))[::-1], (C,), "reversing axis 0"),
    "a permutation": (np.sort, lambda g, x: g[np.argsort(x)], (C[0],), "wrong places"),
    "zeros on both sides": (
        lambda x: np.maximum(x, 0), lambda g, x: 2 * g * (x > 0), (C,), "^the gradient is twice",
    ),
    "to the other one": (np.maximum, lambda g, x, y: (g * (x < y), g * (x > y)), (A, B), "^(?!.*is zero)"),
    "no pattern": (np.exp, lambda g, x: g * np.cos(x), (C,), r"no one factor: got / wanted runs from -?[\d.]+ to"),
    "a factor, and zeros": (
        lambda x: np.mean(x[0]), lambda g, x: np.full(x.shape, 2 * g / x.size), (C,),
        "^the gradient is 0.5 times what it should be where that is not zero, and 15 of 20 elements should be zero$",
    ),
    "NaN": (np.square, lambda g, x: g * 2 * x * np.where(x == 1, np.nan, 1), (np.ones(2),), "NaN"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_the_mistake_is_named(name: str) -> None:
    """The diagnosis of a common mistake says what it is."""
    f, vjp, args, says = MISTAKES[name]
    report = examine_vjp(f, vjp, args)
    assert report.verdict == "wrong"
    assert re.search(says, report.diagnosis), report.diagnosis


def test_the_report_says_what_where_and_how_sure() -> None:
    """A report has the worst element, both derivatives, the error, the step, and code that shows it."""
    report = examine_vjp(np.square, lambda g, x: g * x * [2, 3], np.array([1.0, 4.0]))
    worst = report.worst
    assert (worst.argument, worst.index, report.verdict, bool(report)) == (0, (1,), "wrong", False)
    assert worst.got / worst.wanted == pytest.approx(1.5, rel=1e-6)
    assert {"element (1,)", "±", "relative step", "up[index] +="} <= {
        s for s in ("element (1,)", "±", "relative step", "up[index] +=") if s in str(report)
    }


def printed(report: Any, **functions: Any) -> list[float]:
    """Return the numbers that the report's snippet prints, where this library is not."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(report.snippet, functions)
    return [float(each) for each in re.findall(r"-?[\d.]+(?:e-?\d+)?", out.getvalue())]


Z = np.array([1 + 2j, 0.5 - 1j])
FEW = np.array([0.5, 1.0])
SHOWN = {
    "real": (np.sin, lambda g, x: 1.1 * g * np.cos(x), FEW),
    "complex": (np.square, lambda g, z: 2 * g * z, Z),
    "imaginary part": (np.square, lambda g, z: (w := 2 * g * np.conj(z)).real + 1.1j * w.imag, Z),
    "several": (lambda x, n: (np.sin(x), x * len(n)), lambda g, x, n: (g[0] * np.cos(x), None), (FEW, "ab")),
    "NaN beside": (
        lambda x, y: np.sin(x) * np.isnan(y), lambda g, x, y: (2 * g * np.cos(x) * np.isnan(y), 0 * g),
        (FEW, np.array([np.nan, 1.0])),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_the_snippet_reproduces(name: str) -> None:
    """The code that a report shows prints the numbers of the report."""
    f, vjp, args = SHOWN[name]
    report = examine_vjp(f, vjp, args)
    wanted, got = printed(report, f=f, **{f.__name__: f} if f.__name__.isidentifier() else {})
    assert wanted == pytest.approx(report.worst.wanted, rel=1e-2)
    assert got == pytest.approx(report.worst.got, rel=1e-12)


def test_a_corner_is_shown_with_both_slopes() -> None:
    """Of a value beside the slopes of a corner the report says from where to where it might have been."""
    report = examine_vjp(np.abs, lambda g, x: g * np.where(x == 0, 1.5, np.sign(x)), np.array([0.0, 1.0]))
    g = abs(report.worst.got) / 1.5
    assert f"wanted a value from -{g:.6g} to {g:.6g}, the slopes on both sides of a corner" in str(report)
    assert sorted(np.abs(printed(report, absolute=np.abs))) == pytest.approx([g, g, 1.5 * g], rel=1e-6)


def test_a_gradient_that_is_nan_can_be_run() -> None:
    """A rule's NaN is written so that Python understands it."""
    report = examine_vjp(np.square, lambda g, x: g * 2 * x * np.nan, FEW)
    assert "float('nan')" in report.snippet
    assert printed(report, square=np.square)[0] != 0


def test_a_passing_report_is_a_certificate() -> None:
    """What passed says what was tried and how close it came."""
    report = examine_vjp(np.sin, lambda g, x: g * np.cos(x), C)
    assert "agrees in 20 derivatives" in str(report)
    assert "of its tolerance" in str(report)


def test_at_most_45_evaluations_a_direction() -> None:
    """A direction costs at most 45 evaluations of the function."""
    calls = []
    f = lambda x: calls.append(1) or np.sum(np.sin(x))  # noqa: E731
    examine_vjp(f, lambda g, x: g * np.cos(x), np.linspace(-1, 1, 200), directions=1, laws=False)
    assert len(calls) <= 45
