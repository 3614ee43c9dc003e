"""One row of cases for every layer and loss: arguments and inputs, for the comparison and for the property tests.

Not a test file: ``tests/nn`` and ``tests/oracle`` read it. A class of ``autograd_lite.nn`` without a row fails in both.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np


class Case(NamedTuple):
    """Arguments of ``__init__`` and of the call. An input given as a shape is drawn from N(0, 1)."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    inputs: tuple[Any, ...]
    call: dict[str, Any]
    train: bool
    first: str | None  # function through which the first input goes

    def arrays(self, rng: np.random.Generator) -> list[Any]:
        """Return the inputs: shapes drawn, functions called, all else as it is."""
        return [_input(given, rng) for given in self.inputs]


def _input(given: Any, rng: np.random.Generator) -> Any:
    if isinstance(given, tuple):
        return rng.normal(size=given)
    return given(rng) if callable(given) else given


def case(
    *args: Any,
    x: Any = (),
    call: Any = None,
    train: bool = True,
    first: str | None = None,
    **kwargs: Any,
) -> Case:
    """Make a case; `x` is one shape or a list of inputs."""
    inputs = tuple(x) if isinstance(x, list) else (x,)
    return Case(args, kwargs, inputs, call or {}, train, first)


def labels(*shape: int, classes: int = 4) -> Any:
    """Draw labels."""
    return lambda rng: rng.integers(0, classes, shape)


def signs(*shape: int) -> Any:
    """Draw 1 and −1."""
    return lambda rng: rng.choice([-1, 1], shape)


def unit(*shape: int) -> Any:
    """Draw from the inside of the unit interval."""
    return lambda rng: rng.uniform(0.1, 0.9, shape)


def positive(*shape: int) -> Any:
    """Draw positive numbers."""
    return lambda rng: rng.uniform(0.5, 2.0, shape)


def shares(*shape: int) -> Any:
    """Draw rows that sum to one along axis 1."""

    def draw(rng: np.random.Generator) -> Any:
        values = rng.uniform(0.1, 1, shape)
        return values / values.sum(axis=1, keepdims=True)

    return draw


def fixed(*values: float) -> Any:
    """Return an array."""
    return np.array(values)


def pair(*shapes: tuple[int, ...]) -> Any:
    """Draw a tuple of arrays."""
    return lambda rng: tuple(rng.normal(size=shape) for shape in shapes)


def stack(kind: str, norm: bool, x: list[Any]) -> Case:
    """Make a case of a stack of two transformer layers; `nn` is ours or PyTorch's."""

    def layer(nn: Any) -> Any:
        return getattr(nn, f"Transformer{kind}Layer")(4, 2, 5, 0.0)

    return case(Made(layer), 2, Made(lambda nn: nn.LayerNorm(4)) if norm else None, x=x)


class Made(NamedTuple):
    """An argument that is a module: made with the library under test."""

    make: Any


def reductions(*inputs: Any, **kwargs: Any) -> list[Case]:
    """Make the three cases that every loss has."""
    return [case(x=list(inputs), reduction=r, **kwargs) for r in ("mean", "sum", "none")]


X2, X3, X4, X5 = (4, 3), (2, 3, 7), (2, 4, 6, 7), (2, 2, 5, 4, 6)
PLAIN = (case(x=X2), case(x=()), case(x=X4))

