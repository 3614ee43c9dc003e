"""The contract with NumPy: every public function and every keyword is differentiated, constant, or refused by name."""

import inspect

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.operation import Constant, Operation
from autograd_lite.registry import KEYWORDS, OPERATIONS, REFUSED, operations
from autograd_lite.support import numpy_functions, signature_of
from autograd_lite.tensor import unsupported

FUNCTIONS = numpy_functions()
DIFFERENTIATED = [f for f in FUNCTIONS if isinstance(OPERATIONS.get(f), Operation) and not isinstance(f, np.ufunc)]


@pytest.mark.parametrize("function", FUNCTIONS, ids=FUNCTIONS.get)
def test_every_function_has_a_state(function):
    """A public function of the installed NumPy is registered or refused with a reason; none is simply unknown."""
    assert function in OPERATIONS or function in REFUSED


def test_no_function_is_both_registered_and_refused():
    """A function is either differentiated or refused."""
    assert not OPERATIONS.keys() & REFUSED.keys()


@pytest.mark.parametrize("function", DIFFERENTIATED, ids=lambda f: FUNCTIONS[f])
def test_every_keyword_is_taken_or_refused_with_a_reason(function):
    """Each parameter in the signature of the installed NumPy is one of the operation's, or in the reviewed list."""
    operation = OPERATIONS[function]
    taken = {*operation.parameters, *operation.numpy_names()}
    assert [name for name in signature_of(function) if name not in taken and name not in KEYWORDS] == []


@pytest.mark.parametrize("operation", [op for op in operations() if isinstance(op, Operation)], ids=str)
def test_no_rule_swallows_keywords(operation):
    """No derivative rule takes ``*args`` or ``**kwargs``."""
    kinds = {p.kind for rule in operation.rules.values() for p in inspect.signature(rule).parameters.values()}
    assert not kinds & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


@pytest.mark.parametrize("function", REFUSED, ids=lambda f: getattr(f, "__name__", str(f)))
def test_a_refused_function_raises_with_its_hint(function):
    """Calling a refused function with a tracked Tensor raises an error that quotes the reason."""
    t = ag.Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(UnsupportedOperationError) as raised:
        unsupported(function, (t,), {})
    assert REFUSED[function] in str(raised.value)


def test_an_unknown_keyword_is_refused_by_name():
    """A keyword that the operation does not take raises, names it, and says what there is."""
    t = ag.Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(
        UnsupportedOperationError, match=r"^copy was called with the keyword 'subok': a Tensor holds plain"
    ):
        np.copy(t, subok=True)


def test_out_is_refused():
    """An ``out=`` array would lose the gradient, so it is refused with the reason."""
    t, out = ag.Tensor([1.0, 2.0], requires_grad=True), np.zeros(())
    with pytest.raises(UnsupportedOperationError, match="the keyword 'out': a result written into an array of yours"):
        np.sum(t, out=out)


def test_refused_functions_compute_on_tensors_without_history():
    """Without a history nothing can be lost, so a refused function just computes."""
    assert np.unique(ag.Tensor([2.0, 1.0, 2.0])).tolist() == [1.0, 2.0]


def test_functions_that_write_are_refused_even_without_history():
    """``np.put`` on a Tensor would write behind the back of nodes that saved its array."""
    t = ag.Tensor([1.0, 2.0])
    with pytest.raises(UnsupportedOperationError, match=r"writes into its argument\. Write x\[…\] = …"):
        np.put(t, [0], [5.0])
    assert t.tolist() == [1.0, 2.0]


def test_supported_answers():
    """``ag.supported`` tells the three states apart and is true unless a function is refused."""
    assert ag.supported(np.tanh).state == "differentiated"
    assert ag.supported(np.argmax).state == "constant"
    assert not ag.supported(np.unique)
    assert ag.supported(np.unique).hint.startswith("The number of distinct values jumps")
    assert "subok" in ag.supported(np.copy).keywords


def test_constants_return_plain_arrays():
    """A function without derivative takes a Tensor and returns what NumPy returns for its values."""
    t = ag.Tensor([3.0, 1.0], requires_grad=True)
    assert isinstance(OPERATIONS[np.argsort], Constant)
    assert np.argsort(t).tolist() == [1, 0]
    assert type(np.argsort(t)) is np.ndarray
