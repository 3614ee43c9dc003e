"""What the examples share: the command line, where pictures go, images of digits, and text."""

import argparse
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autograd_lite import Tensor
from autograd_lite.data import Characters, load_digits, load_mnist, load_shakespeare
from autograd_lite.errors import DataError
from autograd_lite.optim import clip_grad_norm_


class Pictures:
    """A folder for pictures; without matplotlib nothing is drawn.

    ``pictures.save("loss", draw)`` calls ``draw()``, which returns Axes, and saves its figure as ``loss.png``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, name: str, draw: Callable[[], Any]) -> None:
        """Draw and save, if matplotlib is there."""
        try:
            import matplotlib as mpl
        except ImportError:
            print(f"(no picture {name}: matplotlib is not installed)")
            return
        mpl.use("Agg")
        axes = draw()
        figure = axes.figure if hasattr(axes, "figure") else axes[0].figure
        self.folder.mkdir(parents=True, exist_ok=True)
        figure.savefig(self.folder / f"{name}.png", bbox_inches="tight")
        mpl.pyplot.close(figure)
        print(f"picture: {self.folder / name}.png")


def run(main: Callable[[bool, Pictures], None], description: str | None) -> None:
    """Read the command line and run an example."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n")[0])
    parser.add_argument("--full", action="store_true", help="train as long as the figures in print were")
    parser.add_argument("--pictures", type=Path, default=Path(__file__).parent / "pictures", help="folder for pictures")
    arguments = parser.parse_args()
    main(arguments.full, Pictures(arguments.pictures))
    print("ok")


def load_images():
    """Images as rows of numbers between 0 and 1, labels, and whether they are MNIST's."""
    try:
        data = load_mnist()
        return (
            data.train_images.reshape(-1, 784) / 255,
            data.train_labels,
            data.test_images.reshape(-1, 784) / 255,
            data.test_labels,
            True,
        )
    except DataError as error:
        print(f"Using the digits of the package, since MNIST is not here: {error}")
        images, labels = load_digits()
        x = images.reshape(-1, 64) / 16
        return x[:1500], labels[:1500], x[1500:], labels[1500:], False


def load_text() -> tuple[Characters, bool]:
    """Shakespeare, or without the file the source of this library's Tensor; and which of them."""
    try:
        return load_shakespeare(), True
    except DataError as error:
        print(f"Learning the library's own source, since Shakespeare is not here: {error}")
        return Characters(inspect.getsource(Tensor) * 3), False


def learn(model: Any, optimizer: Any, loss_of: Callable[[], Any], steps: int) -> list[float]:
    """Take steps on one batch after another, with clipped gradients, and return the losses."""
    losses: list[float] = []
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        loss = loss_of()
        loss.backward()
        clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if step % (steps // 10) == 0:
            print(f"step {step}: loss {np.mean(losses[-20:]):.4f}")
    return losses


def drawn(scores: np.ndarray, rng: np.random.Generator) -> int:
    """Draw a number by the probabilities that these scores mean."""
    share = np.exp(scores - scores.max())
    return int(rng.choice(len(share), p=share / share.sum()))


def beside(losses: list[float], theirs: dict[int, float]) -> None:
    """Print losses by step beside PyTorch's; they differ by rounding alone."""
    for step, loss in theirs.items():
        if step <= len(losses):
            print(f"loss at step {step}: {losses[step - 1]:.10f}; PyTorch's {loss:.10f}")
            assert abs(losses[step - 1] - loss) < 1e-6
