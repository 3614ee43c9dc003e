"""Distances and similarities as modules."""

from typing import Any

from autograd_lite.nn.functional import distance as functions
from autograd_lite.nn.module import Module


class CosineSimilarity(Module):
    """x1·x2 / (‖x1‖ ‖x2‖) along `dim`; each norm is `eps` at least."""

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        self.dim, self.eps = dim, eps

    def forward(self, x1: Any, x2: Any) -> Any:
        """Compare."""
        return functions.cosine_similarity(x1, x2, self.dim, self.eps)

    def extra_repr(self) -> str:
        """Return the settings."""
        return f"dim={self.dim}, eps={self.eps}"


class PairwiseDistance(Module):
    """p-norm of x1 − x2 + eps along the last axis."""

    def __init__(self, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> None:
        self.norm, self.eps, self.keepdim = p, eps, keepdim

    def forward(self, x1: Any, x2: Any) -> Any:
        """Compare."""
        return functions.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)

    def extra_repr(self) -> str:
        """Return the settings."""
        return f"p={self.norm}, eps={self.eps}, keepdim={self.keepdim}"