ACTIVATIONS = {
    **dict.fromkeys(["ReLU", "ReLU6", "SELU", "Hardsigmoid", "Hardswish"], (case(x=X2), case(x=X4))),
    **dict.fromkeys(["Sigmoid", "Tanh", "SiLU", "Mish", "LogSigmoid", "Softsign", "Tanhshrink"], PLAIN),
    "LeakyReLU": [case(x=X2), case(0.2, x=X3)],
    "ELU": [case(x=X2), case(1.5, x=X3)],
    "CELU": [case(x=X2), case(1.5, x=X3)],
    "GELU": [case(x=X2), case("tanh", x=X3), case(x=[lambda rng: np.linspace(-9, 9, 61)])],
    "Softplus": [case(x=X2), case(2.0, 1.0, x=X3)],
    "Softshrink": [case(x=X2), case(0.3, x=X3)],
    "Hardshrink": [case(x=X2), case(0.3, x=X3)],
    "Hardtanh": [case(x=X2), case(-0.5, 0.3, x=X3)],
    "Threshold": [case(0.1, 2.0, x=X2), case(-0.5, -1.0, x=X3)],
    "GLU": [case(x=(3, 4)), case(1, x=X4)],
    "Softmax": [case(-1, x=X2), case(1, x=X4)],
    "Softmin": [case(-1, x=X2), case(0, x=X3)],
    "LogSoftmax": [case(-1, x=X2), case(1, x=X4)],
    "Softmax2d": [case(x=X4), case(x=(3, 4, 5))],
    "PReLU": [case(x=X2), case(3, x=X3), case(3, 0.1, x=X2)],
    "AdaptiveLogSoftmaxWithLoss": [
        case(5, 9, [2, 5], 2.0, x=[(6, 5), np.array([0, 8, 1, 3, 5, 7])]),
        case(5, 9, [4], head_bias=True, x=[(3, 5), np.array([0, 7, 2])]),
        case(5, 9, [4], x=[(5,), np.array(6)]),
    ],
    "RReLU": [case(x=X2, train=False), case(0.1, 0.2, x=X3, train=False)],
}

LINEAR = {
    "Identity": [case(x=X2), case(54, unused=True, x=X3)],
    "Linear": [case(3, 5, x=X2), case(3, 5, bias=False, x=(2, 4, 3)), case(3, 2, x=(3,)), case(7, 1, x=X3)],
    "Bilinear": [case(3, 2, 5, x=[(4, 3), (4, 2)]), case(3, 2, 5, bias=False, x=[(2, 4, 3), (2, 4, 2)])],
    "Embedding": [
        case(4, 3, x=[labels(5)]),
        case(4, 3, padding_idx=1, x=[labels(2, 5)]),
        case(4, 3, scale_grad_by_freq=True, x=[labels(6)]),
        case(4, 3, max_norm=1.0, x=[labels(6)]),
        case(4, 3, max_norm=1.0, norm_type=1.0, padding_idx=-1, x=[labels(6)]),
    ],
    "EmbeddingBag": [
        case(4, 3, x=[labels(2, 5)]),
        case(4, 3, mode="sum", x=[labels(7), np.array([0, 2, 2, 5])]),
        case(4, 3, mode="sum", x=[labels(7), np.array([0, 3, 5]), (7,)]),
        case(4, 3, mode="max", x=[labels(3, 4)]),
        case(4, 3, padding_idx=1, x=[labels(7), np.array([0, 2, 5])]),
        case(4, 3, include_last_offset=True, x=[labels(7), np.array([0, 2, 7])]),
    ],
}

