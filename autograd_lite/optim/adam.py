"""Adam and AdamW: running means of gradients and of their squares."""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from autograd_lite.errors import OptionError
from autograd_lite.optim.optimizer import Optimizer, Update

# Roots of Python numbers are taken with ** 0.5: np.sqrt would give a NumPy float64, and float32 weights would be
# computed in float64.


def adam(p, g, m, v, t, lr, betas, eps):  # type: ignore[no-untyped-def]
    """Step by the mean of the gradients over the root of the mean of their squares."""
    b1, b2 = betas
    m = m + (1 - b1) * (g - m)
    v = b2 * v + (1 - b2) * (g * g)
    p = p - lr / (1 - b1**t) * m / (np.sqrt(v) / (1 - b2**t) ** 0.5 + eps)
    return p, m, v


def amsgrad(p, g, m, v, v_max, t, lr, betas, eps):  # type: ignore[no-untyped-def]
    """Step as Adam does, over the largest mean square so far."""
    b1, b2 = betas
    m = m + (1 - b1) * (g - m)
    v = b2 * v + (1 - b2) * (g * g)
    v_max = np.maximum(v_max, v)
    p = p - lr / (1 - b1**t) * m / (np.sqrt(v_max) / (1 - b2**t) ** 0.5 + eps)
    return p, m, v, v_max


def adam_hat(p, g, m, v, t, lr, betas, eps):  # type: ignore[no-untyped-def]
    """Step as Adam does in the order of the paper's section 2, with ε beside the uncorrected root."""
    b1, b2 = betas
    m = m + (1 - b1) * (g - m)
    v = v + (1 - b2) * (g * g - v)
    p = p - lr * (1 - b2**t) ** 0.5 / (1 - b1**t) * m / (np.sqrt(v) + eps)
    return p, m, v


class Adam(Optimizer):
    """Adam.

    ::

        m ← β₁ m + (1 − β₁) g
        v ← β₂ v + (1 − β₂) g²
        p ← p − lr · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)

        v_max ← max(v_max, v)                               amsgrad; v_max then takes the place of v in p
        p ← p − lr √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε̂)    eps_hat

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : step size
    betas : β₁ and β₂, the shares of the running means that stay
    eps : ε, or ε̂
    weight_decay : adds ``weight_decay * p`` to the gradient
    amsgrad : divide by the largest mean square so far
    maximize : climb instead of descend
    decoupled_weight_decay : shrink the weights themselves instead, as :class:`AdamW` does
    eps_hat : add ε to the uncorrected root; with ``eps=1e-7`` this is the form that "Deep Learning from Scratch" prints

    References
    ----------
    D. P. Kingma, J. Ba, Adam: a method for stochastic optimization, arXiv:1412.6980, algorithm 1 (ε) and the end of
    section 2 (ε̂); S. J. Reddi et al., On the convergence of Adam and beyond, 2018 (amsgrad).

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0, -4.0], requires_grad=True)
    >>> optimizer = Adam([p], lr=0.5, eps=0.0)
    >>> (p * p).sum().backward()
    >>> optimizer.step()  # the first step is lr for each number, whatever its gradient
    >>> p.data
    array([ 2.5, -3.5])
    """

    symbols: ClassVar = {"m": "exp_avg", "v": "exp_avg_sq", "v_max": "max_exp_avg_sq"}

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        decoupled_weight_decay: bool = False,
        eps_hat: bool = False,
    ) -> None:
        options = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad}
        forms = {"maximize": maximize, "decoupled_weight_decay": decoupled_weight_decay, "eps_hat": eps_hat}
        super().__init__(params, {**options, **forms})

    def update(self, group: dict[str, Any]) -> Update:
        """Return the form that `group` asks for."""
        if group["amsgrad"]:
            return amsgrad
        return adam_hat if group["eps_hat"] else adam

    def check(self, group: dict[str, Any]) -> None:
        """Refuse two forms at once."""
        if group["amsgrad"] and group["eps_hat"]:
            raise OptionError("Adam got amsgrad=True and eps_hat=True. Wanted one of the two forms at most.")


class AdamW(Adam):
    """Adam with weight decay beside the gradient: ``p ← (1 − lr · weight_decay) p`` before the step.

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : step size
    betas : β₁ and β₂, the shares of the running means that stay
    eps : ε
    weight_decay : shrinks the weights
    amsgrad : divide by the largest mean square so far
    maximize : climb instead of descend

    References
    ----------
    I. Loshchilov, F. Hutter, Decoupled weight decay regularization, arXiv:1711.05101.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0, -4.0], requires_grad=True)
    >>> optimizer = AdamW([p], lr=0.5, eps=0.0, weight_decay=0.2)
    >>> (p * p).sum().backward()
    >>> optimizer.step()  # 0.9 p, and then 0.5
    >>> p.data
    array([ 2.2, -3.1])
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize, decoupled_weight_decay=True)
