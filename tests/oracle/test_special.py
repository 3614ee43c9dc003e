"""SciPy's special functions and distributions beside PyTorch and JAX, first and second derivatives in float64."""

import numpy as np
import pytest

import autograd_lite as ag

pytestmark = pytest.mark.oracle
torch = pytest.importorskip("torch")
jax = pytest.importorskip("jax")
pytest.importorskip("scipy")
jax.config.update("jax_enable_x64", True)
torch.set_num_threads(1)
jsp = pytest.importorskip("jax.scipy")
special = ag.scipy.special

REAL, POSITIVE = np.array([-2.5, -0.7, 0.3, 1.1, 3.4]), np.array([0.2, 0.9, 1.7, 3.1, 6.0])
SHARE = np.array([0.05, 0.3, 0.5, 0.8, 0.95])
ONE = {
    "expit": REAL, "logit": SHARE, "erf": REAL, "erfc": REAL, "erfinv": SHARE, "gammaln": POSITIVE, "digamma": POSITIVE,
    "log_ndtr": REAL, "ndtr": REAL, "ndtri": SHARE, "entr": POSITIVE, "i0": POSITIVE, "i1": POSITIVE, "i0e": POSITIVE,
    "i1e": POSITIVE,
}  # fmt: skip
TWO = {
    "xlogy": (POSITIVE, POSITIVE[::-1]),
    "xlog1py": (POSITIVE, POSITIVE[::-1]),
    "betaln": (POSITIVE, POSITIVE[::-1]),
    "rel_entr": (POSITIVE, POSITIVE[::-1]),
    "kl_div": (POSITIVE, POSITIVE[::-1]),
    "gammainc": (POSITIVE, POSITIVE[::-1]),
    "gammaincc": (POSITIVE, POSITIVE[::-1]),
}


@pytest.mark.parametrize("name", ONE)
def test_first_and_second_derivatives_are_jaxs(name):
    """Both derivatives agree with JAX's to 1e-10."""
    ours, theirs, x = getattr(special, name), getattr(jsp.special, name), ONE[name]
    first = ag.grad(lambda x: np.sum(ours(x)))
    assert np.allclose(first(x), jax.vmap(jax.grad(theirs))(x), rtol=1e-10)
    assert np.allclose(ag.grad(lambda x: np.sum(first(x)))(x), jax.vmap(jax.grad(jax.grad(theirs)))(x), rtol=1e-10)


@pytest.mark.parametrize("name", ["expit", "logit", "erf", "erfc", "erfinv", "gammaln", "digamma", "log_ndtr", "ndtr",
                                  "ndtri", "entr", "i0", "i1", "i0e", "i1e", "bessel_j0", "bessel_j1"])  # fmt: skip
def test_derivatives_are_pytorchs(name):
    """The first derivative agrees with PyTorch's to 1e-10, where PyTorch has one."""
    x = ONE.get(name, POSITIVE)
    t = torch.tensor(x, requires_grad=True)
    try:
        (theirs,) = torch.autograd.grad(getattr(torch.special, name)(t).sum(), t)
    except (NotImplementedError, RuntimeError):
        pytest.skip("PyTorch has no derivative of it")
    ours = getattr(special, name.removeprefix("bessel_"))
    assert np.allclose(ag.grad(lambda x: np.sum(ours(x)))(x), theirs, rtol=1e-10)


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize("argnum", [0, 1])
def test_derivatives_in_each_argument_are_jaxs(name, argnum):
    """Of functions of two arguments both derivatives agree with JAX's to 1e-10, the incomplete gamma function's too."""
    ours, theirs, args = getattr(special, name), getattr(jsp.special, name), TWO[name]
    gradient = ag.grad(lambda *args: np.sum(ours(*args)), argnum)(*args)
    assert np.allclose(gradient, jax.vmap(jax.grad(theirs, argnum))(*args), rtol=1e-10, atol=1e-12)


