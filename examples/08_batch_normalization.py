"""Batch normalisation ("Deep Learning from Scratch", section 6.3).

1000 images, five layers of 100, SGD: with and without normalisation, for a range of spreads of the initial weights.
``--full`` takes 16 spreads and 20 epochs: normalisation was ahead for 13 of them, and behind for 0.29 and 0.16, which
suit the plain network; at 0.0001 neither had begun to learn.
"""

from itertools import pairwise

import numpy as np
from example import Pictures, load_images, run

from autograd_lite import nn
from autograd_lite.errors import NonFiniteError
from autograd_lite.nn.functional import cross_entropy
from autograd_lite.optim import SGD
from autograd_lite.train import Trainer, accuracy, plots


def network(inputs: int, spread: float, normalised: bool) -> nn.Sequential:
    """Linear layers with weights of this spread, ReLU between them, and batch normalisation before it if asked for."""
    rng, layers, sizes = np.random.default_rng(0), [], [inputs, 100, 100, 100, 100, 100, 10]
    for before, after in pairwise(sizes):
        layer = nn.Linear(before, after)
        layer.weight.data = spread * rng.standard_normal((after, before))
        layer.bias.data = np.zeros(after)
        layers += [layer, nn.BatchNorm1d(after), nn.ReLU()] if normalised else [layer, nn.ReLU()]
    return nn.Sequential(*layers[: -2 if normalised else -1])


def accuracies(x, t, spread: float, normalised: bool, epochs: int) -> list[float]:
    """Accuracy on the training images after each epoch."""
    model = network(x.shape[1], spread, normalised)
    optimizer = SGD(model.parameters(), lr=0.01)
    trainer = Trainer(model, optimizer, cross_entropy, metrics={"accuracy": accuracy}, rng=0)
    with np.errstate(over="ignore", invalid="ignore"):
        try:
            trainer.fit(x, t, epochs, batch_size=100)
        except NonFiniteError as error:
            print(f"  {error}")
    found = trainer.history["accuracy"]
    return found + [0.1] * (epochs - len(found))  # as good as guessing, once it has run away


def panels(results):
    with plots.style() as pyplot:
        axes = plots.grid(pyplot, len(results), 3.0, 2.6)
        for ax, (spread, (plain, normalised)) in zip(axes, results.items(), strict=True):
            epochs = range(1, len(plain) + 1)
            ax.plot(epochs, normalised, color=plots.COLOURS[0], label="batch normalisation")
            ax.plot(epochs, plain, color=plots.COLOURS[1], linestyle="--", label="without")
            ax.set(title=f"spread {spread:.4f}", ylim=(0, 1), xlabel="epoch", ylabel="accuracy")
            ax.label_outer()
        axes[0].legend()
    return axes


def main(full: bool, pictures: Pictures) -> None:
    x, t, *_ = load_images()
    x, t = x[:1000], t[:1000]
    results = {}
    for spread in np.logspace(0, -4, num=16 if full else 4):
        results[spread] = tuple(accuracies(x, t, spread, each, 20 if full else 6) for each in (False, True))
        plain, normalised = (each[-1] for each in results[spread])
        print(f"spread {spread:.4f}: accuracy {plain:.3f} without, {normalised:.3f} with batch normalisation")
    pictures.save("08_batch_normalization", lambda: panels(results))
    ends = np.array([[plain[-1], normalised[-1]] for plain, normalised in results.values()])
    assert (ends[:, 1] > ends[:, 0]).mean() > 0.7, "normalisation is ahead for nearly all spreads"
    assert (ends[:, 1] - ends[:, 0]).max() > 0.4, "and far ahead where the spread is too small without it"


if __name__ == "__main__":
    run(main, __doc__)