CONVOLUTIONS = {
    "Conv1d": [
        case(3, 4, 3, x=X3),
        case(3, 6, 2, stride=2, padding=1, dilation=2, groups=3, x=X3),
        case(3, 4, 4, padding="same", bias=False, x=X3),
        case(3, 4, 2, padding="valid", x=(3, 7)),
        case(3, 4, 3, padding=2, padding_mode="reflect", x=X3),
        case(3, 4, 3, padding=2, padding_mode="replicate", stride=2, x=X3),
        case(3, 4, 4, padding="same", padding_mode="circular", x=X3),
    ],
    "Conv2d": [
        case(4, 3, 3, x=X4),
        case(4, 3, 1, x=X4),
        case(4, 6, (2, 3), stride=(2, 1), padding=(1, 2), dilation=(2, 1), groups=2, x=X4),
        case(4, 8, 3, groups=4, padding=1, x=X4),
        case(4, 3, (3, 2), padding="same", dilation=(1, 2), x=X4),
        case(4, 3, 3, padding=1, padding_mode="circular", x=X4),
        case(4, 3, 3, padding=(2, 1), padding_mode="reflect", x=(4, 6, 7)),
    ],
    "Conv3d": [
        case(2, 3, 2, x=X5),
        case(2, 4, (1, 2, 3), stride=(2, 1, 2), padding=(0, 1, 1), groups=2, x=X5),
        case(2, 3, 3, padding="same", padding_mode="replicate", x=(2, 5, 4, 6)),
    ],
    "ConvTranspose1d": [
        case(3, 4, 3, x=X3),
        case(3, 6, 3, stride=3, padding=1, output_padding=2, groups=3, dilation=2, x=X3),
        case(3, 4, 2, bias=False, x=(3, 7)),
        case(3, 4, 3, stride=2, x=X3, call={"output_size": [16]}),
    ],
    "ConvTranspose2d": [
        case(4, 3, 3, x=X4),
        case(4, 6, (2, 3), stride=(2, 1), padding=(1, 0), output_padding=(1, 0), groups=2, x=X4),
        case(4, 4, 3, stride=2, dilation=(1, 2), x=(4, 3, 3)),
    ],
    "ConvTranspose3d": [case(2, 3, 2, x=X5), case(2, 4, (1, 2, 3), stride=2, padding=(0, 1, 1), groups=2, x=X5)],
}

POOLINGS = {
    "MaxPool1d": [
        case(2, x=X3),
        case(3, stride=2, padding=1, dilation=2, x=X3),
        case(3, 2, ceil_mode=True, x=(3, 8)),
        case(2, return_indices=True, x=X3),
    ],
    "MaxPool2d": [
        case(2, x=X4),
        case((3, 2), stride=(2, 1), padding=(1, 1), x=X4),
        case(2, ceil_mode=True, x=X4),
        case(3, stride=1, dilation=(1, 2), return_indices=True, x=(4, 6, 7)),
    ],
    "MaxPool3d": [case(2, x=X5), case((1, 2, 3), stride=2, padding=(0, 1, 1), ceil_mode=True, x=X5)],
    "MaxUnpool1d": [case(2, x=[(2, 3, 3), lambda rng: np.arange(18).reshape(2, 3, 3) % 3 * 2 + 1])],
    "MaxUnpool2d": [
        case(2, x=[(1, 1, 2, 2), np.array([[[[0, 3], [9, 10]]]])]),
        case(2, x=[(1, 1, 2, 2), np.array([[[[0, 3], [9, 10]]]])], call={"output_size": (5, 5)}),
    ],
    "MaxUnpool3d": [case(2, x=[(1, 1, 1, 1, 2), np.array([[[[[2, 7]]]]])])],
    "AvgPool1d": [case(2, x=X3), case(3, stride=2, padding=1, x=X3), case(3, 2, 1, True, False, x=(3, 8))],
    "AvgPool2d": [
        case(2, x=X4),
        case((3, 2), stride=(2, 1), padding=(1, 1), count_include_pad=False, x=X4),
        case(3, 2, 1, ceil_mode=True, x=X4),
        case(2, ceil_mode=True, divisor_override=3, x=(4, 6, 7)),
    ],
    "AvgPool3d": [case(2, x=X5), case((1, 2, 3), stride=2, padding=(0, 1, 1), ceil_mode=True, x=X5)],
    "LPPool1d": [case(2, 2, x=X3), case(3.0, 3, stride=2, x=[positive(2, 3, 7)])],
    "LPPool2d": [case(2, 2, x=X4), case(2, (2, 3), ceil_mode=True, x=X4)],
    "LPPool3d": [case(2, 2, x=X5)],
    "AdaptiveAvgPool1d": [case(3, x=X3), case(1, x=(3, 8)), case(7, x=X3)],
    "AdaptiveAvgPool2d": [case((4, 3), x=X4), case(1, x=X4), case((None, 2), x=(4, 6, 7))],
    "AdaptiveAvgPool3d": [case(2, x=X5), case((3, 1, None), x=X5)],
    "AdaptiveMaxPool1d": [case(3, x=X3), case(2, return_indices=True, x=(3, 7))],
    "AdaptiveMaxPool2d": [case((4, 3), x=X4), case((None, 2), return_indices=True, x=X4)],
    "AdaptiveMaxPool3d": [case(2, x=X5)],
}

