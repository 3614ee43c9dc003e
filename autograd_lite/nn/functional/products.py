"""Products with weights."""

from typing import Any

import numpy as np

from autograd_lite.errors import ShapeError
from autograd_lite.nn.functional.checks import numbers, wrong_shape
from autograd_lite.ops.neural.affine import affine


def linear(input: Any, weight: Any, bias: Any = None) -> Any:
    """Return ``input @ weight.T + bias``.

    Parameters
    ----------
    input : ``(…, in)``
    weight : ``(out, in)``
    bias : ``(out,)`` or None

    Returns
    -------
    ``(…, out)``
    """
    try:
        return affine.calls[3](input, weight, bias)
    except ShapeError:
        shape, wanted = np.shape(input), weight.shape[-1]
        if shape[-1:] == (wanted,):  # then it is the bias
            raise
        got = shape[-1] if shape else "no"
        text = f"got {got} features, wanted {wanted} (an input of shape {shape}, last axis)."
        raise wrong_shape("linear", text) from None
    except AttributeError:
        numbers(input)  # None, which the operation takes for no bias, has an error of its own
        raise


def bilinear(input1: Any, input2: Any, weight: Any, bias: Any = None) -> Any:
    """Return out_k = input1ᵀ W_k input2 + b_k.

    Parameters
    ----------
    input1, input2 : ``(…, in1)`` and ``(…, in2)`` with equal leading axes
    weight : ``(out, in1, in2)``
    bias : ``(out,)`` or None
    """
    input1, input2 = numbers(input1), numbers(input2)
    out, first, second = weight.shape
    if input1.shape[-1:] != (first,) or input2.shape[-1:] != (second,) or input1.shape[:-1] != input2.shape[:-1]:
        raise wrong_shape(
            "bilinear",
            f"got inputs of shapes {input1.shape} and {input2.shape}, wanted (…, {first}) and (…, {second}) with equal "
            "leading axes.",
        )
    left = np.reshape(
        np.matmul(input1, np.reshape(np.swapaxes(weight, 0, 1), (first, out * second))),
        (*input1.shape[:-1], out, second),
    )
    result = np.sum(left * np.expand_dims(input2, -2), axis=-1)
    return result if bias is None else result + bias
