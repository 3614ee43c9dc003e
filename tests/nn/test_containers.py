from typing import Any

import numpy as np
import pytest

from autograd_lite import nn


def names(module: nn.Module) -> list[str]:
    """The names of the parameters."""
    return [name for name, _ in module.named_parameters()]


def linear(seed: int = 0) -> nn.Linear:
    """A layer with one parameter."""
    return nn.Linear(1, 1, bias=False, rng=seed)


def test_a_list_behaves_like_a_list() -> None:
    """Append, insert, replace, delete, slice and pop; names are always the places."""
    layers = nn.ModuleList([linear(), linear()])
    layers.append(nn.ReLU()).extend([linear()])
    layers.insert(0, nn.Tanh())
    assert names(layers) == ["1.weight", "2.weight", "4.weight"]
    assert [type(m).__name__ for m in layers[2:]] == ["Linear", "ReLU", "Linear"]
    del layers[0]
    assert isinstance(layers.pop(2), nn.ReLU)
    layers[0] = nn.Identity()
    assert names(layers) == ["1.weight", "2.weight"]
    assert isinstance(layers[-1], nn.Linear)


def test_sequential_of_a_dict() -> None:
    """Names from a dict are names of parameters and attributes."""
    model = nn.Sequential({"first": linear(), "act": nn.ReLU()})
    assert names(model) == ["first.weight"]
    assert isinstance(model.act, nn.ReLU)
    with pytest.raises(AttributeError, match=r"Sequential has no attribute 'last'. Its items are \['first', 'act'\]"):
        _ = model.last
    with pytest.raises(TypeError, match="Got int as item 0 of Sequential"):
        nn.Sequential(1)


def test_a_dict_behaves_like_a_dict() -> None:
    """Set, get, delete, update, iterate."""
    layers = nn.ModuleDict({"a": linear(), "b": nn.ReLU()})
    layers.update({"c": linear()})
    del layers["b"]
    assert (list(layers), names(layers), "a" in layers, len(layers)) == (["a", "c"], ["a.weight", "c.weight"], True, 2)
    assert isinstance(layers.pop("a"), nn.Linear)
    layers.clear()
    assert not list(layers.items())


def test_parameters_in_containers() -> None:
    """Arrays become parameters, under the names of their places."""
    many: Any = nn.ParameterList([np.zeros(2), nn.Parameter(np.ones(1))])
    named: Any = nn.ParameterDict({"left": np.zeros(3)})
    assert names(many) == ["0", "1"]
    assert names(named) == ["left"]
    assert many[0].requires_grad
