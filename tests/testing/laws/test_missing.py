"""A NaN among the inputs, for every operation of the library and for rules that are wrong about it."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.pointwise import elementwise
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.laws.derivatives import first_order, second_order
from autograd_lite.testing.laws.missing import missing
from autograd_lite.testing.laws.operations import Case, all_operations, label, samples_of
from autograd_lite.undifferentiated import Constant

# Comparisons with NaN are False, and among many elements a NaN is the one that is chosen: of the pieces of which the
# function consists one is taken, and its slope is a number.
CHOOSING = {
    *("ops.decompositions.norm", "ops.norms.vector_norm"),  # the largest of all
    *("ops.elementwise.arithmetic.frexp", "ops.elementwise.selection.clip", "ops.elementwise.selection.maximum"),
    *("ops.elementwise.selection.minimum", "ops.neural.activations.hardshrink", "ops.neural.activations.hardsigmoid"),
    *("ops.neural.activations.hardswish", "ops.neural.activations.hardtanh", "ops.neural.activations.leaky_relu"),
    *("ops.neural.activations.prelu", "ops.neural.activations.relu", "ops.neural.activations.softshrink"),
    *("ops.quantiles.median", "ops.quantiles.percentile", "ops.quantiles.quantile", "ops.reductions.max"),
    *("ops.reductions.min", "ops.reductions.ptp", "ops.sorting.partition", "ops.sorting.sort"),
}
# The algorithm has no place in which the NaN would stay: a factorization, a Fourier transform, a product of matrices
# that stands for sums of which some elements take no part. What comes out is NaN, never a number.
SPREADING = {
    *("ops.convolution.convolve", "ops.convolution.correlate", "ops.creation.geomspace", "ops.creation.logspace"),
    *("ops.decompositions.pinv", "ops.decompositions.qr", "ops.decompositions.svd", "ops.factors.pseudo_inverse"),
    *(
        "ops.factors.tall_qr",
        "ops.neural.convolution.convolve_input",
        "ops.polynomials.polymul",
        "ops.solving.det",
        "scipy.signal.convolve",
    ),
    *("scipy.signal.fftconvolve", "scipy.signal.full_convolution", "scipy.systems.cho_factor"),
}
# The share of a sum's only element is the same for every number; its formula, exp(x − out), is NaN for NaN.
SPREADING |= {"scipy.entropies.logsumexp"}
SEEDS = 3
OPERATIONS = [each for each in all_operations() if not isinstance(each, Constant) and samples_of(each)]
# NumPy's words on slices in which the NaN leaves nothing
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


def complaints(operation: Any) -> list[str]:
    """Return what the law finds in a few cases, which are always the same."""
    found = []
    for seed in range(SEEDS):
        case = Case(operation, *operation.samples(TableDraw(np.random.default_rng(seed))))
        with np.errstate(all="ignore"):
            found += [f"{case!r}: {each}" for each in missing(case, np.random.default_rng(seed))]
    return found


@pytest.mark.parametrize("operation", OPERATIONS, ids=label)
def test_every_operation(operation: Any) -> None:
    """A NaN comes out where NumPy lets it, touches no share that does not depend on it, and hides behind no number."""
    found = complaints(operation)
    if label(operation) in SPREADING:
        assert found, "it keeps the law now: take it from the list"
        assert not [each for each in found if "it depends on the number there" in each]
    elif label(operation) in CHOOSING:
        assert found, "it keeps the law now: take it from the list"
    else:
        assert found == []


def test_the_lists_name_operations() -> None:
    """Every exception is an operation of the library."""
    assert {label(each) for each in OPERATIONS} >= CHOOSING | SPREADING


@elementwise(x=lambda x, out: np.where(np.isnan(x), 0.0, out))
def quiet(x, /):
    """Exponential with a slope that is a number where the value is none."""
    return np.exp(x)


@primitive(x=lambda g, x, y: g * y + 0 * np.sum(x), y=lambda g, x: g * x, samples=lambda draw: two_vectors(draw))
def leaking(x, y):
    """Product in whose gradient one NaN reaches every element."""
    return x * y


@primitive(x=lambda g, x: np.where(np.isnan(np.sum(x)), 0.0, g), samples=lambda draw: ((draw.array((3,)),), {}))
def deaf(x):
    """Identity whose finite elements lose their gradient to a NaN elsewhere."""
    return x * 1


def two_vectors(draw: Draw) -> Any:
    """Return two vectors of equal length."""
    return (draw.array((3,)), draw.array((3,))), {}


@pytest.mark.parametrize(
    ("operation", "words"),
    [(quiet, "depends on the number there"), (leaking, "depends on no number there"), (deaf, "behind what is finite")],
)
def test_only_this_law_finds_the_mistake(operation: Any, words: str) -> None:
    """Rules that are right for numbers, and wrong for NaN, pass all other laws."""
    for seed in range(SEEDS):
        case = Case(operation, *operation.samples(TableDraw(np.random.default_rng(seed))))
        assert not first_order(case, np.random.default_rng(seed))
        assert not second_order(case, np.random.default_rng(seed))
    assert [each for each in complaints(operation) if words in each]


def test_nothing_to_be_missing() -> None:
    """An empty array holds no NaN."""
    assert missing(Case(quiet, (np.zeros((0, 2)),), {}), np.random.default_rng(0)) == []
