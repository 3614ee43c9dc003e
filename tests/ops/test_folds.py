from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, gradients, supported
from autograd_lite.errors import InPlaceError, UnsupportedOperationError
from autograd_lite.registry import REFUSED
from autograd_lite.support import METHODS, numpy_functions
from autograd_lite.testing import check_grads


def tensors() -> tuple[Tensor, Tensor]:
    """Two leaves of three elements."""
    return Tensor([1.0, 2.0, 3.0], requires_grad=True), Tensor([4.0, 5.0, 6.0], requires_grad=True)


@pytest.mark.parametrize(
    ("call", "right"),
    [
        (lambda x: np.add.reduce(x), [1, 1, 1]),
        (lambda x: np.add.reduce(x, axis=None, keepdims=True, initial=5.0), [1, 1, 1]),
        (lambda x: np.add.reduce(x, where=np.array([True, False, True])), [1, 0, 1]),
        (lambda x: np.add.reduce(np.stack([x, x])), [2, 2, 2]),
        (lambda x: np.multiply.reduce(x), [6, 3, 2]),
        (lambda x: np.multiply.reduce(x, dtype=np.float32), [6, 3, 2]),
        (lambda x: np.maximum.reduce(x), [0, 0, 1]),
        (lambda x: np.minimum.reduce(x, initial=0.5), [0, 0, 0]),
        (lambda x: np.add.accumulate(x), [3, 2, 1]),
        (lambda x: np.multiply.accumulate(x), [9, 4, 2]),
        (lambda x: np.add.reduceat(x, [0, 2, 1]), [1, 2, 2]),
        (lambda x: np.multiply.reduceat(x, [1, 0]), [6, 4, 2]),
        (lambda x: np.add.outer(x, [1.0, 2.0]), [2, 2, 2]),
        (lambda x: np.multiply.outer([1.0, 2.0], x), [3, 3, 3]),
        (lambda x: np.subtract.outer(x, x), [0, 0, 0]),
        (lambda x: np.power.outer(x, np.array([1.0, 2.0])), [3, 5, 7]),
    ],
)
def test_methods(call: Callable[[Any], Any], right: list[float]) -> None:
    """A method of a ufunc has NumPy's value, and the gradient of its sum that is worked out by hand."""
    x, _ = tensors()
    z = call(x)
    np.testing.assert_array_equal(z.detach(), call(x.detach().numpy()))
    assert gradients(np.sum(z), x).tolist() == right


def test_reduce_along_an_axis() -> None:
    """The axis is the first by default; reduceat takes any."""
    x = Tensor(np.arange(6.0).reshape(2, 3), requires_grad=True)
    assert np.add.reduce(x).tolist() == [3.0, 5.0, 7.0]
    assert np.add.reduce(x, axis=(0, 1)).item() == 15.0
    z = np.add.reduceat(x, [0, 1], axis=1)
    assert z.tolist() == [[0.0, 3.0], [3.0, 9.0]]
    assert gradients((z * np.array([1.0, 10.0])).sum(), x).tolist() == [[1.0, 10.0, 10.0]] * 2


def test_add_at_adds_up() -> None:
    """Repeated indices add up, in place and recorded; so does subtract.at."""
    x, _ = tensors()
    z = x * 10
    np.add.at(z, [0, 0, 2], x)
    assert z.tolist() == [13.0, 20.0, 33.0]
    assert gradients((z * np.array([1.0, 2.0, 3.0])).sum(), x).tolist() == [11.0, 21.0, 33.0]
    z = x * 10
    np.subtract.at(z, np.array([0, 0]), 2.0)
    assert z.tolist() == [6.0, 20.0, 30.0]
    assert gradients(z.sum(), x).tolist() == [10.0, 10.0, 10.0]


def test_at_is_refused_where_it_cannot_be_recorded() -> None:
    """A leaf is not written to, nor an array with a tracked value."""
    x, _ = tensors()
    with pytest.raises(InPlaceError):
        np.add.at(x, [0], 1.0)
    buffer = np.zeros(3)
    with pytest.raises(UnsupportedOperationError) as caught:
        np.add.at(buffer, [0, 1, 2], x)
    assert str(caught.value) == (
        "np.add.at has no derivative rule for writing a Tensor that requires a gradient into an array, "
        "which would lose it. Make the first argument a Tensor too, such as np.zeros_like(t)."
    )
    np.add.at(buffer, [0, 0, 1], x.detach())
    assert buffer.tolist() == [3.0, 3.0, 0.0]


