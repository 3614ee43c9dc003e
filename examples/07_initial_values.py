"""Initial values ("Deep Learning from Scratch", section 6.2): the activations of five layers as histograms.

Too wide a spread saturates the sigmoid, too narrow a one makes all neurons alike; Xavier's √(1/n) keeps the spread for
sigmoid and tanh, He's √(2/n) for ReLU.
"""

from functools import partial

import numpy as np
from example import Pictures, run

import autograd_lite as ag
from autograd_lite.nn.functional import relu, sigmoid
from autograd_lite.train import plots

N = 100
CASES = {  # name: activation, spread of the weights, limits of the picture
    "sigmoid_1": (sigmoid, 1.0, (0, 1)),
    "sigmoid_001": (sigmoid, 0.01, (0, 1)),
    "sigmoid_xavier": (sigmoid, np.sqrt(1 / N), (0, 1)),
    "tanh_xavier": (ag.tanh, np.sqrt(1 / N), (-1, 1)),
    "relu_001": (relu, 0.01, (0, 1)),
    "relu_xavier": (relu, np.sqrt(1 / N), (0, 1)),
    "relu_he": (relu, np.sqrt(2 / N), (0, 1)),
}


def activations(activation, spread: float) -> list[np.ndarray]:
    """What leaves each of five layers of 100 for 1000 rows of standard normal numbers."""
    rng = np.random.default_rng(0)
    x, found = rng.standard_normal((1000, N)), []
    for _ in range(5):
        x = np.asarray(activation(x @ (spread * rng.standard_normal((N, N)))))
        found.append(x)
    return found


def histograms(layers, limits, title):
    axes = plots.activation_histograms(layers, limits=limits, top=7000)
    axes[0].figure.suptitle(title)
    return axes


def main(full: bool, pictures: Pictures) -> None:
    spreads = {}
    for name, (activation, spread, limits) in CASES.items():
        layers = activations(activation, spread)
        spreads[name] = [float(layer.std()) for layer in layers]
        print(f"{name:>15}: standard deviations {' '.join(f'{s:.3f}' for s in spreads[name])}")
        title = f"{name.partition('_')[0]}, weights with a spread of {spread:.2g}"
        pictures.save(f"07_{name}", partial(histograms, layers, limits, title))
        if name == "sigmoid_1":
            ends = np.mean((layers[-1] < 0.05) | (layers[-1] > 0.95))
            print(f"{'':>15}  {ends:.0%} of the last layer lie at the ends, where the gradient is next to nothing")
            assert ends > 0.5
    assert spreads["sigmoid_001"][-1] < 0.02
    assert spreads["sigmoid_xavier"][-1] > 0.05
    assert spreads["tanh_xavier"][-1] > 0.3
    assert spreads["relu_001"][-1] < 1e-4
    assert spreads["relu_xavier"][-1] < spreads["relu_xavier"][0] / 2
    assert 0.5 < spreads["relu_he"][-1] / spreads["relu_he"][0] < 1.5


if __name__ == "__main__":
    run(main, __doc__)