NORMALIZATIONS = {
    "BatchNorm1d": [
        case(3, x=(5, 3)),
        case(3, x=X3),
        case(3, 1e-3, None, x=X3),
        case(3, affine=False, x=(5, 3)),
        case(3, track_running_stats=False, momentum=0.3, x=X3),
        case(3, x=X3, train=False),
        case(3, track_running_stats=False, x=X3, train=False),
        case(3, bias=False, x=X3),
    ],
    "BatchNorm2d": [case(4, x=X4), case(4, x=X4, train=False), case(4, momentum=0.5, affine=False, x=X4)],
    "BatchNorm3d": [case(2, x=X5), case(2, x=X5, train=False)],
    "InstanceNorm1d": [
        case(3, x=X3),
        case(3, affine=True, track_running_stats=True, x=X3),
        case(3, affine=True, track_running_stats=True, x=X3, train=False),
        case(3, x=(3, 7)),
    ],
    "InstanceNorm2d": [case(4, x=X4), case(4, affine=True, track_running_stats=True, momentum=0.4, x=X4)],
    "InstanceNorm3d": [case(2, affine=True, x=X5)],
    "LayerNorm": [
        case(3, x=X2),
        case((6, 7), x=X4),
        case(7, 1e-3, False, x=X3),
        case(7, bias=False, x=X3),
    ],
    "RMSNorm": [case(3, x=X2), case((6, 7), 1e-3, x=X4), case(7, elementwise_affine=False, x=X3)],
    "GroupNorm": [
        case(2, 4, x=X4),
        case(4, 4, 1e-3, x=X4),
        case(1, 4, affine=False, x=(3, 4)),
        case(2, 4, bias=False, x=X4),
    ],
    "LocalResponseNorm": [case(2, x=X4), case(3, 0.1, 0.5, 2.0, x=X4)],
}

DROPOUTS = {
    **dict.fromkeys(["Dropout", "AlphaDropout", "Dropout1d"], (case(0.3, x=X3, train=False), case(0.0, x=X3))),
    **dict.fromkeys(["Dropout2d", "FeatureAlphaDropout"], (case(0.3, x=X4, train=False), case(0.0, x=X4))),
    "Dropout3d": [case(0.3, x=X5, train=False), case(0.0, x=X5)],
}

