"""Automatic differentiation on NumPy."""

from autograd_lite import errors as errors
from autograd_lite.derivatives import (
    grad as grad,
    gradients as gradients,
    hessian as hessian,
    hvp as hvp,
    jacobian as jacobian,
    jvp as jvp,
    value_and_grad as value_and_grad,
    vjp as vjp,
)
from autograd_lite.modes import (
    detect_anomaly as detect_anomaly,
    enable_grad as enable_grad,
    no_grad as no_grad,
    strict_ieee as strict_ieee,
)
from autograd_lite.operation import constant as constant, primitive as primitive
from autograd_lite.ops.constants import (
    empty_like as empty_like,
    full_like as full_like,
    ones_like as ones_like,
    zeros_like as zeros_like,
)
from autograd_lite.ops.elementwise.arithmetic import (
    add as add,
    divide as divide,
    multiply as multiply,
    negative as negative,
    positive as positive,
    power as power,
    subtract as subtract,
)
from autograd_lite.ops.elementwise.exponential import (
    exp as exp,
    log as log,
    sqrt as sqrt,
    square as square,
    tanh as tanh,
)
from autograd_lite.ops.elementwise.selection import maximum as maximum, where as where
from autograd_lite.ops.elementwise.trigonometric import cos as cos, sin as sin
from autograd_lite.ops.indexing import overwrite as overwrite, scatter_add as scatter_add
from autograd_lite.ops.products import matmul as matmul
from autograd_lite.ops.reductions import sum as sum
from autograd_lite.ops.shapes import (
    astype as astype,
    broadcast_to as broadcast_to,
    copy as copy,
    expand_dims as expand_dims,
    real as real,
    reshape as reshape,
    swapaxes as swapaxes,
    transpose as transpose,
)
from autograd_lite.pointwise import elementwise as elementwise
from autograd_lite.tensor import Tensor as Tensor

__version__ = "0.1.0"
