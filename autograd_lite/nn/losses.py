"""Losses as modules. What a module keeps are the settings of the function of the same name.

Every loss takes ``reduction="mean"`` (the default), ``"sum"`` or ``"none"``. Input and target must have equal shapes.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from autograd_lite.nn.functional import classification, ctc, distance, regression
from autograd_lite.nn.functional.reduction import REDUCTIONS, check_reduction
from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Buffer


class Loss(Module):
    """A loss as a module: calls a function with the settings that the subclass lists.

    Attributes
    ----------
    function : the function in ``nn.functional``
    settings : names of the attributes that are handed to it, under the same names
    """

    function: ClassVar[Callable[..., Any]]
    settings: ClassVar[tuple[str, ...]] = ()
    reductions: ClassVar[tuple[str, ...]] = REDUCTIONS
    reduction: str

    def _set(self, reduction: str, **settings: Any) -> None:
        check_reduction(type(self).__name__, reduction, self.reductions)
        self.reduction = reduction
        for name, value in settings.items():
            setattr(self, name, value)

    def forward(self, *inputs: Any) -> Any:
        """Return the loss of the inputs that the function names first."""
        settings = {name: getattr(self, name) for name in self.settings}
        return type(self).function(*inputs, reduction=self.reduction, **settings)

    def extra_repr(self) -> str:
        """Return the settings."""
        shown = {name: getattr(self, name) for name in (*self.settings, "reduction")}
        return ", ".join(f"{name}={value!r}" for name, value in shown.items() if value is not None)


def _buffer(weight: Any) -> Any:
    return None if weight is None else Buffer(weight)


class MSELoss(Loss):
    """Squared difference."""

    function = staticmethod(regression.mse_loss)

    def __init__(self, reduction: str = "mean") -> None:
        self._set(reduction)


class L1Loss(Loss):
    """Absolute difference."""

    function = staticmethod(regression.l1_loss)

    def __init__(self, reduction: str = "mean") -> None:
        self._set(reduction)


class SmoothL1Loss(Loss):
    """d²/(2β) where abs(d) < β, else abs(d) − β/2, of the difference d."""

    function, settings = staticmethod(regression.smooth_l1_loss), ("beta",)

    def __init__(self, reduction: str = "mean", beta: float = 1.0) -> None:
        self._set(reduction, beta=beta)


class HuberLoss(Loss):
    """d²/2 where abs(d) < δ, else δ(abs(d) − δ/2), of the difference d."""

    function, settings = staticmethod(regression.huber_loss), ("delta",)

    def __init__(self, reduction: str = "mean", delta: float = 1.0) -> None:
        self._set(reduction, delta=delta)


class CrossEntropyLoss(Loss):
    """Cross entropy between softmax(input) and class indices or probabilities.

    Parameters
    ----------
    weight : ``(C,)``, how much each class counts
    ignore_index : a label that counts nothing
    reduction : "mean", "sum" or "none"
    label_smoothing : share of every label that is spread evenly over all classes

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> round(float(nn.CrossEntropyLoss()(np.zeros((3, 4)), np.array([0, 1, 3])) / np.log(4)), 15)
    1.0
    """

    function = staticmethod(classification.cross_entropy)
    settings = ("weight", "ignore_index", "label_smoothing")

    def __init__(
        self,
        weight: Any = None,
        ignore_index: int = -100,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ) -> None:
        self._set(reduction, weight=_buffer(weight), ignore_index=ignore_index, label_smoothing=label_smoothing)


class NLLLoss(Loss):
    """Minus the log-probability of the labels, for an input that is log_softmax already."""

    function, settings = staticmethod(classification.nll_loss), ("weight", "ignore_index")

    def __init__(self, weight: Any = None, ignore_index: int = -100, reduction: str = "mean") -> None:
        self._set(reduction, weight=_buffer(weight), ignore_index=ignore_index)


class BCELoss(Loss):
    """Binary cross entropy of probabilities."""

    function, settings = staticmethod(classification.binary_cross_entropy), ("weight",)

    def __init__(self, weight: Any = None, reduction: str = "mean") -> None:
        self._set(reduction, weight=_buffer(weight))


class BCEWithLogitsLoss(Loss):
    """Binary cross entropy of sigmoid(input), without overflow."""

    function = staticmethod(classification.binary_cross_entropy_with_logits)
    settings = ("weight", "pos_weight")

    def __init__(self, weight: Any = None, reduction: str = "mean", pos_weight: Any = None) -> None:
        self._set(reduction, weight=_buffer(weight), pos_weight=_buffer(pos_weight))


class MultiMarginLoss(Loss):
    """Hinge loss of several classes."""

    function, settings = staticmethod(classification.multi_margin_loss), ("p", "margin", "weight")

    def __init__(self, p: int = 1, margin: float = 1.0, weight: Any = None, reduction: str = "mean") -> None:
        if p not in (1, 2):
            raise ValueError(f"Got p={p}. Wanted 1 or 2.")
        self._set(reduction, p=p, margin=margin, weight=_buffer(weight))


class MultiLabelMarginLoss(Loss):
    """Hinge loss between all labels of a row and all other classes."""

    function = staticmethod(classification.multilabel_margin_loss)

    def __init__(self, reduction: str = "mean") -> None:
        self._set(reduction)


class MultiLabelSoftMarginLoss(Loss):
    """Mean over the classes of the binary cross entropy of sigmoid(input)."""

    function, settings = staticmethod(classification.multilabel_soft_margin_loss), ("weight",)

    def __init__(self, weight: Any = None, reduction: str = "mean") -> None:
        self._set(reduction, weight=_buffer(weight))


class KLDivLoss(Loss):
    """Kullback–Leibler divergence of an input of log-probabilities; ``reduction="batchmean"`` is the divergence."""

    function, settings = staticmethod(regression.kl_div), ("log_target",)
    reductions = (*REDUCTIONS, "batchmean")

    def __init__(self, reduction: str = "mean", log_target: bool = False) -> None:
        self._set(reduction, log_target=log_target)


class GaussianNLLLoss(Loss):
    """Minus the log-density of a normal distribution; called with input, target and var."""

    function, settings = staticmethod(regression.gaussian_nll_loss), ("full", "eps")

    def __init__(self, *, full: bool = False, eps: float = 1e-6, reduction: str = "mean") -> None:
        self._set(reduction, full=full, eps=eps)


class PoissonNLLLoss(Loss):
    """Minus the log-probability of a Poisson distribution."""

    function, settings = staticmethod(regression.poisson_nll_loss), ("log_input", "full", "eps")

    def __init__(self, log_input: bool = True, full: bool = False, eps: float = 1e-8, reduction: str = "mean") -> None:
        self._set(reduction, log_input=log_input, full=full, eps=eps)


class HingeEmbeddingLoss(Loss):
    """x where the target is 1, max(0, margin − x) where it is −1."""

    function, settings = staticmethod(regression.hinge_embedding_loss), ("margin",)

    def __init__(self, margin: float = 1.0, reduction: str = "mean") -> None:
        self._set(reduction, margin=margin)


class SoftMarginLoss(Loss):
    """log(1 + e^(−target · x)), for targets 1 and −1."""

    function = staticmethod(regression.soft_margin_loss)

    def __init__(self, reduction: str = "mean") -> None:
        self._set(reduction)


class MarginRankingLoss(Loss):
    """max(0, −target (x1 − x2) + margin)."""

    function, settings = staticmethod(distance.margin_ranking_loss), ("margin",)

    def __init__(self, margin: float = 0.0, reduction: str = "mean") -> None:
        self._set(reduction, margin=margin)


class CosineEmbeddingLoss(Loss):
    """1 − cos where the target is 1, max(0, cos − margin) where it is −1."""

    function, settings = staticmethod(distance.cosine_embedding_loss), ("margin",)

    def __init__(self, margin: float = 0.0, reduction: str = "mean") -> None:
        self._set(reduction, margin=margin)


class TripletMarginLoss(Loss):
    """max(0, d(anchor, positive) − d(anchor, negative) + margin)."""

    function, settings = staticmethod(distance.triplet_margin_loss), ("margin", "p", "eps", "swap")

    def __init__(
        self, margin: float = 1.0, p: float = 2.0, eps: float = 1e-6, swap: bool = False, reduction: str = "mean"
    ) -> None:
        self._set(reduction, margin=margin, p=p, eps=eps, swap=swap)


class TripletMarginWithDistanceLoss(Loss):
    """:class:`TripletMarginLoss` with any distance."""

    function = staticmethod(distance.triplet_margin_with_distance_loss)
    settings = ("distance_function", "margin", "swap")

    def __init__(
        self,
        *,
        distance_function: Callable[[Any, Any], Any] | None = None,
        margin: float = 1.0,
        swap: bool = False,
        reduction: str = "mean",
    ) -> None:
        self._set(reduction, distance_function=distance_function, margin=margin, swap=swap)


class CTCLoss(Loss):
    """Minus the log-probability of label sequences, over all their alignments with a longer input."""

    function, settings = staticmethod(ctc.ctc_loss), ("blank", "zero_infinity")

    def __init__(self, blank: int = 0, reduction: str = "mean", zero_infinity: bool = False) -> None:
        self._set(reduction, blank=blank, zero_infinity=zero_infinity)
