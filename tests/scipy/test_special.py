import subprocess
import sys

import numpy as np
import pytest
import scipy.special as sp

import autograd_lite as ag
from autograd_lite import Tensor, grad
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.scipy import special

NAMES = [name for name in vars(special) if not name.startswith("_") and callable(getattr(special, name))]


def test_scipys_ufuncs_take_tensors():
    """A ufunc of SciPy, called on a Tensor before anything of ours about SciPy was imported, is differentiated."""
    code = (
        "import sys, autograd_lite as ag; assert 'scipy' not in sys.modules; import scipy.special as sp; "
        "assert 'autograd_lite.scipy' not in sys.modules; assert ag.grad(sp.expit)(0.0) == 0.25"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_ufunc_without_a_rule_is_refused_under_scipys_name():
    """What is not differentiated raises, and is called what people call it."""
    t = Tensor([0.5], requires_grad=True)
    with pytest.raises(UnsupportedOperationError, match=r"scipy\.special\.ellipk has no derivative rule"):
        sp.ellipk(t)


@pytest.mark.parametrize(
    ("f", "x", "right"),
    [
        (sp.expit, 0.0, 0.25),
        (sp.logit, 0.5, 4.0),
        (sp.log_expit, 0.0, 0.5),
        (sp.erf, 0.0, 2 / np.sqrt(np.pi)),
        (sp.erfc, 0.0, -2 / np.sqrt(np.pi)),
        (sp.erfcx, 0.0, -2 / np.sqrt(np.pi)),
        (sp.erfinv, 0.0, np.sqrt(np.pi) / 2),
        (sp.erfcinv, 1.0, -np.sqrt(np.pi) / 2),
        (sp.dawsn, 0.0, 1.0),
        (sp.ndtr, 0.0, 1 / np.sqrt(2 * np.pi)),
        (sp.ndtri, 0.5, np.sqrt(2 * np.pi)),
        (sp.log_ndtr, 0.0, np.sqrt(2 / np.pi)),
        (sp.gamma, 1.0, -np.euler_gamma),
        (sp.gammaln, 2.0, 1 - np.euler_gamma),
        (sp.loggamma, 2.0, 1 - np.euler_gamma),
        (sp.psi, 1.0, np.pi**2 / 6),
        (sp.rgamma, 0.0, 1.0),
        (sp.rgamma, -1.0, -1.0),
        (sp.rgamma, -2.0, 2.0),
        (lambda x: special.polygamma(1, x), 1.0, -2 * 1.2020569031595942),
        (lambda x: special.multigammaln(x, 1), 2.0, 1 - np.euler_gamma),
        (lambda x: sp.beta(x, 1.0), 2.0, -0.25),
        (lambda x: sp.betaln(x, 1.0), 2.0, -0.5),
        (lambda x: sp.xlogy(x, np.e), 3.0, 1.0),
        (lambda y: sp.xlogy(3.0, y), 2.0, 1.5),
        (lambda y: sp.xlogy(0.0, y), 0.0, 0.0),
        (lambda y: sp.xlog1py(3.0, y), 1.0, 1.5),
        (sp.entr, 1.0, -1.0),
        (lambda x: sp.rel_entr(x, 1.0), 1.0, 1.0),
        (lambda x: sp.kl_div(x, 2.0), 2.0, 0.0),
        (sp.j0, 0.0, 0.0),
        (sp.j1, 0.0, 0.5),
        (lambda x: sp.jv(1, x), 0.0, 0.5),
        (sp.i0, 0.0, 0.0),
        (sp.i1, 0.0, 0.5),
        (sp.i0e, 0.0, 0.0),
        (sp.y0, 1.0, -sp.y1(1.0)),
        (lambda x: sp.yn(0, x), 1.0, -sp.y1(1.0)),
        (lambda x: sp.kv(0, x), 1.0, -sp.k1(1.0)),
        (lambda x: sp.gammainc(1.0, x), 2.0, np.exp(-2.0)),
        (lambda x: sp.gammaincc(1.0, x), 2.0, -np.exp(-2.0)),
        (lambda x: sp.betainc(2.0, 1.0, x), 0.3, 0.6),
        (lambda a: sp.betainc(a, 1.0, 0.5), 2.0, 0.25 * np.log(0.5)),
        (lambda b: sp.betainc(1.0, b, 0.5), 2.0, -0.25 * np.log(0.5)),
        (lambda b: sp.betaincc(1.0, b, 0.75), 2.0, 0.0625 * np.log(0.25)),
        (lambda x: sp.stdtr(1.0, x), 0.0, 1 / np.pi),
    ],
)
def test_slopes_worked_by_hand(f, x, right):
    """Each function has the slope that its closed form gives at a simple point."""
    assert np.isclose(grad(f)(x), right, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("a", [0.3, 1.0, 4.5, 40.0])
@pytest.mark.parametrize("x", [0.01, 0.5, 5.0, 60.0])
def test_the_incomplete_gamma_function_in_its_parameter(a, x):
    """The series for the derivative in `a` agrees with a difference of high order, first and second."""
    h = 1e-3
    weights = np.array([1 / 280, -4 / 105, 1 / 5, -4 / 5, 0, 4 / 5, -1 / 5, 4 / 105, -1 / 280]) / h
    points = a + h * np.arange(-4, 5)
    assert np.isclose(grad(sp.gammainc)(a, x), weights @ sp.gammainc(points, x), rtol=1e-8, atol=1e-11)
    firsts = np.array([float(grad(sp.gammainc)(p, x)) for p in points])
    assert np.isclose(grad(grad(sp.gammainc))(a, x), weights @ firsts, rtol=1e-8, atol=1e-11)


def test_a_fourth_derivative_in_a_parameter_is_refused():
    """The series has three derivatives in the parameters; the error says so."""
    with pytest.raises(UnsupportedOperationError, match="The derivative of order 4 in the parameters"):
        grad(grad(grad(grad(sp.gammainc))))(1.0, 1.0)


def test_far_tails():
    """Far left the slope of log Φ is -x, not 0/0; far out the logistic function's slope is e^-x."""
    assert np.isclose(grad(sp.log_ndtr)(-1e4), 1e4, rtol=1e-7)
    assert np.isclose(grad(sp.expit)(40.0), np.exp(-40.0), rtol=1e-12)


@pytest.mark.parametrize("x", [30.5, 1e3, 1e7, 1e160])
def test_slopes_far_from_the_formulas_cancellation(x):
    """From the asymptotic series: D' = -1/2x² (1 + 3/2x² + …), and erfcx' = -1/√π x² (1 - 3/2x² + …)."""
    u = 0.5 / x**2 if x < 1e150 else 0.0
    assert np.isclose(grad(sp.dawsn)(x), -(u + 3 * u**2 + 15 * u**3 + 105 * u**4), rtol=1e-11)
    assert np.isclose(grad(sp.dawsn)(-x), grad(sp.dawsn)(x), rtol=1e-15)
    assert np.isclose(grad(sp.erfcx)(x), 2 / np.sqrt(np.pi) * (-u + 3 * u**2 - 15 * u**3 + 105 * u**4), rtol=1e-11)


def test_both_formulas_meet():
    """Where the series of Dawson's integral and of erfcx takes over, slope and bend do not jump."""
    for f in (sp.dawsn, sp.erfcx):
        for slope in (grad(f), grad(grad(f))):
            assert np.isclose(slope(30.0), slope(30.0 + 1e-12), rtol=1e-9)


def test_parameters_of_incomplete_functions_at_the_edge():
    """Slopes in the parameters are 0 where the value is 0 or 1 whatever they are, and NaN where there is no value."""
    x = np.array([0.0, 800.0, 1e7, np.inf, -1.0, np.nan])
    with np.errstate(invalid="ignore"):
        in_a = grad(lambda a: np.sum(sp.gammainc(a, x)[:4]))(2.0)
        assert in_a == 0
        assert np.isnan(grad(lambda a: np.sum(sp.gammainc(a, x)))(2.0))
        assert np.isnan(grad(sp.gammainc)(np.nan, 1.0))
        assert grad(sp.betainc)(2.0, 3.0, 0.0) == grad(sp.betainc)(2.0, 3.0, 1.0) == 0
        assert np.isnan([grad(sp.betainc, i)(2.0, np.nan, 0.5) for i in range(3)]).all()
        assert np.isnan(grad(sp.betainc)(2.0, 3.0, 1.5))


def test_a_series_that_would_not_end():
    """Where the sum for a slope in a parameter takes too many terms it is NaN, not what has been added up so far."""
    assert np.isnan(grad(sp.betainc)(1e7, 0.5, 1 - 2e-7))


def test_the_slope_of_a_long_series():
    """A thousand terms, taken in blocks, give what a difference of high order gives."""
    h, at = 0.5, 1000.0
    weights, points = np.array([1 / 12, -2 / 3, 0, 2 / 3, -1 / 12]) / h, at + h * np.arange(-2, 3)
    assert np.isclose(grad(sp.gammainc)(at, 1030.0), weights @ sp.gammainc(points, 1030.0), rtol=1e-7)
    assert np.isclose(grad(sp.betainc)(at, 50.0, 0.95), weights @ sp.betainc(points, 50.0, 0.95), rtol=1e-7)


def test_complex_arguments():
    """Analytic functions take complex numbers, to the second order: Γ' = Γψ and Γ'' = Γ(ψ² + ψ')."""
    z = 1.3 - 0.7j
    step = 1e-5
    first = grad(sp.gamma, holomorphic=True)
    assert np.isclose(first(z), sp.gamma(z) * sp.psi(z))
    second = grad(lambda z: sp.gamma(z) * sp.psi(z), holomorphic=True)(z)
    assert np.isclose(second, (first(z + step) - first(z - step)) / (2 * step), rtol=1e-8)


def test_logsumexp_with_weights():
    """The weights count as factors: of log(b e^x + 1) the slope in b is e^x / (b e^x + 1); signs come out apart."""
    x, b = np.array([0.0, 0.0]), np.array([3.0, 1.0])
    assert np.allclose(grad(lambda b: special.logsumexp(x, b=b))(b), [0.25, 0.25])
    assert np.allclose(grad(lambda x: special.logsumexp(x, b=b))(x), [0.75, 0.25])
    value, sign = special.logsumexp(x, b=np.array([-3.0, 1.0]), return_sign=True)
    assert (np.isclose(value, np.log(2)), sign) == (True, -1)
    assert np.allclose(special.softmax(np.ones((2, 2))), 0.25)
    assert np.allclose(special.log_softmax(np.ones((2, 2))), np.log(0.25))


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_scipys(name):
    """What the namespace offers, SciPy has under the same name."""
    assert hasattr(sp, name)
    assert getattr(ag.scipy.special, name) is getattr(special, name)


@pytest.mark.parametrize("name", ["jv", "yv", "iv", "kv", "yn", "ive", "kve"])
def test_the_order_of_a_bessel_function_is_no_input(name):
    """The derivative in the order is no function of SciPy's: it is refused by name, in SciPy's spelling too."""
    letter = "n" if name.endswith("n") else "v"
    order = Tensor(2.0, requires_grad=True)
    message = (
        rf"^{name} is not differentiable in '{letter}', which got a Tensor that requires a gradient. "
        r"Pass t.detach\(\) or a number.$"
    )
    for function in (getattr(special, name), getattr(sp, name)):
        with pytest.raises(UnsupportedOperationError, match=message):
            function(order, 1.5)
