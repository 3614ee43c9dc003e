"""Fault 3: ``t.data[:] = 0`` between forward and backward.

Engines that save `t` by reference then return the gradient at zero without a word. Here it is the gradient of the
values that the forward pass saw, whether ``.data`` was asked for before or after it.
"""

from autograd_lite import Tensor, no_grad


def test_data_asked_for_after_use() -> None:
    """Writing into ``t.data`` after the forward pass leaves the gradient where it was."""
    t, x = Tensor([4.0, 6.0]), Tensor([1.0, 1.0], requires_grad=True)
    y = (x * t).sum()
    t.data[:] = 0
    y.backward()
    assert (x.grad.tolist(), t.tolist()) == ([4.0, 6.0], [0.0, 0.0])


def test_data_asked_for_before_use() -> None:
    """An array handed out before the forward pass is still `t`'s own afterwards, and harmless."""
    t, x = Tensor([4.0, 6.0]), Tensor([1.0, 1.0], requires_grad=True)
    data = t.data
    y = (x * t).sum()
    data[:] = 0
    y.backward()
    assert (x.grad.tolist(), t.tolist()) == ([4.0, 6.0], [0.0, 0.0])


def test_data_of_a_leaf() -> None:
    """The same for a leaf that multiplies itself."""
    t = Tensor([2.0, 3.0], requires_grad=True)
    y = (t * t).sum()
    t.data[:] = 0
    y.backward()
    assert (t.grad.tolist(), t.tolist()) == ([4.0, 6.0], [0.0, 0.0])


def test_data_of_a_result() -> None:
    """The same for a result whose rule saved its own output."""
    x = Tensor([0.5], requires_grad=True)
    y = x * 1.0
    z = y * y
    y.data[:] = 100
    z.sum().backward()
    assert x.grad.tolist() == [1.0]


def test_every_way_out_is_guarded() -> None:
    """``numpy()`` and ``detach()`` hand out the same memory under the same guard."""
    for way in (Tensor.numpy, lambda t: t.detach().data):
        t, x = Tensor([4.0, 6.0]), Tensor([1.0, 1.0], requires_grad=True)
        y = (x * t).sum()
        way(t)[:] = 0
        y.backward()
        assert (x.grad.tolist(), t.tolist()) == ([4.0, 6.0], [0.0, 0.0])


def test_numpy_array_protocol_is_a_copy_or_harmless() -> None:
    """What ``np.asarray`` returns under ``no_grad`` cannot change a gradient either."""
    import numpy as np

    t, x = Tensor([4.0, 6.0]), Tensor([1.0, 1.0], requires_grad=True)
    y = (x * t).sum()
    with no_grad():
        array = np.asarray(t)
    if array.flags.writeable:
        array[:] = 0
    y.backward()
    assert x.grad.tolist() == [4.0, 6.0]


def test_update_after_backward_is_in_place() -> None:
    """``p.data -= lr * p.grad`` changes the parameter that everyone holds."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    data = p.data
    (p * p).sum().backward()
    p.data -= 0.5 * p.grad
    assert p.tolist() == [0.0, 0.0]
    assert p.data is data


def test_update_between_forward_and_backward() -> None:
    """An update before the backward pass takes nothing from the gradient of the old values."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    y = (p * p).sum()
    p.data -= 1.0
    y.backward()
    assert (p.grad.tolist(), p.tolist()) == ([4.0, 6.0], [1.0, 2.0])
