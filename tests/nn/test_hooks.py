from typing import Any

import numpy as np

import autograd_lite as ag
from autograd_lite import nn


def test_forward_hooks_see_and_replace() -> None:
    """A hook before sees the arguments, one after the result, and what they return takes their place."""
    layer = nn.Identity()
    first = layer.register_forward_pre_hook(lambda module, args: (args[0] + 1,))
    second = layer.register_forward_hook(lambda module, args, out: out * 10)
    assert layer(1.0) == 20.0
    first.remove()
    assert layer(1.0) == 10.0
    second.remove()
    second.remove()
    assert layer(1.0) == 1.0


def test_hooks_with_keywords() -> None:
    """With with_kwargs a hook sees the keyword arguments too."""
    layer = nn.MultiheadAttention(2, 1, rng=0)
    seen: list[Any] = []
    with layer.register_forward_pre_hook(lambda module, args, kwargs: seen.append(sorted(kwargs)), with_kwargs=True):
        layer(*[np.zeros((1, 1, 2))] * 3, need_weights=False)
    layer(*[np.zeros((1, 1, 2))] * 3)
    assert seen == [["need_weights"]]


def test_backward_hook_sees_the_share_of_its_module() -> None:
    """grad_output arrives at the result; grad_input leaves through the argument, and is not its whole gradient."""
    layer = nn.Linear(1, 1, bias=False, rng=0)
    layer.load_state_dict({"weight": [[3.0]]})
    seen: list[Any] = []
    layer.register_full_backward_hook(lambda module, grad_in, grad_out: seen.append((grad_in[0], grad_out[0])))
    x = ag.Tensor([[1.0]], requires_grad=True)
    (layer(x) * 2 + x * 5).sum().backward()
    np.testing.assert_array_equal(seen, [([[6.0]], [[2.0]])])
    np.testing.assert_array_equal(x.grad, [[11.0]])


def test_backward_hook_replaces() -> None:
    """A tuple that the hook returns goes on in the place of grad_input."""
    layer = nn.Identity()
    layer.register_full_backward_hook(lambda module, grad_in, grad_out: (grad_in[0] * 0,))
    x = ag.Tensor([1.0], requires_grad=True)
    layer(x).sum().backward()
    np.testing.assert_array_equal(x.grad, [0.0])


def test_backward_hook_without_a_tracked_argument() -> None:
    """Where only parameters are tracked the hook is called with None for the argument."""
    layer = nn.Linear(1, 1, rng=0)
    seen: list[Any] = []
    layer.register_full_backward_hook(lambda module, grad_in, grad_out: seen.append((grad_in, grad_out[0].tolist())))
    layer(np.array([[1.0]])).sum().backward()
    assert seen == [((None,), [[1.0]])]
