"""Fault 12: a long chain of operations overflows the stack, or takes time that grows faster than its length.

Recursive walks fail at some thousand operations; walks that sort by searching take quadratic time.
"""

from collections.abc import Callable

import pytest

PROGRAM = """
import resource, time
def seconds(n):
    x = ag.Tensor(1.0, requires_grad=True)
    start = time.process_time()
    y = x
    for _ in range(n):
        y = y * 1.0
    y.backward()
    grad = x.grad.item()
    del y
    return time.process_time() - start, grad
"""


def test_ten_thousand_with_little_stack(run_python: Callable[[str], str]) -> None:
    """Forward, backward and drop of a chain need no stack: they run within a recursion limit of 100."""
    program = "import sys\nsys.setrecursionlimit(100)\n" + PROGRAM + "print(seconds(10_000)[1])"
    assert run_python(program).strip() == "1.0"


@pytest.mark.slow
def test_a_million(run_python: Callable[[str], str]) -> None:
    """A chain of a million operations passes, forward, backward and when it is dropped."""
    assert run_python(PROGRAM + "print(seconds(1_000_000)[1])").strip() == "1.0"


@pytest.mark.slow
def test_time_is_linear(run_python: Callable[[str], str]) -> None:
    """Eight times the length takes about eight times as long, far from the 64 of a quadratic walk."""
    out = run_python(
        PROGRAM
        + "short = min(seconds(10_000)[0] for _ in range(5))\n"
        + "long = min(seconds(80_000)[0] for _ in range(3))\n"
        + "print(long / short)"
    )
    assert float(out) < 24


def test_dropped_without_backward(run_python: Callable[[str], str]) -> None:
    """A long chain that was never differentiated can be dropped without a crash."""
    program = "y = ag.Tensor(1.0, requires_grad=True)\nfor _ in range(100_000): y = y * 1.0\ndel y\nprint('ok')"
    assert run_python(program).strip() == "ok"


def test_deep_chain_of_writes(run_python: Callable[[str], str]) -> None:
    """Writes in place make chains too: 20 000 of them pass."""
    program = """
p = ag.Tensor(1.0, requires_grad=True)
x = np.zeros_like(ag.Tensor(np.zeros(4)))
for i in range(20_000):
    x[i % 4] = p
x.sum().backward()
print(p.grad)
"""
    assert run_python(program).strip() == "4.0"
