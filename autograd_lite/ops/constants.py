"""Functions without a derivative: comparisons, indices, questions. They return plain arrays."""

import numpy as np

from autograd_lite.operation import constant
from autograd_lite.recipe import results
from autograd_lite.recording import plain
from autograd_lite.registry import register

for _function in (
    *(np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal),
    *(np.isfinite, np.isnan, np.isinf, np.logical_and, np.logical_or, np.logical_not, np.logical_xor),
    *(np.argmax, np.argmin, np.argsort, np.all, np.any, np.shape, np.ndim, np.size, np.allclose, np.array_equal),
    *(np.result_type, np.can_cast, np.count_nonzero, np.searchsorted),
):
    constant(_function)(_function)


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
full_like = _filled_like(np.full_like)
