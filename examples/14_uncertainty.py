"""A Hessian used for uncertainty (Laplace's approximation): how sure is a fit.

Logistic regression on points of two classes. Around its minimum the loss is nearly a quadratic, and the inverse of its
Hessian is the covariance of the weights; from there come error bars for the weights and for the predictions.
"""

import numpy as np
from example import Pictures, run

import autograd_lite as ag
from autograd_lite.optim import minimize
from autograd_lite.train import plots


def main(full: bool, pictures: Pictures) -> None:
    rng = np.random.default_rng(0)
    true = np.array([1.5, -2.0, 0.5])
    points = rng.normal(size=(400 if not full else 4000, 2))
    x = np.column_stack([points, np.ones(len(points))])
    t = rng.random(len(x)) < 1 / (1 + np.exp(-x @ true))

    def loss(w):
        """Negative log-likelihood, and a weak normal prior."""
        z = x @ w
        return np.logaddexp(0, z).sum() - (t * z).sum() + 0.005 * (w**2).sum()

    found = minimize(loss, np.zeros(3))
    hessian = ag.hessian(loss)(found.x)
    probability = 1 / (1 + np.exp(-x @ found.x))
    by_hand = (x * (probability * (1 - probability))[:, None]).T @ x + 0.01 * np.eye(3)
    assert np.allclose(hessian, by_hand, rtol=1e-10)

    covariance = np.linalg.inv(hessian)
    spread = np.sqrt(np.diag(covariance))
    for k, name in enumerate(("w1", "w2", "bias")):
        print(f"{name}: {found.x[k]:+.3f} ± {spread[k]:.3f} (true {true[k]:+.1f})")
    assert (np.abs(found.x - true) < 3 * spread).all()

    across = np.linspace(-4, 4, 200)
    line = np.column_stack([across, np.zeros(200), np.ones(200)])
    middle, width = line @ found.x, 2 * np.sqrt(np.einsum("ij,jk,ik->i", line, covariance, line))

    def draw():
        with plots.style() as pyplot:
            _, ax = pyplot.subplots()
            low, high = (1 / (1 + np.exp(-(middle + sign * width))) for sign in (-1, 1))
            ax.fill_between(across, low, high, color=plots.PALE[0], label="two standard deviations")
            ax.plot(across, 1 / (1 + np.exp(-middle)), color=plots.COLOURS[0], label="fitted")
            ax.plot(across, 1 / (1 + np.exp(-line @ true)), color=plots.COLOURS[1], linestyle="--", label="true")
            ax.set(xlabel="x1 (x2 = 0)", ylabel="probability of class 1")
            ax.legend()
        return ax

    pictures.save("14_uncertainty", draw)


if __name__ == "__main__":
    run(main, __doc__)
