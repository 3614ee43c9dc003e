"""State of an optimizer, saved and loaded."""

import inspect
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, errors, optim
from autograd_lite.optim import SGD, Adam, Optimizer

KINDS = [k for _, k in inspect.getmembers(optim, inspect.isclass) if issubclass(k, Optimizer) and k is not Optimizer]


def steps(p: Tensor, q: Tensor, optimizer: Optimizer, count: int) -> None:
    """Some steps down a bowl that is no sphere."""

    def closure() -> Any:
        optimizer.zero_grad()
        loss = (p * p).sum() + (q * q * q * q).sum() + (p * q).sum()
        loss.backward()
        return loss

    for _ in range(count):
        optimizer.step(closure)


def start() -> list[Tensor]:
    """Two parameters."""
    return [
        Tensor([[1.0, 2.0], [3.0, -1.0]], requires_grad=True),
        Tensor([[0.5, 1.0], [-1.0, 2.0]], requires_grad=True),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_going_on_from_a_state_is_bitwise_the_same(kind: type) -> None:
    """Ten steps are the same as five, a new optimizer that loads the state, and five more."""
    whole = start()
    steps(*whole, kind(whole), 10)
    first = start()
    half = kind(first)
    steps(*first, half, 5)
    second = [Tensor(p.data, requires_grad=True) for p in first]
    other = kind(second)
    other.load_state_dict(half.state_dict())
    steps(*second, other, 5)
    for a, b in zip(whole, second, strict=True):
        assert np.array_equal(a.data, b.data)


def test_layout() -> None:
    """Parameters are numbered through all groups, and state has PyTorch's names."""
    p, q = start()
    made = Adam([{"params": [p]}, {"params": [q], "lr": 0.5}])
    steps(p, q, made, 1)
    state = made.state_dict()
    assert [group["params"] for group in state["param_groups"]] == [[0], [1]]
    assert state["param_groups"][1]["lr"] == 0.5
    assert list(state["state"]) == [0, 1]
    assert set(state["state"][0]) == {"step", "exp_avg", "exp_avg_sq"}


def test_a_state_is_a_copy() -> None:
    """Later steps change nothing in a state that was taken, nor does writing to it change the optimizer."""
    p, q = start()
    made = SGD([p, q], momentum=0.9)
    steps(p, q, made, 1)
    state = made.state_dict()
    kept = state["state"][0]["momentum_buffer"].copy()
    steps(p, q, made, 1)
    assert np.array_equal(state["state"][0]["momentum_buffer"], kept)
    made.load_state_dict(state)
    state["state"][0]["momentum_buffer"][:] = 7
    assert np.array_equal(made.state[p]["momentum_buffer"], kept)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda s: {}, "wanted a dict with the keys 'state' and 'param_groups'"),
        (lambda s: {**s, "param_groups": []}, r"its groups have \[\] parameters, here are \[2\]"),
        (lambda s: {**s, "state": {7: {}}}, "state of parameter 7, which no group lists"),
        (lambda s: {**s, "state": {0: {"exp_avg": np.zeros(3)}}}, r"exp_avg of parameter 0 has shape \(3,\); wanted"),
        (lambda s: {**s, "param_groups": [{"params": [0, 1], "lr": -1}]}, "lr=-1 of group 0"),
        (lambda s: {**s, "param_groups": [{"params": [0, 1]}]}, "group 0 has no lr"),
    ],
)
def test_what_does_not_fit_is_listed_and_nothing_loaded(spoil: Any, message: str) -> None:
    """A state that does not fit is an error, and the optimizer is as before."""
    p, q = start()
    made = Adam([p, q])
    steps(p, q, made, 2)
    before = made.state_dict()
    with pytest.raises(errors.CheckpointError, match=message):
        made.load_state_dict(spoil(made.state_dict()))
    assert str(before) == str(made.state_dict())


def test_all_problems_in_one_message() -> None:
    """Several problems are listed together."""
    p, q = start()
    made = Adam([p, q])
    steps(p, q, made, 1)
    state = made.state_dict()
    state["state"][0]["exp_avg"] = np.zeros(5)
    state["param_groups"][0]["eps"] = -1.0
    message = r"(?s)eps=-1.0 of group 0.*exp_avg of parameter 0 has shape \(5,\)"
    with pytest.raises(errors.CheckpointError, match=message):
        made.load_state_dict(state)
