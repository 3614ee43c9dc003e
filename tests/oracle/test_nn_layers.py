"""Every layer and loss beside PyTorch's: outputs, gradients of inputs and parameters, buffers."""

import inspect
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.nn import functional

torch = pytest.importorskip("torch")
torch.set_num_threads(1)
pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("ignore"),  # PyTorch warns of its own future; ours are errors in tests/nn
]

_table = runpy.run_path(str(Path(__file__).parents[1] / "nn" / "table.py"))
TABLE, CONTAINERS = _table["TABLE"], _table["CONTAINERS"]
CASES = [(name, k) for name, cases in TABLE.items() for k in range(len(cases))]


def test_every_class_has_a_row() -> None:
    """A layer or loss without a row in the table fails here."""
    classes = {name for name, c in inspect.getmembers(nn, inspect.isclass) if issubclass(c, nn.Module)}
    assert classes - CONTAINERS - TABLE.keys() == set()


def converted(value: Any, dtype: Any, theirs: bool) -> Any:
    """An array as an argument of ours or theirs: floats in the dtype under test."""
    if isinstance(value, list | tuple):
        return type(value)(converted(v, dtype, theirs) for v in value)
    if not isinstance(value, np.ndarray | np.generic):
        return value
    array = np.asarray(value).astype(dtype) if value.dtype.kind == "f" else np.asarray(value)
    return torch.from_numpy(np.array(array)) if theirs else array


def tracked(value: Any, theirs: bool) -> Any:
    """An input that wants a gradient, if it is made of floats."""
    if isinstance(value, tuple):
        return tuple(tracked(v, theirs) for v in value)
    if theirs:
        return value.requires_grad_() if torch.is_tensor(value) and value.is_floating_point() else value
    is_float = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    return ag.Tensor(value, requires_grad=True) if is_float else value


def leaves(value: Any) -> list[Any]:
    """The arrays in a result, in order."""
    if isinstance(value, tuple | list):
        return [leaf for each in value for leaf in leaves(each)]
    return [] if value is None else [value]


def array(value: Any) -> Any:
    """A result as a plain array."""
    if torch.is_tensor(value):
        return value.detach().numpy()
    return np.asarray(value.detach() if isinstance(value, ag.Tensor) else value)


# PyTorch 2.13 has 1/6 in float32 in the backward pass of hardsigmoid, whatever the dtype: off by 2⁻²⁵.
HALF_PRECISE, LOOSER = {"Hardsigmoid"}, 1e-7


def agree(name: str, ours: Any, theirs: Any, dtype: Any, what: str) -> None:
    """Equal to 1e-10 in float64 and 1e-5 in float32, relative to the largest element."""
    tolerance = (LOOSER if name in HALF_PRECISE else 1e-10) if dtype == np.float64 else 1e-5
    ours, theirs = array(ours), array(theirs)
    assert ours.shape == theirs.shape, what
    if ours.dtype.kind == "f":
        assert ours.dtype == theirs.dtype, what
    size = np.max(np.abs(theirs[np.isfinite(theirs)]), initial=1.0)
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance * size, err_msg=what)


def seeded(v: Any, rng: np.random.Generator) -> Any:
    """The same values in every run: what a layer drew at random is drawn again, what it filled in is moved."""
    if v.dtype.kind != "f":
        return v
    drawn = v.size > 1 and np.ptp(v) > 0
    return (rng.uniform(-0.4, 0.4, v.shape) if drawn else v) + rng.uniform(0.1, 0.5, v.shape)


def pair(name: str, case: Any, dtype: Any) -> tuple[Any, Any]:
    """Ours and theirs, with the same weights, which have travelled both ways."""
    theirs_class = getattr(torch.nn, name)
    ours = getattr(nn, name)(*[a.make(nn) if hasattr(a, "make") else a for a in case.args], **case.kwargs)
    their_args = [a.make(torch.nn) if hasattr(a, "make") else converted(a, dtype, True) for a in case.args]
    theirs = theirs_class(*their_args, **{k: converted(v, dtype, True) for k, v in case.kwargs.items()})
    ours.to(dtype)
    theirs.to(torch.float64 if dtype == np.float64 else torch.float32)
    rng = np.random.default_rng(1)
    state = {k: seeded(v, rng) for k, v in ours.state_dict().items()}
    theirs.load_state_dict(
        {k: torch.from_numpy(np.array(v, dtype=ours.state_dict()[k].dtype)) for k, v in state.items()}
    )
    assert list(theirs.state_dict()) == list(ours.state_dict())
    ours.load_state_dict(theirs.state_dict())
    return ours.train(case.train), theirs.train(case.train)


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
@pytest.mark.parametrize(("name", "k"), CASES, ids=[f"{name}-{k}" for name, k in CASES])
def test_agrees_with_pytorch(name: str, k: int, dtype: Any) -> None:
    """With the same weights and inputs: the same outputs, gradients and buffers."""
    case = TABLE[name][k]
    ours, theirs = pair(name, case, dtype)
    rng = np.random.default_rng(k)
    arrays = case.arrays(rng)
    mine = [tracked(converted(a, dtype, False), False) for a in arrays]
    other = [tracked(converted(a, dtype, True), True) for a in arrays]
    given, their_given = list(mine), list(other)
    if case.first:
        given[0] = getattr(functional, case.first)(mine[0], -1)
        their_given[0] = getattr(torch.nn.functional, case.first)(other[0], -1)
    out = leaves(ours(*given, **{n: converted(v, dtype, False) for n, v in case.call.items()}))
    expected = leaves(theirs(*their_given, **{n: converted(v, dtype, True) for n, v in case.call.items()}))
    assert len(out) == len(expected)
    loss: Any = 0.0
    their_loss: Any = 0.0
    for i, (a, b) in enumerate(zip(out, expected, strict=True)):
        agree(name, a, b, dtype, f"output {i}")
        if b.is_floating_point() and b.requires_grad:
            weights = rng.normal(size=b.shape).astype(dtype)
            loss = loss + (a * weights).sum()
            their_loss = their_loss + (b * torch.from_numpy(np.array(weights))).sum()
    if torch.is_tensor(their_loss):
        loss.backward()
        their_loss.backward()
    for i, (a, b) in enumerate(zip(leaves(mine), leaves(other), strict=True)):
        if torch.is_tensor(b) and b.requires_grad and b.grad is not None:
            agree(name, np.zeros(a.shape, dtype) if a.grad is None else a.grad, b.grad, dtype, f"gradient of input {i}")
    others = dict(theirs.named_parameters())
    for parameter_name, parameter in ours.named_parameters():
        agree(name, parameter.grad, others[parameter_name].grad, dtype, f"gradient of {parameter_name}")
    for buffer_name, buffer in ours.named_buffers():
        agree(name, buffer, dict(theirs.named_buffers())[buffer_name], dtype, f"buffer {buffer_name}")
