"""Pooling to a given size, and resizing: linear maps along each axis, but for the largest."""

from itertools import product as every
from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here
from autograd_lite.nn.functional.convolution import batched
from autograd_lite.nn.functional.pooling import _picked
from autograd_lite.ops.neural.along import along_axis


def _bounds(size: int, out: int) -> list[tuple[int, int]]:
    """Return where each of `out` nearly equal stretches of an axis begins and ends; neighbours may overlap by one."""
    return [(k * size // out, -(-(k + 1) * size // out)) for k in range(out)]


def _out_sizes(function: str, x: Any, output_size: Any, n: int) -> tuple[int, ...]:
    wanted = tuple(output_size) if isinstance(output_size, tuple | list) else (output_size,) * n
    if len(wanted) != n or any(size is not None and size < 1 for size in wanted):
        raise ValueError(f"{here(function)}got output_size={output_size!r}, wanted {n} sizes of 1 or more, or None.")
    return tuple(x.shape[2 + k] if size is None else int(size) for k, size in enumerate(wanted))


def _adaptive_avg(n: int, input: Any, output_size: Any) -> Any:
    x, single = batched(f"adaptive_avg_pool{n}d", input, n)
    for k, out in enumerate(_out_sizes(f"adaptive_avg_pool{n}d", x, output_size, n)):
        size = x.shape[2 + k]
        if out == size:
            continue
        if out == 1:
            x = np.mean(x, axis=2 + k, keepdims=True)
            continue
        matrix = np.zeros((out, size), x.dtype)
        for row, (start, stop) in zip(matrix, _bounds(size, out), strict=True):
            row[start:stop] = 1 / (stop - start)
        x = along_axis(x, matrix, 2 + k)
    return x[0] if single else x


def adaptive_avg_pool1d(input: Any, output_size: Any) -> Any:
    """Means of `output_size` nearly equal stretches of the last axis; None keeps its length."""
    return _adaptive_avg(1, input, output_size)


def adaptive_avg_pool2d(input: Any, output_size: Any) -> Any:
    """Means over the last two axes; ``output_size`` is a number or a pair."""
    return _adaptive_avg(2, input, output_size)


def adaptive_avg_pool3d(input: Any, output_size: Any) -> Any:
    """Means over the last three axes."""
    return _adaptive_avg(3, input, output_size)


def _adaptive_max(n: int, input: Any, output_size: Any, indices: bool) -> Any:
    x, single = batched(f"adaptive_max_pool{n}d", input, n)
    out = _out_sizes(f"adaptive_max_pool{n}d", x, output_size, n)
    array, spatial = np.asarray(x if isinstance(x, np.ndarray) else x._value()), x.shape[2:]
    numbered = np.arange(int(np.prod(spatial))).reshape(spatial)
    places: Any = np.zeros((*x.shape[:2], *out), int)
    bounds = [_bounds(size, o) for size, o in zip(spatial, out, strict=True)]
    for cell in every(*map(range, out)):
        window: Any = tuple(slice(*bounds[axis][k]) for axis, k in enumerate(cell))
        numbers = numbered[window].reshape(-1)
        flat = array[(..., *window)].reshape(*x.shape[:2], numbers.size)
        places[(..., *cell)] = numbers[flat.argmax(axis=2)]
    return _picked(x, places, single, indices)


def adaptive_max_pool1d(input: Any, output_size: Any, return_indices: bool = False) -> Any:
    """Largest elements of `output_size` nearly equal stretches of the last axis."""
    return _adaptive_max(1, input, output_size, return_indices)


def adaptive_max_pool2d(input: Any, output_size: Any, return_indices: bool = False) -> Any:
    """Largest elements over the last two axes."""
    return _adaptive_max(2, input, output_size, return_indices)


def adaptive_max_pool3d(input: Any, output_size: Any, return_indices: bool = False) -> Any:
    """Largest elements over the last three axes."""
    return _adaptive_max(3, input, output_size, return_indices)
