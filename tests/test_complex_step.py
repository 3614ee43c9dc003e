"""Derivatives of analytic code from its own complex values, with no difference of neighbours and so no cancellation.

For real x and real direction v, ``Im f(x + i h v) / h`` is the derivative along v up to h², so a tiny h makes it exact
to rounding (W. Squire, G. Trapp, "Using complex variables to estimate derivatives of real functions", SIAM Review
40(1), 1998). That asks for imaginary parts with all digits. SciPy finds some of its functions by formulas that rotate
or reflect the argument, or by a transform, and leaves rounding of the size of the real part there; for those the
derivative is Cauchy's integral over a small circle, by the trapezoidal rule (J. Lyness, C. Moler, "Numerical
differentiation of analytic functions", SIAM Journal on Numerical Analysis 4(2), 1967).
"""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.domains import RandomDraw
from autograd_lite.operation import Operation
from autograd_lite.testing.laws.operations import all_operations, label
from autograd_lite.trees import leaves

STEP = 1e-100
RADIUS, POINTS = 0.02, 16  # poles and branch points stay 0.125 away from what is drawn: (0.02 / 0.125)^16 = 2e-13
MIXED = {f"scipy.bessel.{name}" for name in ("jv", "yv", "iv")} | {"scipy.gammas.gamma", "scipy.gammas.rgamma"}
MIXED |= {f"scipy.signal.{name}" for name in ("convolve", "fftconvolve", "full_convolution")}
ANALYTIC = [op for op in all_operations() if isinstance(op, Operation) and op.analytic and op.samples and op.inputs]


def arrays_of(operation, arguments):
    """Return the places of the floating-point arrays among the inputs of a draw."""
    named = zip(operation.parameters, arguments, strict=False)
    return [k for k, (name, value) in enumerate(named) if name in operation.inputs and is_real(value)]


def is_real(value):
    """Return True for an array or number of NumPy with real floating-point elements."""
    return isinstance(value, np.ndarray | np.floating) and value.dtype.kind == "f"


def with_arrays(arguments, places, arrays):
    """Return the arguments with other arrays at `places`."""
    replaced = dict(zip(places, arrays, strict=True))
    return [replaced.get(k, value) for k, value in enumerate(arguments)]


def complex_step(run, xs, vs):
    """Return the derivatives of the results along `vs`, each from one imaginary part."""
    return [np.imag(out) / STEP for out in leaves(run(*[x + 1j * STEP * v for x, v in zip(xs, vs, strict=True)]))]


def cauchy_integral(run, xs, vs):
    """Return the derivatives of the results along `vs` from a circle in the complex plane around `xs`."""
    radius = RADIUS / max([1.0, *(float(np.max(np.abs(v), initial=0)) for v in vs)])
    total = 0.0
    for phase in np.exp(2j * np.pi * np.arange(POINTS) / POINTS):
        outs = leaves(run(*[x + radius * phase * v for x, v in zip(xs, vs, strict=True)]))
        total = total + np.array([np.real(out / phase) for out in outs]) / (POINTS * radius)
    return list(total)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # empty draws and poles are NumPy's to warn of
@pytest.mark.parametrize("operation", ANALYTIC, ids=label)
def test_gradient_is_that_of_the_complex_values(operation):
    """The pullback of an analytic operation, along any direction, is what its values off the real line say."""
    derivative = cauchy_integral if label(operation) in MIXED else complex_step
    rng, compared = np.random.default_rng(7), 0
    for seed in range(8):
        arguments, keywords = operation.samples(RandomDraw(np.random.default_rng(seed)))
        places = arrays_of(operation, arguments)
        xs = [np.asarray(arguments[k], dtype=float) for k in places]
        if not xs or keywords.get("dtype") is not None or any(is_real(v) for v in keywords.values()):
            continue

        def run(*arrays, arguments=arguments, places=places, keywords=keywords):
            return operation(*with_arrays(arguments, places, arrays), **keywords)

        vs = [rng.normal(size=x.shape) for x in xs]
        slopes = derivative(run, xs, vs)
        value, pullback = ag.vjp(run, *xs)
        ws = [rng.normal(size=np.shape(out)) for out in leaves(value)]
        if not all(np.asarray(out).dtype.kind == "f" for out in leaves(value)):
            continue
        given = type(value)(ws) if isinstance(value, list | tuple) else ws[0]
        got = sum(float(np.sum(g * v)) for g, v in zip(pullback(given), vs, strict=True))
        wanted = sum(float(np.sum(w * slope)) for w, slope in zip(ws, slopes, strict=True))
        scale = sum(float(np.sum(np.abs(w * slope))) for w, slope in zip(ws, slopes, strict=True))
        assert abs(got - wanted) <= 1e-10 * max(scale, abs(got), 1e-300)
        compared += 1
    if not compared:
        pytest.skip("no draw of this operation has real arrays in and out")


def test_the_step_catches_a_wrong_rule():
    """A rule that is wrong by one part in a million differs from the complex step by far more than rounding."""
    wrong = ag.elementwise(x=lambda x: 1.000001 * np.cos(x), analytic=True)(lambda x: np.sin(x))
    x = np.array(0.7)
    for derivative in (complex_step, cauchy_integral):
        [slope] = derivative(np.sin, [x], [np.array(1.0)])
        assert slope == pytest.approx(np.cos(0.7), rel=1e-12)
        assert abs(ag.grad(wrong)(x) - slope) > 1e-7
