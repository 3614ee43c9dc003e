"""Every registered operation keeps every law, on arguments that Hypothesis draws. New operations are found unasked."""

import inspect
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from autograd_lite.derivatives import vjp
from autograd_lite.domains import RandomDraw
from autograd_lite.operation import Operation
from autograd_lite.pointwise import Elementwise
from autograd_lite.support import IRRELEVANT, RELEVANT
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.laws.derivatives import Findings, first_order, second_order
from autograd_lite.testing.laws.operations import Case, all_operations, bound_arguments, label, samples_of
from autograd_lite.testing.laws.widening import made_equal, moved
from autograd_lite.testing.strategies import draws
from autograd_lite.undifferentiated import Constant

OPERATIONS = [operation for operation in all_operations() if not isinstance(operation, Constant)]
# Made by grad and checkpoint, whose tests run them; and a rule that is deliberately no derivative.
INTERNAL = {"evaluation._identity", "custom._checkpoint", "ops.neural.lookup.row_shares"}
# Takes a function of the user's and solves an equation at every call, seconds for one case: its own file holds it to
# these laws, on a few cases.
INTERNAL |= {"scipy.integrate.odeint", "scipy.integrate.solution"}
# What test_contract.py tries on every function that has it, instead of a draw: what changes nothing, dtype= and out=.
TRIED = IRRELEVANT.keys() | {"out", "dtype"}
WITH_SAMPLES = [operation for operation in OPERATIONS if samples_of(operation)]
any_float = st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False)
every = pytest.mark.parametrize("operation", WITH_SAMPLES, ids=label)
# NumPy's words on slices that hold too little; what is returned then is compared like anything else.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Degrees of freedom <= 0"),
    pytest.mark.filterwarnings("ignore:Mean of empty slice"),
]


def drawn(operation: Any, law: Any, count: int, dtype: Any = np.float64, layout: str | None = None) -> Findings:
    """Run a law on `count` drawn cases; fail with the least case that breaks it."""
    total = Findings()

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=False,
    )
    @given(draws(samples_of(operation), dtype, layout), st.booleans())
    def run(arguments: Any, turned: bool) -> None:
        case = Case(operation, *arguments)
        case.turned = turned
        with np.errstate(all="ignore"):
            found = law(case, np.random.default_rng(1))
        total.checked += found.checked
        total.inconclusive += found.inconclusive
        total.kinks += found.kinks
        assert not found, f"{case!r}: {'; '.join(found)}"

    run()
    return total


def test_every_operation_has_samples() -> None:
    """An operation without a strategy for its arguments is not tested, and that is an error."""
    missing = {label(operation) for operation in OPERATIONS if not samples_of(operation)}
    assert missing - INTERNAL == set()


# Public functions of ours that are no operations, and why no law here is theirs. Those of nn.functional, the solver of
# differential equations and the distributions have the same laws in their own files.
PLACES = ("", ".linalg", ".fft", ".scipy.linalg", ".scipy.signal", ".scipy.special")
OUTSIDE = dict.fromkeys(["zeros_like", "ones_like", "full_like", "empty_like"], "makes an array that nothing moves")
OUTSIDE |= dict.fromkeys(["fftfreq", "rfftfreq"], "makes an array of a number of points")
OUTSIDE |= dict.fromkeys(["grad", "value_and_grad", "gradients", "vjp", "jvp"], "is what the laws are made of")
OUTSIDE |= dict.fromkeys(["hessian", "hvp", "jacobian"], "takes a function: its values have a file of tests")
OUTSIDE |= dict.fromkeys(["primitive", "elementwise", "constant"], "makes an operation")
OUTSIDE |= dict.fromkeys(["custom_jvp", "custom_vjp", "numeric_vjp", "checkpoint"], "makes a function of the user's")
OUTSIDE |= dict.fromkeys(["no_grad", "enable_grad", "detect_anomaly", "strict_ieee"], "sets a mode")
OUTSIDE |= dict.fromkeys(["load", "save", "supported"], "computes nothing")
OUTSIDE |= dict.fromkeys(["fill_diagonal", "place", "put", "put_along_axis", "putmask"], "writes, as x[i] = v does")
OUTSIDE |= {"einsum": "reads its subscripts and calls an operation, which is here"}


def test_every_public_function_has_laws() -> None:
    """A function that people can differentiate, and that no law here has seen, is an error."""
    held = {id(operation) for operation in WITH_SAMPLES}
    outside = set()
    for place in PLACES:
        module = import_module(f"autograd_lite{place}")
        names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
        found = {name: getattr(module, name) for name in names}
        outside |= {
            name
            for name, each in found.items()
            if callable(each) and id(each) not in held and not isinstance(each, type | Constant)
        }
    assert outside == OUTSIDE.keys()


@every
def test_first_order(operation: Any) -> None:
    """Forward mode agrees with differences, reverse mode with forward mode, and nothing else changes."""
    total = drawn(operation, first_order, 25)
    assert total.inconclusive <= 0.2 * total.checked + 2, "the domain draws points where nothing can be learnt"


@every
def test_second_order(operation: Any) -> None:
    """The derivative of the gradient agrees with differences of the gradient."""
    drawn(operation, second_order, 8)


