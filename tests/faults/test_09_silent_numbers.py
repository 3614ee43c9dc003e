"""Fault 9: ``float(t)``, ``math.exp(t)``, ``rng.normal(t)``, ``a[:] = t`` turn a tracked Tensor into plain numbers.

Without the refusal the rest of the computation has no gradient, and nobody says so.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import DetachError

rng = np.random.default_rng(0)


def _slice(t: Tensor) -> None:
    np.zeros(2)[:] = t


NUMBERS: dict[str, Callable[[Tensor], object]] = {
    "float": float,
    "int": int,
    "complex": complex,
    "math.exp": math.exp,
    "math.floor": math.floor,
    "format with %": lambda t: "%f" % t,  # noqa: UP031  # the old way goes through __float__
    "random mean": rng.normal,
    "assignment to a slice": _slice,
}


@pytest.mark.parametrize("use", NUMBERS.values(), ids=NUMBERS)
def test_plain_number_of_a_tracked_tensor_is_refused(use: Callable[[Tensor], object]) -> None:
    """Every way to a plain number raises a TypeError that names the spoken ways out."""
    with pytest.raises(DetachError, match=r"lose its gradient\. Use t\.detach\(\), t\.numpy\(\) or t\.item\(\)"):
        use(Tensor(2.0, requires_grad=True) * 1.5)


def _element(t: Tensor) -> None:
    array = np.zeros(2)
    array[0] = t


ELEMENTS: dict[str, Callable[[Tensor], object]] = {
    "item": _element,
    "fill": lambda t: np.zeros(2).fill(t),
    "fromiter": lambda t: np.fromiter([t, t], dtype=float),
}


@pytest.mark.parametrize("write", ELEMENTS.values(), ids=ELEMENTS)
def test_assignment_to_an_element(write: Callable[[Tensor], object]) -> None:
    """``a[0] = t`` raises too; NumPy wraps our error into its own, which names it as the cause."""
    with pytest.raises(ValueError, match="setting an array element") as caught:
        write(Tensor(2.0, requires_grad=True))
    assert isinstance(caught.value.__cause__, DetachError)


def test_tracked_argument_of_a_method_of_a_plain_array() -> None:
    """An ndarray's own method with a tracked argument raises as well."""
    with pytest.raises(TypeError):
        np.ones(2).dot(Tensor([1.0, 2.0], requires_grad=True))


def test_spoken_ways_out() -> None:
    """``item()``, ``detach()``, ``numpy()`` and a printed format are plain on purpose."""
    t = Tensor(2.0, requires_grad=True) * 1.5
    assert (t.item(), float(t.detach()), float(t.numpy()), f"{t:.2f}") == (3.0, 3.0, 3.0, "3.00")
    assert math.exp(Tensor(0.0)) == 1.0
