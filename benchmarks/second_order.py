"""What second derivatives cost beside PyTorch eager: a Hessian in 100 dimensions, and a Hessian-vector product.

The Hessian is that of Rosenbrock's function, the product that of a 3-layer tanh network with respect to all its
weights. PyTorch's side is `torch.autograd.functional.hessian` and `hvp`, as its users call them; for the product also
the two calls of `torch.autograd.grad` that the latter consists of. One thread, in turns, medians of many turns.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402  # after the threads are chosen

import autograd_lite as ag  # noqa: E402

HESSIAN_TARGET, HVP_TARGET = 0.2, 0.5
SIZES = ((10, 1), (10, 16), (32, 16), (64, 32))  # width of the layers, rows of the batch


def rosenbrock(x: Any) -> Any:
    """Rosenbrock's function; both libraries run this code."""
    return (100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2).sum()


def medians(runs: list[Callable[[], Any]], turns: int) -> list[float]:
    """Return the median time of each, taken in turns."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(turns):
        for run, taken in zip(runs, times, strict=True):
            begin = time.perf_counter()
            run()
            taken.append(time.perf_counter() - begin)
    return [statistics.median(taken) for taken in times]


def compare_hessians(torch: Any) -> None:
    """Print what the Hessian costs."""
    x = np.linspace(0.0, 1.0, 100)
    theirs = torch.tensor(x)
    ours = ag.hessian(rosenbrock)
    np.testing.assert_allclose(ours(x), torch.autograd.functional.hessian(rosenbrock, theirs).numpy())
    a, b = medians([lambda: ours(x), lambda: torch.autograd.functional.hessian(rosenbrock, theirs)], 11)
    print(
        f"Hessian, Rosenbrock in 100 dimensions: {a * 1e3:.2f} ms, PyTorch {b * 1e3:.2f} ms: "
        f"ratio {a / b:.3f} (target {HESSIAN_TARGET})"
    )


def compare_products(torch: Any, width: int, rows: int) -> None:
    """Print what the Hessian-vector product of a 3-layer tanh network costs."""
    rng = np.random.default_rng(0)
    shapes = ((width, width), (width, width), (width, 1))
    weights = [0.3 * rng.normal(size=shape) for shape in shapes]
    directions = [rng.normal(size=shape) for shape in shapes]
    batch = rng.normal(size=(rows, width))
    torch_batch = torch.tensor(batch)
    torch_weights = tuple(torch.tensor(w) for w in weights)
    torch_directions = tuple(torch.tensor(v) for v in directions)

    def loss(ws: Any) -> Any:
        h = batch
        for w in ws:
            h = np.tanh(h @ w)
        return np.sum(h * h)

    def torch_loss(*ws: Any) -> Any:
        h = torch_batch
        for w in ws:
            h = torch.tanh(h @ w)
        return (h * h).sum()

    def two_calls() -> Any:
        ws = [w.clone().requires_grad_() for w in torch_weights]
        slopes = torch.autograd.grad(torch_loss(*ws), ws, create_graph=True)
        return torch.autograd.grad(slopes, ws, torch_directions)

    for got, wanted in zip(ag.hvp(loss, weights, directions), two_calls(), strict=True):
        np.testing.assert_allclose(got, wanted.numpy(), rtol=1e-9, atol=1e-12)
    ours, theirs, bare = medians(
        [
            lambda: ag.hvp(loss, weights, directions),
            lambda: torch.autograd.functional.hvp(torch_loss, torch_weights, torch_directions),
            two_calls,
        ],
        151,
    )
    print(
        f"hvp, tanh network {width}-{width}-{width}-1, {rows} rows: {ours * 1e3:.2f} ms, "
        f"functional.hvp {theirs * 1e3:.2f} ms: ratio {ours / theirs:.2f} (target {HVP_TARGET}); "
        f"two bare calls {bare * 1e3:.2f} ms: ratio {ours / bare:.2f}"
    )


def main() -> None:
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed: nothing to compare with. make bench installs it.")
        return
    torch.set_num_threads(1)
    compare_hessians(torch)
    for width, rows in SIZES:
        compare_products(torch, width, rows)


if __name__ == "__main__":
    main()
