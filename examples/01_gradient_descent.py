"""Numerical differentiation and gradient descent ("Deep Learning from Scratch", chapter 4).

A derivative by a central difference beside the exact one, a field of gradients, and the way down to a minimum.
"""

import numpy as np
from example import Pictures, run

import autograd_lite as ag
from autograd_lite.optim import SGD, minimize
from autograd_lite.train import plots

H = 1e-4


def central_difference(f, x):
    """The slope between two points at a distance of 2 h."""
    return (f(x + H) - f(x - H)) / (2 * H)


def numerical_gradient(f, x):
    """Central differences along each axis. The copy is of floats: in an array of integers x + h would be x."""
    x, gradient = np.array(x, dtype=float), np.zeros(np.shape(x))
    for index in np.ndindex(*x.shape):
        value = x[index]
        x[index] = value + H
        above = f(x)
        x[index] = value - H
        below = f(x)
        x[index] = value
        gradient[index] = (above - below) / (2 * H)
    return gradient


def parabola(x):
    return 0.01 * x**2 + 0.1 * x


def bowl(x):
    return (x**2).sum()


def tangent_picture():
    x = np.arange(0.0, 20.0, 0.1)
    slope = ag.grad(parabola)(5.0)
    with plots.style() as pyplot:
        _, ax = pyplot.subplots()
        ax.plot(x, parabola(x), color=plots.COLOURS[0], label="f(x)")
        ax.plot(x, parabola(5.0) + slope * (x - 5), color=plots.COLOURS[1], linestyle="--", label="tangent at 5")
        ax.set(xlabel="x", ylabel="f(x)")
        ax.legend()
    return ax


def descent_picture(path):
    ax = plots.contour_path(lambda x, y: x**2 + y**2, path, xlim=(-5, 5), ylim=(-5, 5), name="gradient descent")
    ax.set_aspect("equal")
    ax.legend(loc="upper right")
    return ax


def main(full: bool, pictures: Pictures) -> None:
    numerical, exact = central_difference(parabola, 5), ag.grad(parabola)(5.0)
    print(f"slope at 5: {numerical!r} by differences (in print 0.1999999999990898), {exact} exactly")
    assert repr(float(numerical)) == "0.1999999999990898"
    assert exact == 0.2
    pictures.save("01_tangent", tangent_picture)

    for point, expected in (([3, 4], [6.0, 8.0]), ([0, 2], [0.0, 4.0]), ([3, 0], [6.0, 0.0])):
        both = numerical_gradient(bowl, point), ag.grad(bowl)(np.array(point, dtype=float))
        print(f"gradient of x0² + x1² at {point}: {both[0]} by differences, {both[1]} exactly")
        assert np.allclose(both[0], expected)
        assert both[1].tolist() == expected

    grid = np.arange(-2, 2.5, 0.25)
    points = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    gradients = ag.grad(bowl)(points)  # of a batch of points at once: each depends on its own row alone
    assert points.shape == (324, 2)
    assert np.allclose(numerical_gradient(bowl, points[:9]), gradients[:9])
    pictures.save("01_gradient_field", lambda: plots.gradient_field(ag.grad(bowl), points))

    path = []
    found = minimize(
        bowl, [-3.0, 4.0], lambda p: SGD(p, lr=0.1), steps=100, tolerance=0, callback=lambda x, _: path.append(x)
    )
    print(f"after 100 steps from (-3, 4): {found.x} (in print [-6.11110793e-10  8.14814391e-10])")
    assert str(found.x) == "[-6.11110793e-10  8.14814391e-10]"
    pictures.save("01_gradient_descent", lambda: descent_picture(path))


if __name__ == "__main__":
    run(main, __doc__)
