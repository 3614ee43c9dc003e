import copy
import os
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import errors, nn


class Block(nn.Module):
    """A module with parameters everywhere: attribute, list, dict, child; and no call of super().__init__()."""

    def __init__(self) -> None:
        self.scale = nn.Parameter([2.0])
        self.layers = [nn.Linear(2, 3, rng=0), nn.Linear(3, 2, rng=1)]
        self.heads = {"a": nn.Linear(2, 1, rng=2)}
        self.extra = [nn.Parameter([1.0])]
        self.register_buffer("count", np.zeros(1))
        self.register_buffer("scratch", np.zeros(1), persistent=False)

    def forward(self, x: Any) -> Any:
        """Run through everything."""
        for layer in self.layers:
            x = layer(x)
        return self.heads["a"](x) * self.scale + self.extra[0]


def test_names_in_the_order_of_definition() -> None:
    """A module's own parameters come first, then those below it, each in the order in which it was defined."""
    assert [name for name, _ in Block().named_parameters()] == [
        *("scale", "extra.0", "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"),
        *("heads.a.weight", "heads.a.bias"),
    ]
    assert [name for name, _ in Block().named_modules()] == ["", "layers.0", "layers.1", "heads.a"]


def test_buffers() -> None:
    """Buffers are found, and those that are not persistent stay out of the state."""
    block = Block()
    assert [name for name, _ in block.named_buffers()] == ["count", "scratch"]
    assert "count" in block.state_dict()
    assert "scratch" not in block.state_dict()


def test_shared_parameters_are_one() -> None:
    """A parameter in two places is yielded once, under its first name, and has both names in the state."""
    model = nn.Sequential(nn.Linear(2, 2, rng=0), nn.Linear(2, 2, rng=1))
    model[1].weight = model[0].weight
    assert [name for name, _ in model.named_parameters()] == ["0.weight", "0.bias", "1.bias"]
    assert list(model.state_dict()) == ["0.weight", "0.bias", "1.weight", "1.bias"]


def test_train_and_eval_reach_all() -> None:
    """The mode is set on every module below, and training is where a module begins."""
    block = Block()
    assert all(module.training for module in block.modules())
    assert not any(module.training for module in block.eval().modules())
    assert all(module.training for module in block.train().modules())


def test_the_state_is_a_copy() -> None:
    """What state_dict returned does not change with the parameters: the best weights stay the best."""
    layer = nn.Linear(1, 1, bias=False, rng=0)
    best = layer.state_dict()
    before = best["weight"].copy()
    layer.weight.data += 1
    np.testing.assert_array_equal(best["weight"], before)
    layer.load_state_dict(best)
    np.testing.assert_array_equal(layer.weight.detach(), before)


def test_all_problems_at_once_and_nothing_loaded() -> None:
    """Missing, unexpected, wrong shape and wrong kind stand in one message, and no value was changed."""
    layer = nn.Sequential(nn.Linear(2, 1, rng=0), nn.Linear(1, 1, rng=0))
    before = layer.state_dict()
    state = {"0.weight": np.zeros((1, 2)), "0.bias": np.zeros(3), "1.weight": np.array([[1j]]), "new": np.zeros(1)}
    with pytest.raises(errors.CheckpointError) as caught:
        layer.load_state_dict(state)
    assert str(caught.value) == (
        "The state dict does not fit Sequential; nothing was loaded.\n"
        "  missing: 1.bias\n"
        "  unexpected: new\n"
        "  0.bias: got shape (3,), wanted (1,)\n"
        "  1.weight: got dtype complex128, wanted float64"
    )
    for name, value in layer.state_dict().items():
        np.testing.assert_array_equal(value, before[name])


def test_loading_what_fits() -> None:
    """Without strict, names that do not match are returned and the rest is loaded."""
    layer = nn.Linear(1, 1, rng=0)
    mismatch = layer.load_state_dict({"weight": np.array([[5.0]]), "other": 1.0}, strict=False)
    assert mismatch == (["bias"], ["other"])
    assert layer.weight.item() == 5.0


def test_loading_between_forward_and_backward() -> None:
    """A gradient is that of the weights which the forward pass saw."""
    layer = nn.Linear(1, 1, bias=False, rng=0)
    layer.load_state_dict({"weight": [[3.0]]})
    x = ag.Tensor([[1.0]], requires_grad=True)
    out = layer(x)
    layer.load_state_dict({"weight": [[100.0]]})
    out.sum().backward()
    np.testing.assert_array_equal(x.grad, [[3.0]])


def test_converting_keeps_the_objects() -> None:
    """to() changes dtype and gradient of the same parameter objects, so that optimizers keep holding them."""
    layer = nn.Linear(2, 1, rng=0)
    weight = layer.weight
    layer(np.ones((1, 2))).sum().backward()
    layer.to(np.float32)
    assert layer.weight is weight
    assert weight.dtype == weight.grad.dtype == np.float32
    with pytest.raises(TypeError, match="Got dtype int64"):
        layer.to(int)


def test_apply_goes_from_the_leaves_up() -> None:
    """The function sees children before their parents."""
    seen: list[str] = []
    nn.Sequential(nn.Sequential(nn.ReLU()), nn.Tanh()).apply(lambda m: seen.append(type(m).__name__))
    assert seen == ["Tanh", "ReLU", "Sequential", "Sequential"]


