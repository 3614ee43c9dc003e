"""What is drawn for every function of ``nn.functional``, and for others that the registry does not hold.

Not a test file: ``test_laws`` reads it. A row takes a :class:`~autograd_lite.domains.Draw` and returns the arguments,
of which all floating-point arrays are differentiated, the settings, and if need be further arrays by name.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.domains import POSITIVE, REAL, UNIT, Draw, Interval

Row = Callable[[Draw], tuple[Any, ...]]
SHARE, NARROW = Interval(0.125, 0.875), Interval(-2.0, 2.0)


class Settings:
    """Settings of a call. No array of theirs is differentiated; a generator is made anew for each call."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given

    def __repr__(self) -> str:
        return repr(self.given)

    def now(self) -> dict[str, Any]:
        """Return them as keywords."""
        return {k: np.random.default_rng(3) if k == "rng" else v for k, v in self.given.items()}


class Drawn:
    """A function with a row, as the laws take it."""

    def __init__(self, function: Callable[..., Any], row: Row) -> None:
        self.function, self.row = function, row
        self.name = self.__name__ = function.__name__
        self.__module__ = function.__module__

    def samples(self, draw: Draw) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Draw arguments; the settings are the last one."""
        args, settings, *named = self.row(draw)
        return (*args, Settings(settings)), dict(*named)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Call the function."""
        return self.function(*args[:-1], **args[-1].now(), **named)


def one(*shape: int, interval: Interval = REAL, **options: Any) -> Row:
    """Return a row for a function of one array; of each setting one of the options is drawn."""
    return some(shape, intervals=(interval,), **options)


def some(*shapes: tuple[int, ...], intervals: tuple[Interval, ...] = (), **options: Any) -> Row:
    """Return a row for a function of several arrays."""
    every = intervals or (REAL,) * len(shapes)
    return lambda d: (
        tuple(d.array(shape, interval) for shape, interval in zip(shapes, every, strict=True)),
        {name: d.choice(values) for name, values in options.items()},
    )


def apart(*shape: int, **options: Any) -> Row:
    """Return a row for a function that compares the elements of its one array, which do not tie."""
    return lambda d: ((d.distinct(shape),), {name: d.choice(values) for name, values in options.items()})


def whole(shape: tuple[int, ...], *rest: tuple[int, ...], high: int = 3, low: int = 0, **options: Any) -> Row:
    """Return a row for a function of scores, of integers from `low` to `high`, and of further arrays."""

    def row(d: Draw) -> Any:
        labels = np.array([d.integer(low, high) for _ in range(shape[0])])
        return (d.array(shape), labels, *map(d.array, rest)), {k: d.choice(v) for k, v in options.items()}

    return row


def signs(*shapes: tuple[int, ...], **options: Any) -> Row:
    """Return a row for a function of arrays and of as many signs as there are rows."""

    def row(d: Draw) -> Any:
        sign = np.array([d.choice([1, -1]) for _ in range(shapes[0][0])])
        return (*map(d.array, shapes), sign), {k: d.choice(v) for k, v in options.items()}

    return row


def attended(d: Draw) -> Any:
    """Draw queries, keys and values with a mask or without."""
    mask = d.choice([None, np.arange(6).reshape(2, 3) % 3 > 0])
    args = (d.array((2, 2, 4), NARROW), d.array((2, 3, 4), NARROW), d.array((2, 3, 2)))
    causal = mask is None and d.boolean()
    return args, {"attn_mask": mask, "is_causal": causal, "scale": d.choice([None, 0.7])}


def aligned(d: Draw) -> Any:
    """Draw logarithms of probabilities, and labels for them to spell."""
    scores = d.array((6, 2, 4), NARROW)
    rest = np.array([[1, 2, 2], [3, 1, 0]]), np.array([6, 5]), np.array([3, 2])
    return (scores, *rest), {"reduction": d.choice(["mean", "sum", "none"])}


def bagged(d: Draw) -> Any:
    """Draw a table, places in it, and weights for them if they are added up."""
    mode = d.choice(["sum", "mean", "max"])
    labels = np.array([d.integer(0, 3) for _ in range(5)])
    table = d.distinct((4, 3)) if mode == "max" else d.array((4, 3))
    return (labels, table, np.array([0, 2])), {"mode": mode}


def normed(shape: tuple[int, ...], *weights: tuple[int, ...], **options: Any) -> Row:
    """Return a row for a normalization: elements that differ, weights and shifts."""
    return lambda d: (
        (d.distinct(shape), *map(d.array, weights)),
        {name: d.choice(values) for name, values in options.items()},
    )


