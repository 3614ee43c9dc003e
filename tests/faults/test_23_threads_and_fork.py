"""Fault 23: gradients that threads add to one leaf get lost; a fork after use hangs.

Reading, adding and storing are three steps; between them another thread's share disappears.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor


@pytest.mark.parametrize("shape", [(), (3,)])
def test_nothing_is_lost(shape: tuple[int, ...]) -> None:
    """Eight threads add 500 gradients each to one leaf, and all 4000 arrive."""
    leaf = Tensor(np.ones(shape), requires_grad=True)
    start = threading.Barrier(8)

    def run(_: int) -> None:
        start.wait(20)
        for _ in range(500):
            (leaf * 1.0).sum().backward()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(8), timeout=60))
    assert np.all(leaf.grad == 4000)


def test_commit_waits_for_a_commit() -> None:
    """A pass that comes in the middle of another one's adding up waits, so neither share is lost: forced by events."""
    leaf = Tensor([1.0], requires_grad=True)
    adding, finished = threading.Event(), threading.Event()

    class Slow(np.ndarray):
        def __add__(self, other: Any) -> Any:
            adding.set()
            assert not finished.wait(0.3)  # the other thread cannot finish while this one is adding up
            return np.asarray(self) + other

    leaf._node.grad = np.zeros(1).view(Slow)

    def second() -> None:
        assert adding.wait(20)
        (leaf * 10.0).sum().backward()
        finished.set()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(second)
        (leaf * 1.0).sum().backward()
        waiting.result(20)
    assert leaf.grad.tolist() == [11.0]


def test_import_starts_no_thread(run_python: Callable[[str], str]) -> None:
    """Importing the library and a backward pass start no Python thread, so a fork is safe."""
    program = """
import threading
x = ag.Tensor([1.0], requires_grad=True)
(x * x).sum().backward()
print(threading.active_count())
"""
    assert run_python(program).strip() == "1"


def test_fork_after_use(run_python: Callable[[str], str]) -> None:
    """A child that was forked after use, even in the middle of a commit, differentiates on its own."""
    program = """
import os, sys
from autograd_lite import backward
x = ag.Tensor([1.0, 2.0], requires_grad=True)
(x * x).sum().backward()
backward._commit_lock.acquire()  # as if another thread were adding up just now
child = os.fork()
if child == 0:
    (x * x).sum().backward()
    os._exit(0 if x.grad.tolist() == [4.0, 8.0] else 3)
backward._commit_lock.release()
_, status = os.waitpid(child, 0)
(x * x).sum().backward()
print(os.waitstatus_to_exitcode(status), x.grad.tolist())
"""
    assert run_python(program).strip() == "0 [4.0, 8.0]"
