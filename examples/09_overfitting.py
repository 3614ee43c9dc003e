"""Over-fitting ("Deep Learning from Scratch", section 6.4): 300 images, a large network, and two remedies.

Without a remedy the network learns its 300 images by heart; weight decay and dropout narrow the gap to the test images.
"""

from itertools import pairwise

import numpy as np
from example import Pictures, load_images, run

from autograd_lite import nn
from autograd_lite.nn.functional import cross_entropy
from autograd_lite.optim import SGD
from autograd_lite.train import Trainer, accuracy, plots


def network(inputs: int, dropout: float = 0.0) -> nn.Sequential:
    """Three layers of 100 with ReLU, dropout after each if asked for, and the scores."""
    rng, layers, sizes = np.random.default_rng(0), [], [inputs, 100, 100, 100, 10]
    for before, after in pairwise(sizes):
        layer = nn.Linear(before, after)
        layer.weight.data = rng.standard_normal((after, before)) * np.sqrt(2 / before)
        layer.bias.data = np.zeros(after)
        layers += [layer, nn.ReLU(), nn.Dropout(dropout, rng=rng)]
    return nn.Sequential(*layers[:-2])


def main(full: bool, pictures: Pictures) -> None:
    x, t, x_test, t_test, _ = load_images()
    x, t, x_test, t_test = x[:300], t[:300], x_test[:2000], t_test[:2000]
    epochs, gaps, curves = (200 if full else 40), {}, {}
    for name, dropout, decay in (("nothing", 0.0, 0.0), ("weight decay", 0.0, 0.1), ("dropout", 0.3, 0.0)):
        model = network(x.shape[1], dropout)
        optimizer = SGD(model.parameters(), lr=0.05 if not dropout else 0.1, weight_decay=decay)
        trainer = Trainer(model, optimizer, cross_entropy, metrics={"accuracy": accuracy}, rng=0)
        history = trainer.fit(x, t, epochs, batch_size=100, validation=(x_test, t_test))
        train, test = history["accuracy"], history["val_accuracy"]
        gaps[name] = train[-1] - test[-1]
        curves[name] = train, test
        print(f"{name:>12}: train {train[-1]:.3f}, test {test[-1]:.3f}, gap {gaps[name]:.3f}")
    pictures.save("09_overfitting", lambda: accuracy_picture(curves))
    assert gaps["nothing"] > 0.1
    assert gaps["weight decay"] < gaps["nothing"]
    assert gaps["dropout"] < gaps["nothing"]


def accuracy_picture(curves):
    with plots.style() as pyplot:
        _, ax = pyplot.subplots()
        for (name, (train, test)), colour in zip(curves.items(), plots.COLOURS, strict=False):
            epochs = range(1, len(train) + 1)
            ax.plot(epochs, train, color=colour, label=f"{name}: train")
            ax.plot(epochs, test, color=colour, linestyle="--", label=f"{name}: test")
        ax.set(xlabel="epoch", ylabel="accuracy", ylim=(0, 1.02))
        ax.legend()
    return ax


if __name__ == "__main__":
    run(main, __doc__)
