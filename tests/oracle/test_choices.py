"""What PyTorch lacks, against JAX in float64: choices among many, interpolation, sinc; both orders of derivative."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import grad

jax = pytest.importorskip("jax")
jax.config.update("jax_enable_x64", True)
jnp = jax.numpy
pytestmark = pytest.mark.oracle

X = np.array([-2.75, -1.5, -0.25, 0.3, 0.9, 1.6, 2.2])
XP, FP = np.array([-2.0, -0.5, 0.5, 2.0]), np.array([1.0, -2.0, 0.5, 3.0])

# A function of the library (np or jax.numpy) and of one array.
CASES: dict[str, tuple[Callable[[Any, Any], Any], Any]] = {
    "sinc": (lambda lib, x: lib.sinc(x), np.append(X, [0.0, 1.0])),
    "cbrt": (lambda lib, x: lib.cbrt(x), X),
    "heaviside": (lambda lib, x: lib.heaviside(x, 0.5) * x, X),
    "i0": (lambda lib, x: lib.i0(x), X),
    "unwrap": (lambda lib, x: lib.unwrap(3 * x) ** 2, X),
    "unwrap with a period": (lambda lib, x: lib.unwrap(3 * x, period=2.6) ** 2, X),
    "select": (lambda lib, x: lib.select([x < -1, x < 1], [x**3, lib.sin(x)], lib.exp(x)), X),
    "piecewise": (lambda lib, x: lib.piecewise(x, [x < -1, x > 1], [lib.cos, lib.square, lib.exp]), X),
    "choose": (lambda lib, x: lib.choose(np.arange(7) % 3, [x, x**2, lib.exp(x)]), X),
    "choose, wrapped": (lambda lib, x: lib.choose(np.arange(7), [x, x**2, lib.exp(x)], mode="wrap"), X),
    "choose, clipped": (lambda lib, x: lib.choose(np.arange(7) - 2, [x, x**2, lib.exp(x)], mode="clip"), X),
    "interp in x": (lambda lib, x: lib.interp(x, XP, FP) ** 2, X),
    "interp in xp": (lambda lib, xp: lib.interp(X, xp, FP) ** 2, XP),
    "interp in fp": (lambda lib, fp: lib.interp(X, XP, fp) ** 2, FP),
    "interp with ends": (lambda lib, x: lib.interp(x, XP, FP, left=-1.0, right=4.0) ** 2, X),
    "interp with a period": (lambda lib, x: lib.interp(x, XP, FP, period=4.5) ** 2, X),
    "hypot": (lambda lib, x: lib.hypot(x, 2.0), X),
    "float_power": (lambda lib, x: lib.float_power(lib.abs(x), x), X),
    "divmod": (lambda lib, x: lib.divmod(x, 0.7)[1] * x, X),
    "modf": (lambda lib, x: lib.modf(x)[0] * x, X),
    "frexp": (lambda lib, x: lib.frexp(x)[0] * x, X),
    "clip between arrays": (lambda lib, x: lib.clip(x, -lib.abs(x) / 2, 1 + x / 4) * x, X),
}


@pytest.mark.parametrize(("f", "x"), CASES.values(), ids=CASES)
def test_derivatives(f: Callable[[Any, Any], Any], x: Any) -> None:
    """Value, first and second derivative are JAX's, to 1e-11."""
    mine, theirs = lambda x: np.sum(f(np, x)), lambda x: jnp.sum(f(jnp, x))
    slope, their_slope = grad(mine), jax.grad(theirs)
    np.testing.assert_allclose(f(np, x), f(jnp, jnp.array(x)), rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(slope(x), their_slope(jnp.array(x)), rtol=1e-11, atol=1e-13)
    second, their_second = grad(lambda x: np.sum(slope(x))), jax.grad(lambda x: jnp.sum(their_slope(x)))
    np.testing.assert_allclose(second(x), their_second(jnp.array(x)), rtol=1e-11, atol=1e-11)
