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
    divmod as divmod,
    float_power as float_power,
    floor_divide as floor_divide,
    fmod as fmod,
    frexp as frexp,
    hypot as hypot,
    ldexp as ldexp,
    modf as modf,
    multiply as multiply,
    negative as negative,
    positive as positive,
    power as power,
    reciprocal as reciprocal,
    remainder as remainder,
    square as square,
    subtract as subtract,
)
from autograd_lite.ops.elementwise.complex import (
    abs as abs,
    absolute as absolute,
    angle as angle,
    conj as conj,
    conjugate as conjugate,
    imag as imag,
    real as real,
    real_if_close as real_if_close,
    sign as sign,
)
from autograd_lite.ops.elementwise.exponential import (
    cbrt as cbrt,
    exp as exp,
    exp2 as exp2,
    expm1 as expm1,
    log as log,
    log1p as log1p,
    log2 as log2,
    log10 as log10,
    logaddexp as logaddexp,
    logaddexp2 as logaddexp2,
    sqrt as sqrt,
)
from autograd_lite.ops.elementwise.hyperbolic import (
    arccosh as arccosh,
    arcsinh as arcsinh,
    arctanh as arctanh,
    cosh as cosh,
    sinh as sinh,
    tanh as tanh,
)
from autograd_lite.ops.elementwise.rounding import (
    ceil as ceil,
    fix as fix,
    floor as floor,
    rint as rint,
    round as round,
    trunc as trunc,
)
from autograd_lite.ops.elementwise.selection import (
    clip as clip,
    fmax as fmax,
    fmin as fmin,
    maximum as maximum,
    minimum as minimum,
    nan_to_num as nan_to_num,
    where as where,
)
from autograd_lite.ops.elementwise.signs import (
    copysign as copysign,
    fabs as fabs,
    heaviside as heaviside,
)
from autograd_lite.ops.elementwise.trigonometric import (
    arccos as arccos,
    arcsin as arcsin,
    arctan as arctan,
    arctan2 as arctan2,
    cos as cos,
    deg2rad as deg2rad,
    degrees as degrees,
    rad2deg as rad2deg,
    radians as radians,
    sin as sin,
    tan as tan,
)
from autograd_lite.ops.indexing import overwrite as overwrite, scatter_add as scatter_add
from autograd_lite.ops.products import matmul as matmul
from autograd_lite.ops.reductions import sum as sum
from autograd_lite.ops.shapes import (
    astype as astype,
    broadcast_to as broadcast_to,
    copy as copy,
    expand_dims as expand_dims,
    reshape as reshape,
    swapaxes as swapaxes,
    transpose as transpose,
)
from autograd_lite.pointwise import elementwise as elementwise
from autograd_lite.tensor import Tensor as Tensor

__version__ = "0.1.0"
