"""Fault 19: an exception or Ctrl-C in a backward pass leaves one leaf with its gradient and another without.

Without care a training loop that catches it steps with half a gradient.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, gradients, no_grad, primitive
from autograd_lite.errors import GraphFreedError
from autograd_lite.modes import current


def _failing(error: BaseException) -> Callable[[Any], Tensor]:
    """An identity whose rule raises `error`."""

    def rule(g: Any) -> Any:
        raise error

    @primitive(x=rule)
    def identity(x):  # type: ignore[no-untyped-def]
        return np.array(x)

    return identity


@pytest.fixture(params=[ZeroDivisionError("boom"), KeyboardInterrupt(), MemoryError(), SystemExit()], ids=repr)
def error(request: pytest.FixtureRequest) -> BaseException:
    """What is raised inside a rule."""
    return request.param  # type: ignore[no-any-return]


@pytest.mark.parametrize("create_graph", [False, True])
@pytest.mark.parametrize("fails_first", [False, True])
def test_all_or_nothing(error: BaseException, fails_first: bool, create_graph: bool) -> None:
    """No leaf's gradient has changed, whichever side of the graph was walked first; the modes are as before."""
    a, b = Tensor([1.0, 2.0], requires_grad=True), Tensor([3.0, 4.0], requires_grad=True)
    b.grad = np.array([7.0, 7.0])
    before = current()
    good, bad = (b * b).sum(), _failing(error)(a * a).sum()
    y = bad + good if fails_first else good + bad
    with pytest.raises(type(error)):
        y.backward(create_graph=create_graph)
    assert a.grad is None
    assert b.grad.tolist() == [7.0, 7.0]
    assert current() is before


def test_graph_counts_as_freed(error: BaseException) -> None:
    """The graph cannot be walked again: a part of it may have been consumed."""
    a = Tensor([1.0, 2.0], requires_grad=True)
    y = _failing(error)(a * a).sum()
    with pytest.raises(type(error)):
        y.backward()
    with pytest.raises(GraphFreedError):
        y.backward()
    assert a.grad is None


def test_gradients_too(error: BaseException) -> None:
    """``gradients`` raises the same and leaves every ``.grad`` alone."""
    a = Tensor([1.0, 2.0], requires_grad=True)
    a.grad = np.array([7.0, 7.0])
    with pytest.raises(type(error)):
        gradients(_failing(error)(a * a).sum(), a)
    assert a.grad.tolist() == [7.0, 7.0]


def test_exception_in_a_hook(error: BaseException) -> None:
    """A hook that raises is no different from a rule that raises."""
    a, b = Tensor([1.0, 2.0], requires_grad=True), Tensor([3.0, 4.0], requires_grad=True)

    def hook(g: Any) -> None:
        raise error

    h = a * b
    h.register_hook(hook)
    with pytest.raises(type(error)):
        (h.sum() + (a + b).sum()).backward()
    assert (a.grad, b.grad) == (None, None)


def test_float_errors_of_the_user_come_back(error: BaseException) -> None:
    """NumPy's error state, which the pass changes, is the user's again."""
    before = np.geterr()
    with pytest.raises(type(error)):
        _failing(error)(Tensor([1.0], requires_grad=True)).sum().backward()
    assert np.geterr() == before


def test_modes_inside_no_grad_come_back(error: BaseException) -> None:
    """A recorded pass under ``no_grad`` that fails leaves ``no_grad`` on."""
    y = _failing(error)(Tensor([1.0], requires_grad=True)).sum()
    with no_grad():
        inside = current()
        with pytest.raises(type(error)):
            y.backward(create_graph=True)
        assert current() is inside


def test_failure_while_gradients_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should adding up itself fail at the second leaf, the first one has not changed either."""
    a, b = Tensor([1.0, 2.0], requires_grad=True), Tensor([3.0, 4.0], requires_grad=True)
    for leaf in (a, b):
        leaf.grad = np.zeros(2)

    class Bad(np.ndarray):
        def __add__(self, other: object) -> Any:
            raise MemoryError

    b._node.grad = np.zeros(2).view(Bad)
    with pytest.raises(MemoryError):
        (a * b).sum().backward()
    assert (a.grad.tolist(), np.asarray(b.grad).tolist()) == ([0.0, 0.0], [0.0, 0.0])


def test_real_ctrl_c(run_python: Callable[[str], str]) -> None:
    """Signals that arrive at random moments of many passes never leave the two leaves of a sum unequal."""
    program = """
import signal
a, b = (ag.Tensor(np.zeros(4), requires_grad=True) for _ in range(2))
def interrupt(*_): raise KeyboardInterrupt
signal.signal(signal.SIGALRM, interrupt)
hits = 0
for k in range(400):
    y = ((a + b) * 1.0).sum()
    try:
        signal.setitimer(signal.ITIMER_REAL, 1e-6 + 2e-7 * k)
        y.backward()
        signal.setitimer(signal.ITIMER_REAL, 0)
    except KeyboardInterrupt:
        hits += 1
    left, right = (np.zeros(4) if t.grad is None else t.grad for t in (a, b))
    assert left.tolist() == right.tolist(), (k, left, right)
assert hits > 20, hits
print("equal")
"""
    assert run_python(program).strip() == "equal"