SHAPES = {
    "Flatten": [case(x=X4), case(0, x=X3), case(1, 2, x=X5)],
    "Unflatten": [case(1, (2, 2), x=X4), case(-1, (-1, 7), x=X3)],
    "Unfold": [case(2, x=X4), case((2, 3), dilation=(2, 1), padding=(1, 2), stride=(2, 1), x=X4), case(3, x=(4, 6, 7))],
    "Fold": [
        case((4, 5), 2, x=(2, 12, 12)),
        case((4, 5), (2, 3), dilation=(2, 1), padding=(1, 2), stride=(2, 1), x=(2, 12, 14)),
    ],
    "PixelShuffle": [case(2, x=X4), case(3, x=(9, 2, 2))],
    "PixelUnshuffle": [case(2, x=(2, 3, 4, 6)), case(3, x=(2, 3, 6))],
    "ChannelShuffle": [case(2, x=X4), case(4, x=X4)],
    "Upsample": [
        case(scale_factor=2, x=X3),
        case(size=5, x=X3),
        case(scale_factor=(2, 3), mode="nearest", x=X4),
        case(size=(4, 9), mode="nearest-exact", x=X4),
        case(scale_factor=2.5, mode="linear", x=X3),
        case(size=(3, 9), mode="bilinear", x=X4),
        case(scale_factor=1.7, mode="bilinear", x=X4),
        case(scale_factor=1.7, mode="bilinear", recompute_scale_factor=True, x=X4),
        case(scale_factor=2, mode="bilinear", align_corners=True, x=X4),
        case(size=(9, 4), mode="bicubic", x=X4),
        case(scale_factor=2, mode="bicubic", align_corners=True, x=X4),
        case(scale_factor=2, mode="trilinear", x=X5),
        case(size=(3, 2), mode="area", x=X4),
    ],
    "UpsamplingNearest2d": [case(scale_factor=2, x=X4), case(size=(4, 9), x=X4)],
    "UpsamplingBilinear2d": [case(scale_factor=2, x=X4), case(size=(4, 9), x=X4)],
    **dict.fromkeys(
        ["ReflectionPad1d", "ReplicationPad1d", "CircularPad1d", "ZeroPad1d"], (case(2, x=X3), case((1, 3), x=X3))
    ),
    **dict.fromkeys(
        ["ReflectionPad2d", "ReplicationPad2d", "CircularPad2d", "ZeroPad2d"],
        (case(2, x=X4), case((1, 3, 0, 2), x=(4, 6, 7))),
    ),
    **dict.fromkeys(
        ["ReflectionPad3d", "ReplicationPad3d", "CircularPad3d", "ZeroPad3d"],
        (case(1, x=X5), case((1, 3, 0, 2, 1, 1), x=X5)),
    ),
    "ConstantPad1d": [case(2, 1.5, x=X3), case((-1, 3), 0.5, x=X3)],
    "ConstantPad2d": [case(2, 1.5, x=X4)],
    "ConstantPad3d": [case((1, 0, 2, -1, 0, 1), 1.5, x=X5)],
}

DISTANCES = {
    "CosineSimilarity": [case(x=[X2, X2]), case(dim=2, eps=0.5, x=[X3, X3])],
    "PairwiseDistance": [case(x=[X2, X2]), case(1.0, x=[X2, X2]), case(3.0, 1e-3, True, x=[X2, X2])],
}

