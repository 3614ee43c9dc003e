"""What all optimizers share: the loop, groups, refusals, and safety of values."""

import inspect
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import pytest

from autograd_lite import Tensor, errors, optim
from autograd_lite.optim import SGD, Adam, AdamW, Optimizer, blocks

MAKERS: dict[str, Callable[[Any], Optimizer]] = {
    name: lambda params, kind=kind: kind(params)
    for name, kind in inspect.getmembers(optim, inspect.isclass)
    if issubclass(kind, Optimizer) and kind is not Optimizer
}
STEPPED = sorted(set(MAKERS) - {"LBFGS"})  # those that use the shared step


def parameters(*shapes: tuple[int, ...], dtype: Any = float) -> list[Tensor]:
    """Tensors with drawn values and drawn gradients."""
    rng = np.random.default_rng(5)
    made = [Tensor(rng.normal(size=shape), dtype=dtype, requires_grad=True) for shape in shapes]
    for p in made:
        p.grad = rng.normal(size=p.shape)
    return made


def values(params: list[Tensor]) -> list[Any]:
    """Copies of the values."""
    return [p.data.copy() for p in params]


@pytest.mark.parametrize("name", STEPPED)
def test_blocks_give_the_same_as_the_whole(name: str, monkeypatch: Any) -> None:
    """Cutting a parameter into blocks changes no bit of the result."""
    paths = []
    for size in (1 << 17, 64):
        monkeypatch.setattr(blocks, "BLOCK", size)
        params = parameters((7, 5))
        made = MAKERS[name](params)
        for _ in range(3):
            made.step()
        paths.append(values(params))
    assert np.array_equal(paths[0], paths[1])


@pytest.mark.parametrize("name", STEPPED)
@pytest.mark.parametrize("dtype", ["float16", "float32", "complex64"])
def test_the_dtype_stays(name: str, dtype: str) -> None:
    """Parameters and state keep the parameter's dtype, whatever the type of the options."""
    if name == "Muon" and dtype == "complex64":
        pytest.skip("Muon refuses complex parameters, which has a test of its own")
    (p,) = parameters((3, 2), dtype=dtype)
    made = MAKERS[name]([p])
    made.param_groups[0]["lr"] = np.float64(1e-3)
    made.step()
    made.step()
    assert p.dtype == dtype
    arrays = [v for v in made.state[p].values() if isinstance(v, np.ndarray)]
    assert {a.dtype for a in arrays} <= {np.dtype(dtype)}
    assert np.isfinite(p.data).all()


@pytest.mark.parametrize("name", STEPPED)
def test_layouts(name: str) -> None:
    """A Fortran-ordered parameter, and one in shared strided memory, move as a plain one does."""
    rng = np.random.default_rng(0)
    start, g = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    shared = np.zeros((4, 6))
    shared[:, ::2] = start
    params = [
        Tensor(start, requires_grad=True),
        Tensor(np.asfortranarray(start), requires_grad=True),
        Tensor(shared[:, ::2], requires_grad=True, copy=False),
    ]
    for p in params:
        made = MAKERS[name]([p])
        for _ in range(3):
            p.grad = g
            made.step()
    for p in params[1:]:
        np.testing.assert_allclose(p.data, params[0].data, rtol=1e-14)
    assert np.array_equal(shared[:, ::2], params[2].data), "shared memory sees the step"
    assert not shared[:, 1::2].any()


def test_complex_layouts() -> None:
    """A strided complex parameter moves as a contiguous one does."""
    rng = np.random.default_rng(0)
    start, g = (rng.normal(size=(4, 3)) + 1j * rng.normal(size=(4, 3)) for _ in range(2))
    params = [Tensor(start, requires_grad=True), Tensor(np.asfortranarray(start), requires_grad=True)]
    made = Adam(params, lr=0.1)
    for _ in range(3):
        for p in params:
            p.grad = g
        made.step()
    np.testing.assert_allclose(params[1].data, params[0].data, rtol=1e-14)


