"""The losses of PyTorch's that the examples state, from the same weights and the same pieces of text.

The test goes as far as the first loss of each; ``python tests/oracle/test_examples.py`` prints all of them.
"""

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograd_lite.data import load_shakespeare, windows
from autograd_lite.errors import DataError

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.oracle
EXAMPLES = Path(__file__).parents[2] / "examples"


def example(name: str) -> Any:
    """Import an example by the name of its file."""
    sys.path.insert(0, str(EXAMPLES))
    try:
        spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(EXAMPLES))
    return module


class Writer(torch.nn.Module):
    """The LSTM of example 15."""

    def __init__(self, lesson: Any, characters: int) -> None:
        super().__init__()
        self.embed = torch.nn.Embedding(characters, 32)
        self.lstm = torch.nn.LSTM(32, lesson.WIDTH, batch_first=True)
        self.head = torch.nn.Linear(lesson.WIDTH, characters)
        self.optimizer = lambda: torch.optim.Adam(self.parameters(), lr=0.005)

    def forward(self, codes: Any) -> Any:
        """Return the scores."""
        return self.head(self.lstm(self.embed(codes))[0])


class GPT(torch.nn.Module):
    """The transformer of example 16."""

    def __init__(self, lesson: Any, characters: int) -> None:
        super().__init__()
        width = lesson.WIDTH
        self.embed = torch.nn.Embedding(characters, width)
        self.place = torch.nn.Embedding(lesson.LENGTH, width)
        self.layers = torch.nn.ModuleList(
            torch.nn.TransformerEncoderLayer(
                width, lesson.HEADS, 4 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
            )
            for _ in range(lesson.LAYERS)
        )
        self.norm = torch.nn.LayerNorm(width)
        self.head = torch.nn.Linear(width, characters)
        self.optimizer = lambda: torch.optim.AdamW(self.parameters(), lr=1e-3)

    def forward(self, codes: Any) -> Any:
        """Return the scores."""
        length = codes.shape[1]
        mask = torch.triu(torch.ones(length, length, dtype=torch.bool), 1)
        x = self.embed(codes) + self.place(torch.arange(length))
        for layer in self.layers:
            x = layer(x, src_mask=mask)
        return self.head(self.norm(x))


LESSONS = {"15_lstm": Writer, "16_gpt": GPT}


def losses(name: str, steps: int) -> list[float]:
    """Train the model of an example in PyTorch, from our weights on our pieces."""
    try:
        text = load_shakespeare(os.environ.get("AUTOGRAD_LITE_DATA", ".") + "/tinyshakespeare")
    except DataError as error:
        pytest.skip(str(error))
    lesson, count, build = example(name), len(text.alphabet), LESSONS[name]
    ours = getattr(lesson, build.__name__)(count)
    model = build(lesson, count).double()
    model.load_state_dict({key: torch.from_numpy(value) for key, value in ours.state_dict().items()})
    optimizer, rng, found = model.optimizer(), np.random.default_rng(0), []
    for _ in range(steps):
        x, y = map(torch.from_numpy, windows(text.split(0.9)[0], lesson.LENGTH, lesson.BATCH, rng))
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x).reshape(-1, count), y.ravel())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        found.append(loss.item())
    return found


@pytest.mark.parametrize("name", LESSONS)
def test_losses_of_the_text_examples(name: str) -> None:
    """PyTorch's loss is the one that the example states, to ten digits."""
    stated = example(name).TORCH
    assert abs(losses(name, min(stated))[-1] - stated[min(stated)]) < 1e-10


if __name__ == "__main__":
    for name in LESSONS:
        stated = example(name).TORCH
        found = losses(name, max(stated))
        sys.stdout.write(f"{name}: { {step: found[step - 1] for step in stated} }\n")
