"""A training step of a 784-512-512-10 network with Adam, batch 128, beside PyTorch eager on one thread.

Both sides start from the same weights and take the same steps; they run in turns, and medians are compared.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402  # after the threads are chosen

from autograd_lite import nn, optim  # noqa: E402

TURNS, TARGET = 41, 1.3


def ours(dtype: str, x: Any, t: Any) -> tuple[Callable[[], None], Callable[[], None], Any]:
    """Return a whole step, the optimizer's part alone, and the model."""
    sizes = (784, 512), (512, 512), (512, 10)
    first, second, third = (nn.Linear(*size, rng=k, dtype=dtype) for k, size in enumerate(sizes))
    model = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), third)
    optimizer = optim.Adam(model.parameters())

    def step() -> None:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), t).backward()
        optimizer.step()

    return step, optimizer.step, model


def theirs(dtype: str, x: Any, t: Any, state: Any) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return the same in PyTorch."""
    import torch

    torch.set_num_threads(1)
    kind = getattr(torch, dtype)
    layers = [torch.nn.Linear(784, 512), torch.nn.ReLU(), torch.nn.Linear(512, 512), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers, torch.nn.Linear(512, 10)).to(kind)
    model.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    optimizer, inputs, labels = torch.optim.Adam(model.parameters()), torch.tensor(x), torch.tensor(t)

    def step() -> None:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(inputs), labels).backward()
        optimizer.step()

    return step, optimizer.step


def times(calls: list[Callable[[], Any]]) -> list[float]:
    """Median milliseconds of each, in turns."""
    found: list[list[float]] = [[] for _ in calls]
    for _ in range(TURNS):
        for call, list_ in zip(calls, found, strict=True):
            start = time.perf_counter()
            call()
            list_.append((time.perf_counter() - start) * 1e3)
    return [statistics.median(each) for each in found]


def main() -> None:
    rng = np.random.default_rng(0)
    t = rng.integers(0, 10, 128)
    for dtype in ("float32", "float64"):
        x = rng.random((128, 784)).astype(dtype)
        step, update, model = ours(dtype, x, t)
        try:
            other, other_update = theirs(dtype, x, t, model.state_dict())
        except ImportError:
            print("PyTorch is not installed: nothing to compare with")
            return
        step(), other()
        a, b, c, d = times([step, other, update, other_update])
        print(f"{dtype}: step {a:.2f} ms, PyTorch {b:.2f} ms, ratio {a / b:.2f} (target {TARGET}); ", end="")
        print(f"Adam alone {c:.2f} ms, PyTorch {d:.2f} ms, ratio {c / d:.2f}")


if __name__ == "__main__":
    main()
