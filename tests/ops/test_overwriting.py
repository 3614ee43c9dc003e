"""What a write by index records: the shares of the array and of the value that was written."""

import numpy as np
import pytest

import autograd_lite as ag


@pytest.mark.parametrize(
    ("view", "value", "kept"),
    [
        (lambda y: y.reshape(-1), 5.0 + 1.0j, 0),
        (lambda y: y.real.reshape(-1), 5.0, 1j),
        (lambda y: y.reshape(-1).imag, 5.0, 1),
    ],
)
@pytest.mark.parametrize("arranged", [np.copy, lambda y: np.copy(y.T)])
def test_writes_through_views_of_a_complex_array(view, value, kept, arranged):
    """The part that is written to passes on no gradient, the other does, in whatever order the gradient comes back.

    y = 2x has the gradient 4y of |y|², and the written value twice itself.
    """
    x = np.array([[1.0 + 2.0j, 3.0 - 1.0j], [2.0j, 4.0]])

    def loss(x, value):
        y = 2 * x
        view(y)[1] = value
        return np.sum(np.abs(arranged(y)) ** 2)

    expected = 8 * x
    expected[0, 1] = {0: 0, 1: expected[0, 1].real, 1j: 1j * expected[0, 1].imag}[kept]
    by_x, by_value = ag.grad(loss, argnums=(0, 1))(x, value)
    np.testing.assert_allclose(by_x, expected)
    np.testing.assert_allclose(by_value, 2 * value)
    along = ag.jvp(lambda x: ag.grad(loss)(x, value), (x,), (x,))[1]  # the gradient is linear in x
    np.testing.assert_allclose(along, expected)


def test_a_value_with_more_axes_than_its_place():
    """Axes of length one in front are dropped, and what is stretched has the sum: 4 elements of 2 · 5 each."""
    value = ag.Tensor([[5.0]], requires_grad=True)
    y = ag.Tensor(np.zeros((3, 4)), requires_grad=True) * 1
    y[1] = value
    np.sum(y * y).backward()
    assert value.grad.tolist() == [[40.0]]
