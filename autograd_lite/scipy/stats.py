"""Densities and distribution functions, differentiable in the point and in every parameter.

``ag.scipy.stats.norm.logpdf(x, loc, scale)`` takes the arguments of ``scipy.stats.norm.logpdf``. Outside the support a
density is 0 (its logarithm -inf) and so are its derivatives. Parameters that make no distribution give NaN, as SciPy's.
"""

import math

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.scipy.entropies import xlog1py, xlogy
from autograd_lite.scipy.gammas import betaln, gammaln
from autograd_lite.scipy.gaussian import log_ndtr, ndtr
from autograd_lite.scipy.incomplete import betainc, gammainc, gammaincc

_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)
