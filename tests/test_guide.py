"""Pages of NumPy code as a user would write them, with a Tensor as the input: gradients, or one clear error."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.testing import check_grads

RNG = np.random.default_rng(0)
GRID, LINE, SQUARE = RNG.uniform(0.5, 2.0, (3, 4)), RNG.uniform(0.5, 2.0, 6), RNG.uniform(0.5, 2.0, (3, 3))
PHOTO = RNG.uniform(0.0, 1.0, (4, 5, 3))

PAGES: dict[str, tuple[Callable[..., Any], Any]] = {}


def page(*inputs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a function into the table, under its name, with the arrays that it is called with."""

    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        PAGES[function.__name__] = function, inputs
        return function

    return enter


@page(LINE)
def basic_operations(a: Any) -> Any:
    """Operators, universal functions and reductions, from either side."""
    b = np.arange(6)
    return 10 * np.sin(a) - b, a**2, 2 / a, (a < 1) * a, np.exp(a).sum(), a.max() - a.min(), np.add(a, b)


@page(SQUARE)
def operators_in_place(a: Any) -> Any:
    """A result is changed in place, also by what was computed of it."""
    b = a.T @ a
    b /= b.max()
    b -= b.mean(axis=0)
    b[0] *= 2
    return b


@page(GRID)
def reductions_along_axes(a: Any) -> Any:
    """Sums, extremes and running sums along an axis."""
    return a.sum(axis=0), a.min(axis=1), a.cumsum(axis=1), a.mean(), a.std(axis=0), np.median(a)


@page(LINE)
def reading_and_writing_slices(a: Any) -> Any:
    """A copy is cut, written to with a step, and turned round."""
    b = (a**3).copy()
    b[:5:2] = 1000.0
    return b[2], b[2:5], b[::-1], [x ** (1 / 3) for x in b]


@page(GRID)
def rows_of_a_table(a: Any) -> Any:
    """Iteration gives rows; unpacking takes them apart."""
    first, second, third = a
    total = 0.0
    for row in a:
        total = total + row * row[0]
    return total, first - second * third, a[-1], a[..., 2], a[:, 1], a[1:3, ::-1]


@page(GRID)
def changes_of_shape(a: Any) -> Any:
    """The same numbers in other shapes, stacked and split."""
    left, right = np.hsplit(a, [1])
    return a.ravel(), a.reshape(6, 2).T, a.reshape(4, -1), np.vstack((a, a * 2)), left, right, a[np.newaxis, :, 1]


@page(LINE)
def indices_that_repeat(a: Any) -> Any:
    """Arrays of positions read elements more than once; writing, the last one stays."""
    i, j = np.array([1, 1, 3, 5]), np.array([[3, 4], [0, 1]])
    b = a * 1
    b[[0, 0, 2]] = np.array([1.0, 2.0, 3.0])
    b[[1, 3]] += 1
    return a[i], a[j], b


@page(GRID)
def conditions_as_indices(a: Any) -> Any:
    """A comparison picks elements, and marks where to write."""
    b = a * 1
    b[(a > 1) & (a < 1.5)] = 0
    b[b > 1.6] *= 3
    rows, columns = np.nonzero(a < 1)
    return a[a > 1], b, a[rows, columns], a[np.array([True, False, True]), 1:]


@page(GRID)
def the_largest_of_each_series(data: Any) -> Any:
    """Positions of the largest, which are plain integers, read the largest."""
    best = data.argmax(axis=0)
    return data[best, range(data.shape[1])], np.take_along_axis(data, np.argsort(data, axis=1), axis=1)


@page(np.array([110.0, 190.0]))
def the_nearest_code(observation: Any) -> Any:
    """Distances to all codes at once, by broadcasting."""
    codes = np.array([[102.0, 203.0], [132.0, 193.0], [45.0, 155.0], [57.0, 173.0]])
    distances = np.sqrt(np.sum((codes - observation) ** 2, axis=-1))
    return distances[np.argmin(distances)], distances


@page(LINE, SQUARE[:, 0])
def an_outer_sum(a: Any, b: Any) -> Any:
    """A new axis makes a table of two vectors."""
    return a[:, np.newaxis] + b, np.add.outer(a, b), np.hypot(*np.meshgrid(a, b))


@page(LINE, LINE[::-1].copy())
def the_mean_squared_error(predictions: Any, labels: Any) -> Any:
    """The formula of a loss."""
    return (1 / len(labels)) * np.sum(np.square(predictions - labels))


@page(PHOTO)
def compressing_a_photo(photo: Any) -> Any:
    """Singular values of the grey photo, and of its three colours stacked, cut off after two."""
    u, s, v = np.linalg.svd(photo @ [0.2126, 0.7152, 0.0722], full_matrices=False)
    colours = np.transpose(photo, (2, 0, 1))
    many = np.linalg.svd(colours, full_matrices=False)
    cut = (many.U[..., :2] * many.S[..., np.newaxis, :2]) @ many.Vh[..., :2, :]
    return u[:, :2] @ np.diag(s[:2]) @ v[:2, :], np.transpose(cut, (1, 2, 0)), np.linalg.norm(s)


@page(RNG.uniform(0.5, 1.0, (5, 5)))
def a_step_of_diffusion(u: Any) -> Any:
    """The inside of a field is changed by its neighbours, in place."""
    u = u * 1
    u[1:-1, 1:-1] += 0.1 * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4 * u[1:-1, 1:-1])
    return u


