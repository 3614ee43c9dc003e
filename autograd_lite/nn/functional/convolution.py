"""Convolutions over one, two and three axes, and their transposes."""

from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here, numbers, wrong_shape
from autograd_lite.ops.neural.convolution import convolve, convolve_input, out_sizes

Sizes = int | tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]


def per_axis(function: str, what: str, value: Any, n: int, least: int = 0) -> tuple[int, ...]:
    """Return one integer for each of `n` axes, from one number for all or one for each."""
    sizes = tuple(value) if isinstance(value, tuple | list) else (value,) * n
    if len(sizes) == 1:
        sizes *= n
    if len(sizes) != n or any(not isinstance(s, int | np.integer) or s < least for s in sizes):
        raise ValueError(
            f"{here(function)}got {what}={value!r}, wanted {n} integers of {least} or more, or one for all."
        )
    return tuple(int(s) for s in sizes)


def pairs(
    function: str, padding: Any, kernel: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]
) -> Pairs:
    """Return the padding before and after each axis, from numbers, "valid" or "same"."""
    if padding == "valid":
        return ((0, 0),) * len(kernel)
    if padding == "same":
        if any(s != 1 for s in stride):
            raise ValueError(f"{here(function)}got padding='same' with stride {stride}, wanted stride 1.")
        total = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
        return tuple((t // 2, t - t // 2) for t in total)
    if isinstance(padding, str):
        raise ValueError(f"{here(function)}got padding={padding!r}, wanted numbers, 'same' or 'valid'.")
    return tuple((p, p) for p in per_axis(function, "padding", padding, len(kernel)))


def batched(function: str, x: Any, n: int) -> tuple[Any, bool]:
    """Return `x` as (N, C, *spatial), and whether it came without N."""
    x = numbers(x)
    if x.ndim not in (n + 1, n + 2):
        raise wrong_shape(
            function, f"got an input of shape {x.shape}, wanted {n + 2} axes (N, C, …) or {n + 1} (C, …)."
        )
    return (x, False) if x.ndim == n + 2 else (np.expand_dims(x, 0), True)


def _finished(out: Any, bias: Any, single: bool, n: int) -> Any:
    if bias is not None:
        out = out + np.reshape(bias, (-1, *[1] * n))
    return out[0] if single else out


def _convolution(
    n: int, input: Any, weight: Any, bias: Any, stride: Any, padding: Any, dilation: Any, groups: int
) -> Any:
    function = f"conv{n}d"
    x, single = batched(function, input, n)
    kernel = weight.shape[2:]
    stride, dilation = (
        per_axis(function, "stride", stride, n, 1),
        per_axis(function, "dilation", dilation, n, 1),
    )
    around = pairs(function, padding, kernel, stride, dilation)
    if x.shape[1] != weight.shape[1] * groups or len(weight) % groups:
        raise wrong_shape(
            function,
            f"got {x.shape[1]} channels (an input of shape {np.shape(input)}), wanted {weight.shape[1] * groups} for a "
            f"weight of shape {weight.shape} in {groups} groups.",
        )
    if any(size < 1 for size in out_sizes(x.shape[2:], kernel, stride, around, dilation)):
        raise wrong_shape(
            function,
            f"got an input of shape {np.shape(input)} that is smaller than the kernel {kernel}, dilation "
            f"{dilation}, padding {padding}.",
        )
    return _finished(convolve(x, weight, stride, around, dilation, groups), bias, single, n)


def conv1d(
    input: Any, weight: Any, bias: Any = None, stride: Any = 1, padding: Any = 0, dilation: Any = 1, groups: int = 1
) -> Any:
    """Convolution (cross-correlation) over one axis.

    Parameters
    ----------
    input : ``(N, C, L)`` or ``(C, L)``
    weight : ``(O, C/groups, K)``
    bias : ``(O,)`` or None
    stride, dilation : one number
    padding : zeros added at both ends; or "same" (output as long as the input) or "valid" (none)
    groups : number of blocks of channels that do not see each other

    Returns
    -------
    ``(N, O, (L + 2 padding − dilation (K − 1) − 1) // stride + 1)``
    """
    return _convolution(1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(
    input: Any, weight: Any, bias: Any = None, stride: Any = 1, padding: Any = 0, dilation: Any = 1, groups: int = 1
) -> Any:
    """Convolution over two axes, ``(N, C, H, W)``; parameters as in :func:`conv1d`, a number or one for each axis.

    Examples
    --------
    >>> import numpy as np
    >>> conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)))
    array([[[[4., 4.],
             [4., 4.]]]])
    """
    return _convolution(2, input, weight, bias, stride, padding, dilation, groups)


def conv3d(
    input: Any, weight: Any, bias: Any = None, stride: Any = 1, padding: Any = 0, dilation: Any = 1, groups: int = 1
) -> Any:
    """Convolution over three axes, ``(N, C, D, H, W)``; parameters as in :func:`conv1d`."""
    return _convolution(3, input, weight, bias, stride, padding, dilation, groups)


def _transposed(
    n: int,
    input: Any,
    weight: Any,
    bias: Any,
    stride: Any,
    padding: Any,
    output_padding: Any,
    groups: int,
    dilation: Any,
) -> Any:
    function = f"conv_transpose{n}d"
    x, single = batched(function, input, n)
    if x.shape[1] != len(weight) or len(weight) % groups:
        raise wrong_shape(
            function,
            f"got {x.shape[1]} channels (an input of shape {np.shape(input)}), wanted {len(weight)}, divisible by "
            f"{groups} groups.",
        )
    stride, dilation = per_axis(function, "stride", stride, n, 1), per_axis(function, "dilation", dilation, n, 1)
    pads = per_axis(function, "padding", padding, n)
    extra = per_axis(function, "output_padding", output_padding, n)
    if any(e >= max(s, d) for e, s, d in zip(extra, stride, dilation, strict=True)):
        raise ValueError(
            f"{here(function)}got output_padding={output_padding}, wanted less than stride {stride} or "
            f"dilation {dilation}."
        )
    spatial = tuple(
        (size - 1) * s - 2 * p + d * (k - 1) + e + 1
        for size, s, p, d, k, e in zip(x.shape[2:], stride, pads, dilation, weight.shape[2:], extra, strict=True)
    )
    if any(size < 1 for size in spatial):
        raise wrong_shape(function, f"got an input of shape {np.shape(input)} that leaves an output of size {spatial}.")
    around = tuple((p, p) for p in pads)
    return _finished(convolve_input(x, weight, spatial, stride, around, dilation, groups), bias, single, n)


def conv_transpose1d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Any:
    """Transposed convolution over one axis: the adjoint of :func:`conv1d`, which makes long what that makes short.

    Parameters
    ----------
    input : ``(N, C, L)`` or ``(C, L)``
    weight : ``(C, O/groups, K)``
    bias : ``(O,)`` or None
    stride, dilation : one number
    padding : what the forward convolution would have padded, cut off here
    output_padding : how much longer the output is at its end
    groups : number of blocks of channels that do not see each other

    Returns
    -------
    ``(N, O, (L − 1) stride − 2 padding + dilation (K − 1) + output_padding + 1)``
    """
    return _transposed(1, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Any:
    """Transposed convolution over two axes; parameters as in :func:`conv_transpose1d`."""
    return _transposed(2, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose3d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Any:
    """Transposed convolution over three axes; parameters as in :func:`conv_transpose1d`."""
    return _transposed(3, input, weight, bias, stride, padding, output_padding, groups, dilation)
