"""The optimizers' paths ("Deep Learning from Scratch", section 6.1).

f(x, y) = x²/20 + y² is flat one way and steep the other: from (−7, 2) plain descent swings, momentum rolls, and the
adaptive ones go nearly straight.
"""

import numpy as np
from example import Pictures, run

from autograd_lite.optim import SGD, Adagrad, Adam, RMSprop, minimize
from autograd_lite.train import plots

OPTIMIZERS = {  # learning rates and ε as in the book
    "SGD": lambda p: SGD(p, lr=0.95),
    "Momentum": lambda p: SGD(p, lr=0.1, momentum=0.9),
    "Nesterov": lambda p: SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "AdaGrad": lambda p: Adagrad(p, lr=1.5, eps=1e-7),
    "RMSprop": lambda p: RMSprop(p, lr=0.3, eps=1e-7),
    "Adam": lambda p: Adam(p, lr=0.3, eps=1e-7, eps_hat=True),
}


def f(x, y):
    return x**2 / 20 + y**2


def path(make) -> np.ndarray:
    """The points of 30 steps."""
    points = []
    minimize(lambda p: f(p[0], p[1]), [-7.0, 2.0], make, 30, tolerance=0, callback=lambda p, _: points.append(p))
    return np.array(points)


def by_the_book() -> dict[str, np.ndarray]:
    """The same with the updates as the book writes them, in plain NumPy."""
    paths = {}
    for name in ("Momentum", "AdaGrad", "Adam"):
        w, v, h = np.array([-7.0, 2.0]), np.zeros(2), np.zeros(2)
        points = [w.copy()]
        for t in range(1, 31):
            g = np.array([w[0] / 10, 2 * w[1]])
            if name == "Momentum":
                v = 0.9 * v - 0.1 * g
                w = w + v
            elif name == "AdaGrad":
                h = h + g * g
                w = w - 1.5 * g / (np.sqrt(h) + 1e-7)
            else:
                v = v + 0.1 * (g - v)
                h = h + 0.001 * (g * g - h)
                w = w - 0.3 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t) * v / (np.sqrt(h) + 1e-7)
            points.append(w.copy())
        paths[name] = np.array(points)
    return paths


def main(full: bool, pictures: Pictures) -> None:
    paths = {name: path(make) for name, make in OPTIMIZERS.items()}
    for name, points in paths.items():
        print(f"{name:>8} ends at ({points[-1][0]:+.4f}, {points[-1][1]:+.4f}), f = {f(*points[-1]):.5f}")
        assert f(*points[-1]) < 0.2
    for name, points in by_the_book().items():
        difference = np.abs(paths[name] - points).max()
        print(f"{name:>8}: largest difference to the book's own update {difference:.1e}")
        assert difference < 1e-12
    pictures.save("05_paths", lambda: plots.optimizer_paths(f, paths, ylim=(-5, 5)))
    pictures.save("05_surface", lambda: plots.surface_paths(f, paths, ylim=(-5, 5)))


if __name__ == "__main__":
    run(main, __doc__)
