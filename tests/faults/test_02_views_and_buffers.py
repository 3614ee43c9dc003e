"""Fault 2: an operand is changed through a view made earlier, or through the buffer that its memory belongs to.

A guard that locks the array (`writeable=False`) is bypassed by both. Without a copy the gradient is silently that of
the new contents.
"""

import numpy as np

from autograd_lite import Tensor


def test_write_through_the_base_of_an_operand() -> None:
    """An operand that is a view keeps its old values when its base is written to."""
    base = np.array([2.0, 3.0, 4.0])
    x = Tensor([1.0, 1.0], requires_grad=True)
    y = (x * base[:2]).sum()
    base[:] = 100
    y.backward()
    assert x.grad.tolist() == [2.0, 3.0]


def test_write_through_a_view_of_an_operand() -> None:
    """An operand keeps its old values when a view that was taken before is written to."""
    a = np.array([2.0, 3.0, 2.0, 3.0])
    view = a[:2]
    x = Tensor(np.ones(4), requires_grad=True)
    y = (x * a).sum()
    view[:] = 100
    y.backward()
    assert x.grad.tolist() == [2.0, 3.0, 2.0, 3.0]


def test_operand_on_foreign_memory() -> None:
    """An operand on a bytearray's memory works, and keeps its values when the bytes are overwritten."""
    memory = bytearray(np.array([2.0, 3.0]).tobytes())
    x = Tensor([1.0, 1.0], requires_grad=True)
    y = (x * np.frombuffer(memory)).sum()
    memory[:] = bytes(16)
    y.backward()
    assert x.grad.tolist() == [2.0, 3.0]


def test_read_only_operand() -> None:
    """An operand on memory that cannot be written to (bytes) works like any other."""
    a = np.frombuffer(np.array([2.0, 3.0]).tobytes())
    assert not a.flags.writeable
    x = Tensor([1.0, 1.0], requires_grad=True)
    (x * a).sum().backward()
    assert x.grad.tolist() == [2.0, 3.0]


def test_tensor_that_shares_the_users_memory() -> None:
    """``Tensor(a, copy=False)`` follows writes to `a`, and the gradient stays that of what forward saw."""
    a = np.array([2.0, 3.0])
    t, x = Tensor(a, copy=False), Tensor([1.0, 1.0], requires_grad=True)
    y = (x * t).sum()
    a[:] = 100
    y.backward()
    assert (x.grad.tolist(), t.tolist()) == ([2.0, 3.0], [100.0, 100.0])


def test_tensor_made_of_an_array_has_its_own_memory() -> None:
    """``Tensor(a)`` copies: writing to `a` afterwards changes neither values nor gradients."""
    a = np.array([2.0, 3.0])
    x = Tensor(a, requires_grad=True)
    y = (x * x).sum()
    a[:] = 100
    y.backward()
    assert (x.grad.tolist(), x.tolist()) == ([4.0, 6.0], [2.0, 3.0])


def test_view_of_a_tensor_that_is_written_to() -> None:
    """A view's use is differentiated at the values it had, also when its base Tensor is written to afterwards."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    x = p * 1.0
    view = x[:1]
    y = (view * view).sum()
    x[0] = 100.0
    y.backward()
    assert p.grad.tolist() == [4.0, 0.0]
