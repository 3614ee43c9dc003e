"""Inputs of other decades, for every operation of the library and for rules that lose their digits there."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.domains import Interval
from autograd_lite.operation import primitive
from autograd_lite.pointwise import Elementwise, elementwise
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.laws.derivatives import first_order, second_order
from autograd_lite.testing.laws.operations import Case, all_operations, label, samples_of
from autograd_lite.testing.laws.scaled import KINDS, judged, scaled
from autograd_lite.undifferentiated import Constant

EXCEPTIONS = {"ops.spectra.singular_vectors": "LAPACK chooses another sign at a shifted point"}
# SciPy's logarithm of a matrix says when it may have lost digits.
pytestmark = pytest.mark.filterwarnings("ignore:logm result may be inaccurate")
OPERATIONS = [each for each in all_operations() if not isinstance(each, Constant) and samples_of(each)]


def verdicts(operation: Any) -> list[tuple[str, str]]:
    """Return what becomes of one case of every kind, always the same ones."""
    found = []
    for seed, kind in enumerate(KINDS if isinstance(operation, Elementwise) else KINDS[:-1]):
        case = Case(operation, *operation.samples(TableDraw(np.random.default_rng(seed))))
        if sum(x.size for x in case.inputs):
            with np.errstate(all="ignore"):
                found.append(judged(scaled(case, kind, np.random.default_rng(seed)), np.random.default_rng(seed)))
    return found


@pytest.mark.parametrize("operation", OPERATIONS, ids=label)
def test_every_operation(operation: Any) -> None:
    """At other scales too the gradient agrees with differences, or the report says why they tell nothing."""
    found = verdicts(operation)
    assert [why for verdict, why in found if verdict == "inconclusive" and not why] == []
    assert "agrees" in [verdict for verdict, _ in found], "nothing was tried: let samples= draw smaller arguments"
    wrong = [why for verdict, why in found if verdict == "wrong"]
    if label(operation) in EXCEPTIONS:
        assert wrong, "it agrees now: take it from the list"
    else:
        assert wrong == []


def test_the_lists_name_operations() -> None:
    """Every exception is an operation of the library."""
    assert {label(each) for each in OPERATIONS} >= EXCEPTIONS.keys()


@elementwise(x=lambda x, out: -out * 2 * x / (1 + x * x) + np.where(np.abs(x) > 1e4, out, 0.0))
def bell(x, /):
    """1 / (1 + x²), with a term too many where nothing is drawn."""
    return 1 / (1 + x * x)


@primitive(x=lambda g, x, out: g * x / (out + 1e-9), samples=lambda draw: ((draw.array((3,), Interval(0.5, 4)),), {}))
def length(x):
    """Euclidean norm, with a constant that keeps its gradient finite and is no proportion."""
    return np.sqrt(np.sum(x * x))


@pytest.mark.parametrize("operation", [bell, length])
def test_only_this_law_finds_the_mistake(operation: Any) -> None:
    """Rules that are right at the sizes that are drawn, and wrong at others, pass all other laws."""
    for seed in range(10):
        case = Case(operation, *operation.samples(TableDraw(np.random.default_rng(seed))))
        assert not first_order(case, np.random.default_rng(seed))
        assert not second_order(case, np.random.default_rng(seed))
    assert "wrong" in [verdict for verdict, _ in verdicts(operation)]


def test_no_value_is_no_verdict() -> None:
    """Where a function overflows or refuses its arguments, the outcome says so."""
    with np.errstate(all="ignore"):
        beyond = judged(Case(np.exp, (np.array([1e7]),), {}), np.random.default_rng(0))
        refused = judged(Case(np.linalg.inv, (np.zeros((2, 2)),), {}), np.random.default_rng(0))
    assert beyond == ("no value", "not finite")
    assert refused == ("no value", "LinAlgError: Singular matrix")
