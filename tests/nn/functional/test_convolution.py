import re

import numpy as np
import pytest

from autograd_lite import errors, nn
from autograd_lite.nn import functional as fn
from autograd_lite.ops.neural.convolution import convolve, convolve_input, convolve_weight

SETTINGS = ((2, 1), ((1, 0), (2, 1)), (1, 2), 2)


def test_worked_by_hand() -> None:
    """1 2 3 4 with the kernel 1 10, not flipped: 21 32 43; with stride 2: 21 43."""
    x, kernel = np.array([[[1.0, 2.0, 3.0, 4.0]]]), np.array([[[1.0, 10.0]]])
    np.testing.assert_array_equal(fn.conv1d(x, kernel), [[[21.0, 32.0, 43.0]]])
    np.testing.assert_array_equal(fn.conv1d(x, kernel, stride=2), [[[21.0, 43.0]]])
    np.testing.assert_array_equal(fn.conv_transpose1d(x[:, :, :2], kernel), [[[1.0, 12.0, 20.0]]])


def test_the_three_are_adjoint() -> None:
    """⟨conv(x, w), y⟩ = ⟨x, conv_input(y, w)⟩ = ⟨w, conv_weight(y, x)⟩."""
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(3, 4, 5, 6)), rng.normal(size=(6, 2, 2, 3))
    out = convolve(x, w, *SETTINGS)
    y = rng.normal(size=out.shape)
    product = np.sum(out * y)
    assert np.sum(x * convolve_input(y, w, x.shape[2:], *SETTINGS)) == pytest.approx(product)
    assert np.sum(w * convolve_weight(y, x, w.shape[2:], *SETTINGS)) == pytest.approx(product)


def test_large_weights_are_summed_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to the weight's gradient give the same."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(3, 4, 5)), rng.normal(size=(3, 2, 4))
    settings = ((2,), (1,), ((0, 0),), (1,), 1)
    at_once = convolve_weight(y, x, *settings)
    monkeypatch.setitem(convolve_weight.forward.__globals__, "_AT_ONCE", 0)
    np.testing.assert_allclose(convolve_weight(y, x, *settings), at_once)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: nn.Conv2d(3, 4, 3)(np.zeros((1, 2, 5, 5))), errors.ShapeError, "Conv2d|conv2d: got 2 channels"),
        (lambda: nn.Conv2d(1, 1, 7)(np.zeros((1, 1, 5, 5))), errors.ShapeError, "smaller than the kernel"),
        (lambda: nn.Conv1d(1, 1, 2)(np.zeros((1, 1, 5, 5))), errors.ShapeError, "wanted 3 axes"),
        (lambda: nn.Conv1d(3, 4, 2, groups=2), ValueError, "Wanted both divisible by the groups"),
        (lambda: nn.Conv1d(1, 1, 2, stride=2, padding="same")(np.zeros((1, 1, 5))), ValueError, "wanted stride 1"),
        (lambda: nn.Conv1d(1, 1, 0), ValueError, "wanted 1 integers of 1 or more"),
        (lambda: nn.MaxPool2d(2, padding=2)(np.zeros((1, 1, 5, 5))), ValueError, "at most half of the kernel"),
        (lambda: fn.pad(np.zeros(3), (3, 0), "reflect"), errors.ShapeError, re.escape("more than there is")),
        (
            lambda: nn.ConvTranspose1d(1, 1, 2, stride=2, output_padding=2)(np.zeros((1, 1, 3))),
            ValueError,
            "output_padding=",
        ),
    ],
)
def test_bad_arguments(call: object, error: type[Exception], message: str) -> None:
    """Settings and shapes that do not fit are refused with what was got and wanted."""
    with pytest.raises(error, match=message):
        call()  # type: ignore[operator]