@pytest.mark.parametrize("name", sorted(set(STEPPED) - {"Muon"}))
def test_numbers_and_empty_arrays(name: str) -> None:
    """A single number and an array without elements are parameters like others."""
    params = parameters((), (0, 3))
    before = params[0].item()
    MAKERS[name](params).step()
    assert params[0].shape == ()
    assert params[0].item() != before
    assert params[1].shape == (0, 3)


def test_what_has_no_gradient_stays() -> None:
    """A parameter without a gradient is not moved, and gets no state."""
    p, q = parameters((2,), (2,))
    q.grad = None
    before = values([q])
    made = AdamW([p, q])
    made.step()
    assert np.array_equal(values([q]), before)
    assert q not in made.state


def test_a_step_before_backward_leaves_the_gradient_of_the_forward_pass() -> None:
    """The values that the forward pass saw count, though the step came before the backward pass."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    first, second = (p * p).sum(), (p * p * p).sum()
    first.backward()
    optimizer = SGD([p], lr=0.1)
    optimizer.step()
    optimizer.zero_grad()
    second.backward()
    np.testing.assert_allclose(p.grad, [12.0, 27.0])
    np.testing.assert_allclose(p.data, [1.6, 2.4])


def test_data_that_was_handed_out_sees_the_step() -> None:
    """An alias of the values that the user holds follows, since the step is in place."""
    (p,) = parameters((3,))
    alias = p.data
    SGD([p], lr=1.0).step()
    assert alias is p.data


def test_no_copy_without_need() -> None:
    """Where no graph holds the values, a step writes to the same memory."""
    (p,) = parameters((3,))
    array = p._array
    address = array.ctypes.data
    del array
    SGD([p], lr=1.0).step()
    assert p._array.ctypes.data == address


def test_closure_runs_recorded_and_its_loss_comes_back() -> None:
    """The closure may call backward even under no_grad, and step returns what it returned."""
    import autograd_lite as ag

    p = Tensor([3.0], requires_grad=True)
    optimizer = SGD([p], lr=0.5)

    def closure() -> Any:
        optimizer.zero_grad()
        loss = (p * p).sum()
        loss.backward()
        return loss

    with ag.no_grad():
        assert optimizer.step(closure).item() == 9.0
    assert p.data.tolist() == [0.0]


def test_a_gradient_that_is_a_tensor() -> None:
    """After ``backward(create_graph=True)`` the gradient's values are used."""
    p = Tensor([3.0], requires_grad=True)
    (p * p).sum().backward(create_graph=True)
    SGD([p], lr=0.5).step()
    assert p.data.tolist() == [0.0]


@pytest.mark.parametrize("name", STEPPED)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_gradient_that_is_not_finite_moves_nothing(name: str, bad: float) -> None:
    """NaN or infinity in a gradient is an error that names parameter and place; no weight or state has changed."""
    p, q = parameters((2, 2), (3, 2))
    made = MAKERS[name]([("first", p), ("encoder.weight", q)])
    made.step()
    before, state = values([p, q]), made.state_dict()
    q.grad = np.array([[0.0, 1.0], [2.0, 3.0], [bad, 5.0]])
    with pytest.raises(errors.NonFiniteError, match=r"in the gradient of encoder.weight \(shape \(3, 2\)\), first at"):
        made.step()
    assert np.array_equal(before[0], p.data)
    assert np.array_equal(before[1], q.data)
    assert str(state) == str(made.state_dict())


def test_large_gradients_are_finite() -> None:
    """A gradient whose square overflows is not taken for one that is not finite."""
    p = Tensor([1.0], dtype="float32", requires_grad=True)
    p.grad = [1e30]
    SGD([p], lr=1e-30).step()
    assert p.data.tolist() == [0.0]


