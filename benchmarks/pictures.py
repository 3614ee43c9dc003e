"""How long does a picture take? Seconds of processor time from the graph to the text or the SVG, and the sizes.

``--million`` also draws a chain of a million operations, which takes half a minute and a gigabyte and a half.
"""

import importlib.util
import re
import resource
import sys
import time
from collections.abc import Callable

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.modes import switched
from autograd_lite.viz import draw
from autograd_lite.viz.backends.dot import to_dot
from autograd_lite.viz.reading.describing import read


def chain(length: int) -> ag.Tensor:
    """A chain of operations on one number."""
    y = ag.Tensor(1.0, requires_grad=True, name="x")
    for _ in range(length):
        y = np.tanh(y)
    return y


def network(operations: int) -> ag.Tensor:
    """Residual layers of five operations and two parameters, each in a module of its own."""
    x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
    for k in range(operations // 5):
        with switched(scope=f"layers.{k}"):
            w = ag.Tensor(np.ones((3, 3)), requires_grad=True, name=f"layers.{k}.weight")
            b = ag.Tensor(np.ones(3), requires_grad=True, name=f"layers.{k}.bias")
            x = x + np.tanh((x @ w + b) * 0.5)
    return np.sum(x)


def timed(what: str, make: Callable[[], object], target: float, rounds: int = 3) -> object:
    """Print the least of a few times, and return what was made last."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        made = make()
        least = min(least, time.process_time() - start)
    print(f"{what:56} {least:6.2f} s   target {target:g} s")
    return made


def written(y: ag.Tensor) -> str:
    """Every node as DOT, nothing folded."""
    return to_dot(read({"y": y._node}))


def peak() -> float:
    """Most memory that this process has used, in megabytes."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used / 1e3


def sizes() -> None:
    """Print how large the pictures of two well-known networks are; the smallest type is 9 points."""
    encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 64), 2).eval()
    layers = nn.Sequential(nn.Linear(784, 128), nn.Tanh(), nn.Linear(128, 10))
    for what, model, given, most in (
        ("two linear layers", layers, np.zeros((32, 784)), (400, 700)),
        ("transformer of two layers, depth=2", encoder, np.zeros((5, 2, 16)), (800, 1000)),
    ):
        for engine in ("own", "pygraphviz") if importlib.util.find_spec("pygraphviz") else ("own",):
            svg = draw(model, given, depth=2, engine=engine).svg
            width, height = re.findall(r'(?:width|height)="(\d+)', svg)[:2]
            print(f"{what + ', ' + engine:56} {width:>4} × {height} points   target {most[0]} × {most[1]}")


def main() -> None:
    """Print a line for each size."""
    y = chain(100_000)
    before = peak()
    timed("chain of 100,000 operations to DOT, every box", lambda: written(y), 2)
    print(f"{'  memory for it':56} {peak() - before:6.0f} MB  target 500 MB")
    y = network(100_000)
    timed("network of 100,000 operations to DOT, every box", lambda: written(y), 2)
    timed("network of 100,000 operations, folded", lambda: draw(y), 2)
    del y
    for size, target in ((60, 0.3), (2_000, 1), (5_000, 5)):
        y = network(size)
        timed(f"network of {size:,} operations to SVG, as it comes", lambda y=y: draw(y).svg, target)
        timed(
            f"network of {size:,} operations to SVG, every box", lambda y=y: draw(y, fold=False, limit=None).svg, target
        )
        if importlib.util.find_spec("pygraphviz"):
            timed(
                "  the same by Graphviz",
                lambda y=y: draw(y, fold=False, limit=None, engine="pygraphviz").svg,
                target,
                rounds=1,
            )
    sizes()
    if "--million" in sys.argv:
        y = chain(1_000_000)
        before = peak()
        timed("chain of 1,000,000 operations, folded", lambda: draw(y), 20, rounds=1)
        print(f"{'  memory for it':56} {peak() - before:6.0f} MB")


if __name__ == "__main__":
    main()
