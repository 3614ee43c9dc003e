"""Elementwise operations: first and second derivatives as PyTorch's, in float64; where not, a listed convention."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import grad

torch = pytest.importorskip("torch")
torch.set_num_threads(1)
pytestmark = pytest.mark.oracle

Function = Callable[..., Any]
REAL = np.array([-3.25, -1.0, -0.5, 0.25, 1.0, 2.5, 7.0])
POSITIVE = np.array([1e-3, 0.25, 0.5, 1.0, 2.5, 40.0])
UNIT = np.array([-0.9, -0.5, 0.0, 0.25, 0.75])
ABOVE_ONE = np.array([1.001, 1.5, 4.0, 100.0])
OTHER = np.array([2.0, -0.75, 0.5, -3.0, 1.5, 0.3, -2.0])

ONE: dict[str, tuple[Function, Function, Any]] = {
    "abs": (np.abs, torch.abs, np.append(REAL, 0.0)),
    "sign": (np.sign, torch.sign, np.append(REAL, 0.0)),
    "reciprocal": (np.reciprocal, torch.reciprocal, REAL),
    "square": (np.square, torch.square, REAL),
    "exp": (np.exp, torch.exp, REAL),
    "exp2": (np.exp2, torch.exp2, REAL),
    "expm1": (np.expm1, torch.expm1, REAL),
    "log": (np.log, torch.log, POSITIVE),
    "log2": (np.log2, torch.log2, POSITIVE),
    "log10": (np.log10, torch.log10, POSITIVE),
    "log1p": (np.log1p, torch.log1p, POSITIVE),
    "sqrt": (np.sqrt, torch.sqrt, np.append(POSITIVE, 0.0)),
    "sin": (np.sin, torch.sin, REAL),
    "cos": (np.cos, torch.cos, REAL),
    "tan": (np.tan, torch.tan, REAL),
    "arcsin": (np.arcsin, torch.arcsin, UNIT),
    "arccos": (np.arccos, torch.arccos, UNIT),
    "arctan": (np.arctan, torch.arctan, REAL),
    "sinh": (np.sinh, torch.sinh, REAL),
    "cosh": (np.cosh, torch.cosh, REAL),
    "tanh": (np.tanh, torch.tanh, REAL),
    "arcsinh": (np.arcsinh, torch.arcsinh, REAL),
    "arccosh": (np.arccosh, torch.arccosh, ABOVE_ONE),
    "arctanh": (np.arctanh, torch.arctanh, UNIT),
    "deg2rad": (np.deg2rad, torch.deg2rad, REAL),
    "rad2deg": (np.rad2deg, torch.rad2deg, REAL),
    "i0": (np.i0, torch.i0, REAL),
    "floor": (np.floor, torch.floor, REAL),
    "ceil": (np.ceil, torch.ceil, REAL),
    "trunc": (np.trunc, torch.trunc, REAL),
    "round": (np.round, torch.round, REAL),
    "clip": (lambda x: np.clip(x, -1.0, 1.0), lambda x: torch.clip(x, -1.0, 1.0), REAL),
    "clip from below": (lambda x: np.clip(x, -1.0, None), lambda x: torch.clip(x, min=-1.0), REAL),
    "nan_to_num": (np.nan_to_num, torch.nan_to_num, REAL),
    "power 3": (lambda x: x**3, lambda x: x**3, np.append(REAL, 0.0)),
    "power 0": (lambda x: x**0, lambda x: x**0, np.append(REAL, 0.0)),
    "power -2": (lambda x: x**-2, lambda x: x**-2, REAL),
    "power 0.5": (lambda x: x**0.5, lambda x: x**0.5, POSITIVE),
    "base": (lambda x: 2.0**x, lambda x: 2.0**x, REAL),
    "ldexp": (lambda x: np.ldexp(x, 3), lambda x: torch.ldexp(x, torch.tensor(3)), REAL),
    "where": (lambda x: np.where(x > 0, x * x, 3.0), lambda x: torch.where(x > 0, x * x, 3.0), REAL),
}

TWO: dict[str, tuple[Function, Function, Any, Any]] = {
    "add": (np.add, torch.add, REAL, OTHER),
    "subtract": (np.subtract, torch.subtract, REAL, OTHER),
    "multiply": (np.multiply, torch.multiply, REAL, OTHER),
    "divide": (np.divide, torch.divide, REAL, OTHER),
    "power": (np.power, torch.pow, POSITIVE, OTHER[:6]),
    "float_power": (np.float_power, torch.float_power, POSITIVE, OTHER[:6]),
    "remainder": (np.remainder, torch.remainder, REAL, OTHER),
    "fmod": (np.fmod, torch.fmod, REAL, OTHER),
    "hypot": (np.hypot, torch.hypot, REAL, OTHER),
    "arctan2": (np.arctan2, torch.arctan2, REAL, OTHER),
    "logaddexp": (np.logaddexp, torch.logaddexp, REAL, OTHER),
    "logaddexp2": (np.logaddexp2, torch.logaddexp2, REAL, OTHER),
    "copysign": (np.copysign, torch.copysign, REAL, OTHER),
    "maximum": (np.maximum, torch.maximum, np.append(REAL, 4.0), np.append(OTHER, 4.0)),
    "minimum": (np.minimum, torch.minimum, np.append(REAL, 4.0), np.append(OTHER, 4.0)),
    "where": (lambda x, y: np.where(x > 0, x, y), lambda x, y: torch.where(x > 0, x, y), REAL, OTHER),
}

# Ours on the left: at a tie fmax and fmin split evenly as maximum and minimum do; in PyTorch the first one gets all.
TIES = [(np.fmax, torch.fmax), (np.fmin, torch.fmin)]


def theirs(f: Function, arrays: tuple[Any, ...], which: int) -> tuple[Any, Any]:
    """First and second derivative of the sum of f in one of its arrays, by PyTorch."""
    tensors = [torch.tensor(a, requires_grad=i == which) for i, a in enumerate(arrays)]
    x = tensors[which]
    zero = 0 * x.detach()
    out = f(*tensors).sum()
    if not out.requires_grad:
        return zero.numpy(), zero.numpy()
    (first,) = torch.autograd.grad(out, x, create_graph=True)
    if not first.requires_grad:
        return first.detach().numpy(), zero.numpy()
    (second,) = torch.autograd.grad(first.sum(), x, allow_unused=True)
    return first.detach().numpy(force=True), (zero if second is None else second).numpy(force=True)


def ours(f: Function, arrays: tuple[Any, ...], which: int) -> tuple[Any, Any]:
    """First and second derivative of the sum of f in one of its arrays."""
    first = grad(lambda *a: np.sum(f(*a)), which)
    second = grad(lambda *a: np.sum(first(*a)), which)
    with np.errstate(all="ignore"):
        return first(*arrays), second(*arrays)


@pytest.mark.parametrize(("f", "theirs_f", "x"), ONE.values(), ids=ONE)
def test_one_array(f: Function, theirs_f: Function, x: Any) -> None:
    """A function of one array has PyTorch's derivatives, to 1e-12."""
    for got, right in zip(ours(f, (x,), 0), theirs(theirs_f, (x,), 0), strict=True):
        np.testing.assert_allclose(got, right, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(("f", "theirs_f", "x", "y"), TWO.values(), ids=TWO)
def test_two_arrays(f: Function, theirs_f: Function, x: Any, y: Any, which: int) -> None:
    """A function of two arrays has PyTorch's derivatives in each, to 1e-12."""
    for got, right in zip(ours(f, (x, y), which), theirs(theirs_f, (x, y), which), strict=True):
        np.testing.assert_allclose(got, right, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("f", "theirs_f"), TIES)
def test_listed_differences(f: Function, theirs_f: Function) -> None:
    """Where a convention differs, it does so as listed above."""
    x = np.array([2.0])
    assert ours(f, (x, x), 0)[0] == 0.5
    assert theirs(theirs_f, (x, x), 0)[0] == 1.0


def test_second_derivatives_that_pytorch_lacks() -> None:
    """Where PyTorch's second derivative is NaN, ours is the zero of the constant that the first one is."""
    x = np.array([np.nan, np.inf])
    assert ours(np.nan_to_num, (x,), 0)[1].tolist() == [0.0, 0.0]
    assert np.isnan(theirs(torch.nan_to_num, (x,), 0)[1]).all()
    pair = np.array([0.0]), np.array([-1.0])
    assert ours(np.copysign, pair, 0)[1] == 0.0
    assert np.isnan(theirs(torch.copysign, pair, 0)[1])


COMPLEX: dict[str, tuple[Function, Function]] = {
    "abs": (np.abs, torch.abs),
    "angle": (np.angle, torch.angle),
    "sign": (np.sign, torch.sgn),
    "conj": (np.conj, torch.conj),
    "real": (np.real, torch.real),
    "imag": (np.imag, torch.imag),
    **{
        name: ONE[name][:2]
        for name in ("reciprocal", "exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh")
    },
    **{name: ONE[name][:2] for name in ("arcsin", "arccos", "arctan", "arcsinh", "arccosh", "arctanh", "expm1")},
    "power": (lambda z: z ** (0.5 + 1j), lambda z: z ** (0.5 + 1j)),
}


@pytest.mark.parametrize(("f", "theirs_f"), COMPLEX.values(), ids=COMPLEX)
def test_complex_numbers(f: Function, theirs_f: Function) -> None:
    """The gradient of a real function of complex numbers is PyTorch's: ∂L/∂Re + i ∂L/∂Im."""
    z, w = np.array([1 + 2j, -0.5 + 0.75j, 0.25 - 3j, -2 - 1j]), np.array([1 - 1j, 2 + 1j, -1 + 0.5j, 3 + 2j])
    t = torch.tensor(z, requires_grad=True)
    torch.real(torch.tensor(w) * theirs_f(t)).sum().backward()
    np.testing.assert_allclose(
        grad(lambda z: np.sum(np.real(w * f(z))))(z), t.grad.resolve_conj().numpy(), rtol=1e-12, atol=1e-14
    )
