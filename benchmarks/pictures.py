"""How long does a picture take? Seconds of processor time, from the graph to the text or the SVG."""

import time

import numpy as np

import autograd_lite as ag
from autograd_lite.viz import draw
from autograd_lite.viz.dot import to_dot
from autograd_lite.viz.reading import read


def chain(length: int) -> ag.Tensor:
    """A chain of operations on one number."""
    y = ag.Tensor(1.0, requires_grad=True, name="x")
    for _ in range(length):
        y = np.tanh(y)
    return y


def main() -> None:
    """Print a line for each size."""
    for size in (60, 250, 2_000, 5_000):
        y = chain(size)
        start = time.process_time()
        drawing = draw(y, fold=False, engine="own" if size <= 250 else "auto")
        _ = drawing.svg
        seconds, boxes = time.process_time() - start, len(drawing.description.boxes)
        print(f"{size:7,} operations to SVG   {seconds:6.2f} s, {boxes} boxes")
    y = chain(100_000)
    start = time.process_time()
    text = to_dot(read({"y": y._node}))
    seconds = time.process_time() - start
    print(f"100,000 operations to DOT   {seconds:6.2f} s, every box written, {len(text) / 1e6:.0f} MB")
    start = time.process_time()
    drawing = draw(y)
    print(f"100,000 operations, drawn   {time.process_time() - start:6.2f} s, {len(drawing.description.boxes)} boxes")


if __name__ == "__main__":
    main()
