import numpy as np
import pytest

from autograd_lite import Tensor, vjp
from autograd_lite.ops import fft_axes as ours

RNG = np.random.default_rng(0)


def inner(x, y):
    """The real inner product of arrays."""
    return np.sum(np.real(np.conjugate(x) * y))


@pytest.mark.parametrize("name", ["fft2", "ifft2", "rfft2", "irfft2", "fftn", "ifftn", "rfftn", "irfftn"])
@pytest.mark.parametrize(
    "keywords",
    [
        {},
        {"axes": (0, 1)},
        {"axes": (2, 0), "norm": "ortho"},
        {"s": (2, 5), "axes": (1, 2)},
        {"s": (-1, 3), "axes": (0, 2), "norm": "forward"},
        {"axes": (1,)},
    ],
)
def test_the_value_is_numpys_and_the_pullback_the_adjoint(name, keywords):
    """Each transform over axes gives NumPy's numbers, and ⟨f(x), y⟩ = ⟨x, f*(y)⟩."""
    x = RNG.normal(size=(3, 4, 5)) + (0 if name.startswith("r") else 1j * RNG.normal(size=(3, 4, 5)))
    out, pullback = vjp(lambda x: getattr(np.fft, name)(x, **keywords), x)
    right = getattr(np.fft, name)(x, **keywords)
    assert out.shape == right.shape
    assert np.allclose(out, right)
    y = RNG.normal(size=out.shape) + (1j * RNG.normal(size=out.shape) if out.dtype.kind == "c" else 0)
    assert np.isclose(inner(out, y), inner(x, pullback(y)[0]), rtol=1e-12)


def test_lengths_without_axes_warn_as_in_numpy():
    """NumPy is about to change what s without axes means, and says so; so do we."""
    with pytest.warns(DeprecationWarning, match="`axes` should not be `None`"):
        ours.fftn(Tensor(np.ones((2, 2))), s=(2,))


def test_lengths_and_axes_that_do_not_match():
    """Two lengths for one axis are an error that says how many of each there were."""
    with pytest.raises(ValueError, match=r"got 2 lengths in s for 1 axes\. Wanted equal"):
        ours.fftn(np.ones((2, 2)), s=(2, 2), axes=(0,))
