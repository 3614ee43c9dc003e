"""What the tests of operations share: a call with Tensors, compared with NumPy's and with differences."""

import numpy as np
import pytest

import autograd_lite as ag


def parts_of(result):
    """Return all arrays of a result in order, however it nests them."""
    return [part for each in result for part in parts_of(each)] if isinstance(result, list | tuple) else [result]


def total(result):
    """Return one number in which every element of a result has a weight of its own."""
    return sum(np.sum(part * np.cos(np.arange(part.size)).reshape(part.shape)) for part in parts_of(result))


def compare_with_numpy(call, *arrays, orders=2, kinds=True):
    """Check that `call` computes on Tensors what it does on arrays, and that its derivatives are its differences."""
    wanted = parts_of(call(*arrays))
    found = parts_of(call(*[ag.Tensor(x, requires_grad=True) for x in arrays]))
    assert len(found) == len(wanted)
    for ours, theirs in zip(found, wanted, strict=True):
        assert isinstance(ours, ag.Tensor)
        np.testing.assert_allclose(ours.detach().numpy(), theirs, rtol=1e-14, atol=1e-14, strict=kinds)
    directions = [np.sin(np.arange(1.0, x.size + 1)).reshape(x.shape) for x in arrays]
    positions = tuple(range(len(arrays)))

    def loss(*inputs):
        return total(call(*inputs))

    def slope(*inputs):
        shares = ag.grad(loss, positions)(*inputs)
        return sum(np.sum(share * direction) for share, direction in zip(shares, directions, strict=True))

    def difference(function):
        ahead, behind = ([x + h * d for x, d in zip(arrays, directions, strict=True)] for h in (1e-5, -1e-5))
        return (function(*ahead) - function(*behind)) / 2e-5

    first = slope(*arrays)
    assert first == pytest.approx(difference(loss), rel=1e-7, abs=1e-7)
    if orders > 1:
        shares = ag.grad(slope, positions)(*arrays)
        second = sum(np.sum(share * direction) for share, direction in zip(shares, directions, strict=True))
        assert second == pytest.approx(difference(slope), rel=1e-6, abs=1e-6)


@pytest.fixture
def like_numpy():
    """Return the comparison of a call with Tensors and the same call with arrays."""
    return compare_with_numpy
