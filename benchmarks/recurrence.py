"""Loops that write and read an array element by element take time that is linear in their steps.

``buffer[i] = w * buffer[i - 1]``, with every element read once more into a sum, forward and backward. The sum is built
from either side, since that turns round the order in which gradients arrive. Four times the steps should take four
times as long; with a copy of the array at each write it would be sixteen times. (PyTorch is not timed beside it: it
refuses this loop, since the element that was read is a view of what is then written to.)
"""

import statistics
import time
from typing import Any

import numpy as np

import autograd_lite as ag

STEPS = (1000, 4000)
TURNS = 5
TARGET = 6.0


def recurrence(buffer: Any, w: Any, steps: int, forward: bool) -> Any:
    """Return the sum over a recurrence that was written into `buffer`."""
    buffer[0] = w
    total = 0.0
    for i in range(1, steps):
        buffer[i] = w * buffer[i - 1]
        total = total + buffer[i] if forward else buffer[i] + total
    return total


def seconds(steps: int, forward: bool) -> float:
    """Return the seconds of one pass, forward and backward."""
    w, buffer = ag.Tensor(0.999, requires_grad=True), ag.Tensor(np.zeros(steps))
    start = time.perf_counter()
    recurrence(buffer, w, steps, forward).backward()
    return time.perf_counter() - start


def medians(forward: bool) -> list[float]:
    """Return the median time for each count of steps, taken in turns."""
    times = [[seconds(steps, forward) for steps in STEPS] for _ in range(TURNS)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def main() -> None:
    """Print the times and the ratio of both counts of steps."""
    for forward in (True, False):
        few, many = medians(forward)
        order = "first to last" if forward else "last to first"
        print(
            f"{order}: {few * 1e3:.0f} ms for {STEPS[0]} steps, {many * 1e3:.0f} ms for {STEPS[1]}, "
            f"ratio {many / few:.1f} (target below {TARGET:.0f})"
        )


if __name__ == "__main__":
    main()
