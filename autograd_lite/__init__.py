"""Automatic differentiation on NumPy."""

from importlib import import_module as _import_module
from typing import Any as _Any

import autograd_lite.ops.ufuncs  # noqa: F401  # keywords and methods of ufuncs register themselves
from autograd_lite import errors as errors, fft as fft, linalg as linalg
from autograd_lite.custom import (
    checkpoint as checkpoint,
    custom_jvp as custom_jvp,
    custom_vjp as custom_vjp,
    numeric_vjp as numeric_vjp,
)
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
from autograd_lite.ops import refused as _refused  # noqa: F401  # states what is refused, and why
from autograd_lite.ops.applying import apply_along_axis as apply_along_axis, apply_over_axes as apply_over_axes
from autograd_lite.ops.assembly import (
    block as block,
    column_stack as column_stack,
    concatenate as concatenate,
    dstack as dstack,
    hstack as hstack,
    repeat as repeat,
    stack as stack,
    tile as tile,
    vstack as vstack,
)
from autograd_lite.ops.axes import (
    atleast_1d as atleast_1d,
    atleast_2d as atleast_2d,
    atleast_3d as atleast_3d,
    broadcast_arrays as broadcast_arrays,
    flip as flip,
    fliplr as fliplr,
    flipud as flipud,
    matrix_transpose as matrix_transpose,
    moveaxis as moveaxis,
    ravel as ravel,
    rollaxis as rollaxis,
    rot90 as rot90,
    squeeze as squeeze,
)
from autograd_lite.ops.constants import (
    all as all,
    allclose as allclose,
    any as any,
    argmax as argmax,
    argmin as argmin,
    argpartition as argpartition,
    argsort as argsort,
    argwhere as argwhere,
    array2string as array2string,
    array_equal as array_equal,
    array_equiv as array_equiv,
    array_repr as array_repr,
    array_str as array_str,
    bitwise_and as bitwise_and,
    bitwise_count as bitwise_count,
    bitwise_or as bitwise_or,
    bitwise_xor as bitwise_xor,
    can_cast as can_cast,
    common_type as common_type,
    count_nonzero as count_nonzero,
    diag_indices_from as diag_indices_from,
    digitize as digitize,
    einsum_path as einsum_path,
    empty_like as empty_like,
    equal as equal,
    flatnonzero as flatnonzero,
    full_like as full_like,
    gcd as gcd,
    greater as greater,
    greater_equal as greater_equal,
    invert as invert,
    isclose as isclose,
    iscomplex as iscomplex,
    iscomplexobj as iscomplexobj,
    isfinite as isfinite,
    isin as isin,
    isinf as isinf,
    isnan as isnan,
    isnat as isnat,
    isneginf as isneginf,
    isposinf as isposinf,
    isreal as isreal,
    isrealobj as isrealobj,
    lcm as lcm,
    left_shift as left_shift,
    less as less,
    less_equal as less_equal,
    lexsort as lexsort,
    logical_and as logical_and,
    logical_not as logical_not,
    logical_or as logical_or,
    logical_xor as logical_xor,
    may_share_memory as may_share_memory,
    min_scalar_type as min_scalar_type,
    nanargmax as nanargmax,
    nanargmin as nanargmin,
    ndim as ndim,
    nonzero as nonzero,
    not_equal as not_equal,
    ones_like as ones_like,
    packbits as packbits,
    ravel_multi_index as ravel_multi_index,
    result_type as result_type,
    right_shift as right_shift,
    searchsorted as searchsorted,
    shape as shape,
    shares_memory as shares_memory,
    signbit as signbit,
    size as size,
    tril_indices_from as tril_indices_from,
    triu_indices_from as triu_indices_from,
    unpackbits as unpackbits,
    unravel_index as unravel_index,
    zeros_like as zeros_like,
)
from autograd_lite.ops.convolution import convolve as convolve, correlate as correlate
from autograd_lite.ops.creation import (
    array as array,
    ascontiguousarray as ascontiguousarray,
    full as full,
    geomspace as geomspace,
    linspace as linspace,
    logspace as logspace,
    meshgrid as meshgrid,
    vander as vander,
)
from autograd_lite.ops.diagonals import (
    diag as diag,
    diagflat as diagflat,
    diagonal as diagonal,
    place_diagonal as place_diagonal,
    trace as trace,
    tril as tril,
    triu as triu,
)
from autograd_lite.ops.differences import diff as diff, ediff1d as ediff1d, gradient as gradient, trapezoid as trapezoid
from autograd_lite.ops.editing import append as append, delete as delete, insert as insert, resize as resize
from autograd_lite.ops.einsum import einsum as einsum
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
    mod as mod,
    modf as modf,
    multiply as multiply,
    negative as negative,
    positive as positive,
    pow as pow,
    power as power,
    reciprocal as reciprocal,
    remainder as remainder,
    square as square,
    subtract as subtract,
    true_divide as true_divide,
)
from autograd_lite.ops.elementwise.choices import (
    choose as choose,
    interp as interp,
    piecewise as piecewise,
    select as select,
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
    acosh as acosh,
    arccosh as arccosh,
    arcsinh as arcsinh,
    arctanh as arctanh,
    asinh as asinh,
    atanh as atanh,
    cosh as cosh,
    sinh as sinh,
    tanh as tanh,
)
from autograd_lite.ops.elementwise.rounding import (
    around as around,
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
from autograd_lite.ops.elementwise.special import (
    i0 as i0,
    sinc as sinc,
)
from autograd_lite.ops.elementwise.trigonometric import (
    acos as acos,
    arccos as arccos,
    arcsin as arcsin,
    arctan as arctan,
    arctan2 as arctan2,
    asin as asin,
    atan as atan,
    atan2 as atan2,
    cos as cos,
    deg2rad as deg2rad,
    degrees as degrees,
    rad2deg as rad2deg,
    radians as radians,
    sin as sin,
    tan as tan,
    unwrap as unwrap,
)
from autograd_lite.ops.indexing import overwrite as overwrite, scatter_add as scatter_add
from autograd_lite.ops.matrices import cross as cross, kron as kron, vecdot as vecdot
from autograd_lite.ops.nan_reductions import (
    nancumprod as nancumprod,
    nancumsum as nancumsum,
    nanmax as nanmax,
    nanmean as nanmean,
    nanmin as nanmin,
    nanprod as nanprod,
    nanstd as nanstd,
    nansum as nansum,
    nanvar as nanvar,
)
from autograd_lite.ops.padding import (
    pad as pad,
)
from autograd_lite.ops.polynomials import (
    polyadd as polyadd,
    polyder as polyder,
    polyint as polyint,
    polymul as polymul,
    polysub as polysub,
    polyval as polyval,
)
from autograd_lite.ops.products import (
    dot as dot,
    inner as inner,
    matmul as matmul,
    matvec as matvec,
    outer as outer,
    tensordot as tensordot,
    vdot as vdot,
    vecmat as vecmat,
)
from autograd_lite.ops.quantiles import (
    median as median,
    nanmedian as nanmedian,
    nanpercentile as nanpercentile,
    nanquantile as nanquantile,
    percentile as percentile,
    quantile as quantile,
)
from autograd_lite.ops.reductions import (
    max as max,
    mean as mean,
    min as min,
    prod as prod,
    ptp as ptp,
    sum as sum,
)
from autograd_lite.ops.scans import (
    cumprod as cumprod,
    cumsum as cumsum,
    cumulative_prod as cumulative_prod,
    cumulative_sum as cumulative_sum,
    linear_recurrence as linear_recurrence,
)
from autograd_lite.ops.shapes import (
    astype as astype,
    broadcast_to as broadcast_to,
    copy as copy,
    expand_dims as expand_dims,
    reshape as reshape,
    swapaxes as swapaxes,
    transpose as transpose,
)
from autograd_lite.ops.softmax import (
    log_softmax as log_softmax,
    logsumexp as logsumexp,
    softmax as softmax,
)
from autograd_lite.ops.sorting import (
    partition as partition,
    sort as sort,
)
from autograd_lite.ops.splitting import (
    array_split as array_split,
    dsplit as dsplit,
    hsplit as hsplit,
    split as split,
    unstack as unstack,
    vsplit as vsplit,
)
from autograd_lite.ops.statistics import (
    average as average,
    corrcoef as corrcoef,
    cov as cov,
    std as std,
    var as var,
)
from autograd_lite.ops.taking import (
    compress as compress,
    extract as extract,
    roll as roll,
    take as take,
    take_along_axis as take_along_axis,
)
from autograd_lite.ops.windows import add_windows as add_windows, sliding_window_view as sliding_window_view
from autograd_lite.pointwise import elementwise as elementwise
from autograd_lite.saving import load as load, save as save
from autograd_lite.support import supported as supported
from autograd_lite.tensor import Tensor as Tensor

__version__ = "0.1.0"

_LAZY = frozenset({"data", "nn", "optim", "scipy", "testing", "train", "viz"})  # opened on first touch (PEP 562)


def __getattr__(name: str) -> _Any:
    if name in _LAZY:
        return _import_module(f"autograd_lite.{name}")
    raise AttributeError(f"module 'autograd_lite' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(globals().keys() | _LAZY)
