"""Distributions of vectors: Dirichlet's and the normal."""

import math

import numpy as np

from autograd_lite.errors import ShapeError, UnsupportedOperationError
from autograd_lite.scipy.entropies import xlogy
from autograd_lite.scipy.gammas import gammaln
from autograd_lite.tensor import Tensor, plain

_LOG_TWO_PI = math.log(2 * math.pi)


def _array(value):
    return value if isinstance(value, Tensor) else np.asarray(value, dtype=float)


class Dirichlet:
    """Dirichlet's distribution of shares that sum to one: alpha."""

    def logpdf(self, x, alpha):
        """Logarithm of the density.

        Parameters
        ----------
        x : shares, of shape (K,) or (K, N), or without the last, which follows from the others
        alpha : array of shape (K,), positive
        """
        x, alpha = _array(x), _array(alpha)
        if x.shape[0] == alpha.shape[0] - 1:
            x = np.concatenate([x, 1.0 - np.sum(x, axis=0, keepdims=True)], axis=0)
        if x.shape[0] != alpha.shape[0]:
            raise ShapeError(f"dirichlet got {x.shape[0]} shares for {alpha.shape[0]} parameters. Wanted equal.")
        if not (np.all(plain(x) >= 0) and np.all(np.abs(np.sum(plain(x), axis=0) - 1) < 1e-9)):
            raise ValueError("dirichlet got shares that are negative or do not sum to one.")
        if not np.all(plain(alpha) > 0):
            raise ValueError("dirichlet got parameters that are not positive.")
        constant = gammaln(np.sum(alpha)) - np.sum(gammaln(alpha))
        weights = np.reshape(alpha - 1.0, (-1,) + (1,) * (x.ndim - 1))
        return constant + np.sum(xlogy(weights, x), axis=0)

    def pdf(self, x, alpha):
        """Density; parameters as of :meth:`logpdf`."""
        return np.exp(self.logpdf(x, alpha))


class MultivariateNormal:
    """The normal distribution of vectors: mean, cov."""

    def logpdf(self, x, mean=None, cov=1.0, allow_singular=False):
        """Logarithm of the density.

        Parameters
        ----------
        x : array of shape (d,) or (..., d)
        mean : array of shape (d,), zeros by default
        cov : array of shape (d, d), symmetric and positive definite; or its diagonal; or one number for all of it

        Notes
        -----
        All elements of `cov` count in the gradient, which is symmetric.
        """
        if allow_singular:
            raise UnsupportedOperationError(
                "multivariate_normal was called with allow_singular=True: its density is not differentiable in cov."
            )
        x, cov = _array(x), _array(cov)
        d = np.size(mean) if mean is not None else (cov.shape[0] if cov.ndim else 1)
        mean = np.zeros(d) if mean is None else np.reshape(_array(mean), (d,))
        if cov.ndim < 2:
            cov = np.eye(d) * np.reshape(cov, (-1,) if cov.ndim else (1, 1))
        np.linalg.cholesky(plain(cov))  # raises unless it is positive definite
        if x.ndim < 2:
            x = np.reshape(x, (-1, 1) if d == 1 else (1, -1))
        off = x - mean
        solved = np.linalg.solve(cov, np.expand_dims(off, -1))[..., 0]
        log_det = np.linalg.slogdet(cov)[1]
        return np.squeeze(-0.5 * (np.sum(off * solved, axis=-1) + log_det + d * _LOG_TWO_PI))

    def pdf(self, x, mean=None, cov=1.0, allow_singular=False):
        """Density; parameters as of :meth:`logpdf`."""
        return np.exp(self.logpdf(x, mean, cov, allow_singular))


dirichlet = Dirichlet()
multivariate_normal = MultivariateNormal()
