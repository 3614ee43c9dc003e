"""The contract with NumPy: every public function and every keyword is differentiated, constant, or refused by name."""

import inspect
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.domains import RandomDraw
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.operation import Operation
from autograd_lite.registry import KEYWORDS, OPERATIONS, REFUSED, operations
from autograd_lite.support import IRRELEVANT, keywords_of, numpy_functions, signature_of
from autograd_lite.tensor import unsupported
from autograd_lite.testing.laws.operations import Case, all_operations, load_all
from autograd_lite.trees import leaves
from autograd_lite.undifferentiated import Constant

load_all()  # families that wait for their first call: all that NumPy has is looked at here
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
    """``np.copyto`` on a Tensor would write behind the back of nodes that saved its array."""
    t = ag.Tensor([1.0, 2.0])
    with pytest.raises(UnsupportedOperationError, match=r"writes into its argument\. Write x\[…\] = …"):
        np.copyto(t, [5.0, 6.0])
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


# -- keywords ---------------------------------------------------------------------------------------------------------

# What keywords that change nothing are called with. A function may refuse one of the values, as NumPy does.
VALUES: dict[str, list[Any]] = {
    "casting": ["same_kind", "unsafe", "safe"],
    "check_finite": [True, False],
    "copy": [True, False, None],
    "device": [None, "cpu"],
    "kind": ["quicksort", "heapsort", "stable", "introselect"],
    "optimize": [False, True, "greedy", "optimal"],
    "order": ["C", "F", "A", "K", None],
    "overwrite_a": [False, True],
    "overwrite_ab": [False, True],
    "overwrite_b": [False, True],
    "overwrite_input": [False, True],
    "stable": [None, True, False],
    "subok": [False, True],
    "writeable": [False, True],
}
ONE_VALUE = {(np.partition, "kind"), (np.partition, "order"), (np.sort, "order"), (np.nan_to_num, "copy")}
INTERNAL = {
    "_einsum",
    "sinc_derivative",
}  # the first is what np.einsum calls; the order of the second is that of a derivative
ARGUMENTS = {np.einsum: ("ij,kj,kl->il", np.ones((2, 3)), np.full((2, 3), 2.0), np.arange(4.0).reshape(2, 2))}
ARGUMENTS |= {f: (np.arange(6.0).reshape(2, 3),) for f in (np.zeros_like, np.ones_like)}
ARGUMENTS[np.full_like] = (np.arange(6.0).reshape(2, 3), np.float64(3.0))
_SYSTEM = (np.array([[4.0, 1.0], [1.0, 3.0]]), np.array([1.0, -2.0]))
SYSTEMS = {
    "cho_factor": lambda a, b, **keyword: ag.scipy.linalg.cho_factor(a, **keyword)[0],
    "cho_solve": lambda a, b, **keyword: ag.scipy.linalg.cho_solve(ag.scipy.linalg.cho_factor(a), b, **keyword),
    "lu_factor": lambda a, b, **keyword: ag.scipy.linalg.lu_factor(a, **keyword)[0],
    "lu_solve": lambda a, b, **keyword: ag.scipy.linalg.lu_solve(ag.scipy.linalg.lu_factor(a), b, **keyword),
}


def called_with(function: Any) -> Iterator[tuple[Any, tuple[Any, ...], dict[str, Any]]]:
    """The function that is called, and arguments for it."""
    if function in ARGUMENTS:
        yield function, ARGUMENTS[function], {}
        return
    if (name := getattr(function, "name", "")) in SYSTEMS:
        yield SYSTEMS[name], _SYSTEM, {}
        return
    operation, source = OPERATIONS.get(function, function), RandomDraw(np.random.default_rng(2))
    for _ in range(6):
        yield function, *operation.samples(source)


def value_and_grads(function: Any, args: Any, keywords: Any) -> list[Any]:
    """What a call returns, and the gradient of a weighted sum of it in every input."""
    case = Case(OPERATIONS.get(function, function), args, keywords)
    case.operation = function  # np.exp, and not the operation that stands for it
    value, pullback = ag.vjp(case, *case.inputs)
    rng = np.random.default_rng(5)
    weights = [rng.normal(size=np.shape(v)).astype(np.result_type(v)) for v in leaves([value])]
    return [*leaves([value]), *pullback(weights if isinstance(value, list) else weights[0])]


