"""Complex arguments are refused, or their gradient is right; no operation gives another without a word."""

import warnings
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import DTypeError
from autograd_lite.operation import Operation
from autograd_lite.ops.elementwise.special import bessel_i
from autograd_lite.ops.neural import activations, gaussian, losses
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.laws.derivatives import first_order
from autograd_lite.testing.laws.operations import Case, all_operations, label

Z = np.array([0.5 + 0.25j, -1.0 - 0.5j])
REFUSED = {
    "softplus": (activations.softplus, r"Write np.log1p\(np.exp\(beta \* x\)\) / beta."),
    "logsigmoid": (activations.logsigmoid, r"Write -np.log1p\(np.exp\(-x\)\)."),
    "softsign": (activations.softsign, r"Write x / \(1 \+ np.abs\(x\)\)"),
    "mish": (activations.mish, r"Write x \* np.tanh"),
    "huber": (losses.huber, r"Take np.abs\(x\)"),
    "erf": (gaussian.erf, "ag.scipy.special.erf"),
    "erfc": (gaussian.erfc, "ag.scipy.special.erfc"),
    "normal_cdf": (gaussian.normal_cdf, "ag.scipy.special.ndtr"),
    "bessel_i": (lambda x: bessel_i(x, 1), "ag.scipy.special.iv"),
}
DRAWS = 2


@pytest.mark.parametrize("name", REFUSED)
def test_operations_of_real_numbers_say_so(name: str) -> None:
    """An operation that compares numbers, or takes their size, refuses complex ones and says what to write instead."""
    function, instead = REFUSED[name]
    for x in (Z, ag.Tensor(Z, requires_grad=True), 1j):
        with pytest.raises(DTypeError, match=rf"^{name} got complex numbers. Wanted real ones. .*{instead}"):
            function(x)


def test_what_is_written_instead() -> None:
    """What the messages recommend has the derivative that the operations have on real numbers, and a complex one."""
    x = np.array([0.5, -1.0, 2.0])
    for function, other in (
        (activations.softplus, lambda x: np.log1p(np.exp(x))),
        (activations.logsigmoid, lambda x: -np.log1p(np.exp(-x))),
        (activations.softsign, lambda x: x / (1 + np.abs(x))),
        (activations.mish, lambda x: x * np.tanh(np.log1p(np.exp(x)))),
    ):
        np.testing.assert_allclose(function(x), other(x), rtol=1e-14)
        ag.testing.check_grads(other, Z, order=1)


def _complex(operation: Any, seed: int) -> Case | None:
    """Return a case whose arrays are complex; None if the operation takes none of these."""
    rng = np.random.default_rng((seed, 5))
    try:
        case = Case(operation, *operation.samples(TableDraw(rng, np.float64)))
        chosen = {id(x) for x in case.inputs}
        args = [a + 0.3j * rng.normal(size=a.shape) if id(a) in chosen and a.ndim else a for a in case.args]
        found = Case(operation, tuple(args), case.kwargs)
        found(*found.inputs)
    except Exception:  # noqa: BLE001  NumPy and SciPy refuse in many ways
        return None
    return found if any(x.dtype.kind == "c" and x.size for x in found.inputs) else None


def _operations() -> list[Any]:
    return [each for each in all_operations() if isinstance(each, Operation) and each.rules and each.samples]


def test_gradients_of_complex_arguments_are_right_or_refused() -> None:
    """Whatever takes complex arguments has a gradient there that differences confirm."""
    tried, wrong = 0, []
    for operation in _operations():
        for seed in range(DRAWS):
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                case = _complex(operation, seed)
                if case is not None:
                    tried += 1
                    wrong += [f"{label(operation)}: {each}" for each in _broken(case, seed)]
    assert not wrong, "\n".join(wrong)
    assert tried > 200


def _broken(case: Case, seed: int) -> list[str]:
    try:
        return first_order(case, np.random.default_rng(seed))
    except TypeError:  # a rule that is defined for real numbers alone
        return []
