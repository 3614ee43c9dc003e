"""The optimizers on MNIST ("Deep Learning from Scratch", section 6.1.8): their losses in one picture.

A network of five layers, 100 wide, with ReLU; the same start and the same batches for each optimizer.
"""

from itertools import pairwise

import numpy as np
from example import Pictures, load_images, run

from autograd_lite import nn
from autograd_lite.nn.functional import cross_entropy
from autograd_lite.optim import SGD, Adagrad, Adam
from autograd_lite.train import plots

OPTIMIZERS = {
    "SGD": lambda p: SGD(p, lr=0.01),
    "Momentum": lambda p: SGD(p, lr=0.01, momentum=0.9),
    "AdaGrad": lambda p: Adagrad(p, lr=0.01, eps=1e-7),
    "Adam": lambda p: Adam(p, lr=0.001, eps=1e-7, eps_hat=True),
}


def network(inputs: int) -> nn.Sequential:
    """784-100-100-100-100-10 with He's initial values."""
    rng, layers = np.random.default_rng(1), []
    sizes = [inputs, 100, 100, 100, 100, 10]
    for before, after in pairwise(sizes):
        layer = nn.Linear(before, after)
        layer.weight.data = rng.standard_normal((after, before)) * np.sqrt(2 / before)
        layer.bias.data = np.zeros(after)
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def main(full: bool, pictures: Pictures) -> None:
    x, t, *_ = load_images()
    curves = {}
    for name, make in OPTIMIZERS.items():
        model, rng, losses = network(x.shape[1]), np.random.default_rng(0), []
        optimizer = make(model.parameters())
        for _ in range(2000 if full else 300):
            chosen = rng.choice(len(x), 128)
            optimizer.zero_grad()
            loss = cross_entropy(model(x[chosen]), t[chosen])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        curves[name] = losses
        print(f"{name:>8}: loss {np.mean(losses[-50:]):.3f} at the end")
    pictures.save("06_optimizers", lambda: plots.loss_curves(curves, smooth=20))
    ends = {name: np.mean(losses[-50:]) for name, losses in curves.items()}
    assert max(ends, key=ends.get) == "SGD", "the others are faster"
    assert all(end < 0.9 for end in ends.values())


if __name__ == "__main__":
    run(main, __doc__)
