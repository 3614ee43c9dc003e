"""Fault 13: a wide graph takes quadratic time, as each node is looked for in a list of all that wait.

The walk must visit every node and every edge once.
"""

from collections.abc import Callable, Iterator

import pytest

from autograd_lite import Tensor
from autograd_lite.graph import Node, ordered, reached, towards


class Counting(tuple[Node, ...]):
    """A node's parents, counting how often each is looked at."""

    __slots__ = ()
    looks = 0

    def __iter__(self) -> Iterator[Node]:
        for parent in tuple.__iter__(self):
            Counting.looks += 1
            yield parent


def _fan(width: int) -> Node:
    leaf = Node(None, (), (), (), float)
    middle = [Node(None, Counting([leaf, leaf]), (), (), float) for _ in range(width)]
    return Node(None, Counting(middle), (), (), float)


def test_walking_looks_at_every_edge_once() -> None:
    """`reached` and `ordered` look at every edge once, and find every node once, consumers first."""
    end = _fan(1000)
    Counting.looks = 0
    assert len(reached([end])) == 1002
    assert Counting.looks == 3000
    order = ordered([end])
    assert Counting.looks == 2 * 3000
    assert len(order) == len(set(order)) == 1002
    assert (order[0], order[-1]) == (end, next(iter(end.parents[0].parents)))


def test_restricting_the_walk_is_linear_too() -> None:
    """`towards` looks at every edge twice at most, and keeps what leads to the wanted node alone."""
    end = _fan(1000)
    other = Node(None, Counting([_fan(5)]), (), (), float)
    both = Node(None, Counting([end, other]), (), (), float)
    leaf = ordered([end])[-1]
    Counting.looks = 0
    assert len(towards({leaf}, [both])) == 1003
    assert Counting.looks <= 2 * 3020


def test_diamonds_do_not_multiply() -> None:
    """Sixty diamonds in a row have 2^60 ways through them, and 180 edges."""
    x = Tensor(1.0, requires_grad=True)
    y = x
    for _ in range(60):
        y = y * 0.5 + y * 0.5
    y.backward()
    assert x.grad == 1.0


@pytest.mark.slow
def test_fan_of_a_hundred_thousand(run_python: Callable[[str], str]) -> None:
    """A hundred thousand uses of one value, summed up, pass in linear time."""
    program = """
import time
def seconds(n):
    x = ag.Tensor(1.0, requires_grad=True)
    start = time.process_time()
    total = 0.0
    for each in [x * 1.0 for _ in range(n)]:
        total = total + each
    total.backward()
    assert x.grad == n
    return time.process_time() - start
short = min(seconds(12_500) for _ in range(3))
print(seconds(100_000) / short)
"""
    assert float(run_python(program)) < 24
