"""Faults that hide: each shows under its condition and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.testing.mutation.hurting import FAULTS, arrays_in, hurt, off, only_where

X, Y = np.array([1.0, 2.0]), np.array([3.0, 5.0])
times: Any = ag.elementwise(x=lambda y: y, y=lambda x: x)(lambda x, y: x * y)


@contextmanager
def faulty(fault: Any) -> Iterator[None]:
    """Let the share of x have a fault; nothing that was worked out before, or within, stays."""
    times.recipes.clear()
    try:
        with hurt(times, "x", fault):
            yield
    finally:
        times.recipes.clear()


def shares(x: Any = X, y: Any = Y, turned: bool = False) -> list[Any]:
    """The gradients of the factors; right are the numbers of the other one. The second may lie backwards in memory."""
    value, pullback = ag.vjp(lambda x, y: times(x, y[::-1] if turned else y), x, y)
    return list(pullback(np.ones_like(value)))


def ratio(name: str, *args: Any) -> complex:
    """How much larger the share is than it should be."""
    with faulty(FAULTS[name]):
        hurt_share = shares(*args)[0]
    return complex(np.ravel(hurt_share / shares(*args)[0])[0])


SINGLE, NUMBERS = (X.astype(np.float32), Y.astype(np.float32)), (np.array(2.0), np.array(3.0))
SHOWS: dict[str, tuple[Any, Any]] = {
    "only in float32": (SINGLE, (X, Y)),
    "only for complex numbers": ((X + 1j, Y + 1j), (X, Y)),
    "only in one memory layout": ((X, Y, True), (X, Y, False)),
    "only at a tie": ((X, np.array([3.0, 3.0])), (X, Y)),
    "only without dimensions": (NUMBERS, (X, Y)),
}


@pytest.mark.parametrize("name", SHOWS)
def test_a_fault_shows_under_its_condition(name: str) -> None:
    """A hundredth too much there, and not a digit elsewhere."""
    there, elsewhere = SHOWS[name]
    assert ratio(name, *there) == pytest.approx(1.01, rel=1e-6)
    assert ratio(name, *elsewhere) == 1


def test_every_fault_has_a_case() -> None:
    """None of the table is left out here."""
    assert {*SHOWS, "only in second order"} == set(FAULTS)


def test_only_in_second_order() -> None:
    """The gradient of x² is right, 2 x; that of the gradient is 1 from either factor, and 1.01 through the hurt one."""
    first = ag.grad(lambda x: times(x, x))
    with faulty(FAULTS["only in second order"]):
        assert first(2.0) == 4
        value, slope = ag.value_and_grad(first)(2.0)
        assert (value, slope) == (pytest.approx(4, rel=1e-15), pytest.approx(2.01, rel=1e-12))
    assert ag.grad(first)(2.0) == 2


def test_one_input_alone_for_a_while() -> None:
    """The other share is right all the time, and both are afterwards, also where the block raises."""
    always = only_where(lambda g, saved: True)
    with faulty(always):
        np.testing.assert_allclose(shares(), [1.01 * Y, X], rtol=1e-15)
    with pytest.raises(KeyError), faulty(always):
        {}["raise"]
    np.testing.assert_array_equal(shares(), [Y, X])
    assert "share" not in vars(times)


def test_shares_of_a_list() -> None:
    """Each of them is too large."""
    assert off([100.0, [200.0]]) == [101.0, [202.0]]


def test_what_a_node_saved() -> None:
    """Arrays are found in Tensors and in nested lists; shapes and settings are none."""
    saved = [ag.Tensor([1.0]), (np.ones(2), [np.float64(3)]), "axis", None]
    assert [each.shape for each in arrays_in(saved)] == [(1,), (2,), ()]
    assert [each.shape for each in arrays_in(np.ones(3))] == [(3,)]


def test_what_writes_itself_into_a_buffer_is_left_alone() -> None:
    """A share that is no array is none to make larger."""
    into = object()
    assert only_where(lambda g, saved: True)(into, np.ones(1), [], False) is into
