"""What strong zeros cost: a backward pass beside the same pass under ``strict_ieee``, where zero times infinity is NaN.

`sqrt`, `log` and `power` look at every derivative, since theirs may be a quiet NaN; all other operations pay only when
NumPy reports an invalid product, as in the last row. In turns in one process, medians of many turns.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import autograd_lite as ag

TURNS = 101


def chain(x: ag.Tensor) -> Any:
    """Two hundred products and sines."""
    for _ in range(100):
        x = np.sin(x * 1.01)
    return np.sum(x)


CASES: list[tuple[str, Callable[[Any], Any], Any]] = [
    ("200 products and sines of shape ()", chain, np.array(0.5)),
    ("200 products and sines of shape (1000,)", chain, np.linspace(0.1, 1.0, 1000)),
    ("tanh of 100,000 numbers", lambda x: np.sum(np.tanh(x)), np.linspace(0.1, 1.0, 100_000)),
    ("log of 100 numbers", lambda x: np.sum(np.log(x)), np.linspace(0.1, 1.0, 100)),
    ("log of 100,000 numbers", lambda x: np.sum(np.log(x)), np.linspace(0.1, 1.0, 100_000)),
    ("sqrt of 100,000 numbers", lambda x: np.sum(np.sqrt(x)), np.linspace(0.1, 1.0, 100_000)),
    (
        "sqrt(relu(x)) of 100,000 numbers, half at the pole",
        lambda x: np.sum(np.sqrt(np.maximum(x, 0.0))),
        np.linspace(-1.0, 1.0, 100_000),
    ),
]


def seconds(f: Callable[[Any], Any], x: np.ndarray, strict: bool) -> float:
    """Return the time of a backward pass."""
    loss = f(ag.Tensor(x, requires_grad=True))
    begin = time.perf_counter()
    if strict:
        with ag.strict_ieee():
            loss.backward()
    else:
        loss.backward()
    return time.perf_counter() - begin


def main() -> None:
    for name, f, x in CASES:
        with np.errstate(all="ignore"):
            pairs = [(seconds(f, x, strict=False), seconds(f, x, strict=True)) for _ in range(TURNS)]
        strong, strict = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"{name}: {strong * 1e6:.0f} µs, strict {strict * 1e6:.0f} µs: {strong / strict:.2f} times")


if __name__ == "__main__":
    main()
