"""Fault 30: gradients drift to another dtype than their leaf's; big-endian and long double data crash or convert.

Without the guard a float32 network has float64 gradients, and its optimizer's state doubles in size.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, grad, gradients, hessian

FLOATS = [np.float16, np.float32, np.float64, np.longdouble, np.complex64, np.complex128]
PROGRAMS: dict[str, Callable[[Any], Any]] = {
    "Python number": lambda x: (x * 2.0 + 1).sum(),
    "float64 operand": lambda x: (x * np.array([1.0, 2.0])).sum(),
    "mixed matmul": lambda x: np.matmul(x, np.ones((2, 2))).sum(),
    "cast up": lambda x: (x.astype(complex) * 2).sum() if x.dtype.kind == "c" else (x.astype(float) * 2).sum(),
    "read by index": lambda x: x[[0, 0, 1]].sum(),
    "mean": lambda x: x.mean(),
    "power": lambda x: (x**2).sum(),
    "where": lambda x: np.where(np.array([True, False]), x, 0.0).sum(),
}


def _real(value: Any) -> Any:
    return value.real if value.dtype.kind == "c" else value


@pytest.mark.parametrize("dtype", FLOATS, ids=lambda d: d.__name__)
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_gradient_has_the_dtype_of_its_leaf(program: Callable[[Any], Any], dtype: Any) -> None:
    """Whatever the leaf met on the way, its gradient comes back in its own dtype, at first and second order."""
    x = Tensor([1.0, 2.0], requires_grad=True, dtype=dtype)
    _real(program(x)).backward()
    assert x.grad.dtype == dtype
    assert gradients(_real(program(x)), x).dtype == dtype
    assert grad(lambda x: _real(program(x)))(np.array([1.0, 2.0], dtype=dtype)).dtype == dtype
    x.zero_grad()
    _real(program(x)).backward(create_graph=True)
    assert x.grad.dtype == dtype


def test_second_derivative() -> None:
    """A Hessian has the dtype of its argument."""
    assert hessian(lambda x: (x**3).sum())(np.array([1.0, 2.0], dtype=np.float32)).dtype == np.float32


def test_float32_stays_float32_beside_numbers() -> None:
    """NumPy 2's rules hold: Python numbers do not widen, arrays do."""
    x = Tensor([1.0, 2.0], dtype=np.float32)
    assert (x * 2.0).dtype == (x + 1).dtype == (2.0 / x).dtype == (x**2).dtype == np.float32
    assert (x * np.float64(2.0)).dtype == (x * np.ones(2)).dtype == np.float64


BESIDE_NUMBERS: dict[str, Callable[[Any], Any]] = {
    "trapezoid": lambda x: np.trapezoid(x, dx=0.1),
    "gradient": lambda x: np.gradient(x),
    "gradient with a step": lambda x: np.gradient(x, 0.5),
    "gradient with coordinates": lambda x: np.gradient(x, [0.0, 3.0]),
    "linspace": lambda x: np.linspace(x, 1.0, 3),
    "logspace": lambda x: np.logspace(0, x, 3, base=2.0),
    "pad with a ramp": lambda x: np.pad(x, 2, "linear_ramp", end_values=1.5),
    "fold": lambda x: np.logaddexp.reduce(np.real(x), initial=1.0),
    "outer": lambda x: np.add.outer(x, 1.0),
}


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.complex64, np.float64], ids=lambda d: d.__name__)
@pytest.mark.parametrize("program", BESIDE_NUMBERS.values(), ids=BESIDE_NUMBERS)
def test_functions_beside_numbers(program: Callable[[Any], Any], dtype: Any) -> None:
    """Functions that are made of others keep NumPy's dtype too, where a number stands beside the array."""
    x = np.array([1.0, 2.0], dtype=dtype)
    assert program(Tensor(x)).dtype == program(x).dtype


@pytest.mark.parametrize("dtype", [">f4", ">f8", ">c16"])
def test_big_endian_is_converted_at_the_door(dtype: str) -> None:
    """Data in foreign byte order become native ones, as Tensor, as operand, as seed and as gradient."""
    foreign = np.array([2.0, 3.0], dtype=dtype)
    native = foreign.dtype.newbyteorder("=")
    x = Tensor(foreign, requires_grad=True)
    assert x.dtype == native
    assert x.dtype.isnative
    assert x.tolist() == [2.0, 3.0]
    (x * foreign).backward(foreign)
    assert x.grad.dtype.isnative
    assert x.grad.tolist() == [4.0, 9.0]
    x.grad = foreign
    assert x.grad.dtype.isnative


def test_long_double_keeps_its_digits() -> None:
    """A long double is not squeezed through a double on the way."""
    tiny = np.finfo(np.longdouble).eps
    x = Tensor(np.array([1.0 + tiny], dtype=np.longdouble), requires_grad=True)
    (x * x).sum().backward()
    assert x.grad[0] == 2 * (1.0 + tiny)


def test_real_leaf_in_a_complex_program() -> None:
    """A real leaf's gradient is real: the imaginary part of what comes back has no direction to go."""
    x = Tensor([3.0], requires_grad=True)
    np.abs(x + 4j).sum().backward()
    assert x.grad.dtype == float
    np.testing.assert_allclose(x.grad, [0.6])


def test_assigned_gradient_is_cast() -> None:
    """A gradient that the user sets takes the leaf's dtype too."""
    x = Tensor([1.0, 2.0], requires_grad=True, dtype=np.float32)
    x.grad = np.array([1.0, 2.0])
    assert x.grad.dtype == np.float32
