"""Relatives of Adam: Adamax, NAdam, RAdam."""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from autograd_lite.optim.optimizer import Optimizer, Update


def adamax(p, g, m, u, t, lr, betas, eps):  # type: ignore[no-untyped-def]
    """Step by the mean of the gradients over their largest, decaying, size."""
    b1, b2 = betas
    m = m + (1 - b1) * (g - m)
    u = np.maximum(b2 * u, np.abs(g) + eps)
    return p - lr / (1 - b1**t) * m / u, m, u


class Adamax(Optimizer):
    """Adamax: Adam with the maximum norm.

    ::

        m ← β₁ m + (1 − β₁) g
        u ← max(β₂ u, |g| + ε)
        p ← p − lr / (1 − β₁ᵗ) · m / u

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : step size
    betas : β₁ and β₂
    eps : ε
    weight_decay : adds ``weight_decay * p`` to the gradient
    maximize : climb instead of descend

    References
    ----------
    D. P. Kingma, J. Ba, arXiv:1412.6980, algorithm 2; the paper has no ε.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0, -4.0], requires_grad=True)
    >>> optimizer = Adamax([p], lr=0.5, eps=0.0)
    >>> (p * p).sum().backward()
    >>> optimizer.step()
    >>> p.data
    array([ 2.5, -3.5])
    """

    symbols: ClassVar = {"m": "exp_avg", "u": "exp_inf"}

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        *,
        maximize: bool = False,
    ) -> None:
        options = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "maximize": maximize}
        super().__init__(params, options)

    def update(self, group: dict[str, Any]) -> Update:
        """Return the update."""
        return adamax


def nadam(p, g, m, v, t, lr, betas, eps, mu, mu_next, product):  # type: ignore[no-untyped-def]
    """Step as Adam does, with the momentum that the next step will use."""
    b1, b2 = betas
    m = m + (1 - b1) * (g - m)
    v = b2 * v + (1 - b2) * (g * g)
    ahead = (1 - mu) / (1 - product) * g + mu_next / (1 - product * mu_next) * m
    return p - lr * ahead / (np.sqrt(v / (1 - b2**t)) + eps), m, v


class NAdam(Optimizer):
    """NAdam: Adam with Nesterov's momentum.

    ::

        μ = β₁ (1 − ½ 0.96^(t ψ)),  μ⁺ the same at t + 1,  Π the product of all μ so far
        m ← β₁ m + (1 − β₁) g
        v ← β₂ v + (1 − β₂) g²
        p ← p − lr ((1 − μ) / (1 − Π) g + μ⁺ / (1 − Π μ⁺) m) / (√(v / (1 − β₂ᵗ)) + ε)

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : step size
    betas : β₁ and β₂
    eps : ε
    weight_decay : adds ``weight_decay * p`` to the gradient
    momentum_decay : ψ
    decoupled_weight_decay : shrink the weights themselves instead
    maximize : climb instead of descend

    References
    ----------
    T. Dozat, Incorporating Nesterov momentum into Adam, 2016.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0], requires_grad=True)
    >>> optimizer = NAdam([p], lr=0.5, betas=(0.5, 0.5), eps=0.0, momentum_decay=0.0)
    >>> (p * p).sum().backward()
    >>> optimizer.step()  # μ = μ⁺ = Π = 1/4: ahead = g + (4/15) (g/2) = (17/15) g, and √v̂ = g
    >>> p.data
    array([2.43333333])
    """

    symbols: ClassVar = {"m": "exp_avg", "v": "exp_avg_sq"}

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum_decay: float = 4e-3,
        decoupled_weight_decay: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        options = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "maximize": maximize}
        further = {"momentum_decay": momentum_decay, "decoupled_weight_decay": decoupled_weight_decay}
        super().__init__(params, {**options, **further})

    def update(self, group: dict[str, Any]) -> Update:
        """Return the update."""
        return nadam

    def numbers(self, t: int, group: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
        """Return μ, μ⁺ and Π."""
        mu, mu_next = (group["betas"][0] * (1 - 0.5 * 0.96 ** (k * group["momentum_decay"])) for k in (t, t + 1))
        state["mu_product"] = state.get("mu_product", 1.0) * mu
        return {"mu": mu, "mu_next": mu_next, "product": state["mu_product"]}


def radam(p, g, m, v, t, lr, betas, eps, rectification):  # type: ignore[no-untyped-def]
    """Step as Adam does once the variance of its step size is bounded, as momentum does before."""
    b1, b2 = betas
    m = m + (1 - b1) * (g - m)
    v = b2 * v + (1 - b2) * (g * g)
    scale = rectification * (1 - b2**t) ** 0.5 / (np.sqrt(v) + eps) if rectification else 1.0
    return p - lr / (1 - b1**t) * m * scale, m, v


class RAdam(Optimizer):
    """RAdam: Adam whose first steps, of unreliable size, are rectified.

    ::

        m ← β₁ m + (1 − β₁) g
        v ← β₂ v + (1 − β₂) g²
        ρ∞ = 2 / (1 − β₂) − 1,  ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)
        p ← p − lr m / (1 − β₁ᵗ) · r √(1 − β₂ᵗ) / (√v + ε)     if ρ > 5, with
            r = √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ))
        p ← p − lr m / (1 − β₁ᵗ)                                otherwise

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : step size
    betas : β₁ and β₂
    eps : ε
    weight_decay : adds ``weight_decay * p`` to the gradient
    decoupled_weight_decay : shrink the weights themselves instead
    maximize : climb instead of descend

    References
    ----------
    L. Liu et al., On the variance of the adaptive learning rate and beyond, arXiv:1908.03265; the paper
    switches at ρ > 4.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0], requires_grad=True)
    >>> optimizer = RAdam([p], lr=0.5)
    >>> (p * p).sum().backward()
    >>> optimizer.step()  # ρ = 1 at first: m / (1 − β₁) = g
    >>> p.data
    array([0.])
    """

    symbols: ClassVar = {"m": "exp_avg", "v": "exp_avg_sq"}

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        decoupled_weight_decay: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        options = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "maximize": maximize}
        super().__init__(params, {**options, "decoupled_weight_decay": decoupled_weight_decay})

    def update(self, group: dict[str, Any]) -> Update:
        """Return the update."""
        return radam

    def numbers(self, t: int, group: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
        """Return r, or 0 as long as ρ is too small."""
        b2 = group["betas"][1]
        limit = 2 / (1 - b2) - 1
        rho = limit - 2 * t * b2**t / (1 - b2**t)
        if rho <= 5:
            return {"rectification": 0.0}
        return {"rectification": ((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho)) ** 0.5}