@page(LINE)
def a_moving_average(x: Any) -> Any:
    """By running sums, by a convolution, and by windows."""
    total = np.cumsum(x) * 1
    total[3:] = total[3:] - total[:-3]
    windows = np.lib.stride_tricks.sliding_window_view(x, 3)
    return total[2:] / 3, np.convolve(x, np.ones(3) / 3, mode="valid"), windows.mean(axis=-1)


@page(LINE)
def a_straight_line(y: Any) -> Any:
    """Least squares, and how well it fits."""
    columns = np.vander(np.arange(6.0), 2)
    line, *_ = np.linalg.lstsq(columns, y, rcond=None)
    return line, np.polyval(line, 2.5), np.sum((columns @ line - y) ** 2)


@page(LINE)
def an_array_filled_in_a_loop(x: Any) -> Any:
    """Made like the input, and filled element by element from those before."""
    out = np.zeros_like(x)
    for i in range(len(x)):
        out[i] = x[i] ** 2 + (out[i - 1] if i else 0)
    return out


@page(LINE)
def numbers_of_a_set_of_points(z: Any) -> Any:
    """The iteration of the Mandelbrot set, in complex numbers."""
    c = 0.1 * z + 0.2j
    w = np.zeros(6, dtype=complex)
    for _ in range(3):
        w = w**2 + c
    return np.abs(w)


@page(SQUARE)
def linear_algebra(a: Any) -> Any:
    """Inverses, solutions, eigenvalues, traces."""
    b = a + 3 * np.eye(3)
    return np.linalg.inv(b), np.linalg.solve(b, np.ones(3)), b.trace(), np.linalg.eigvalsh(b @ b.T), np.linalg.det(b)


@page(GRID, LINE)
def elements_one_by_one(a: Any, b: Any) -> Any:
    """The element nearest to a value, a diagonal filled, a line through points, sums of groups, a running sum."""
    nearest = a.flat[np.abs(a - 1.2).argmin()]
    gaps = (b[:, None] - b) ** 2
    np.fill_diagonal(gaps, np.inf)
    slope, start = np.polyfit(np.arange(6.0), b, 1)
    groups = np.bincount([0, 1, 1, 3, 0, 3], weights=b)
    total, sums = b[0], []
    for each in b[1:]:
        total += each
        sums.append(total)
    return nearest, gaps.min(axis=1), slope, start, groups, np.stack(sums)


def flat(value: Any) -> list[Any]:
    """The results in a nested value."""
    return [x for each in value for x in flat(each)] if isinstance(value, tuple | list) else [value]


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    """With Tensors the code computes what it computes with arrays, and its gradients are those of differences."""
    code, inputs = PAGES[name]
    tracked = flat(code(*[Tensor(x, requires_grad=True) for x in inputs]))
    for got, right in zip(tracked, flat(code(*inputs)), strict=True):
        np.testing.assert_allclose(got.detach().numpy(), right, rtol=1e-12, atol=1e-14)
    check_grads(lambda *x: sum((out * out).sum() for out in flat(code(*x))), inputs, order=1)


ERRORS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a list of results": (lambda a: np.array([x * 2 for x in a]), "there are ag.array, ag.full"),
    "an array filled": (lambda a: np.zeros(6).__setitem__(slice(None), a), "make a Tensor of the array first"),
    "an array changed in place": (lambda a: np.ones(6).__iadd__(a), r"a \+= t does that too: write a = a \+ t"),
    "the input changed": (lambda a: a.__setitem__(0, 1.0), r"start from p\.copy\(\)"),
    "shapes that do not fit": (lambda a: a + np.ones(4), r"^add got x \(6,\), y \(4,\)"),
    "resize": (lambda a: a.resize((2, 3)), r"Write np.resize\(t, shape\)"),
    "view": (lambda a: a.view(), r"Write t.reshape\(...\)"),
    "strides": (lambda a: a.strides, r"Write t.numpy\(\).strides"),
    "unique": (np.unique, r"index with np.unique\(t.detach\(\), …\)"),
    "histogram": (lambda a: np.histogram(a, bins=3), r"Pass t.detach\(\)"),
    "a polynomial object": (lambda a: np.poly1d(a), "np.polyval takes the coefficients as they are"),
    "a file": (lambda a: np.save("file", a), r"Pass t.numpy\(\)"),
    "the math module": (lambda a: __import__("math").sin(a[0]), r"^float\(t\) would turn a Tensor of shape \(\)"),
    "a random draw": (lambda a: np.random.default_rng(0).normal(a), r"Use t.detach\(\), t.numpy\(\) or t.item\(\)"),
    "a vectorized function": (np.frompyfunc(lambda x: x, 1, 1), r"^<lambda> \(vectorized\) has no derivative rule"),
}


@pytest.mark.parametrize(("code", "says"), ERRORS.values(), ids=ERRORS)
def test_errors(code: Callable[[Any], Any], says: str) -> None:
    """What cannot be differentiated raises at once, and says what to write instead."""
    with pytest.raises((TypeError, ValueError, AttributeError, RuntimeError), match=says):
        code(Tensor(LINE, requires_grad=True))


def test_an_element_of_an_array_assigned() -> None:
    """NumPy speaks of a sequence; the cause that it names says what is meant."""
    with pytest.raises(ValueError, match="setting an array element with a sequence") as caught:
        np.zeros(6)[0] = Tensor(LINE, requires_grad=True)[0]
    assert "make a Tensor of the array first: a = ag.Tensor(a)." in str(caught.value.__cause__)


def test_rounding() -> None:
    """The built-in round takes a Tensor, as it takes NumPy's numbers."""
    assert round(Tensor(2.26), 1).item() == 2.3
    assert round(Tensor(2.26)).item() == 2.0