ARRAY = np.array([[1.55, 0.52, 2.31], [0.71, 3.02, 1.27]])
FOLDED = [
    *(np.subtract, np.divide, np.remainder, np.fmod, np.power, np.float_power, np.arctan2, np.copysign, np.hypot),
    *(np.logaddexp, np.logaddexp2, np.fmax, np.fmin, np.maximum, np.minimum, np.add, np.multiply),
]


@pytest.mark.parametrize(("method", "axis"), [("reduce", 0), ("accumulate", -1)])
@pytest.mark.parametrize("ufunc", FOLDED, ids=lambda f: f.__name__)
def test_folds(ufunc: np.ufunc, method: str, axis: int) -> None:
    """A fold along an axis has NumPy's values, and the derivatives that differences say, first and second."""
    call = getattr(ufunc, method)
    np.testing.assert_allclose(call(Tensor(ARRAY), axis=axis).numpy(), call(ARRAY, axis=axis), rtol=1e-13)
    check_grads(lambda x: call(x, axis=axis), (ARRAY,))


@pytest.mark.parametrize("ufunc", [np.logaddexp, np.hypot, np.fmax], ids=lambda f: f.__name__)
@pytest.mark.parametrize("keywords", [{"axis": None}, {"axis": (1, 0), "keepdims": True}, {"initial": 0.25}], ids=repr)
def test_folds_over_several_axes(ufunc: np.ufunc, keywords: dict[str, Any]) -> None:
    """Where the order does not count a fold takes all axes, keeps them if asked to, and starts from a number."""
    np.testing.assert_allclose(ufunc.reduce(Tensor(ARRAY), **keywords).numpy(), ufunc.reduce(ARRAY, **keywords))
    check_grads(lambda x: ufunc.reduce(x, **keywords), (ARRAY,))


def test_the_start_of_a_fold_is_differentiated() -> None:
    """The first operand may be a Tensor: 12 / 2 / 3 changes by 1/6 with the 12."""
    start = Tensor(12.0, requires_grad=True)
    z = np.divide.reduce(Tensor([2.0, 3.0]), initial=start)
    assert z.item() == 2.0
    assert gradients(z, start) == pytest.approx(1 / 6)


def test_folds_of_chosen_elements() -> None:
    """Elements that ``where=`` leaves out change nothing and have no gradient, if there is what changes nothing."""
    x, _ = tensors()
    mask = np.array([True, False, True])
    z = np.hypot.reduce(x, where=mask)
    assert z.item() == pytest.approx(10**0.5)
    assert gradients(z, x) == pytest.approx(np.array([1.0, 0.0, 3.0]) / 10**0.5)
    with pytest.raises(UnsupportedOperationError) as caught:
        np.subtract.reduce(x, where=mask, initial=1.0)
    assert str(caught.value) == (
        "np.subtract.reduce was called with the keyword 'where': there is no element that changes nothing and could "
        "stand for those that are left out. Pick the others by x[mask]."
    )


def test_folds_of_nothing() -> None:
    """Without elements a fold is what changes nothing, or an error as in NumPy."""
    x, _ = tensors()
    assert np.logaddexp.reduce(x[:0]).item() == -np.inf
    assert np.subtract.accumulate(x[:0]).shape == (0,)
    with pytest.raises(ValueError, match=r"^np.subtract.reduce of no elements, which has no value. Pass initial=.$"):
        np.subtract.reduce(x[:0])


def test_folds_in_order_have_one_axis() -> None:
    """Which of several axes comes first is not said, so they are refused, as in NumPy."""
    message = r"^np.subtract.reduce got the axes \(0, 1\), but the order of the elements counts. Wanted one axis.$"
    with pytest.raises(ValueError, match=message):
        np.subtract.reduce(Tensor(ARRAY), axis=None)


AT = {
    "repeated": ([0, 1, 0, 0], (4,)),
    "rows": (np.array([1, 1]), (2, 3)),
    "pairs": ((np.array([0, 1, 0]), np.array([2, 2, 2])), (3,)),
    "mask": (np.array([False, True]), (1, 3)),
    "broadcast": ((slice(None), np.array([0, 0])), ()),
}


