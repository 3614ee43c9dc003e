"""How the graph scales: a chain of a million operations, a fan of 100 000, and the bytes that a node takes.

Forward, backward and the dropping of the graph are timed at two sizes; the growth should be that of the size. Bytes are
counted twice: by tracemalloc (what Python asked for) and by the resident set of the process (what the system gave).
"""

import gc
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import autograd_lite as ag

MILLION, FAN = 1_000_000, 100_000
TARGET = 400


def chain(n: int, x: ag.Tensor) -> ag.Tensor:
    y = x
    for _ in range(n):
        y = y * 0.999999
    return y


def fan(n: int, x: ag.Tensor) -> ag.Tensor:
    total = x * 0.0
    for each in [x * 1.5 for _ in range(n)]:
        total = total + each
    return total


def times(build: Callable[[int, ag.Tensor], ag.Tensor], n: int) -> tuple[float, float, float]:
    """Return the seconds of forward, backward and drop."""
    x = ag.Tensor(1.0, requires_grad=True)
    gc.collect()
    marks = [time.perf_counter()]
    y = build(n, x)
    marks.append(time.perf_counter())
    y.backward()
    marks.append(time.perf_counter())
    del y
    marks.append(time.perf_counter())
    assert x.grad is not None
    forward, backward, drop = (b - a for a, b in pairwise(marks))
    return forward, backward, drop


def resident() -> int:
    """Return the bytes of memory that the process has now (on Linux; elsewhere the most it ever had)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def bytes_a_node(n: int) -> tuple[float, float]:
    """Return what a node of shape () costs, its value included, by tracemalloc and by resident set."""
    x = ag.Tensor(1.0, requires_grad=True)
    gc.collect()
    before = resident()
    y = chain(n, x)
    grown = resident() - before
    del y
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    y = chain(n, x)
    traced = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    del y
    return traced / n, grown / n


def show(name: str, build: Callable[[int, ag.Tensor], ag.Tensor], n: int) -> None:
    small, large = times(build, n // 10), times(build, n)
    print(
        f"{name} of {n:9,}: forward {large[0]:.2f} s, backward {large[1]:.2f} s, drop {large[2]:.2f} s; "
        f"{sum(large) / sum(small):.1f} times the time of a tenth of it (linear: 10)"
    )


def main() -> None:
    traced, grown = bytes_a_node(MILLION // 4)
    print(f"bytes a node of shape (), value included: {traced:.0f} asked for, {grown:.0f} resident (target {TARGET})")
    show("chain", chain, MILLION)
    show("fan  ", fan, FAN)


if __name__ == "__main__":
    main()
