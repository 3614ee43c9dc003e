"""Circular functions and their inverses."""

import numpy as np

from autograd_lite.pointwise import elementwise


@elementwise(np.sin, x=lambda x: np.cos(x), analytic=True)
def sin(x, /):
    """Sine, element by element."""
    return np.sin(x)


@elementwise(np.cos, x=lambda x: -np.sin(x), analytic=True)
def cos(x, /):
    """Cosine, element by element."""
    return np.cos(x)