@pytest.mark.parametrize("name", AT)
@pytest.mark.parametrize("ufunc", [np.add, np.subtract, np.multiply, np.power, np.logaddexp], ids=lambda f: f.__name__)
def test_at_is_numpys(ufunc: np.ufunc, name: str) -> None:
    """What is written at an index has NumPy's values, as often as it is repeated, and gradients to both sides."""
    index, shape = AT[name]
    x = ARRAY[:, 0] if name == "repeated" else ARRAY
    y = np.random.default_rng(0).uniform(0.5, 1.5, shape)

    def call(x: Any, y: Any) -> Any:
        z = np.copy(x)
        ufunc.at(z, index, y)
        return z

    np.testing.assert_allclose(call(Tensor(x), Tensor(y)).numpy(), call(x, y), rtol=1e-14)
    check_grads(call, (x, y))


def test_at_of_a_number() -> None:
    """An array without axes has one element."""
    z = Tensor(3.0, requires_grad=True) * 2
    np.multiply.at(z, (), 2.0)
    assert z.item() == 12.0


UFUNCS = [f for f in numpy_functions() if isinstance(f, np.ufunc) and not f.signature and f.nout == 1]
CALLED: dict[str, Callable[[Any, Any], Any]] = {
    "reduce": lambda f, x: f.reduce(x),
    "accumulate": lambda f, x: f.accumulate(x),
    "reduceat": lambda f, x: f.reduceat(x, [0, 1]),
    "outer": lambda f, x: f.outer(x, x),
    "at": lambda f, x: f.at(x, [0], *[x[:1]] * (f.nin - 1)),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("ufunc", UFUNCS, ids=lambda f: f.__name__)
def test_every_method_has_a_rule_or_is_refused(ufunc: np.ufunc, method: str) -> None:
    """Of each ufunc each method works as ``ag.supported`` says: it has NumPy's value, or an error with that hint."""
    array = np.array([1.0, 2.0, 4.0])
    answer = supported(getattr(ufunc, method))
    tracked = Tensor(array, requires_grad=True) * 1
    try:
        CALLED[method](ufunc, array.copy())
    except (TypeError, ValueError):  # not in NumPy either
        return
    if answer:
        CALLED[method](ufunc, tracked)
        return
    with pytest.raises(UnsupportedOperationError) as caught:
        CALLED[method](ufunc, tracked)
    assert str(caught.value) == f"np.{ufunc.__name__}.{method} has no derivative rule. {answer.hint}"
    assert len(answer.hint) > 20


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda x: np.exp.at(x * 1, [0]),
            "np.exp.at has no derivative rule. "
            "Write x[i] = exp(x[i]), which is recorded, as often as an index is repeated.",
        ),
        (
            lambda x: np.nextafter.reduce(x),
            f"np.nextafter.reduce has no derivative rule. {REFUSED[np.nextafter]}",
        ),
    ],
)
def test_texts_of_refusals(call: Callable[[Any], Any], message: str) -> None:
    """A refused method says what to write instead."""
    with pytest.raises(UnsupportedOperationError) as caught:
        call(tensors()[0])
    assert str(caught.value) == message


def test_methods_that_write_are_refused_without_a_history_too() -> None:
    """A write behind a Tensor's back would change what nodes have saved, so it is refused always."""
    t = Tensor([1.0, 2.0])
    with pytest.raises(UnsupportedOperationError):
        np.exp.at(t, [0])
    with pytest.raises(UnsupportedOperationError):
        np.nextafter.reduce(np.ones((2, 2)), out=t)
    assert t.tolist() == [1.0, 2.0]


def test_methods_of_constant_functions() -> None:
    """Comparisons and logic have all their methods, and give plain arrays."""
    x, y = tensors()
    assert np.logical_and.reduce(x)
    assert np.less.outer(x, y).tolist() == [[True] * 3] * 3
    assert isinstance(np.less.outer(x, y), np.ndarray)


@pytest.mark.parametrize("start", [3, -1])
def test_reduceat_beyond_the_elements(start: int) -> None:
    """A slice that starts outside is NumPy's IndexError; Python's own slices would give a wrong number."""
    with pytest.raises(IndexError, match="out-of-bounds"):
        np.add.reduceat(np.ones(3), [0, start])
    with pytest.raises(IndexError, match=rf"np\.add\.reduceat got the index {start} for an axis of 3 elements"):
        np.add.reduceat(tensors()[0], [0, start])


def test_accumulate_of_a_number() -> None:
    """There is no axis to go along: a TypeError, as NumPy's."""
    with pytest.raises(TypeError, match=r"np\.add\.accumulate got one number"):
        np.add.accumulate(Tensor(1.0, requires_grad=True))