def irrelevant_pairs() -> Iterator[tuple[Any, str]]:
    """Every function with every keyword of its that is said to change nothing."""
    for function in FUNCTIONS:
        if function in OPERATIONS and not isinstance(OPERATIONS[function], Constant) and function is not np.empty_like:
            yield from ((function, keyword) for keyword in ag.supported(function).irrelevant)
    for operation in all_operations():
        if isinstance(operation, Operation) and not operation.functions:
            named = () if operation.name in INTERNAL else IRRELEVANT.keys() & operation.parameters
            yield from ((operation, keyword) for keyword in sorted(named))


def shown(value: Any) -> str:
    """The name of a test case."""
    return FUNCTIONS.get(value, getattr(value, "name", str(value))) if callable(value) else str(value)


@pytest.mark.parametrize(("function", "keyword"), list(irrelevant_pairs()), ids=shown)
def test_irrelevant_keywords_change_nothing(function: Any, keyword: str) -> None:
    """Under each value of such a keyword that NumPy takes, value and gradient are what they are without it."""
    taken = set()
    for called, args, keywords in called_with(function):
        rest = {k: v for k, v in keywords.items() if k != keyword}
        right = value_and_grads(called, args, rest)
        for value in VALUES[keyword]:
            try:
                got = value_and_grads(called, args, {**rest, keyword: value})
            except (TypeError, ValueError):  # refused, by us or by NumPy
                continue
            taken.add(value)
            for one, two in zip(got, right, strict=True):
                assert one.dtype == two.dtype
                np.testing.assert_allclose(one, two, rtol=1e-13, atol=1e-13)
    assert len(taken) >= (1 if (function, keyword) in ONE_VALUE else 2)


def test_an_empty_array_takes_its_keywords() -> None:
    """``np.empty_like`` has no values that a keyword could change, only a shape and a dtype."""
    t = ag.Tensor(np.ones((2, 3)), requires_grad=True)
    for keyword in ag.supported(np.empty_like).irrelevant:
        for value in VALUES[keyword]:
            empty = np.empty_like(t, **{keyword: value})
            assert (empty.shape, empty.dtype, empty.requires_grad) == (t.shape, t.dtype, False)


WITH_DTYPE = [
    f
    for f in FUNCTIONS
    if isinstance(OPERATIONS.get(f), Operation)
    and "dtype" in set(keywords_of(f)) - set(ag.supported(f).keywords) - {"dtype" if f is np.astype else ""}
]


@pytest.mark.filterwarnings("ignore:Mean of empty slice")
@pytest.mark.parametrize("function", WITH_DTYPE, ids=FUNCTIONS.get)
def test_dtype_converts_the_inputs(function: Any) -> None:
    """With ``dtype=`` a function is what it is on inputs of that dtype; the gradients have the dtype of the inputs."""
    for _, args, keywords in called_with(function):
        if any(isinstance(v, complex) or v is None for v in [*args, *keywords.values()]):
            continue
        if not numpy_takes(function, args, {**keywords, "dtype": np.float32}):
            continue
        narrow = [a.astype(np.float32) if isinstance(a, np.ndarray) and a.dtype.kind == "f" else a for a in args]
        right = value_and_grads(function, narrow, keywords)
        got = value_and_grads(function, args, {**keywords, "dtype": np.float32})
        for one, two in zip(got, right, strict=True):
            np.testing.assert_allclose(one, two, rtol=2e-6, atol=2e-6)


def numpy_takes(function: Any, args: Any, keywords: Any) -> bool:
    """Whether NumPy calls the function with these arguments at all: float_power knows no single precision."""
    try:
        with warnings.catch_warnings(action="ignore"):
            function(*args, **keywords)
    except TypeError:
        return False
    return True


WITH_OUT = [f for f in FUNCTIONS if "out" in ag.supported(f).keywords]


@pytest.mark.parametrize("function", WITH_OUT, ids=FUNCTIONS.get)
def test_an_array_as_out_is_refused(function: Any) -> None:
    """A result with a history is written into no plain array: the error names ``out``, says why, and what to do."""
    _, args, keywords = next(iter(called_with(function)))
    args = args[:2] if function is np.take else args  # whose third argument is out itself
    right = function(*args, **keywords)
    several = isinstance(right, tuple)
    buffers = [np.zeros_like(each) for each in (right if several else (right,))]
    case = Case(OPERATIONS[function], args, keywords)
    out = tuple(buffers) if several else buffers[0]
    case.operation = lambda *args, **keywords: function(*args, **{**keywords, "out": out})
    with pytest.raises(UnsupportedOperationError) as raised:
        case(*[ag.Tensor(x, requires_grad=True) for x in case.inputs])
    assert "the keyword 'out': a result written into an array of yours would lose its gradient" in str(raised.value)
    assert not any(buffer.any() for buffer in buffers)
