"""Functions without a derivative: comparisons, indices, questions. They return plain arrays.

A function belongs here if no element of its result moves when an input moves a little. Those that return numbers of the
same kind as their input (sign, floor, …) are operations with derivative zero; those that hand values on beside indices
(unique, bincount with weights, …) are not constant.
"""

import numpy as np

from autograd_lite.recipe import results
from autograd_lite.recording import plain
from autograd_lite.registry import register
from autograd_lite.undifferentiated import constant


def _constant(function):
    """Register `function` as one without a derivative, and its methods if it is a ufunc of two arrays."""
    if isinstance(function, np.ufunc) and function.nin == 2:
        for method in ("reduce", "accumulate", "reduceat", "outer"):
            constant((function, method))(getattr(function, method))
    return constant(function)(function)


# -- comparisons and logic --

equal = _constant(np.equal)
not_equal = _constant(np.not_equal)
less = _constant(np.less)
less_equal = _constant(np.less_equal)
greater = _constant(np.greater)
greater_equal = _constant(np.greater_equal)

logical_and = _constant(np.logical_and)
logical_or = _constant(np.logical_or)
logical_not = _constant(np.logical_not)
logical_xor = _constant(np.logical_xor)
all = _constant(np.all)
any = _constant(np.any)

# -- what kind of number --

isfinite = _constant(np.isfinite)
isnan = _constant(np.isnan)
isinf = _constant(np.isinf)
isneginf = _constant(np.isneginf)
isposinf = _constant(np.isposinf)
isnat = _constant(np.isnat)
signbit = _constant(np.signbit)
isreal = _constant(np.isreal)
iscomplex = _constant(np.iscomplex)
isrealobj = _constant(np.isrealobj)
iscomplexobj = _constant(np.iscomplexobj)

# -- equality of arrays --

isclose = _constant(np.isclose)
allclose = _constant(np.allclose)
array_equal = _constant(np.array_equal)
array_equiv = _constant(np.array_equiv)
isin = _constant(np.isin)
if (_in1d := getattr(np, "in1d", None)) is not None:  # gone since NumPy 2.4
    _constant(_in1d)

# -- positions --

argmax = _constant(np.argmax)
argmin = _constant(np.argmin)
nanargmax = _constant(np.nanargmax)
nanargmin = _constant(np.nanargmin)
argsort = _constant(np.argsort)
argpartition = _constant(np.argpartition)
argwhere = _constant(np.argwhere)
lexsort = _constant(np.lexsort)
nonzero = _constant(np.nonzero)
flatnonzero = _constant(np.flatnonzero)
count_nonzero = _constant(np.count_nonzero)
searchsorted = _constant(np.searchsorted)
digitize = _constant(np.digitize)
unravel_index = _constant(np.unravel_index)
ravel_multi_index = _constant(np.ravel_multi_index)
tril_indices_from = _constant(np.tril_indices_from)
triu_indices_from = _constant(np.triu_indices_from)
diag_indices_from = _constant(np.diag_indices_from)

# -- shapes and types --

shape = _constant(np.shape)
ndim = _constant(np.ndim)
size = _constant(np.size)
result_type = _constant(np.result_type)
can_cast = _constant(np.can_cast)
min_scalar_type = _constant(np.min_scalar_type)
common_type = _constant(np.common_type)

# -- memory --

shares_memory = _constant(np.shares_memory)
may_share_memory = _constant(np.may_share_memory)
einsum_path = _constant(np.einsum_path)

# -- texts --

array2string = _constant(np.array2string)
array_repr = _constant(np.array_repr)
array_str = _constant(np.array_str)

# -- bits and whole numbers --

bitwise_and = _constant(np.bitwise_and)
bitwise_or = _constant(np.bitwise_or)
bitwise_xor = _constant(np.bitwise_xor)
invert = _constant(np.invert)
left_shift = _constant(np.left_shift)
right_shift = _constant(np.right_shift)
bitwise_invert = bitwise_not = invert  # the names of the array API
bitwise_left_shift, bitwise_right_shift = left_shift, right_shift
gcd = _constant(np.gcd)
lcm = _constant(np.lcm)
packbits = _constant(np.packbits)
unpackbits = _constant(np.unpackbits)
bitwise_count = _constant(np.bitwise_count)


# -- Tensors without history, to be filled --


def _filled_like(function):
    def like(a, *args, **kwargs):
        return results(function(plain(a), *args, **kwargs), None)

    like.__name__, like.__doc__ = (
        function.__name__,
        f"A Tensor without history that can be filled, as ``np.{function.__name__}``.",
    )
    register(function, like)
    return like


zeros_like = _filled_like(np.zeros_like)
ones_like = _filled_like(np.ones_like)
empty_like = _filled_like(np.empty_like)


def full_like(a, fill_value, *args, **kwargs):
    """Return a Tensor of `fill_value`, joined to its history, that can be filled, as ``np.full_like``."""
    full = empty_like(a, *args, **kwargs)
    full[...] = fill_value
    return full


register(np.full_like, full_like)
