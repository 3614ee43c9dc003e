"""A model as a table: path, class, shapes, parameters, multiply-adds."""

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.modes import no_grad
from autograd_lite.nn.attention import MultiheadAttention
from autograd_lite.nn.cells import _Cell
from autograd_lite.nn.convolution import Convolution, ConvTranspose1d
from autograd_lite.nn.hooks import Handle
from autograd_lite.nn.linear import Bilinear, Linear
from autograd_lite.nn.module import Module
from autograd_lite.nn.recurrent import _Recurrent


class Row(NamedTuple):
    """One call of one module."""

    path: str
    kind: str
    input: str
    output: str
    parameters: int
    multiply_adds: int


class Summary(NamedTuple):
    """The table of a model. ``str`` of it is for reading; the rows are for programs.

    Attributes
    ----------
    rows : one for every call of a module, in the order of the calls
    parameters : count of all, each once
    trainable : count of those that require a gradient
    multiply_adds : of all products with parameters, and of attention
    """

    rows: tuple[Row, ...]
    parameters: int
    trainable: int
    multiply_adds: int

    def __str__(self) -> str:
        head = ("path", "class", "input", "output", "parameters", "multiply-adds")
        body = [(*row[:4], f"{row.parameters:,}", f"{row.multiply_adds:,}") for row in self.rows]
        widths = [max(len(line[k]) for line in (head, *body)) for k in range(len(head))]
        lines = [
            "  ".join(_aligned(cell, w, k > 3) for k, (cell, w) in enumerate(zip(line, widths, strict=True)))
            for line in (head, *body)
        ]
        rule = "-" * max(map(len, lines))
        total = f"{self.parameters:,} parameters, {self.trainable:,} trainable; {self.multiply_adds:,} multiply-adds"
        return "\n".join([lines[0], rule, *lines[1:], rule, total])


def _aligned(cell: str, width: int, right: bool) -> str:
    return cell.rjust(width) if right else cell.ljust(width)


def _shape(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(filter(None, map(_shape, value)))
    return str(tuple(value.shape)) if hasattr(value, "shape") else ""


def _linear(layer: Any, _args: Any, out: Any) -> Any:
    return out.size * layer.in_features


def _bilinear(layer: Any, _args: Any, out: Any) -> Any:
    return out.size * (layer.in1_features * layer.in2_features + layer.in2_features)


def _convolution(layer: Any, args: Any, out: Any) -> Any:
    taps = prod(layer.kernel_size)
    if isinstance(layer, ConvTranspose1d):
        return np.size(args[0]) * taps * layer.out_channels // layer.groups
    return out.size * taps * layer.in_channels // layer.groups


def _recurrent(layer: Any, args: Any, _out: Any) -> Any:
    steps = np.size(args[0]) // np.shape(args[0])[-1]
    return steps * sum(p.size for p in layer.parameters() if p.ndim == 2)


def _attention(layer: Any, args: Any, _out: Any) -> Any:
    query, key = np.shape(args[0]), np.shape(args[1])
    axis = 1 if len(query) == 3 and layer.batch_first else 0
    batch = 1 if len(query) == 2 else query[1 - axis]
    length, sources, size = query[axis], key[axis], layer.embed_dim
    products = batch * (length * size * size + sources * size * (layer.kdim + layer.vdim))
    return products + 2 * batch * length * sources * size


COUNTS: dict[type, Callable[[Any, Any, Any], Any]] = {
    Linear: _linear,
    Bilinear: _bilinear,
    Convolution: _convolution,
    _Recurrent: _recurrent,
    _Cell: _recurrent,
    MultiheadAttention: _attention,
}


def summary(model: Module, *inputs: Any) -> Summary:
    """Run a model once and return a table of its modules.

    Parameters
    ----------
    model : the module
    *inputs : arguments of its call; only their shapes matter

    Returns
    -------
    :class:`Summary`; print it

    Notes
    -----
    Parameters are counted where they hang, so the column adds up to the total but for shared ones. Multiply-adds are
    those of products with weights and of attention; additions of biases, activations and norms are not counted.

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> model = nn.Sequential(nn.Linear(784, 50, rng=0), nn.ReLU(), nn.Linear(50, 10, rng=0))
    >>> print(nn.summary(model, np.zeros((1, 784))))
    path  class       input     output   parameters  multiply-adds
    --------------------------------------------------------------
          Sequential  (1, 784)  (1, 10)           0              0
    0     Linear      (1, 784)  (1, 50)      39,250         39,200
    1     ReLU        (1, 50)   (1, 50)           0              0
    2     Linear      (1, 50)   (1, 10)         510            500
    --------------------------------------------------------------
    39,760 parameters, 39,760 trainable; 39,700 multiply-adds
    """
    rows: list[Any] = []
    handles: list[Handle] = []
    modes = {module: module.training for module in model.modules()}
    for path, module in model.named_modules():
        handles.extend(_watched(path, module, rows))
    try:
        model.eval()
        with no_grad():
            model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
        for module, training in modes.items():
            module.training = training
    sizes = [(p.size, p.requires_grad) for p in model.parameters()]
    return Summary(
        tuple(rows),
        sum(n for n, _ in sizes),
        sum(n for n, grad in sizes if grad),
        sum(row.multiply_adds for row in rows),
    )


def _watched(path: str, module: Module, rows: list[Any]) -> list[Handle]:
    """Hang hooks on a module that note a row for each call, at the place where the call began."""
    open_calls: list[int] = []

    def before(_module: Module, _args: Any) -> None:
        open_calls.append(len(rows))
        rows.append(None)

    def after(module: Module, args: Any, out: Any) -> None:
        count = next((c for kind, c in COUNTS.items() if isinstance(module, kind)), None)
        own = sum(p.size for p in module.parameters(recurse=False))
        first = out[0] if isinstance(out, tuple) else out
        work = 0 if count is None else int(count(module, args, first))
        kind = type(module).__name__
        rows[open_calls.pop()] = Row(path, kind, _shape(args), _shape(out), own, work)

    return [module.register_forward_pre_hook(before), module.register_forward_hook(after)]
