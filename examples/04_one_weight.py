"""What a gradient is, on one weight.

``target = w · x`` with x = 2 and target = 5: the squared error 4 w² − 20 w + 25, its gradient 8 w − 20, and the way
down to w = 2.5. With many data points no single weight fits them all, and the mean of their errors decides.
"""

import numpy as np
from example import Pictures, run

import autograd_lite as ag
from autograd_lite.optim import SGD, minimize
from autograd_lite.train import plots


def error(w, x=2.0, target=5.0):
    return (target - w * x) ** 2


def line_picture(x, y, label):
    with plots.style() as pyplot:
        _, ax = pyplot.subplots()
        ax.plot(x, y, color=plots.COLOURS[0], label=label)
        ax.axhline(0, color=plots.COLOURS[6], linewidth=1, linestyle="--")
        ax.set(xlabel="w", ylabel=label)
    return ax


def main(full: bool, pictures: Pictures) -> None:
    w = np.arange(0, 10, 0.1)
    assert np.allclose(error(w), 4 * w**2 - 20 * w + 25)
    pictures.save("04_error", lambda: line_picture(w, error(w), "squared error"))

    v = np.arange(-5, 10, 0.1)
    slopes = ag.grad(lambda v: error(v).sum())(v)
    assert np.allclose(slopes, 8 * v - 20)
    pictures.save("04_gradient", lambda: line_picture(v, slopes, "gradient"))

    found = minimize(error, 0.0, lambda p: SGD(p, lr=0.05), steps=100)
    print(f"one point: descent ends at w = {found.x}")
    assert abs(found.x - 2.5) < 1e-8

    rng = np.random.default_rng(0)
    x = rng.uniform(1, 3, size=50)
    targets = 2.5 * x + rng.normal(scale=0.5, size=50)
    best = minimize(lambda w: error(w, x, targets).mean(), 0.0, lambda p: SGD(p, lr=0.05), steps=300)
    exact = (x @ targets) / (x @ x)
    print(f"50 points: w = {best.x:.6f}, in closed form {exact:.6f}, with a mean error of {best.value:.4f}")
    assert abs(best.x - exact) < 1e-7
    assert best.value > 0.1, "no single weight fits them all"


if __name__ == "__main__":
    run(main, __doc__)
