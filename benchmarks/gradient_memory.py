"""How many arrays of the argument's size does a check of its gradient hold, and how long does it take? Prints a table.

The argument itself is not counted; what the function and the rule make on their way is.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.testing import check_grads, check_jvp, check_vjp


def squares(x: Any) -> Any:
    return np.sum(x * x)


CHECKS: dict[str, Callable[[Any], Any]] = {
    "check_vjp, sin": lambda x: check_vjp(np.sin, lambda g, x: g * np.cos(x), x),
    "check_vjp, sum of squares": lambda x: check_vjp(squares, lambda g, x: 2 * g * x, x),
    "check_jvp, sin": lambda x: check_jvp(np.sin, lambda v, x: v * np.cos(x), x),
    "check_jvp, sum of squares": lambda x: check_jvp(squares, lambda v, x: 2 * np.vdot(v, x), x),
    "check_grads order 1, sin": lambda x: check_grads(np.sin, x, order=1),
    "check_grads order 1, sum of squares": lambda x: check_grads(squares, x, order=1),
    "check_grads order 2, sin": lambda x: check_grads(np.sin, x),
    "check_grads order 2, sum of squares": lambda x: check_grads(squares, x),
}


def main(size: int, chosen: str) -> None:
    x = np.random.default_rng(0).normal(size=size)
    print(f"{size} float64 numbers{'':26}seconds   arrays held at once")
    for name, check in CHECKS.items():
        if chosen not in name:
            continue
        start = time.perf_counter()
        check(x)
        seconds = time.perf_counter() - start
        tracemalloc.start()
        check(x)
        arrays = tracemalloc.get_traced_memory()[1] / x.nbytes
        tracemalloc.stop()
        print(f"{name:40}{seconds:12.1f}{arrays:22.1f}", flush=True)


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if len(sys.argv) > 1 else 5_000_000, sys.argv[2] if len(sys.argv) > 2 else "")