@pytest.mark.parametrize(
    ("params", "error", "message"),
    [
        (lambda p: [], errors.OptionError, "got no parameters. Wanted at least one"),
        (lambda p: iter(()), errors.OptionError, "got no parameters"),
        (lambda p: [{"params": []}], errors.OptionError, "a group without parameters"),
        (lambda p: p, errors.OptionError, r"got a Tensor. Wanted a list: \[p\]"),
        (lambda p: {"params": [p]}, errors.OptionError, "got a dict. Wanted a list"),
        (lambda p: [p, p], errors.OptionError, r"got parameter 1 \(shape \(2,\)\) twice"),
        (lambda p: [{"params": [p]}, {"params": p}], errors.OptionError, "twice"),
        (lambda p: [p * 2], errors.InPlaceError, "parameter 0 that is the result of an operation"),
        (lambda p: [np.zeros(2)], errors.OptionError, "got a ndarray as parameter 0"),
        (lambda p: [Tensor([1, 2])], errors.DTypeError, "parameter 0 of dtype int64"),
        (lambda p: [{"lr": 0.1}], errors.OptionError, "Wanted a dict with the key 'params'"),
        (
            lambda p: [{"params": [p], "speed": 1}],
            errors.OptionError,
            r"options \['speed'\]. It has \['lr', 'momentum'",
        ),
        (lambda p: [{"params": [p], "lr": -1}], errors.OptionError, "lr=-1"),
    ],
)
def test_bad_parameters(params: Any, error: Any, message: str) -> None:
    """What is no list of parameters is refused with what was got and what to do."""
    with pytest.raises(error, match=message):
        SGD(params(Tensor([1.0, 2.0], requires_grad=True)))


def test_groups_have_options_of_their_own() -> None:
    """A group's option wins over the default, which the others get."""
    p, q = (Tensor([1.0], requires_grad=True) for _ in range(2))
    made = SGD([{"params": [p], "lr": 0.5}, {"params": q}], lr=0.25)
    for each in (p, q):
        each.grad = [1.0]
    made.step()
    assert (p.item(), q.item()) == (0.5, 0.75)


def test_a_group_added_later() -> None:
    """add_param_group takes new parameters with the defaults, and refuses those that are there."""
    p, q = (Tensor([1.0], requires_grad=True) for _ in range(2))
    made = SGD([p], lr=0.5)
    made.add_param_group({"params": [q], "lr": 0.25})
    assert [group["lr"] for group in made.param_groups] == [0.5, 0.25]
    with pytest.raises(errors.OptionError, match="twice"):
        made.add_param_group({"params": [p]})


def test_zero_grad() -> None:
    """Gradients are forgotten, or filled with zeros where there are some."""
    p, q = parameters((2,), (3,))
    q.grad = None
    made = SGD([p, q])
    made.zero_grad(set_to_none=False)
    assert p.grad.tolist() == [0.0, 0.0]
    assert q.grad is None
    made.zero_grad()
    assert p.grad is None


def test_repr() -> None:
    """The repr lists groups, counts and options."""
    shown = repr(SGD(parameters((2, 3), (4,)), lr=0.5))
    assert shown.startswith("SGD (\n  group 0: 2 parameters, 10 numbers; lr=0.5, momentum=0.0")


def test_an_own_optimizer_is_one_function() -> None:
    """A user's optimizer needs an update and its options; names say what it gets."""

    def signs(p: Any, g: Any, last: Any, lr: float, t: int) -> Any:
        return p - lr * np.sign(g + last) / t, g

    class Signs(Optimizer):
        symbols: ClassVar = {"last": "last_gradient"}

        def __init__(self, params: Any, lr: float = 0.1) -> None:
            super().__init__(params, {"lr": lr})

        def update(self, group: dict[str, Any]) -> Any:
            return signs

    p = Tensor([1.0, -1.0], requires_grad=True)
    made = Signs([p], lr=0.5)
    for _ in range(2):
        p.grad = [3.0, -2.0]
        made.step()
    assert p.data.tolist() == [0.25, -0.25]
    assert made.state[p]["last_gradient"].tolist() == [3.0, -2.0]
