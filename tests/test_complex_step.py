"""The complex step: the derivative of analytic code from its own values, with no difference and so no cancellation.

For real x and real direction v, ``Im f(x + i h v) / h`` is the derivative along v up to h², so a tiny h makes it exact
to rounding (W. Squire, G. Trapp, "Using complex variables to estimate derivatives of real functions", SIAM Review
40(1), 1998).
"""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.domains import RandomDraw
from autograd_lite.operation import Operation
from autograd_lite.registry import operations
from autograd_lite.trees import leaves

STEP = 1e-100
ANALYTIC = [op for op in operations() if isinstance(op, Operation) and op.analytic and op.samples and op.inputs]


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


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # empty draws and poles are NumPy's to warn of
@pytest.mark.parametrize(
    "operation", ANALYTIC, ids=lambda op: f"{op.__module__.removeprefix('autograd_lite.')}.{op.name}"
)
def test_gradient_is_the_complex_step(operation):
    """The pullback of an analytic operation, along any direction, is the imaginary part of its complex step."""
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
        stepped = leaves(run(*[x + 1j * STEP * v for x, v in zip(xs, vs, strict=True)]))
        value, pullback = ag.vjp(run, *xs)
        ws = [rng.normal(size=np.shape(out)) for out in leaves(value)]
        if not all(np.asarray(out).dtype.kind == "f" for out in leaves(value)):
            continue
        given = type(value)(ws) if isinstance(value, list | tuple) else ws[0]
        got = sum(float(np.sum(g * v)) for g, v in zip(pullback(given), vs, strict=True))
        wanted = sum(float(np.sum(w * np.imag(out))) / STEP for w, out in zip(ws, stepped, strict=True))
        scale = sum(float(np.sum(np.abs(w * np.imag(out)))) / STEP for w, out in zip(ws, stepped, strict=True))
        assert abs(got - wanted) <= 1e-10 * max(scale, abs(got), 1e-300)
        compared += 1
    if not compared:
        pytest.skip("no draw of this operation has real arrays in and out")


def test_the_step_catches_a_wrong_rule():
    """A rule that is wrong by one part in a million differs from the complex step by far more than rounding."""
    wrong = ag.elementwise(x=lambda x: 1.000001 * np.cos(x), analytic=True)(lambda x: np.sin(x))
    x = 0.7
    step = np.imag(wrong(x + 1j * STEP)) / STEP
    assert abs(ag.grad(wrong)(x) - step) > 1e-7