_W = fixed(0.5, 1.0, 2.0, 1.5)
LOSSES = {
    "MSELoss": reductions(X2, X2),
    "L1Loss": reductions(X2, X2),
    "SmoothL1Loss": [*reductions(X2, X2), case(beta=0.5, x=[X2, X2]), case(beta=0.0, x=[X2, X2])],
    "HuberLoss": [*reductions(X2, X2), case(delta=0.5, x=[X2, X2])],
    "CrossEntropyLoss": [
        *reductions((5, 4), labels(5)),
        *reductions((5, 4), labels(5), weight=_W, ignore_index=2),
        *reductions((5, 4), labels(5), weight=_W, ignore_index=2, label_smoothing=0.1),
        *reductions((2, 4, 3, 2), labels(2, 3, 2), label_smoothing=0.2),
        *reductions((5, 4), shares(5, 4), weight=_W),
        *reductions((2, 4, 3), shares(2, 4, 3), label_smoothing=0.3),
        case(x=[(4,), labels()]),
        case(x=[(4,), np.array([0.1, 0.2, 0.3, 0.4])]),
    ],
    "NLLLoss": [
        *reductions((5, 4), labels(5)),
        *reductions((2, 4, 3), labels(2, 3), weight=_W, ignore_index=1),
        case(x=[(4,), labels()]),
    ],
    "BCELoss": [*reductions(unit(4, 3), unit(4, 3)), case(weight=fixed(0.5, 1, 2), x=[unit(4, 3), unit(4, 3)])],
    "BCEWithLogitsLoss": [
        *reductions(X2, unit(4, 3)),
        case(weight=fixed(0.5, 1, 2), pos_weight=fixed(3, 2, 1), x=[X2, unit(4, 3)]),
    ],
    "MultiMarginLoss": [
        *reductions((5, 4), labels(5)),
        case(2, 0.7, _W, x=[(5, 4), labels(5)]),
        case(x=[(4,), labels()]),
    ],
    "MultiLabelMarginLoss": [
        *reductions((2, 4), np.array([[3, 0, -1, 1], [1, 2, 3, 0]])),
        case(x=[(4,), np.array([3, 0, -1, 1])]),
    ],
    "MultiLabelSoftMarginLoss": [*reductions((5, 4), unit(5, 4)), case(weight=_W, x=[(5, 4), unit(5, 4)])],
    "KLDivLoss": [
        *reductions((5, 4), shares(5, 4)),
        case(reduction="batchmean", x=[(5, 4), shares(5, 4)]),
        case(log_target=True, reduction="sum", x=[(5, 4), (5, 4)]),
    ],
    "GaussianNLLLoss": [
        *reductions(X2, X2, positive(4, 3)),
        case(full=True, eps=0.7, x=[X2, X2, positive(4, 1)]),
        case(x=[X2, X2, positive(4)]),
    ],
    "PoissonNLLLoss": [
        *reductions(X2, positive(4, 3)),
        case(log_input=False, full=True, x=[positive(4, 3), positive(4, 3)]),
        case(full=True, reduction="sum", x=[X2, positive(4, 3)]),
    ],
    "HingeEmbeddingLoss": [*reductions(X2, signs(4, 3)), case(0.5, x=[X2, signs(4, 3)])],
    "SoftMarginLoss": reductions(X2, signs(4, 3)),
    "MarginRankingLoss": [*reductions((5,), (5,), signs(5)), case(0.4, x=[(5,), (5,), signs(5)])],
    "CosineEmbeddingLoss": [*reductions(X2, X2, signs(4)), case(0.3, x=[X2, X2, signs(4)])],
    "TripletMarginLoss": [*reductions(X2, X2, X2), case(0.5, p=1.0, swap=True, x=[X2, X2, X2])],
    "TripletMarginWithDistanceLoss": [*reductions(X2, X2, X2), case(margin=0.5, swap=True, x=[X2, X2, X2])],
    "CTCLoss": [
        *reductions(
            (8, 3, 5),
            np.array([[1, 2, 2], [3, 1, 0], [4, 4, 1]]),
            np.array([8, 6, 7]),
            np.array([3, 2, 3]),
            first="log_softmax",
        ),
        case(first="log_softmax", x=[(6, 2, 5), np.array([1, 2, 3, 4, 4]), np.array([6, 6]), np.array([3, 2])]),
        case(blank=4, first="log_softmax", x=[(6, 1, 5), np.array([[0, 0]]), np.array([6]), np.array([2])]),
        case(
            zero_infinity=True,
            first="log_softmax",
            reduction="sum",
            x=[(4, 2, 5), np.array([[1, 1, 1], [1, 2, 3]]), np.array([4, 4]), np.array([3, 3])],
        ),
    ],
}

