"""A physical law fitted by L-BFGS: the cooling of a cup of water, with its time constant to be found.

Newton's law of cooling, T(t) = T∞ + (T0 − T∞) e^(−t/τ), fitted to noisy measurements by least squares.
"""

import numpy as np
from example import Pictures, run

from autograd_lite.optim import minimize, scipy_minimize
from autograd_lite.train import plots

TRUE = {"room": 21.0, "start": 93.0, "tau": 14.0}


def law(p, t):
    return p["room"] + (p["start"] - p["room"]) * np.exp(-t / p["tau"])


def main(full: bool, pictures: Pictures) -> None:
    rng = np.random.default_rng(2)
    t = np.linspace(0, 60, 40)
    measured = law(TRUE, t) + rng.normal(scale=0.5, size=t.shape)

    def error(p):
        return ((law(p, t) - measured) ** 2).sum()

    guess = {"room": 10.0, "start": 50.0, "tau": 5.0}
    found = minimize(error, guess)
    print("  ".join(f"{name} {float(value):.3f} (true {TRUE[name]})" for name, value in found.x.items()))
    print(f"sum of squares {found.value:.4f} after {len(found.values)} evaluations")
    scipy = scipy_minimize(error, guess, method="trust-ncg", tol=1e-9)
    print(f"SciPy's trust region with our Hessian products: {scipy.fun:.4f}")

    def draw():
        with plots.style() as pyplot:
            _, ax = pyplot.subplots()
            ax.plot(t, measured, "o", color=plots.COLOURS[0], markersize=4, label="measured")
            ax.plot(t, law(found.x, t), color=plots.COLOURS[1], label="fitted law")
            ax.set(xlabel="minutes", ylabel="temperature")
            ax.legend()
        return ax

    pictures.save("13_cooling", draw)
    assert all(abs(float(found.x[name]) - TRUE[name]) < 0.05 * TRUE[name] for name in TRUE)
    assert abs(found.value - scipy.fun) < 1e-6 * found.value


if __name__ == "__main__":
    run(main, __doc__)
