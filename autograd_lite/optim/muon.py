"""Muon: momentum, made orthogonal, for weight matrices."""

import math
from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from autograd_lite.errors import OptionError
from autograd_lite.optim.optimizer import Optimizer, Update


def orthogonalized(G: Any, coefficients: Any, steps: int, eps: float) -> Any:
    """Return `G` with its singular values drawn towards one, by Newton-Schulz iterations.

    Examples
    --------
    >>> import numpy as np
    >>> U = orthogonalized(np.diag([3.0, 4.0]), (1.5, -0.5, 0.0), 20, 0.0)
    >>> np.round(U, 6)
    array([[1., 0.],
           [0., 1.]])
    """
    a, b, c = coefficients
    X = G.T if G.shape[0] > G.shape[1] else G  # the smaller Gram matrix
    X = X / np.maximum(np.linalg.norm(X), eps)
    for _ in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * (A @ A)) @ X
    return X.T if G.shape[0] > G.shape[1] else X


def muon(p, g, b, lr, momentum, nesterov, orthogonal, factor):  # type: ignore[no-untyped-def]
    """Step along the orthogonalized running mean of gradients."""
    b = b + (1 - momentum) * (g - b)
    ahead = g + momentum * (b - g) if nesterov else b
    return p - lr * factor(p.shape) * orthogonal(ahead), b


class Muon(Optimizer):
    """Muon, for the weight matrices of hidden layers; give biases, embeddings and the rest to AdamW.

    ::

        b ← μ b + (1 − μ) g
        u = orthogonalized((1 − μ) g + μ b)         nesterov; otherwise of b
        p ← (1 − lr · weight_decay) p − lr · factor(shape) · u

    Parameters
    ----------
    params : Tensors with two axes, pairs of name and Tensor, or groups
    lr : step size
    weight_decay : shrinks the weights themselves
    momentum : μ
    nesterov : look one step ahead
    ns_coefficients : a, b, c of the iteration X ← a X + (b A + c A²) X with A = X Xᵀ
    eps : smallest norm by which the iteration divides
    ns_steps : count of iterations
    adjust_lr_fn : "original" (the default) has the factor √max(1, rows / columns), "match_rms_adamw"
        0.2 √max(rows, columns)
    maximize : climb instead of descend

    Notes
    -----
    The iteration runs in the parameter's dtype; PyTorch's runs in bfloat16, so paths agree to three digits only.

    References
    ----------
    K. Jordan et al., Muon: an optimizer for hidden layers in neural networks, 2024,
    https://kellerjordan.github.io/posts/muon/; J. Liu et al., Muon is scalable for LLM training, arXiv:2502.16982.

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import Tensor
    >>> p = Tensor(np.zeros((2, 2)), requires_grad=True)
    >>> optimizer = Muon([p], lr=0.1, ns_coefficients=(1.5, -0.5, 0.0), ns_steps=30)
    >>> (p * np.diag([3.0, -0.4])).sum().backward()
    >>> optimizer.step()  # both directions alike
    >>> p.data.round(6)
    array([[-0.1,  0. ],
           [ 0. ,  0.1]])
    """

    symbols: ClassVar = {"b": "momentum_buffer"}
    counts = False
    elementwise = False

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        weight_decay: float = 0.1,
        momentum: float = 0.95,
        nesterov: bool = True,
        ns_coefficients: tuple[float, float, float] = (3.4445, -4.7750, 2.0315),
        eps: float = 1e-7,
        ns_steps: int = 5,
        adjust_lr_fn: str | None = None,
        *,
        maximize: bool = False,
    ) -> None:
        options = {"lr": lr, "weight_decay": weight_decay, "momentum": momentum, "nesterov": nesterov}
        iteration = {"ns_coefficients": ns_coefficients, "eps": eps, "ns_steps": ns_steps}
        super().__init__(params, {**options, **iteration, "adjust_lr_fn": adjust_lr_fn, "maximize": maximize})

    def update(self, group: dict[str, Any]) -> Update:
        """Return the update."""
        return muon

    def decoupled(self, group: dict[str, Any]) -> bool:
        """Weight decay never passes through the gradient."""
        return True

    def numbers(self, t: int, group: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
        """Return the orthogonalization and the factor of the step as `group` has them."""
        settings = group["ns_coefficients"], group["ns_steps"], group["eps"]
        factor = rms_factor if group["adjust_lr_fn"] == "match_rms_adamw" else shape_factor
        return {"orthogonal": lambda G: orthogonalized(G, *settings), "factor": factor}

    def check(self, group: dict[str, Any]) -> None:
        """Refuse what is not a real matrix."""
        for p in group["params"]:
            if p.ndim != 2 or p.dtype.kind != "f":
                raise OptionError(f"Muon got a parameter of shape {p.shape} and dtype {p.dtype}. Wanted real matrices.")


def shape_factor(shape: tuple[int, int]) -> float:
    """Keller Jordan's factor: longer steps for matrices that are taller than wide."""
    return math.sqrt(max(1.0, shape[0] / shape[1]))


def rms_factor(shape: tuple[int, int]) -> float:
    """Return the factor that gives a step the root mean square of one of AdamW."""
    return 0.2 * math.sqrt(max(shape))
