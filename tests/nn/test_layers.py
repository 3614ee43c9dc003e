"""Every layer and loss, by the laws that need no other library; classes are found by inspection."""

import re
import runpy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import errors
from autograd_lite.testing import check_grads

_built = runpy.run_path(str(Path(__file__).parent / "built.py"))
_table = _built["_table"]
TABLE, made, leaves, is_float = (_built[name] for name in ("TABLE", "made", "leaves", "is_float"))
CASES = [
    pytest.param(name, case, id=f"{name}-{k}")
    for name, cases in TABLE.items()
    for k, case in enumerate(cases)
    if not _built["without"](case)
]
LOSSES = set(_table["LOSSES"])
# A row's result depends on the others: batch norm while training, a mean.
MIXES_ROWS = {"BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "AdaptiveLogSoftmaxWithLoss"}
# Where the rows of a batch lie, in the inputs and in the results; on axis 0 elsewhere.
SEQUENCES = {name for name in _table["RECURRENT"] if not name.endswith("Cell")} | _table["ATTENTION"].keys()
IN = {**dict.fromkeys(SEQUENCES, (1, 1, 1)), "CTCLoss": (1, 0, 0, 0)}
OUT = {**dict.fromkeys(SEQUENCES, (1, 1, 1)), "MultiheadAttention": (1, 0)}
FIRST = [pytest.param(name, cases[0], id=name) for name, cases in TABLE.items()]
BY_ROWS = [  # of a loss the case without a reduction
    pytest.param(name, next((c for c in cases if c.kwargs.get("reduction") == "none"), cases[0]), id=name)
    for name, cases in TABLE.items()
    if name not in MIXES_ROWS
]


def test_every_class_has_a_row() -> None:
    """A layer or loss without a row in the table fails here."""
    assert _built["CLASSES"] - TABLE.keys() == set()


def as_function(name: str, case: Any) -> tuple[Any, list[Any]]:
    """A number as a function of all float inputs and parameters, and where to look at it."""
    layer, rng, weights = _built["built"](name, case), np.random.default_rng(3), list[Any]()

    def f(point: list[Any]) -> Any:
        outs = leaves(layer(*point))
        if not weights:
            weights.extend(rng.normal(size=np.shape(o)) for o in outs)
        return sum((np.sum(o * w) for o, w in zip(outs, weights, strict=True)), 0.0)

    return f, list(layer.inputs.values())


def value(f: Any, point: list[Any]) -> float:
    """The number at a point."""
    return float(f(point))


def moved(point: list[Any], direction: list[Any], step: float) -> list[Any]:
    """A point further along."""
    return [x + step * d for x, d in zip(point, direction, strict=True)]


def slope(along: Any, step: float = 1e-4) -> Any:
    """The derivative of a function of one number at 0, by differences of fourth order."""
    return (8 * (along(step) - along(-step)) - (along(2 * step) - along(-2 * step))) / (12 * step)


@pytest.mark.parametrize(("name", "case"), CASES)
def test_first_and_second_derivative(name: str, case: Any) -> None:
    """The gradient is the slope of the value, and the Hessian times a direction the slope of the gradient."""
    f, point = as_function(name, case)
    rng = np.random.default_rng(7)
    direction = [rng.normal(size=x.shape) for x in point]
    gradient = ag.grad(f)(point)
    got = sum(float(np.sum(g * d)) for g, d in zip(gradient, direction, strict=True))
    wanted = slope(lambda t: value(f, moved(point, direction, t)))
    assert got == pytest.approx(wanted, rel=1e-6, abs=1e-7)
    second = ag.hvp(f, point, direction)
    differences = slope(lambda t: np.concatenate([np.ravel(g) for g in ag.grad(f)(moved(point, direction, t))]))
    size = np.max(np.abs(differences), initial=1.0)
    np.testing.assert_allclose(np.concatenate([np.ravel(h) for h in second]), differences, atol=1e-6 * size)


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_checker_agrees(name: str, case: Any) -> None:
    """The checks that users have for their gradients, and all their laws, find nothing wrong in a layer or loss."""
    layer = _built["built"](name, case)
    check_grads(layer, tuple(layer.inputs.values()), order=1, directions=1, per_element=0)


def rows(inputs: list[Any], axes: Sequence[int], which: slice) -> list[Any]:
    """The inputs of some rows of a batch."""
    return [x[(slice(None),) * axis + (which,)] for x, axis in zip(inputs, axes, strict=False)]


def plain(x: Any) -> Any:
    """The values of a result."""
    return x.detach().numpy() if isinstance(x, ag.Tensor) else x


def axes_of(name: str) -> tuple[Sequence[int], Sequence[int]]:
    """Where the rows lie in the inputs and in the results of a layer."""
    return IN.get(name, (0,) * 4), OUT.get(name, (0,) * 4)


@pytest.mark.parametrize(("name", "case"), BY_ROWS)
def test_one_row_is_that_row_of_many(name: str, case: Any) -> None:
    """A batch of one gives what its row gives among others, and an empty batch gives an empty result."""
    layer, inputs = made(name, case), case.arrays(np.random.default_rng(0))
    into, out_of = axes_of(name)
    whole = [plain(out) for out in leaves(layer(*inputs))]
    one, none = ([plain(out) for out in leaves(layer(*rows(inputs, into, slice(stop))))] for stop in (1, 0))
    for out, axis, single, empty in zip(whole, out_of, one, none, strict=False):
        np.testing.assert_allclose(single, rows([out], [axis], slice(1))[0], rtol=1e-12, atol=1e-12)
        assert empty.shape == rows([out], [axis], slice(0))[0].shape


@pytest.mark.parametrize(("name", "case"), BY_ROWS)
def test_an_empty_batch_has_zero_gradient(name: str, case: Any) -> None:
    """Parameters get zeros from a batch without rows, not NaN and not nothing."""
    layer, inputs = made(name, case), rows(case.arrays(np.random.default_rng(0)), axes_of(name)[0], slice(0))
    out = leaves(layer(*[ag.Tensor(x, requires_grad=True) if is_float(x) else x for x in inputs]))[0]
    if not out.requires_grad:  # no parameters, and inputs that are integers
        return
    out.sum().backward()
    for parameter in layer.parameters():
        np.testing.assert_array_equal(parameter.grad, np.zeros(parameter.shape))


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_the_mean_loss_of_an_empty_batch(name: str) -> None:
    """No loss takes the mean over nothing."""
    inputs = rows(TABLE[name][0].arrays(np.random.default_rng(0)), axes_of(name)[0], slice(0))
    with pytest.raises(ValueError, match="got an empty batch, whose mean loss is not defined"):
        made(name, TABLE[name][0])(*inputs)


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_losses_do_not_broadcast(name: str) -> None:
    """A target with one axis more, along which NumPy would compare all with all, is refused with both shapes."""
    first, second, *rest = TABLE[name][0].arrays(np.random.default_rng(0))
    with pytest.raises(errors.ShapeError, match=rf"got .*{re.escape(str((*second.shape, 1)))}.*wanted"):
        made(name, TABLE[name][0])(first, second[..., None], *rest)


def laid_out(x: Any, change: Any) -> Any:
    """An input that lies otherwise in memory; integers and numbers stay."""
    if isinstance(x, tuple):
        return tuple(laid_out(each, change) for each in x)
    return change(x) if is_float(x) and x.ndim else x


@pytest.mark.parametrize(("name", "case"), FIRST)
def test_memory_layout_does_not_matter(name: str, case: Any) -> None:
    """Columns first, reversed or strided: the same values give the same result."""
    layer, inputs = made(name, case), case.arrays(np.random.default_rng(0))
    wanted = [plain(out) for out in leaves(layer(*inputs))]
    for other in (np.asfortranarray, lambda x: x[::-1].copy()[::-1], lambda x: np.repeat(x, 2, axis=-1)[..., ::2]):
        for out, right in zip(leaves(layer(*[laid_out(x, other) for x in inputs])), wanted, strict=True):
            np.testing.assert_allclose(plain(out), right, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("name", "case"), FIRST)
def test_single_precision_stays(name: str, case: Any) -> None:
    """A float32 layer on float32 input gives a float32 result and float32 gradients."""
    layer = made(name, case).to(np.float32)
    inputs = [
        ag.Tensor(x, dtype=np.float32, requires_grad=True) if is_float(x) else x
        for x in case.arrays(np.random.default_rng(0))
    ]
    out = leaves(layer(*inputs))[0]
    out.sum().backward()
    found = [
        out,
        *(x.grad for x in inputs if is_float(x) and x.grad is not None),
        *(p.grad for p in layer.parameters()),
    ]
    assert {each.dtype for each in found} == {np.dtype(np.float32)}
