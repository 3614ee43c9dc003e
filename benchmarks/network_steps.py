"""A training step of a small CNN, a 50-step LSTM and a 2-layer GPT beside PyTorch eager, float32, one thread.

Both sides start from the same weights and take the same steps of SGD; they run in turns, and medians are compared.
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

TURNS, RNG = 9, np.random.default_rng(0)


def cnn(lib: Any) -> Any:
    """Two 3 × 3 convolutions with pooling, for 28 × 28."""
    first = [lib.Conv2d(1, 16, 3, padding=1), lib.ReLU(), lib.MaxPool2d(2)]
    second = [lib.Conv2d(16, 32, 3, padding=1), lib.ReLU(), lib.MaxPool2d(2)]
    return lib.Sequential(*first, *second, lib.Flatten(), lib.Linear(32 * 49, 10))


def gpt(lib: Any) -> Any:
    """Two pre-norm layers of width 128 with 4 heads over 64 places, and their causal mask."""

    class Model(lib.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.token, self.place = lib.Embedding(65, 128), lib.Embedding(64, 128)
            layer = lib.TransformerEncoderLayer(128, 4, 512, 0.0, "gelu", batch_first=True, norm_first=True)
            self.layers, self.norm = lib.TransformerEncoder(layer, 2), lib.LayerNorm(128)
            self.head = lib.Linear(128, 65, bias=False)

        def forward(self, tokens: Any, places: Any, mask: Any) -> Any:
            x = self.layers(self.token(tokens) + self.place(places), mask, is_causal=True)
            return self.head(self.norm(x)).reshape(-1, 65)

    return Model()


def lstm(lib: Any) -> Any:
    """An LSTM of width 128 over 50 steps, and a layer on its last output."""

    class Model(lib.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.lstm, self.head = lib.LSTM(64, 128), lib.Linear(128, 10)

        def forward(self, x: Any) -> Any:
            return self.head(self.lstm(x)[0][-1])

    return Model()


def single(shape: tuple[int, ...]) -> Any:
    """Draw float32 inputs."""
    return RNG.normal(size=shape).astype(np.float32)


MASK = np.triu(np.full((64, 64), -np.inf, np.float32), 1)
CASES: list[tuple[str, Callable[[Any], Any], tuple[Any, ...], Any, float]] = [
    ("small CNN, batch 64 of 28x28", cnn, (single((64, 1, 28, 28)),), RNG.integers(0, 10, 64), 3.0),
    ("LSTM, 50 steps, batch 32, hidden 128", lstm, (single((50, 32, 64)),), RNG.integers(0, 10, 32), 3.0),
    (
        "2-layer GPT, batch 16, length 64, width 128",
        gpt,
        (RNG.integers(0, 65, (16, 64)), np.arange(64), MASK),
        RNG.integers(0, 65, 16 * 64),
        1.5,
    ),
]


def steps(build: Callable[[Any], Any], inputs: tuple[Any, ...], labels: Any) -> tuple[Callable[[], Any], ...]:
    """Return a step of ours and one of PyTorch's."""
    import torch

    torch.set_num_threads(1)
    model, other = build(nn).to(np.float32), build(torch.nn)
    other.load_state_dict({name: torch.from_numpy(value) for name, value in model.state_dict().items()})
    mine, theirs = optim.SGD(model.parameters(), lr=0.01), torch.optim.SGD(other.parameters(), lr=0.01)
    given, their_labels = [torch.from_numpy(x) for x in inputs], torch.from_numpy(labels)

    def ours() -> None:
        mine.zero_grad()
        nn.functional.cross_entropy(model(*inputs), labels).backward()
        mine.step()

    def pytorch() -> None:
        theirs.zero_grad()
        torch.nn.functional.cross_entropy(other(*given), their_labels).backward()
        theirs.step()

    return ours, pytorch


def main() -> None:
    """Print a ratio for each network."""
    for name, build, inputs, labels, target in CASES:
        both = steps(build, inputs, labels)
        found: list[list[float]] = [[], []]
        for turn in range(TURNS + 2):
            for step, list_ in zip(both, found, strict=True):
                start = time.perf_counter()
                step()
                if turn > 1:
                    list_.append(1e3 * (time.perf_counter() - start))
        ours, theirs = map(statistics.median, found)
        print(f"{name}: {ours:.1f} ms, PyTorch {theirs:.1f} ms: {ours / theirs:.2f} times (wanted: at most {target})")


if __name__ == "__main__":
    main()
