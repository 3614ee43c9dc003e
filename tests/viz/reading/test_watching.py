"""Calls that are seen while a function runs."""

import numpy as np

import autograd_lite as ag
from autograd_lite.modes import current
from autograd_lite.viz.reading.watching import watched


def test_all_calls_are_seen() -> None:
    """Calls with a history and without are seen in their order; afterwards nobody watches."""
    x, y = ag.Tensor(2.0, requires_grad=True), ag.Tensor(3.0)
    result, found = watched(lambda: np.exp(x) * np.sin(y))
    assert [(each.operation.name, each.tracked) for each in found.made] == [
        ("exp", True), ("sin", False), ("multiply", True)
    ]  # fmt: skip
    assert result._node in found.seen
    assert found.written == {}
    assert current().watch is None


def test_copies_of_what_is_written() -> None:
    """An argument that was written to is replaced by what it was; others stay the same object."""
    x, one, other = ag.Tensor(np.ones(2), requires_grad=True), np.ones(2), np.ones(2)

    def run() -> object:
        y = x * one * other
        one[:] = 5.0
        return y

    _, found = watched(run)
    first, second = (each.bound["y"] for each in found.made)
    assert first.tolist() == [1.0, 1.0]
    assert first is not one
    assert second is other
    assert [own for _, own in found.written.values()] == [id(one)]
