"""What an operation costs: forward and backward of a chain of small operations, beside PyTorch eager.

Shapes () and (4,), float64. One block of the chain is four operations, ``y = sin(y * x + 0.1) - x``; two of them have
two tracked inputs. Both libraries run in turns in the same process, and medians of many turns are compared, so that a
busy machine hurts both alike. Garbage collection stays on, as it is in a program.
"""

import statistics
import time
from collections.abc import Callable

from numpy import linspace

import autograd_lite as ag

BLOCKS = 250
OPERATIONS = 4 * BLOCKS
TURNS = 101
TARGETS = {(): 0.4, (4,): 0.7}


def ours(shape: tuple[int, ...]) -> Callable[[], None]:
    """Return one forward and backward pass with this library."""
    x = ag.Tensor(linspace(0.9, 1.1, 4) if shape else 0.9, requires_grad=True)
    sin = ag.sin

    def run() -> None:
        y = x
        for _ in range(BLOCKS):
            y = sin(y * x + 0.1) - x
        (y.sum() if shape else y).backward()

    return run


def theirs(shape: tuple[int, ...]) -> Callable[[], None]:
    """Return the same pass with PyTorch."""
    import torch

    torch.set_num_threads(1)
    x = torch.tensor(linspace(0.9, 1.1, 4) if shape else 0.9, dtype=torch.float64, requires_grad=True)
    sin = torch.sin

    def run() -> None:
        y = x
        for _ in range(BLOCKS):
            y = sin(y * x + 0.1) - x
        (y.sum() if shape else y).backward()

    return run


def seconds(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def medians(runs: list[Callable[[], None]]) -> list[float]:
    """Return the median time of each, taken in turns."""
    for run in runs:
        run()
    turns = [[seconds(run) for run in runs] for _ in range(TURNS)]
    return [statistics.median(times) for times in zip(*turns, strict=True)]


def main() -> None:
    try:
        import torch
    except ImportError:
        torch = None
        print("PyTorch is not installed here, so there is nothing to compare with: `make bench` installs it.")
    print(f"{OPERATIONS} operations, forward and backward, medians of {TURNS} turns")
    for shape, target in TARGETS.items():
        if torch is None:
            (own,) = medians([ours(shape)])
            print(f"shape {shape!s:5} {own / OPERATIONS * 1e6:6.2f} µs an operation")
            continue
        own, peer = medians([ours(shape), theirs(shape)])
        print(
            f"shape {shape!s:5} {own / OPERATIONS * 1e6:6.2f} µs an operation, PyTorch {torch.__version__} "
            f"{peer / OPERATIONS * 1e6:6.2f} µs: ratio {own / peer:.2f} (target {target})"
        )


if __name__ == "__main__":
    main()