def test_the_incomplete_beta_function_is_jaxs():
    """The slope of the incomplete beta function agrees with JAX's, which has none in the parameters, to 1e-10."""
    args = (POSITIVE, POSITIVE[::-1], SHARE)
    gradient = ag.grad(lambda *args: np.sum(special.betainc(*args)), 2)(*args)
    assert np.allclose(gradient, jax.vmap(jax.grad(jsp.special.betainc, 2))(*args), rtol=1e-10)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("norm", (REAL, 0.3, 1.7)),
        ("gamma", (POSITIVE, 2.5, -0.1, 1.7)),
        ("chi2", (POSITIVE, 2.5, -0.1, 1.7)),
        ("beta", (SHARE, 2.5, 1.5, -0.1, 1.7)),
        ("t", (REAL, 2.5, 0.3, 1.7)),
    ],
)
@pytest.mark.parametrize("method", ["logpdf", "pdf", "cdf", "logcdf"])
def test_distributions_are_jaxs(name, args, method):
    """Values and derivatives in the point and in every parameter agree with JAX's to 1e-9."""
    theirs = getattr(getattr(jsp.stats, name), method, None)
    if theirs is None:
        pytest.skip("JAX has not this function")
    ours, every = getattr(getattr(ag.scipy.stats, name), method), tuple(range(len(args)))
    args = [np.broadcast_to(np.float64(a), args[0].shape).copy() for a in args]
    assert np.allclose(ours(*args), theirs(*args), rtol=1e-10)
    try:
        expected = jax.grad(lambda *a: theirs(*a).sum(), every)(*args)
    except (NotImplementedError, ValueError, TypeError):
        pytest.skip("JAX has no derivative of it")
    for mine, other in zip(ag.grad(lambda *a: np.sum(ours(*a)), every)(*args), expected, strict=True):
        assert np.allclose(mine, other, rtol=1e-9, atol=1e-10)


def test_the_matrix_exponential_is_jaxs():
    """The exponential of matrices has JAX's derivatives, first and second."""
    x = np.random.default_rng(0).normal(size=(3, 3)) * 0.3 + np.eye(3)
    w = np.random.default_rng(1).normal(size=(3, 3))
    for ours, theirs in ((ag.scipy.linalg.expm, jsp.linalg.expm),):
        first = ag.grad(lambda x, ours=ours: np.sum(ours(x) * w))
        other = jax.grad(lambda x, theirs=theirs: (theirs(x) * w).sum())
        assert np.allclose(first(x), other(x), rtol=1e-10)
        assert np.allclose(
            ag.grad(lambda x, f=first: np.sum(f(x) * w))(x), jax.grad(lambda x, f=other: (f(x) * w).sum())(x), rtol=1e-9
        )


@pytest.mark.parametrize("shape", [(3,), (4, 3)], ids=str)
def test_the_normal_distribution_of_vectors_is_jaxs(shape):
    """Through a covariance that is symmetric by construction; else JAX symmetrises its gradient, and ours does not."""
    rng = np.random.default_rng(0)
    x, mean, root, v = rng.normal(size=shape), rng.normal(size=3), rng.normal(size=(3, 3)), rng.normal(size=(3, 3))

    def total(stats):
        return lambda x, mean, root: stats.logpdf(x, mean, root @ root.T + np.eye(3)).sum() ** 2

    ours, theirs = total(ag.scipy.stats.multivariate_normal), total(jsp.stats.multivariate_normal)
    for mine, other in zip(
        ag.grad(ours, (0, 1, 2))(x, mean, root), jax.grad(theirs, (0, 1, 2))(x, mean, root), strict=True
    ):
        assert np.allclose(mine, other, rtol=1e-10, atol=1e-10)
    second = ag.grad(lambda r: np.sum(ag.grad(ours, 2)(x, mean, r) * v))(root)
    assert np.allclose(second, jax.grad(lambda r: (jax.grad(theirs, 2)(x, mean, r) * v).sum())(root), rtol=1e-9)
