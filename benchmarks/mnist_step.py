"""What the engine adds to a training step: a 784-50-10 network, batch 100, beside the same step written in NumPy.

The NumPy step is what a good engineer would write: every array is allocated once, every operation is in place, no
needless temporaries, the gradient by hand. Both sides compute the same step: forward (tanh, softmax, cross-entropy),
backward, and a plain gradient-descent update in place. The two run in turns on one thread; medians are compared.
"""

import os
import statistics
import time
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402  # after the threads are chosen

import autograd_lite as ag  # noqa: E402
from autograd_lite.nn import functional as F  # noqa: E402, N812

BATCH, INPUTS, HIDDEN, CLASSES = 100, 784, 50, 10
RATE = 0.1
TURNS = 301
TARGET = 1.15

Arrays = tuple[np.ndarray, ...]


def start(dtype: Any) -> tuple[Arrays, np.ndarray, np.ndarray]:
    """Return parameters, a batch of images and their labels."""
    rng = np.random.default_rng(0)
    w1 = rng.normal(0, INPUTS**-0.5, (INPUTS, HIDDEN)).astype(dtype)
    w2 = rng.normal(0, HIDDEN**-0.5, (HIDDEN, CLASSES)).astype(dtype)
    parameters = (w1, np.zeros(HIDDEN, dtype), w2, np.zeros(CLASSES, dtype))
    return parameters, rng.random((BATCH, INPUTS)).astype(dtype), rng.integers(0, CLASSES, BATCH)


class ByHand:
    """The step in NumPy: buffers allocated once, everything in place."""

    def __init__(self, parameters: Arrays, dtype: Any) -> None:
        self.w1, self.b1, self.w2, self.b2 = self.parameters = [p.copy() for p in parameters]
        self.h, self.dh = np.empty((2, BATCH, HIDDEN), dtype)
        self.z = np.empty((BATCH, CLASSES), dtype)
        self.gradients = [np.empty_like(p) for p in parameters]
        self.rows = np.arange(BATCH)

    def step(self, x: np.ndarray, labels: np.ndarray) -> float:
        """Update the parameters; return the loss before."""
        h, dh, z = self.h, self.dh, self.z
        dw1, db1, dw2, db2 = self.gradients
        np.matmul(x, self.w1, out=h)
        h += self.b1
        np.tanh(h, out=h)
        np.matmul(h, self.w2, out=z)
        z += self.b2
        z -= z.max(axis=1, keepdims=True)
        chosen = z[self.rows, labels]
        np.exp(z, out=z)
        total = z.sum(axis=1, keepdims=True)
        loss = np.mean(np.log(total[:, 0]) - chosen)
        z /= total  # probabilities, and from here on the gradient of the logits
        z[self.rows, labels] -= 1
        z /= BATCH
        np.matmul(h.T, z, out=dw2)
        np.sum(z, axis=0, out=db2)
        np.matmul(z, self.w2.T, out=dh)
        h *= h
        np.subtract(1, h, out=h)
        dh *= h
        np.matmul(x.T, dh, out=dw1)
        np.sum(dh, axis=0, out=db1)
        for p, g in zip(self.parameters, self.gradients, strict=True):
            g *= RATE
            p -= g
        return float(loss)


class Recorded:
    """The step with Tensors, as a user writes it."""

    def __init__(self, parameters: Arrays) -> None:
        w1, b1, w2, b2 = parameters
        layers = (np.ascontiguousarray(w1.T), b1, np.ascontiguousarray(w2.T), b2)  # a layer has (outputs, inputs)
        self.w1, self.b1, self.w2, self.b2 = self.parameters = [ag.Tensor(p, requires_grad=True) for p in layers]

    def step(self, x: np.ndarray, labels: np.ndarray) -> float:
        """Update the parameters; return the loss before."""
        h = np.tanh(F.linear(x, self.w1, self.b1))
        loss = F.cross_entropy(F.linear(h, self.w2, self.b2), labels)
        loss.backward()
        with ag.no_grad():
            for p in self.parameters:
                g = p.grad  # an array of the user's own, so it may be scaled in place, as by hand
                g *= RATE
                p -= g
                p.zero_grad()
        return loss.item()


def compare(dtype: Any) -> None:
    """Check that both sides learn the same, and print what a step costs."""
    parameters, images, labels = start(dtype)
    hand, recorded = ByHand(parameters, dtype), Recorded(parameters)
    batch = ag.Tensor(images)  # made a Tensor once, so that it is not copied at every step
    sides = {"by hand": lambda: hand.step(images, labels), "recorded": lambda: recorded.step(batch, labels)}
    losses = {name: [step() for _ in range(20)] for name, step in sides.items()}
    np.testing.assert_allclose(losses["recorded"], losses["by hand"], rtol=1e-4 if dtype is np.float32 else 1e-10)
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(TURNS):
        for name, step in sides.items():
            begin = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - begin)
    by_hand, ours = (statistics.median(times[name]) for name in ("by hand", "recorded"))
    print(
        f"{np.dtype(dtype)}: {ours * 1e6:7.0f} µs a step, by hand {by_hand * 1e6:7.0f} µs: "
        f"ratio {ours / by_hand:.2f} (target {TARGET})"
    )


def main() -> None:
    print(f"{INPUTS}-{HIDDEN}-{CLASSES}, batch {BATCH}, one thread, medians of {TURNS} steps")
    for dtype in (np.float64, np.float32):
        compare(dtype)


if __name__ == "__main__":
    main()
