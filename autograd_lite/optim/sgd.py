"""Stochastic gradient descent, with momentum in Polyak's and in Nesterov's form."""

from collections.abc import Iterable
from typing import Any, ClassVar

from autograd_lite.errors import OptionError
from autograd_lite.optim.optimizer import Optimizer, Update


def descent(p, g, lr):  # type: ignore[no-untyped-def]
    """Step against the gradient."""
    return (p - lr * g,)


def heavy_ball(p, g, b, lr, momentum, dampening):  # type: ignore[no-untyped-def]
    """Step along a running sum of gradients."""
    b = g if b is None else momentum * b + (1 - dampening) * g
    return p - lr * b, b


def nesterov(p, g, b, lr, momentum, dampening):  # type: ignore[no-untyped-def]
    """Step along the running sum as it will be after another such gradient."""
    b = g if b is None else momentum * b + (1 - dampening) * g
    return p - lr * (g + momentum * b), b


class SGD(Optimizer):
    """Stochastic gradient descent.

    ::

        p ← p − lr g                        without momentum
        b ← μ b + (1 − τ) g                 with momentum μ and dampening τ; b = g at first
        p ← p − lr b
        p ← p − lr (g + μ b)                with nesterov

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : step size
    momentum : μ, the share of the running sum that stays
    dampening : τ, taken off the gradient as it enters the sum
    weight_decay : adds ``weight_decay * p`` to the gradient
    nesterov : look one step ahead; wants momentum and no dampening
    maximize : climb instead of descend

    Notes
    -----
    Written with ``v = -lr b``, as in ``v ← μ v − lr g; p ← p + v``, the path is the same as long as lr does not change;
    Nesterov's form is then ``p ← p + μ² v − (1 + μ) lr g`` with the old v.

    References
    ----------
    I. Sutskever et al., On the importance of initialization and momentum in deep learning, 2013.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = SGD([p], lr=0.1)
    >>> (p * p).sum().backward()
    >>> optimizer.step()
    >>> p.data
    array([0.8, 1.6])
    """

    symbols: ClassVar = {"b": "momentum_buffer"}
    counts = False

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        options = {"lr": lr, "momentum": momentum, "dampening": dampening}
        super().__init__(params, {**options, "weight_decay": weight_decay, "nesterov": nesterov, "maximize": maximize})

    def update(self, group: dict[str, Any]) -> Update:
        """Return the form that `group` asks for."""
        if not group["momentum"]:
            return descent
        return nesterov if group["nesterov"] else heavy_ball

    def initial(self, symbol: str, p: Any, group: dict[str, Any]) -> None:
        """Return None: the first gradient starts the sum, without dampening."""

    def check(self, group: dict[str, Any]) -> None:
        """Refuse nesterov without momentum or with dampening."""
        if group["nesterov"] and (not group["momentum"] or group["dampening"]):
            raise OptionError(
                f"SGD got nesterov=True with momentum={group['momentum']} and dampening={group['dampening']}. "
                "Wanted momentum > 0 and dampening 0."
            )