@every
def test_single_precision(operation: Any) -> None:
    """In float32 the derivative is that of float64 to the precision of float32, and every share is float32."""
    drawn(operation, first_order, 6, np.float32)


@pytest.mark.parametrize("operation", [o for o in WITH_SAMPLES if getattr(o, "analytic", False)], ids=label)
def test_complex(operation: Any) -> None:
    """An analytic operation has the same rule for complex inputs."""
    drawn(operation, first_order, 6, np.complex128)


# Where elements are equal these matrices are singular, or have equal eigenvalues: there is no derivative.
SINGULAR = {
    *("ops.decompositions.cond", "ops.decompositions.lstsq", "ops.polynomials.polyfit", "ops.solving.inv"),
    "ops.solving.slogdet",
    *("ops.solving.solve", "scipy.matrix_functions.logm", "scipy.matrix_functions.sqrtm", "scipy.systems._lu"),
    *("scipy.systems.cho_factor", "scipy.systems.lu_factor"),
}
# A grid of equal points has no slope; which of several equal elements goes where is not defined.
SINGULAR |= {"ops.differences.gradient", "ops.sorting.partition"}
# A singular vector's sign is LAPACK's choice, which the layout of the matrix may change.
SIGNED = {"ops.spectra.singular_vectors"}


def once(operation: Any, change: Any) -> None:
    """Check two changed cases of an operation; they are always the same ones."""
    for seed in range(2):
        case = change(Case(operation, *operation.samples(TableDraw(np.random.default_rng(seed)))), seed)
        with np.errstate(all="ignore"):
            found = first_order(case, np.random.default_rng(1))
        assert not found, f"{case!r}: {'; '.join(found)}"


@pytest.mark.parametrize("operation", [o for o in WITH_SAMPLES if label(o) not in SINGULAR], ids=label)
def test_ties(operation: Any) -> None:
    """Among equal elements and inputs the derivative lies between the slopes of both sides, in all modes alike."""
    once(operation, made_equal)


@pytest.mark.parametrize("operation", [o for o in WITH_SAMPLES if label(o) not in SIGNED], ids=label)
def test_other_layouts(operation: Any) -> None:
    """Arguments and gradients in Fortran's order, with gaps or backwards give what contiguous ones give."""
    once(operation, moved)


@pytest.mark.parametrize("operation", [o for o in WITH_SAMPLES if isinstance(o, Operation)], ids=label)
def test_every_parameter_is_drawn(operation: Any) -> None:
    """A parameter that no draw ever sets to something else than its default is untested."""
    source, touched = RandomDraw(np.random.default_rng(3)), set(TRIED)
    touched -= {name for function, name in RELEVANT if function in operation.functions}
    for _ in range(300):
        bound = bound_arguments(operation, *operation.samples(source))
        touched.update(name for name, value in bound.items() if differs(value, operation.defaults.get(name)))
        if touched >= set(operation.parameters):
            return
    assert set(operation.parameters) - touched == set()


def differs(value: Any, default: Any) -> bool:
    """Return whether an argument is something else than the default of its parameter."""
    if default is inspect.Parameter.empty:
        return True
    return not (value is default or (np.isscalar(value) and np.isscalar(default) and value == default))


# SciPy's functions take no extended precision, by which an overflow is told from a fault below.
POINTWISE = [o for o in WITH_SAMPLES if isinstance(o, Elementwise) and ".scipy." not in o.__module__]


@pytest.mark.parametrize("operation", POINTWISE, ids=label)
def test_finite_everywhere(operation: Any) -> None:
    """Where the value is finite the derivative is finite, over all finite numbers, or the point is a listed pole."""
    count = len(operation.inputs)

    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(st.lists(any_float, min_size=count, max_size=count))
    def run(numbers: list[float]) -> None:
        args = settings_and(operation, numbers)
        inputs = [np.float64(x) for x in numbers]
        with np.errstate(all="ignore"):
            case = Case(operation, *args)
            value, pullback = vjp(case, *inputs)
            grads = pullback(np.ones(np.shape(value)))
            pole = operation.pole is not None and operation.pole(*inputs)
            overflows = np.any(np.abs(vjp(case, *map(np.longdouble, inputs))[1](1.0)) > np.finfo(np.float64).max)
        if np.all(np.isfinite(value)) and not np.any(pole):
            assert np.all(np.isfinite(grads)) or overflows, f"{case!r} is {value!r}, its derivative {grads!r}"

    run()


def settings_and(operation: Any, numbers: list[float]) -> Any:
    """Return drawn arguments with scalar inputs in place of the drawn ones."""
    args, kwargs = operation.samples(RandomDraw(np.random.default_rng(0)))
    names = dict(zip(operation.inputs, map(np.float64, numbers), strict=True))
    bound = bound_arguments(operation, args, kwargs)
    scalar = {k: v.flat[0] if isinstance(v, np.ndarray) and v.size else v for k, v in bound.items()}
    merged = {**scalar, **names}
    return tuple(merged[n] for n in operation.positional), {
        n: merged[n] for n in operation.parameters if n not in operation.positional
    }
