"""What the examples share: the command line, where pictures go, and images of digits."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograd_lite.data import load_digits, load_mnist
from autograd_lite.errors import DataError


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
