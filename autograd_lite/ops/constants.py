"""Functions without a derivative: comparisons, indices, questions. They return plain arrays.

A function belongs here if no element of its result moves when an input moves a little. Those that return numbers of the
same kind as their input (sign, floor, …) are operations with derivative zero; those that hand values on beside indices
(unique, bincount with weights, …) are not constant.
"""

import numpy as np

from autograd_lite.operation import constant
from autograd_lite.recipe import results
from autograd_lite.recording import plain
from autograd_lite.registry import register

_COMPARISONS = (np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal)
_LOGIC = (np.logical_and, np.logical_or, np.logical_not, np.logical_xor, np.all, np.any)
_KINDS = (
    *(np.isfinite, np.isnan, np.isinf, np.isneginf, np.isposinf, np.isnat, np.signbit),
    *(np.isreal, np.iscomplex, np.isrealobj, np.iscomplexobj),
)
_EQUALITY = (np.isclose, np.allclose, np.array_equal, np.array_equiv, np.isin)
_POSITIONS = (
    *(np.argmax, np.argmin, np.nanargmax, np.nanargmin, np.argsort, np.argpartition, np.lexsort, np.argwhere),
    *(np.nonzero, np.flatnonzero, np.searchsorted, np.digitize, np.count_nonzero),
    *(np.unravel_index, np.ravel_multi_index, np.tril_indices_from, np.triu_indices_from, np.diag_indices_from),
)
_TYPES = (np.shape, np.ndim, np.size, np.result_type, np.can_cast, np.min_scalar_type, np.common_type)
_MEMORY = (np.shares_memory, np.may_share_memory, np.einsum_path)
_TEXTS = (np.array2string, np.array_repr, np.array_str)
_INTEGERS = (
    *(np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.invert, np.left_shift, np.right_shift),
    *(np.gcd, np.lcm, np.packbits, np.unpackbits),
    *((np.bitwise_count,) if hasattr(np, "bitwise_count") else ()),
)

_METHODS = ("reduce", "accumulate", "reduceat", "outer")

for _functions in (_COMPARISONS, _LOGIC, _KINDS, _EQUALITY, _POSITIONS, _TYPES, _MEMORY, _TEXTS, _INTEGERS):
    for _function in _functions:
        constant(_function)(_function)
        if isinstance(_function, np.ufunc) and _function.nin == 2:
            for _method in _METHODS:
                constant((_function, _method))(getattr(_function, _method))


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
