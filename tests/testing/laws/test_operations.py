"""Operations under test: which there are, by which names, and a call of one as a function of its inputs."""

from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.operation import Operation
from autograd_lite.testing.laws import operations
from autograd_lite.testing.laws.operations import Case, all_operations, bound_arguments, label, samples_of

EVERY = all_operations()
NAMED = {label(each): each for each in EVERY}
X, Y = np.array([1.0, 2.0]), np.array([3.0, 4.0])


def test_every_operation_stands_once_and_in_order() -> None:
    """Registered ones, compositions that modules hold, those of SciPy's namespaces, by their names."""
    assert len({id(each) for each in EVERY}) == len(EVERY) > 300
    assert [label(each) for each in EVERY] == sorted(label(each) for each in EVERY)
    for name in ("ops.elementwise.arithmetic.multiply", "ops.reductions.sum", "scipy.systems.solve_banded"):
        assert name in NAMED


def test_labels() -> None:
    """Family and name; something else is called what it calls itself."""
    assert label(NAMED["ops.reductions.sum"]) == "ops.reductions.sum"

    def own() -> None: ...

    own.__module__ = "physics.light"
    assert label(own) == "physics.light.own"


def test_samples() -> None:
    """What draws arguments is a function; anything else by that name is none."""
    assert samples_of(NAMED["ops.reductions.sum"]) is NAMED["ops.reductions.sum"].samples
    assert samples_of(np.sum) is None
    assert samples_of(type("Odd", (), {"samples": 3})()) is None


def test_a_missing_extra_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places that cannot be imported hold no operations."""
    asked: list[str] = []

    def missing(name: str) -> Any:
        asked.append(name)
        raise ImportError

    monkeypatch.setattr(operations, "import_module", missing)
    operations.load_all()
    assert asked == [f"autograd_lite.{place}" for place in ("ops", "linalg", "fft", "scipy", "nn")]


def test_arguments_by_parameter() -> None:
    """Defaults are filled in, positions and keywords are one."""
    total = NAMED["ops.reductions.sum"]
    bound = bound_arguments(total, (X,), {"keepdims": True})
    assert bound["keepdims"] is True
    assert bound["axis"] is None
    assert bound[total.inputs[0]] is X


def test_a_case_is_a_function_of_its_inputs() -> None:
    """Floats are inputs, in their order; integers and settings stay."""
    case = Case(lambda x, n, *, y: x**n * y, (X, 2), {"y": Y})
    assert [each.tolist() for each in case.inputs] == [X.tolist(), Y.tolist()]
    assert case(X, Y).tolist() == [3, 16]
    assert case(Y, X).tolist() == [9, 32]


def test_inputs_of_an_operation_are_those_it_has_rules_for() -> None:
    """The probability of a quantile is a float, and a setting all the same."""
    quantile = Case(NAMED["ops.quantiles.quantile"], (X, 0.25), {})
    assert isinstance(quantile.operation, Operation)
    assert [each.tolist() for each in quantile.inputs] == [X.tolist()]


def test_fewer_inputs() -> None:
    """With one slot alone the other argument stays what it is."""
    case = Case(lambda x, y: x * y, (X, Y), {})
    case.only([1])
    assert [each.tolist() for each in case.inputs] == [Y.tolist()]
    assert case(np.array([10.0, 10.0])).tolist() == [10, 20]


def test_results_that_are_no_floats_are_left_out() -> None:
    """Of a mantissa and an exponent the mantissa stays; of two floats both."""
    assert Case(np.frexp, (np.array([8.0]),), {})(np.array([8.0])).tolist() == [0.5]
    assert [each.tolist() for each in Case(np.modf, (np.array([2.5]),), {})(np.array([2.5]))] == [[0.5], [2.0]]


def test_turned() -> None:
    """The operation gets what lies backwards in memory, and its result comes with zeros between: same numbers."""
    met: list[Any] = []

    def operation(x: Any) -> Any:
        met.append(x)
        return 2 * x

    case = Case(operation, (X,), {})
    case.turned = True
    np.testing.assert_array_equal(case(X), [[2, 0], [4, 0]])
    np.testing.assert_array_equal(met[0], X)
    assert met[0].strides == (-8,)


def test_a_case_shows_its_call() -> None:
    """It can be typed in again."""
    case = Case(NAMED["ops.reductions.sum"], (X,), {"axis": 0})
    assert repr(case) == "ops.reductions.sum(array([1., 2.]), axis=0)"


def test_an_operation_of_the_users() -> None:
    """What is registered later is found too."""
    own = ag.elementwise(x=lambda x: 3 * x * x, samples=None)(lambda x: x**3)
    assert own not in EVERY
    assert label(own).startswith(__name__)