def test_repr_is_a_tree_with_shapes_and_counts() -> None:
    """Every line names the attribute, the class, its settings, the shapes of its parameters and their count."""
    assert repr(nn.Sequential(nn.Linear(3, 2, rng=0), nn.ReLU())) == (
        "Sequential(  # 8 parameters\n"
        "  (0): Linear(in_features=3, out_features=2, bias=True)  # weight (2, 3), bias (2,): 8\n"
        "  (1): ReLU()\n"
        ")"
    )


class Encoder(nn.Module):
    """A layer two levels down."""

    def __init__(self) -> None:
        self.encoder = nn.Sequential(nn.ModuleList([nn.Linear(4, 4, rng=0)])[0], nn.ReLU())

    def forward(self, x: Any) -> Any:
        """Encode."""
        return self.encoder(x)


def test_a_wrong_number_of_features_names_the_layer() -> None:
    """The message begins with the path of the layer, however deep it lies."""
    with pytest.raises(errors.ShapeError, match=r"^encoder\.0: got 5 features, wanted 4"):
        Encoder()(np.zeros((2, 5)))
    block = nn.TransformerEncoderLayer(4, 2, 8, rng=0)
    model = nn.TransformerEncoder(block, 2)
    with pytest.raises(errors.ShapeError, match=r"^layers\.0\.self_attn: got a query of shape \(3, 1, 5\)"):
        model(np.zeros((3, 1, 5)))


def test_a_wrong_layer_deep_in_a_stack() -> None:
    """Four modules down the message still begins with the path."""
    model = Encoder()
    model.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, rng=0), 2)
    model.encoder.layers[0].linear1 = nn.Linear(5, 8, rng=0)
    with pytest.raises(errors.ShapeError, match=r"^encoder\.layers\.0\.linear1: got 4 features, wanted 5"):
        model(np.zeros((3, 1, 4)))


def test_weights_and_masks_do_not_depend_on_the_hash_seed() -> None:
    """The same generator gives bitwise the same weights, masks and losses in any process."""
    code = (
        "import numpy as np, hashlib; from autograd_lite import nn; rng = np.random.default_rng(3);"
        "layers = nn.Linear(4, 8, rng=rng), nn.Dropout(0.5, rng=rng), nn.TransformerEncoderLayer(8, 2, 6, rng=rng);"
        "m = nn.Sequential(*layers);"
        "out = m(np.ones((2, 3, 4)));"
        "print(hashlib.sha256(b''.join(p.detach().numpy().tobytes() for p in [*m.parameters(), out])).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "random")
    }
    assert len(digests) == 1


def test_an_error_of_numpy_is_noted_with_the_module() -> None:
    """Errors that know nothing of modules carry the path of the innermost one as a note."""

    class Wrong(nn.Module):
        def forward(self, x: Any) -> Any:
            raise RuntimeError("no")

    with pytest.raises(RuntimeError) as caught:
        nn.Sequential(nn.Identity(), Wrong())(np.zeros(2))
    assert caught.value.__notes__ == ["in module 1 (Wrong)"]


def test_nodes_remember_the_module() -> None:
    """What was computed within a module carries its path; outside there is none."""
    block = Block()
    x = ag.Tensor(np.zeros((1, 2)), requires_grad=True)
    assert block.layers[0](x)._node.scope == ""
    block(x)
    assert block.layers[0](x)._node.scope == "layers.0"
    assert block(x)._node.scope == ""
    assert (x * 2)._node.scope is None


def test_paths_follow_changes() -> None:
    """A layer that is put in later gets its path too."""
    model = nn.Sequential(nn.Identity())
    model(np.zeros((1, 2)))
    model.append(nn.Linear(2, 2, rng=0))
    with pytest.raises(errors.ShapeError, match=r"^1: got 3 features"):
        model(np.zeros((1, 3)))


def test_modes_are_restored_after_an_error() -> None:
    """An exception in forward leaves no scope behind."""
    with pytest.raises(errors.ShapeError):
        nn.Linear(2, 2, rng=0)(np.zeros((1, 3)))
    x = ag.Tensor([1.0], requires_grad=True)
    assert (x * 2)._node.scope is None


def test_deep_copies_are_apart() -> None:
    """A copy has its own parameters."""
    block = Block()
    other = copy.deepcopy(block)
    other.scale.data += 1
    assert block.scale.item() == 2.0
    assert other.scale.item() == 3.0


def test_no_forward() -> None:
    """A module without forward says what to write."""
    with pytest.raises(
        NotImplementedError, match=re.escape("Module defines no forward. Write one: def forward(self, x)")
    ):
        nn.Module()(1)


def test_same_seed_same_weights() -> None:
    """The same generator gives bitwise the same weights and masks, another one others."""

    def build(seed: int) -> Any:
        rng = np.random.default_rng(seed)
        return nn.Sequential(nn.Linear(3, 4, rng=rng), nn.Dropout(0.5, rng=rng), nn.LSTM(4, 2, rng=rng))

    first, second, third = build(0), build(0), build(1)
    for (name, a), b, c in zip(
        first.state_dict().items(), second.state_dict().values(), third.state_dict().values(), strict=True
    ):
        np.testing.assert_array_equal(a, b, name)
        assert not np.array_equal(a, c)
    np.testing.assert_array_equal(first[1](np.ones(50)), second[1](np.ones(50)))


def test_there_is_no_device() -> None:
    """A device, as PyTorch has it, is no dtype; the message says so."""
    with pytest.raises(TypeError, match=r"^Got 'cuda'\. Wanted a dtype, such as np\.float32; there is no device but"):
        nn.Linear(2, 2).to("cuda")
