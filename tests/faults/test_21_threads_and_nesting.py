"""Fault 21: nested gradients in two threads mix up their levels.

An engine that counts levels in a process-wide variable returns 1 where 6 is right, if one thread enters its inner
gradient while another one is between the two.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from autograd_lite import Tensor, grad, no_grad

TIMEOUT = 20.0


def test_forced_interleaving() -> None:
    """The slope of x · d(xy)/dy at 3 is 6 in both threads, though the second starts and ends inside the first's."""
    inside, done = threading.Event(), threading.Event()

    def first() -> float:
        def outer(x: Tensor) -> Tensor:
            def inner(y: Tensor) -> Tensor:
                inside.set()
                assert done.wait(TIMEOUT)
                return x * y

            return x * grad(inner)(x)

        return float(grad(outer)(3.0))

    def second() -> float:
        assert inside.wait(TIMEOUT)
        try:
            return float(grad(lambda x: x * grad(lambda y: x * y)(x))(3.0))
        finally:
            done.set()

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(first), pool.submit(second)]
        assert [each.result(TIMEOUT) for each in results] == [6.0, 6.0]


def test_levels_entered_and_left_crosswise() -> None:
    """Both threads enter the outer level, then the inner one, and leave in the order in which they came."""
    barriers = [threading.Barrier(2, timeout=TIMEOUT) for _ in range(3)]

    def run(_: int) -> float:
        def outer(x: Tensor) -> Tensor:
            barriers[0].wait()

            def inner(y: Tensor) -> Tensor:
                barriers[1].wait()
                return x * y * y

            slope = grad(inner)(x)  # 2 x y at y = x
            barriers[2].wait()
            return slope * x  # 2 x³

        return float(grad(outer)(3.0))  # 6 x²

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, range(2), timeout=TIMEOUT)) == [54.0, 54.0]


def test_no_grad_stays_in_its_thread() -> None:
    """A thread that holds ``no_grad`` takes no gradient away from another one."""
    holding, checked = threading.Event(), threading.Event()

    def holder() -> bool:
        with no_grad():
            holding.set()
            assert checked.wait(TIMEOUT)
            return (Tensor(1.0, requires_grad=True) * 2).requires_grad

    def other() -> bool:
        assert holding.wait(TIMEOUT)
        try:
            return (Tensor(1.0, requires_grad=True) * 2).requires_grad
        finally:
            checked.set()

    with ThreadPoolExecutor(2) as pool:
        held, free = pool.submit(holder), pool.submit(other)
        assert (held.result(TIMEOUT), free.result(TIMEOUT)) == (False, True)


def test_without_threads(run_python: Callable[[str], str]) -> None:
    """The same nested gradient without threads, by hand: d(x · x)/dx at 3."""
    assert run_python("print(ag.grad(lambda x: x * ag.grad(lambda y: x * y)(x))(3.0))").strip() == "6.0"
