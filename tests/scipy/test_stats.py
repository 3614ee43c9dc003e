import numpy as np
import pytest
import scipy.stats as ss

from autograd_lite import grad
from autograd_lite.domains import NONZERO, POSITIVE, SMALL, UNIT, Interval
from autograd_lite.errors import ShapeError, UnsupportedOperationError
from autograd_lite.scipy import stats as ours
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.laws.derivatives import first_order, second_order
from autograd_lite.testing.laws.operations import Case

X = np.array([-3.0, -0.4, 0.0, 0.3, 0.7, 1.0, 1.9, 12.0])
CASES = {
    "norm": (0.2, 1.3),
    "gamma": (2.5, -0.5, 1.5),
    "chi2": (3.0, -1.0, 1.2),
    "beta": (2.0, 0.7, -0.5, 3.0),
    "t": (4.0, 0.1, 2.0),
}


@pytest.mark.parametrize("method", ["pdf", "logpdf", "cdf", "logcdf"])
@pytest.mark.parametrize("name", CASES)
def test_values_are_scipys(name, method):
    """Densities and distribution functions are SciPy's, inside and outside the support, for wrong parameters too."""
    mine, theirs = getattr(getattr(ours, name), method), getattr(getattr(ss, name), method)
    with np.errstate(all="ignore"):
        assert np.allclose(mine(X, *CASES[name]), theirs(X, *CASES[name]), rtol=1e-12, atol=1e-300)
        assert np.isnan(mine(X, *CASES[name][:-1], -1.0)).all()
        assert np.isnan(mine(np.nan, *CASES[name]))


@pytest.mark.parametrize("method", ["pdf", "logpdf", "cdf", "logcdf"])
@pytest.mark.parametrize("name", CASES)
def test_slopes_in_every_argument(name, method):
    """The derivative in the point and in each parameter is that of a difference of high order of SciPy's values."""
    mine, theirs = getattr(getattr(ours, name), method), getattr(getattr(ss, name), method)
    args, h = (0.7, *CASES[name]), 2e-3
    weights = np.array([1 / 280, -4 / 105, 1 / 5, -4 / 5, 0, 4 / 5, -1 / 5, 4 / 105, -1 / 280]) / h
    for k in range(len(args)):
        moved = [[*args[:k], args[k] + h * j, *args[k + 1 :]] for j in range(-4, 5)]
        assert np.isclose(grad(mine, k)(*args), weights @ [theirs(*each) for each in moved], rtol=1e-8, atol=1e-10)


SHAPE = Interval(0.5, 6.0)
COUNTS = {"norm": 0, "gamma": 1, "chi2": 1, "beta": 2, "t": 1}  # of parameters of shape


@pytest.mark.parametrize("method", ["pdf", "logpdf", "cdf", "logcdf"])
@pytest.mark.parametrize("name", COUNTS)
def test_the_laws_of_the_registry(name, method):
    """Point, shape, place and scale, drawn and broadcast, keep the laws of first and second order."""
    draw = TableDraw(np.random.default_rng(0))
    shapes = [draw.array((2, 1), SHAPE) for _ in range(COUNTS[name])]
    place, scale = draw.array((3,), SMALL), draw.array((), POSITIVE)
    bounded = name not in ("t", "norm")
    inside = (draw.array((2, 3), UNIT) + 1) / 2 if bounded else draw.array((2, 3), NONZERO)  # the middle: see below
    case = Case(getattr(getattr(ours, name), method), (place + scale * inside, *shapes, place, scale), {})
    for law in (first_order, second_order):
        found = law(case, np.random.default_rng(1))
        assert list(found) == []
        assert found.checked > found.inconclusive


@pytest.mark.parametrize("df", [0.6, 3.0, 40.0])
def test_students_distribution_near_its_middle(df):
    """F is 1/2 + x f(0) there: the mixed second derivative at 0 is f(0)'s slope in df, from both sides and orders."""
    slope = grad(lambda df: ours.t.pdf(0.0, df))(df)
    for x in (0.0, 1e-12, -1e-12, 1e-5):
        in_df = lambda x, df: grad(lambda df: ours.t.cdf(x, df))(df)  # noqa: E731
        in_x = lambda x, df: grad(lambda x: ours.t.cdf(x, df))(x)  # noqa: E731
        assert np.isclose(grad(lambda x, f=in_df: f(x, df))(x), slope, rtol=1e-9)
        assert np.isclose(grad(lambda df, f=in_x, x=x: f(x, df))(df), slope, rtol=1e-9)
        assert np.isclose(in_df(x, df), x * slope, rtol=1e-9, atol=1e-30)


