"""A differential equation solved by a network: its second derivative is part of the loss.

The damped oscillation u'' + 2 d u' + u = 0 with u(0) = 1, u'(0) = 0. The network stands for u; at points of time the
equation's left side, with exact derivatives of the network, is to vanish. Nothing else is given, no solution among it.
"""

import numpy as np
from example import Pictures, run

import autograd_lite as ag
from autograd_lite.optim import minimize
from autograd_lite.train import plots

DAMPING, END = 0.2, 6.0


def network(p, t):
    """1 + t² times a small network, so that u(0) = 1 and u'(0) = 0 hold by themselves."""
    hidden = np.tanh(np.reshape(t, (-1, 1)) * p["w1"] + p["b1"])
    return 1 + t**2 * np.reshape(np.tanh(hidden @ p["w2"] + p["b2"]) @ p["w3"], t.shape)


def residual(p, t):
    """U'' + 2 d u' + u at every time; a sum's gradient gives each time its own derivative."""

    def u(t):
        return network(p, t)

    def slope(t):
        return ag.grad(lambda t: u(t).sum())(t)

    return ag.grad(lambda t: slope(t).sum())(t) + 2 * DAMPING * slope(t) + u(t)


def exact(t):
    frequency = np.sqrt(1 - DAMPING**2)
    return np.exp(-DAMPING * t) * (np.cos(frequency * t) + DAMPING / frequency * np.sin(frequency * t))


def main(full: bool, pictures: Pictures) -> None:
    rng, width = np.random.default_rng(0), 16
    start = {
        "w1": rng.normal(size=(1, width)),
        "b1": rng.normal(size=width),
        "w2": rng.normal(size=(width, width)) / np.sqrt(width),
        "b2": np.zeros(width),
        "w3": rng.normal(size=(width, 1)) / np.sqrt(width),
    }
    times = np.linspace(0, END, 60)
    found = minimize(lambda p: (residual(p, times) ** 2).mean(), start, steps=600 if full else 250)
    t = np.linspace(0, END, 200)
    u = network(found.x, t)
    worst = np.abs(u - exact(t)).max()
    print(f"mean squared residual {found.value:.2e} after {len(found.values)} evaluations; largest error {worst:.2e}")

    def draw():
        with plots.style() as pyplot:
            _, ax = pyplot.subplots()
            ax.plot(t, exact(t), color=plots.COLOURS[0], label="exact")
            ax.plot(t, u, color=plots.COLOURS[1], linestyle="--", label="network")
            ax.set(xlabel="t", ylabel="u")
            ax.legend()
        return ax

    pictures.save("12_oscillation", draw)
    assert worst < 0.02


if __name__ == "__main__":
    run(main, __doc__)
