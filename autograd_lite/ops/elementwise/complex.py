"""Complex numbers: parts, conjugate, absolute value, direction.

These are not complex-differentiable: each has an adjoint over the real and imaginary parts. Cotangents are carried as
∂L/∂Re − i ∂L/∂Im, so that complex-differentiable functions just multiply by their derivative.
"""

import math

import numpy as np

from autograd_lite.domains import NONZERO, Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.elementwise.arithmetic import ratio
from autograd_lite.pointwise import elementwise


def _any(draw: Draw):
    return (draw.array(),), {}


def _unchanged(g):
    return g


@primitive(np.real, x=_unchanged, batched={"x": _unchanged}, view=True, samples=_any)
def real(x, /):
    """Real part."""
    return x[...] if isinstance(x, np.ndarray) and x.dtype.kind != "c" else np.real(x)


def _from_imaginary(g, x_dtype):
    return np.multiply(-1j, g) if x_dtype.kind == "c" else np.zeros_like(g)


@primitive(np.imag, x=_from_imaginary, batched={"x": _from_imaginary}, view=True, samples=_any)
def imag(x, /):
    """Imaginary part."""
    return np.imag(x)


def _conjugated(g):
    return np.conjugate(g)


@primitive(np.conjugate, x=_conjugated, batched={"x": _conjugated}, samples=_any)
def conjugate(x, /):
    """Complex conjugate, element by element."""
    return np.conjugate(x)


@elementwise(np.absolute, x=lambda x: _direction(x), domain=NONZERO)
def absolute(x, /):
    """Absolute value, element by element; the derivative at 0 is 0."""
    return np.absolute(x)


def _direction(x):
    return np.conjugate(np.sign(x)) if x.dtype.kind == "c" else np.sign(x)


def _turn(g, x):
    """Return the share of a direction u = x/abs(x): only a change across u counts, and turns it by that over abs(x)."""
    if x.dtype.kind != "c":
        return np.zeros_like(g)
    u = np.sign(x)
    return 1j * np.conjugate(u) * ratio(np.imag(g * u), np.absolute(x))


@primitive(np.sign, x=_turn, batched={"x": _turn}, samples=lambda draw: ((draw.array(interval=NONZERO),), {}))
def sign(x, /):
    """Sign of real numbers, whose derivative is 0; direction x/abs(x) of complex ones; 0 at 0."""
    return np.sign(x)


def _turning(x, deg):
    if x.dtype.kind != "c":
        return np.zeros(x.shape, x.dtype)
    return (-180j / math.pi if deg else -1j) * ratio(1, x)


@elementwise(
    np.angle,
    x=_turning,
    samples=lambda draw: ((draw.array(interval=NONZERO),), {"deg": draw.boolean()}),
)
def angle(x, /, deg=False):
    """Angle of complex numbers, from −π to π, in radians or degrees; the derivative at 0 is 0."""
    return np.angle(x, deg)


@primitive(
    np.real_if_close,
    x=_unchanged,
    batched={"x": _unchanged},
    view=True,
    samples=lambda draw: ((draw.array(),), {"tol": draw.choice([100, 1e-3])}),
)
def real_if_close(x, /, tol=100):
    """Real parts if all imaginary parts are within `tol` (machine epsilons, if above 1) of zero, else all unchanged."""
    return np.real_if_close(x, tol)


abs, conj = absolute, conjugate
