"""Draw the pictures of the gallery into ``docs/generated/gallery``; Sphinx calls it before it reads the pages."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import Drawing, animate, diff, draw

FOLDER = Path(__file__).parent / "generated" / "gallery"


def purchase(apple: object, count: object, orange: object, number: object, tax: object) -> object:
    """Two apples, three oranges, ten per cent of tax."""
    return (apple * count + orange * number) * tax


class Residual(nn.Module):
    """Two convolutions, and the input added."""

    def __init__(self, channels: int) -> None:
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: object) -> object:
        """Apply the block."""
        return nn.functional.relu(x + self.conv2(nn.functional.relu(self.conv1(x))))


class CNN(nn.Module):
    """A stem, two equal blocks, a head."""

    def __init__(self) -> None:
        self.stem = nn.Conv2d(1, 8, 3, padding=1)
        self.block1, self.block2 = Residual(8), Residual(8)
        self.head = nn.Linear(8, 10)

    def forward(self, x: object) -> object:
        """Classify images."""
        return self.head(np.mean(self.block2(self.block1(nn.functional.relu(self.stem(x)))), axis=(2, 3)))


class MLP(nn.Module):
    """Two linear layers."""

    def __init__(self) -> None:
        self.fc1, self.act, self.fc2 = nn.Linear(784, 128), nn.Tanh(), nn.Linear(128, 10)

    def forward(self, x: object) -> object:
        """Classify rows."""
        return self.fc2(self.act(self.fc1(x)))


def normalised(x: object) -> object:
    """Batch normalisation from primitives."""
    centred = x - np.mean(x, axis=0)
    return np.sum(centred / np.sqrt(np.mean(centred * centred, axis=0) + 1e-5))


def curvature(x: object, v: object) -> dict[str, object]:
    """The Hessian of sum(tanh(x)) times a vector: a gradient of a gradient."""
    (slope,) = ag.gradients(np.sum(np.tanh(x)), [x], create_graph=True)
    (product,) = ag.gradients(np.sum(slope * v), [x], create_graph=True)
    return {"Hv": product}


class Changed(nn.Module):
    """The two layers again, wider inside, and normalised."""

    def __init__(self) -> None:
        self.fc1, self.norm, self.act, self.fc2 = (
            nn.Linear(784, 256), nn.LayerNorm(256), nn.ReLU(), nn.Linear(256, 10),
        )  # fmt: skip

    def forward(self, x: object) -> object:
        """Classify rows."""
        return self.fc2(self.act(self.norm(self.fc1(x))))


def changed() -> Drawing:
    """What one model has that another has not."""
    before, after = (draw(model, np.zeros((32, 784))) for model in (MLP(), Changed()))
    return diff(before, after, engine="own")


PICTURES: dict[str, Callable[[], Drawing]] = {
    "purchase": lambda: draw(purchase, 100.0, 2.0, 150.0, 3.0, 1.1, values=True, view="both", engine="own"),
    "mlp": lambda: draw(MLP(), np.zeros((32, 784)), engine="own"),
    "cnn": lambda: draw(CNN(), np.zeros((2, 1, 8, 8)), engine="own"),
    "lstm": lambda: draw(nn.LSTM(3, 4), np.zeros((6, 2, 3)), engine="own"),
    "transformer": lambda: draw(
        nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 64), 2), np.zeros((5, 2, 16)), engine="own", depth=1
    ),
    "batch_normalisation": lambda: draw(normalised, np.arange(12.0).reshape(4, 3), view="both", engine="own"),
    "curvature": lambda: draw(
        curvature, np.ones(3), np.array([1.0, 0.0, -1.0]), engine="own", title="H v of sum(tanh(x))"
    ),
    "difference": changed,
}


def write(*_: object) -> None:
    """Draw them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PICTURES.items():
        make().save(FOLDER / f"{name}.svg")
    PICTURES["transformer"]().save(FOLDER / "transformer.html", relayout=True)
    animate(purchase, 100.0, 2.0, 150.0, 3.0, 1.1, title="apples and oranges").save(FOLDER / "steps.html")


if __name__ == "__main__":
    write()
