"""Train a small network on handwritten digits, check its gradient, and draw the graph of one step."""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import autograd_lite as ag
from autograd_lite.data import load_digits
from autograd_lite.errors import AutogradError
from autograd_lite.viz import draw

HELP = "a network learns to read handwritten digits"
WANTED = 0.96  # accuracy on images that the network has not seen
BATCH, HIDDEN, RATE, MOMENTUM = 50, 64, 0.1, 0.9

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]
Parameters = list[ag.Tensor]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--epochs", type=int, default=30, help="passes over the training images (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of split, weights and batches (default: %(default)s)")
    parser.add_argument(
        "--folder", type=Path, default=Path("autograd_lite_demo"), help="for the drawings (%(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    """Run the demo; return 0 if the network learned to read and its gradient is right."""
    start = time.perf_counter()
    rng = np.random.default_rng(options.seed)
    train, test = held_apart(rng)
    print(f"{len(train[1])} images to learn from, {len(test[1])} held back at random (seed {options.seed})")
    parameters = network(rng)
    first = (train[0][:BATCH], train[1][:BATCH])
    error = gradient_error(parameters, *first)
    print(f"gradient of the first batch: within {error:.1e} of central differences, in all of its numbers")
    learn(parameters, *train, options.epochs, rng)
    score = accuracy(parameters, *test)
    wanted = "as wanted" if score > WANTED else f"which is less than the {WANTED:.0%} that is wanted"
    print(f"{score:.1%} of the images held back are read rightly, {wanted}")
    picture(parameters, *first, options.folder)
    print(f"done in {time.perf_counter() - start:.1f} s")
    return 0 if score > WANTED and error < 1e-6 else 1


def held_apart(rng: np.random.Generator) -> tuple[tuple[Floats, Labels], tuple[Floats, Labels]]:
    """Return the images and labels to learn from, and a random fifth to test with."""
    images, labels = load_digits()
    order = rng.permutation(len(labels))
    x, y = images.reshape(len(images), -1)[order] / 16, labels[order].astype(np.intp)
    count = len(labels) // 5
    return (x[count:], y[count:]), (x[:count], y[:count])


def network(rng: np.random.Generator) -> Parameters:
    """Return the parameters of a network with one hidden layer, its weights of a size that keeps activations level."""
    w1 = rng.normal(0, 64**-0.5, (64, HIDDEN))
    w2 = rng.normal(0, HIDDEN**-0.5, (HIDDEN, 10))
    values = {"w1": w1, "b1": np.zeros(HIDDEN), "w2": w2, "b2": np.zeros(10)}
    return [ag.Tensor(value, requires_grad=True, name=name) for name, value in values.items()]


def scores(parameters: Parameters, images: Floats | ag.Tensor) -> ag.Tensor:
    """Return ten numbers for each image; the greatest marks the digit that it is taken for."""
    w1, b1, w2, b2 = parameters
    return np.tanh(images @ w1 + b1) @ w2 + b2  # type: ignore[return-value]


def loss_of(parameters: Parameters, images: Floats | ag.Tensor, labels: Labels) -> ag.Tensor:
    """Return the cross-entropy: the mean of −log(probability given to the right digit)."""
    log_probabilities = ag.log_softmax(scores(parameters, images), axis=1)
    return -log_probabilities[np.arange(len(labels)), labels].mean()  # type: ignore[no-any-return]


def accuracy(parameters: Parameters, images: Floats, labels: Labels) -> float:
    """Return the part of the images that are read rightly."""
    with ag.no_grad():
        return float(np.mean(scores(parameters, images).argmax(axis=1) == labels))


def batches(count: int, rng: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Yield the indices of the images, shuffled, a batch at a time."""
    order = rng.permutation(count)
    for start in range(0, count, BATCH):
        yield order[start : start + BATCH]


def learn(parameters: Parameters, images: Floats, labels: Labels, epochs: int, rng: np.random.Generator) -> None:
    """Descend along the gradient with momentum, and say how it goes."""
    velocities, total = [np.zeros(p.shape) for p in parameters], np.nan
    for epoch in range(1, epochs + 1):
        total = 0.0
        for batch in batches(len(labels), rng):
            loss = loss_of(parameters, images[batch], labels[batch])
            loss.backward()
            for p, v in zip(parameters, velocities, strict=True):
                v *= MOMENTUM
                v += p.grad
                p.data -= RATE * v
                p.zero_grad()
            total += loss.item() * len(batch)
        progress(f"epoch {epoch:3} of {epochs}: loss {total / len(labels):.4f}")
    progress("")
    score = accuracy(parameters, images, labels)
    print(f"{epochs} epochs: loss {total / len(labels):.4f}, {score:.1%} of them read rightly")


def progress(text: str) -> None:
    """Show `text` in place of what stood in the line; say nothing where nobody looks on."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)


def gradient_error(parameters: Parameters, images: Floats, labels: Labels, step: float = 1e-5) -> float:
    """Return the greatest difference of a gradient from central differences, relative to the greatest gradient."""
    gradients = ag.gradients(loss_of(parameters, images, labels), parameters)
    difference = 0.0
    with ag.no_grad():
        for p, gradient in zip(parameters, gradients, strict=True):
            values = p.data
            for index in np.ndindex(p.shape):
                old = values[index]
                values[index] = old + step
                above = loss_of(parameters, images, labels).item()
                values[index] = old - step
                below = loss_of(parameters, images, labels).item()
                values[index] = old
                difference = max(difference, abs((above - below) / (2 * step) - gradient[index]))
    return float(difference / max(np.abs(g).max() for g in gradients))


def picture(parameters: Parameters, images: Floats, labels: Labels, folder: Path) -> None:
    """Print the graph of one step as an outline and save it as DOT text and as images."""
    pixels = ag.Tensor(images)
    loss = loss_of(parameters, pixels, labels)
    drawing = draw(loss, title="One step of the demo", names={"pixels": pixels})
    print("\nThe graph that one step records:\n")
    print(drawing.text())
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("dot", "svg", "png"):
        try:
            print(f"{kind}: {drawing.save(folder / f'graph.{kind}')}")
        except (AutogradError, OSError) as error:
            print(f"{kind}: left out. {error}")
