import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import errors, nn


def test_own_parameters_are_untouched() -> None:
    """The call uses the values given, and afterwards the module has its own again, also after an error."""
    layer = nn.Linear(1, 1, rng=0)
    weight, before = layer.weight, layer.state_dict()
    out = nn.functional_call(layer, {"weight": np.array([[2.0]]), "bias": np.array([1.0])}, np.array([[3.0]]))
    assert out.item() == 7.0
    with pytest.raises(errors.ShapeError, match="got 2 features"):
        nn.functional_call(layer, {"weight": np.array([[2.0]])}, np.zeros((1, 2)))
    assert layer.weight is weight
    np.testing.assert_array_equal(layer.state_dict()["weight"], before["weight"])


def test_shared_parameters_are_replaced_everywhere() -> None:
    """A parameter in two places takes part twice: d/dw of w² x is 2 w x."""
    model = nn.Sequential(nn.Linear(1, 1, bias=False, rng=0), nn.Linear(1, 1, bias=False, rng=1))
    model[1].weight = model[0].weight
    slope = ag.grad(lambda w: nn.functional_call(model, {"0.weight": w}, np.array([[5.0]])).sum())(np.array([[3.0]]))
    np.testing.assert_array_equal(slope, [[30.0]])


def test_lists_and_dicts_of_parameters() -> None:
    """Parameters in lists and dicts are replaced too."""

    class Sums(nn.Module):
        def __init__(self) -> None:
            self.many = [nn.Parameter([1.0]), {"a": nn.Parameter([1.0])}]

        def forward(self) -> object:
            return self.many[0] * 10 + self.many[1]["a"]  # type: ignore[index]

    assert nn.functional_call(Sums(), {"many.0": np.array([2.0]), "many.1.a": np.array([3.0])}, ()).item() == 23.0


def test_names_and_shapes_are_checked() -> None:
    """A name that is not there lists those that are; a wrong shape shows both."""
    layer = nn.Linear(2, 1, rng=0)
    with pytest.raises(KeyError, match=r"Linear has no parameter or buffer 'wieght'. It has weight, bias"):
        nn.functional_call(layer, {"wieght": np.zeros((1, 2))}, np.zeros((1, 2)))
    with pytest.raises(errors.ShapeError, match=re.escape("Got weight of shape (2,), wanted (1, 2).")):
        nn.functional_call(layer, {"weight": np.zeros(2)}, np.zeros((1, 2)))


def test_second_order_through_a_model() -> None:
    """The Hessian of a loss in the parameters is had by the transforms: of (w x)², 2 x²."""
    layer = nn.Linear(1, 1, bias=False, rng=0)

    def loss(w: object) -> object:
        return np.sum(nn.functional_call(layer, {"weight": w}, np.array([[3.0]])) ** 2)

    assert ag.hessian(loss)(np.array([[1.0]])).item() == 18.0


def test_calls_in_threads_do_not_mix() -> None:
    """Each of many calls of one module at a time sees its own parameters, and the module has its own afterwards."""
    layer = nn.Linear(1, 1, bias=False, rng=0)
    before = layer.weight

    def call(k: int) -> float:
        return float(nn.functional_call(layer, {"weight": np.array([[float(k)]])}, np.array([[2.0]])).item())

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, range(800))) == [2.0 * k for k in range(800)]
    assert layer.weight is before


def test_parameters_are_put_back_after_an_error() -> None:
    """A call that fails leaves the module with its own parameters."""
    layer = nn.Linear(2, 1, rng=0)
    before = dict(layer.named_parameters())
    with pytest.raises(errors.ShapeError):
        nn.functional_call(layer, {"weight": np.zeros((1, 2))}, np.zeros((1, 5)))
    assert all(value is before[name] for name, value in layer.named_parameters())


def test_a_call_within_a_call() -> None:
    """A module that calls another one functionally may itself be called so: 2 w x has the slope 2 x."""

    class Doubled(nn.Module):
        def __init__(self) -> None:
            self.inner = nn.Linear(1, 1, bias=False, rng=0)

        def forward(self, x: object) -> object:
            return nn.functional_call(self.inner, {"weight": self.inner.weight * 2}, x)

    model = Doubled()
    before = model.inner.weight
    slope = ag.grad(lambda w: nn.functional_call(model, {"inner.weight": w}, np.array([[3.0]])).sum())(
        np.array([[5.0]])
    )
    np.testing.assert_array_equal(slope, [[6.0]])
    assert model.inner.weight is before
