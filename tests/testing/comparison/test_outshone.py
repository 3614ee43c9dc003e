"""Results that others outshine are looked at alone."""

from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.testing import check_grads, examine_jvp, examine_vjp

SIZES = [(), (5,), (200,)]


def both(x: Any) -> Any:
    """Return two results, a billion times apart."""
    return 1e6 * np.sin(x), 1e-3 * np.cos(x)


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("factor", [1.01, -1.0, 0.0])
def test_a_mistake_in_a_small_result(shape: Any, factor: float) -> None:
    """A share that is a billionth of the others is looked at as closely, in reverse and in forward mode."""
    x = np.linspace(0.3, 1.2, int(np.prod(shape))).reshape(shape)
    for off, verdict in ((1.0, "agrees"), (factor, "wrong")):
        vjp = lambda g, x: 1e6 * g[0] * np.cos(x) - 1e-3 * off * g[1] * np.sin(x)  # noqa: B023, E731
        jvp = lambda v, x: (1e6 * v * np.cos(x), -1e-3 * off * v * np.sin(x))  # noqa: B023, E731
        report = examine_vjp(both, vjp, x)
        assert report.verdict == verdict
        assert examine_jvp(both, jvp, x).verdict == verdict
    assert report.worst is not None
    assert np.isclose(report.worst.got, factor * report.worst.wanted)


def test_only_some_arguments() -> None:
    """Of an argument that brings about little of one result and much of another, each is looked at."""
    f = lambda x, y: (x * y * 1e6, x + y * 1e-4)  # noqa: E731
    rule = lambda g, x, y: (1e6 * g[0] * y + g[1], 1e6 * g[0] * x + 2e-4 * g[1])  # noqa: E731
    report = examine_vjp(f, rule, (np.array([1.0, 2.0]), np.array([3.0, 0.5])))
    assert report.verdict == "wrong"
    assert report.worst is not None
    assert report.worst.argument == 1


@pytest.mark.parametrize("factor", [1.01, -1.0])
def test_a_small_element_of_one_result(factor: float) -> None:
    """Quantities of very different units in one array are told apart, too."""
    f = lambda x: np.stack([1e6 * np.sin(x), 1e-3 * np.cos(x)])  # noqa: E731
    for off, verdict in ((1.0, "agrees"), (factor, "wrong")):
        vjp = lambda g, x: 1e6 * g[0] * np.cos(x) - 1e-3 * off * g[1] * np.sin(x)  # noqa: B023, E731
        jvp = lambda v, x: np.stack([1e6 * v * np.cos(x), -1e-3 * off * v * np.sin(x)])  # noqa: B023, E731
        for x in (np.array(0.7), np.linspace(0.3, 1.2, 4)):
            assert examine_vjp(f, vjp, x).verdict == verdict
            assert examine_jvp(f, jvp, x).verdict == verdict


def test_no_more_is_asked_where_each_element_has_its_own() -> None:
    """Elements of which each comes from another one do not outshine each other, whatever their sizes."""
    x = np.array([1e-6, 1.0, 1e3, 0.3])
    calls = [examine_vjp(np.cbrt, lambda g, x: g / (3 * np.cbrt(x) ** 2), x[:n]).calls for n in (2, 3, 4)]
    assert calls[1] - calls[0] == calls[2] - calls[1]


def test_nothing_more_is_asked_of_results_of_one_size() -> None:
    """The check of two results of one size takes as many evaluations as that of their sum."""
    x = np.linspace(0.3, 1.2, 5)
    two = examine_vjp(lambda x: (np.sin(x), np.cos(x)), lambda g, x: g[0] * np.cos(x) - g[1] * np.sin(x), x)
    one = examine_vjp(lambda x: np.sin(x) + np.cos(x), lambda g, x: g * (np.cos(x) - np.sin(x)), x)
    assert two.calls == one.calls
    assert two.verdict == one.verdict == "agrees"


def test_an_operation_with_several_results() -> None:
    """A custom rule on Tensors is held to the same."""

    def made(off: float) -> Any:
        return ag.custom_vjp(both, lambda g, x: (1e6 * g[0] * np.cos(x) - 1e-3 * off * g[1] * np.sin(x),))

    x = np.array([0.4, 0.9])
    assert check_grads(made(1.0), (x,), order=1)
    with pytest.raises(AssertionError, match="WRONG"):
        check_grads(made(-1.0), (x,), order=1)
