"""Fourier transforms beside PyTorch and JAX: values, gradients and second derivatives in float64 and complex128."""

import numpy as np
import pytest

from autograd_lite import grad

pytestmark = pytest.mark.oracle
torch = pytest.importorskip("torch")
jax = pytest.importorskip("jax")
jax.config.update("jax_enable_x64", True)
torch.set_num_threads(1)
jnp = jax.numpy

RNG = np.random.default_rng(0)
REAL = RNG.normal(size=(3, 4, 5))
COMPLEX = REAL + 1j * RNG.normal(size=(3, 4, 5))
ONE = [(n, axis) for n in (None, 2, 3, 6, 7) for axis in (-1, 1)]
MANY = [((0, 1), None), ((1, 2), (3, 6)), ((2, 0), (4, 5))]
CASES = [
    *[(name, {"n": n, "axis": axis}) for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft") for n, axis in ONE],
    *[
        (kind + over, {"s": s, "axes": axes})
        for kind in ("fft", "ifft", "rfft", "irfft")
        for over in "2n"
        for axes, s in MANY
    ],
]


def energy(module, out):
    """A real function of all values that is not quadratic."""
    weights = np.random.default_rng(7).normal(size=tuple(out.shape))
    weights = torch.asarray(weights) if module is torch else weights
    parts = [out.real, out.imag] if "complex" in str(out.dtype) else [out]
    return sum((part**3 * weights).sum() for part in parts)


@pytest.mark.parametrize("norm", ["backward", "ortho", "forward"])
@pytest.mark.parametrize(("name", "keywords"), CASES)
def test_gradients(name, keywords, norm):
    """The gradient agrees with PyTorch's, and with the conjugate of JAX's, to 1e-10."""
    x = REAL if name.startswith(("r", "ih")) else COMPLEX
    ours = grad(lambda x: energy(np, getattr(np.fft, name)(x, **keywords, norm=norm)))(x)
    theirs = jax.grad(lambda x: energy(jnp, getattr(jnp.fft, name)(x, **keywords, norm=norm)))(x)
    assert np.allclose(ours, np.conjugate(theirs), rtol=1e-10, atol=1e-10)
    t = torch.tensor(x, requires_grad=True)
    named = {{"axis": "dim", "axes": "dim"}.get(key, key): value for key, value in keywords.items()}
    energy(torch, getattr(torch.fft, name)(t, **named, norm=norm)).backward()
    assert np.allclose(ours, t.grad.resolve_conj(), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", ["fft", "rfft", "irfft", "hfft", "ihfft", "irfft2"])
def test_second_derivatives(name):
    """The Hessian times a vector agrees with PyTorch's to 1e-10."""
    x, v = REAL[0], RNG.normal(size=REAL[0].shape)
    first = grad(lambda x: energy(np, getattr(np.fft, name)(x)))
    ours = grad(lambda x: np.sum(first(x) * v))(x)
    t = torch.tensor(x, requires_grad=True)
    (slope,) = torch.autograd.grad(energy(torch, getattr(torch.fft, name)(t)), t, create_graph=True)
    (theirs,) = torch.autograd.grad((slope * torch.asarray(v)).sum(), t)
    assert np.allclose(ours, theirs, rtol=1e-10, atol=1e-10)