def batched(d: Draw) -> Any:
    """Draw a batch that is normalized by its own moments or by given ones."""
    training = d.boolean()
    moments = (None, None) if training else (np.array([0.5, -1.0, 2.0]), np.array([0.5, 1.0, 2.0]))
    settings = {"running_mean": moments[0], "running_var": moments[1], "training": training}
    return (d.distinct((4, 3)),), settings, {"weight": d.array((3,)), "bias": d.array((3,))}


REDUCED = ["mean", "sum", "none"]
LINE, IMAGE, VOLUME = (2, 2, 5), (1, 2, 4, 4), (1, 2, 3, 3, 4)
PLAIN = ["celu", "elu", "hardshrink", "hardsigmoid", "hardswish", "hardtanh", "leaky_relu", "logsigmoid", "mish"]
PLAIN += ["relu", "relu6", "selu", "sigmoid", "silu", "softplus", "softshrink", "softsign", "tanh", "tanhshrink"]
ROWS: dict[str, Row] = {
    **dict.fromkeys(PLAIN, one(3, 2)),
    **dict.fromkeys(["softmax", "log_softmax", "softmin"], one(3, 4, dim=[-1, 0])),
    "gelu": one(3, 2, approximate=["none", "tanh"]),
    "glu": one(3, 4, dim=[-1, 1]),
    "gumbel_softmax": one(3, 4, rng=[0], tau=[1.0, 0.5], interval=NARROW),
    "threshold": one(3, 2, threshold=[0.25], value=[0.25]),
    "rrelu": one(3, 2, training=[False]),
    "prelu": some((2, 3, 2), (3,)),
    **dict.fromkeys(["dropout", "alpha_dropout"], one(3, 4, p=[0.5, 0.25], rng=[0])),
    **dict.fromkeys(["dropout1d", "feature_alpha_dropout"], one(*LINE, p=[0.5], rng=[0])),
    "dropout2d": one(*IMAGE, p=[0.5], rng=[0]),
    "dropout3d": one(*VOLUME, p=[0.5], rng=[0]),
    "adaptive_avg_pool1d": one(*LINE, output_size=[3, 2]),
    "adaptive_avg_pool2d": one(*IMAGE, output_size=[(3, 2)]),
    "adaptive_avg_pool3d": one(*VOLUME, output_size=[(2, 2, 3)]),
    "adaptive_max_pool1d": apart(*LINE, output_size=[3, 2]),
    "adaptive_max_pool2d": apart(*IMAGE, output_size=[(3, 2)]),
    "adaptive_max_pool3d": apart(*VOLUME, output_size=[(2, 2, 3)]),
    "avg_pool1d": one(*LINE, kernel_size=[2, 3], stride=[None, 1], padding=[0, 1], count_include_pad=[True, False]),
    "avg_pool2d": one(*IMAGE, kernel_size=[2, (3, 2)], divisor_override=[None, 3]),
    "avg_pool3d": one(*VOLUME, kernel_size=[2], ceil_mode=[False, True]),
    "lp_pool1d": one(*LINE, norm_type=[2.0, 3.0], kernel_size=[2], interval=POSITIVE),
    "lp_pool2d": one(*IMAGE, norm_type=[2.0], kernel_size=[2], interval=POSITIVE),
    "lp_pool3d": one(*VOLUME, norm_type=[2.0], kernel_size=[2], interval=POSITIVE),
    "max_pool1d": apart(*LINE, kernel_size=[2, 3], stride=[None, 1], padding=[0, 1], ceil_mode=[False, True]),
    "max_pool2d": apart(*IMAGE, kernel_size=[2, (3, 2)], dilation=[1, (1, 2)]),
    "max_pool3d": apart(*VOLUME, kernel_size=[2]),
    "max_unpool1d": one(1, 2, 2, indices=[np.array([[[0, 3], [1, 2]]])], kernel_size=[2]),
    "max_unpool2d": one(1, 1, 2, 2, indices=[np.array([[[[0, 3], [9, 10]]]])], kernel_size=[2], output_size=[(5, 5)]),
    "max_unpool3d": one(1, 1, 1, 1, 2, indices=[np.array([[[[[2, 7]]]]])], kernel_size=[2]),
    "conv1d": some((2, 2, 5), (4, 2, 2), (4,), stride=[1, 2], padding=[0, 1], dilation=[1, 2]),
    "conv2d": some((1, 2, 4, 4), (2, 1, 2, 3), (2,), groups=[2], padding=[0, (1, 0)]),
    "conv3d": some((1, 1, 3, 2, 3), (2, 1, 2, 1, 2), (2,), padding=[0, 1]),
    "conv_transpose1d": some((2, 2, 4), (2, 3, 2), (3,), stride=[1, 3], padding=[0, 1], dilation=[1, 2]),
    "conv_transpose2d": some((1, 2, 3, 2), (2, 2, 2, 2), (2,), stride=[1, 2], padding=[0, 1]),
    "conv_transpose3d": some((1, 1, 2, 2, 2), (1, 2, 2, 1, 2), (2,), stride=[1, 2]),
    "unfold": one(*IMAGE, kernel_size=[2, (2, 3)], padding=[0, 1], stride=[1, 2]),
    "fold": one(1, 8, 9, output_size=[(4, 4)], kernel_size=[2]),
    "interpolate": one(*IMAGE, size=[(3, 5), (6, 2)], mode=["nearest", "bilinear", "bicubic", "area"]),
    "pixel_shuffle": one(1, 4, 2, 3, upscale_factor=[2]),
    "pixel_unshuffle": one(1, 2, 4, 2, downscale_factor=[2]),
    "channel_shuffle": one(1, 4, 2, 2, groups=[2]),
    "pad": one(2, 3, 4, pad=[(2, 1), (0, 2)], mode=["constant", "reflect", "replicate", "circular"]),
    "scaled_dot_product_attention": attended,
    "linear": some((3, 2), (4, 2), (4,)),
    "bilinear": some((3, 2), (3, 4), (2, 2, 4), (2,)),
    "embedding": lambda d: ((np.array([d.integer(0, 3) for _ in range(5)]), d.array((4, 3))), {}),
    "embedding_bag": bagged,
    "batch_norm": batched,
    "instance_norm": normed((2, 3, 4)),
    "layer_norm": normed((2, 3, 4), normalized_shape=[(4,), (3, 4)]),
    "rms_norm": normed((2, 3, 4), normalized_shape=[(4,), (3, 4)]),
    "group_norm": normed((2, 4, 3), num_groups=[2, 1]),
    "local_response_norm": one(1, 4, 3, size=[3, 2], alpha=[0.1], k=[1.0, 2.0]),
    "normalize": one(3, 4, p=[2.0, 3.0, 1.0], dim=[1, 0], interval=POSITIVE),
    "cosine_similarity": some((3, 4), (3, 4), dim=[1, 0], intervals=(POSITIVE, REAL)),
    "pairwise_distance": some((3, 4), (3, 4), p=[2.0, 3.0], keepdim=[False, True], intervals=(UNIT, POSITIVE)),
    "mse_loss": some((3, 2), (3, 2), reduction=REDUCED),
    "l1_loss": some((3, 2), (3, 2), reduction=REDUCED),
    "smooth_l1_loss": some((3, 2), (3, 2), reduction=REDUCED, beta=[1.0, 0.5]),
    "huber_loss": some((3, 2), (3, 2), reduction=REDUCED, delta=[1.0, 0.5]),
    "kl_div": some((3, 2), (3, 2), reduction=[*REDUCED, "batchmean"], intervals=(REAL, SHARE)),
    "binary_cross_entropy": some((3, 2), (3, 2), reduction=REDUCED, intervals=(SHARE, SHARE)),
    "binary_cross_entropy_with_logits": some((3, 2), (3, 2), reduction=REDUCED, intervals=(REAL, SHARE)),
    "gaussian_nll_loss": some((3, 2), (3, 2), (3, 2), full=[False, True], intervals=(REAL, REAL, POSITIVE)),
    "poisson_nll_loss": some((3, 2), (3, 2), reduction=REDUCED, full=[False], intervals=(NARROW, POSITIVE)),
    "cross_entropy": whole((5, 4), reduction=REDUCED, label_smoothing=[0.0, 0.1], ignore_index=[-100, 2]),
    "nll_loss": whole((5, 4), reduction=REDUCED, ignore_index=[-100, 2]),
    "multi_margin_loss": whole((5, 4), reduction=REDUCED, p=[1, 2], margin=[1.0, 0.7]),
    "multilabel_margin_loss": lambda d: ((d.array((2, 4)), np.array([[3, 0, -1, 1], [1, 2, 3, 0]])), {}),
    "multilabel_soft_margin_loss": lambda d: ((d.array((2, 4)), np.array([[1, 0, 0, 1], [0, 1, 0, 1]])), {}),
    "hinge_embedding_loss": signs((5,), reduction=REDUCED, margin=[1.0, 0.5]),
    "soft_margin_loss": signs((5,), reduction=REDUCED),
    "margin_ranking_loss": signs((5,), (5,), reduction=REDUCED, margin=[0.0, 0.4]),
    "cosine_embedding_loss": signs((5, 3), (5, 3), reduction=REDUCED, margin=[0.0, 0.1]),
    "triplet_margin_loss": some((3, 2), (3, 2), (3, 2), swap=[False, True], reduction=REDUCED, p=[2.0, 3.0]),
    "triplet_margin_with_distance_loss": some((3, 2), (3, 2), (3, 2), swap=[False, True], margin=[1.0, 0.5]),
    "ctc_loss": aligned,
}