_SEQ = (5, 2, 3)
_RNN = [
    case(3, 4, x=_SEQ),
    case(3, 4, 2, bias=False, batch_first=True, x=_SEQ),
    case(3, 4, 2, bidirectional=True, x=[_SEQ, (4, 2, 4)]),
    case(3, 4, dropout=0.0, x=(5, 3)),
]
_CELL = [case(3, 4, x=(2, 3)), case(3, 4, False, x=[(2, 3), (2, 4)]), case(3, 4, x=(3,))]
RECURRENT = {
    "RNN": [*_RNN, case(3, 4, 1, "relu", x=_SEQ)],
    "GRU": _RNN,
    "LSTM": [
        *_RNN[:2],
        _RNN[3],
        case(3, 4, 2, bidirectional=True, x=[_SEQ, pair((4, 2, 4), (4, 2, 4))]),
        case(3, 4, 2, bidirectional=True, proj_size=2, x=[_SEQ, pair((4, 2, 2), (4, 2, 4))]),
    ],
    "RNNCell": [*_CELL, case(3, 4, nonlinearity="relu", x=(2, 3))],
    "GRUCell": _CELL,
    "LSTMCell": [_CELL[0], _CELL[2], case(3, 4, False, x=[(2, 3), pair((2, 4), (2, 4))])],
}

_HIDE = np.array([[False, False, True], [False, True, True]])
_LATER = np.triu(np.full((3, 3), -np.inf), 1)
_MANY = np.zeros((4, 5, 3), bool)
_MANY[1:, 2:, 1] = True
_LAYER = {"dropout": 0.0, "dim_feedforward": 5}
ATTENTION = {
    "MultiheadAttention": [
        case(4, 2, x=[(5, 2, 4), (3, 2, 4), (3, 2, 4)]),
        case(4, 2, bias=False, batch_first=True, x=[(2, 5, 4), (2, 3, 4), (2, 3, 4)], call={"key_padding_mask": _HIDE}),
        case(4, 2, x=[(5, 2, 4), (3, 2, 4), (3, 2, 4)], call={"attn_mask": _MANY, "average_attn_weights": False}),
        case(4, 1, kdim=3, vdim=2, x=[(5, 2, 4), (3, 2, 3), (3, 2, 2)], call={"need_weights": False}),
        case(4, 2, add_bias_kv=True, add_zero_attn=True, x=[(3, 2, 4)] * 3, call={"attn_mask": _LATER}),
        case(4, 2, x=[(5, 4), (3, 4), (3, 4)]),
    ],
    "TransformerEncoderLayer": [
        case(4, 2, **_LAYER, x=(3, 2, 4)),
        case(
            4, 2, **_LAYER, activation="gelu", norm_first=True, batch_first=True, x=(2, 3, 4), call={"src_mask": _LATER}
        ),
        case(4, 2, **_LAYER, bias=False, x=(3, 2, 4), call={"src_key_padding_mask": _HIDE}),
        case(4, 2, dim_feedforward=5, dropout=0.5, x=(3, 2, 4), train=False),
    ],
    "TransformerDecoderLayer": [
        case(4, 2, **_LAYER, x=[(3, 2, 4), (5, 2, 4)], call={"tgt_mask": _LATER}),
        case(4, 2, **_LAYER, norm_first=True, bias=False, batch_first=True, x=[(2, 3, 4), (2, 5, 4)]),
    ],
    "TransformerEncoder": [stack("Encoder", norm=False, x=[(3, 2, 4)]), stack("Encoder", norm=True, x=[(3, 2, 4)])],
    "TransformerDecoder": [stack("Decoder", norm=True, x=[(3, 2, 4), (5, 2, 4)])],
    "Transformer": [
        case(4, 2, 2, 1, 5, 0.0, x=[(3, 2, 4), (3, 2, 4)], call={"src_mask": _LATER, "tgt_key_padding_mask": _HIDE}),
        case(4, 2, 1, 2, 5, 0.0, "gelu", batch_first=True, norm_first=True, x=[(2, 5, 4), (2, 3, 4)]),
    ],
}

TABLE: dict[str, Sequence[Case]] = {
    **ACTIVATIONS,
    **LINEAR,
    **CONVOLUTIONS,
    **POOLINGS,
    **NORMALIZATIONS,
    **DROPOUTS,
    **SHAPES,
    **DISTANCES,
    **RECURRENT,
    **ATTENTION,
    **LOSSES,
}
CONTAINERS = {"Module", "Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict"}