@pytest.mark.parametrize("df", [0.6, 3.0, 40.0, 1e5])
def test_students_distribution_has_one_slope_on_either_side(df):
    """Where one formula takes over from another, the derivative in df and its own derivatives go on."""
    edge = min(df, 1.0) ** 0.5
    for x in (edge, -edge):
        for f in (
            lambda x: grad(lambda df: ours.t.cdf(x, df))(df),
            lambda x: grad(grad(lambda df: ours.t.cdf(x, df)))(df),
            grad(lambda x: grad(lambda df: ours.t.cdf(x, df))(df)),
        ):
            assert np.isclose(f(x * (1 - 1e-12)), f(x * (1 + 1e-12)), rtol=1e-7, atol=1e-16)


def test_outside_the_support_nothing_moves():
    """Where the density is zero its derivatives are zero, in the point and the parameters, and not NaN."""
    for k in range(3):
        assert grad(ours.gamma.pdf, k)(-1.0, 2.0, 0.5) == 0
        assert grad(ours.beta.cdf, k)(2.0, 2.0, 0.5) == 0


def test_counts():
    """Poisson's probabilities are SciPy's; their logarithm has the slope k/mu - 1."""
    k = np.array([0, 1, 5, -1, 2.5])
    with np.errstate(all="ignore"):
        for method in ("pmf", "logpmf", "cdf", "logcdf"):
            assert np.allclose(getattr(ours.poisson, method)(k, 2.3), getattr(ss.poisson, method)(k, 2.3))
    assert np.isclose(grad(lambda mu: ours.poisson.logpmf(3, mu))(2.0), 0.5)
    assert np.isclose(grad(lambda mu: ours.poisson.cdf(3, mu))(2.0), -ss.poisson.pmf(3, 2.0))


def test_dirichlets_distribution():
    """Of two shares it is the beta distribution, with its slopes; shares that do not sum to one are refused."""
    p, alpha = np.array([0.3, 0.7]), np.array([2.0, 3.5])
    assert np.isclose(ours.dirichlet.pdf(p, alpha), ss.dirichlet.pdf(p, alpha))
    assert np.isclose(grad(lambda a: ours.dirichlet.logpdf(p, a))(alpha)[0], grad(ours.beta.logpdf, 1)(0.3, 2.0, 3.5))
    assert np.isclose(grad(ours.dirichlet.logpdf)(p[:1], alpha)[0], grad(ours.beta.logpdf)(0.3, 2.0, 3.5))
    with pytest.raises(ValueError, match="do not sum to one"):
        ours.dirichlet.logpdf(np.array([0.3, 0.3]), alpha)
    with pytest.raises(ShapeError, match="got 1 shares for 3 parameters"):
        ours.dirichlet.logpdf(p[:1], np.ones(3))


def test_the_normal_distribution_of_vectors():
    """Its logarithm has the slopes -S⁻¹d in x and ½(S⁻¹d dᵀS⁻¹ - S⁻¹) in the covariance, which is symmetric."""
    x, mean, cov = np.array([1.0, 2.0]), np.array([0.5, -1.0]), np.array([[2.0, 0.5], [0.5, 1.0]])
    solved = np.linalg.solve(cov, x - mean)
    density = ours.multivariate_normal.logpdf
    assert np.isclose(density(x, mean, cov), ss.multivariate_normal.logpdf(x, mean, cov))
    assert np.allclose(grad(density)(x, mean, cov), -solved)
    assert np.allclose(grad(density, 1)(x, mean, cov), solved)
    assert np.allclose(grad(density, 2)(x, mean, cov), (np.outer(solved, solved) - np.linalg.inv(cov)) / 2)
    assert np.allclose(ours.multivariate_normal.pdf([[0.1], [0.2]], None, 2.0), ss.norm.pdf([0.1, 0.2], 0, 2**0.5))
    with pytest.raises(UnsupportedOperationError, match="allow_singular=True"):
        density(x, mean, cov, allow_singular=True)
    with pytest.raises(np.linalg.LinAlgError):
        density(x, mean, -cov)


def test_wrong_parameters_are_named():
    """Too many parameters and unknown names raise with the list of what there is."""
    with pytest.raises(TypeError, match=r"Gamma got 1 parameters and \['b'\]. Wanted a, loc, scale"):
        ours.gamma.pdf(1.0, 2.0, b=3.0)
