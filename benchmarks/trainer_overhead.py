"""What Trainer and DataLoader add to a bare loop: 784-50-10, batch 100, the same order of batches.

Processor time is compared, turn by turn, so that what else the machine does counts little.
"""

import os
import statistics
import time
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402  # after the threads are chosen

from autograd_lite import Tensor, nn, optim  # noqa: E402
from autograd_lite.data import DataLoader  # noqa: E402
from autograd_lite.train import Trainer  # noqa: E402

COUNT, BATCH, TURNS, TARGET = 5_000, 100, 31, 1.05


def made() -> tuple[Any, Any]:
    """Return model and optimizer."""
    model = nn.Sequential(nn.Linear(784, 50, rng=0), nn.ReLU(), nn.Linear(50, 10, rng=1))
    return model, optim.SGD(model.parameters(), lr=0.1)


def bare(x: Any, t: Any) -> None:
    """Run an epoch as a loop; a step is a function, so that its graph is gone before the next begins."""
    (model, optimizer), rng = made(), np.random.default_rng(0)

    def step(images: Any, labels: Any) -> float:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        return float(loss.item())

    order = rng.permutation(COUNT)
    for k in range(0, COUNT, BATCH):
        chosen = order[k : k + BATCH]
        step(Tensor(x[chosen], copy=False), t[chosen])  # the batch is the loop's own, as it is the Trainer's


def trained(x: Any, t: Any) -> None:
    """Run it by the Trainer."""
    model, optimizer = made()
    Trainer(model, optimizer, nn.functional.cross_entropy, rng=0).fit(x, t, 1, batch_size=BATCH)


def loaded(x: Any, t: Any) -> None:
    """Run it by the Trainer from a DataLoader."""
    model, optimizer = made()
    loader = DataLoader((x, t), BATCH, shuffle=True, rng=0)
    Trainer(model, optimizer, nn.functional.cross_entropy).fit(loader, max_epoch=1)


def main() -> None:
    rng = np.random.default_rng(0)
    x, t = rng.random((COUNT, 784)), rng.integers(0, 10, COUNT)
    found: dict[Any, list[float]] = {bare: [], trained: [], loaded: []}
    for _ in range(TURNS):
        for run, seconds in found.items():
            start = time.process_time()
            run(x, t)
            seconds.append(time.process_time() - start)
    base = found[bare]
    print(f"an epoch of {COUNT // BATCH} batches: bare loop {statistics.median(base) * 1e3:.0f} ms")
    for run in (trained, loaded):
        median = statistics.median(mine / theirs for mine, theirs in zip(found[run], base, strict=True))
        best = min(found[run]) / min(base)
        print(f"{run.__name__}: {median:.3f} times the bare loop, {best:.3f} at their best (target {TARGET})")


if __name__ == "__main__":
    main()
