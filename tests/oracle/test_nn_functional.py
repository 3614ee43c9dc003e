"""The functions of ``nn.functional`` beside PyTorch's: value, gradient and second derivative in float64.

Every public function needs a row; those that draw at random are compared where nothing is left to chance, and keep
their laws in ``tests/nn``.
"""

import runpy
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.nn import functional

torch = pytest.importorskip("torch")
torch.set_num_threads(1)
pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore")]  # PyTorch warns of its own future

HERE = Path(__file__).parent
_forms, _comparing = (runpy.run_path(str(HERE / f"{name}.py")) for name in ("forms", "comparing"))
form, each, drawn = _forms["form"], _forms["each"], _forms["drawn"]
Total, derivatives, torch_grad, compare = (
    _comparing[name] for name in ("Total", "derivatives", "torch_grad", "compare")
)

X, Y, POSITIVE = drawn(4, 3), drawn(4, 3, seed=1), drawn(4, 3, low=0.5)
UNIT, SHARES = drawn(4, 3, low=0.1, high=0.9), np.exp(drawn(5, 4)) / np.exp(drawn(5, 4)).sum(axis=1, keepdims=True)
SCORES, LABELS, WEIGHT = drawn(5, 4), np.array([3, 0, 1, 3, 2]), drawn(4, low=0.5)
SIGNS = np.array([1, -1, 1, 1, -1])
LINE, IMAGE, VOLUME = drawn(2, 4, 7), drawn(2, 4, 6, 5), drawn(1, 2, 4, 3, 5)
REDUCED = ("mean", "sum", "none")

ACTIVATIONS = {
    **each("relu relu6 selu hardswish sigmoid tanh silu mish logsigmoid softsign tanhshrink", [form(X)]),
    "leaky_relu": [form(X), form(X, 0.2)],
    **each("elu celu", [form(X), form(X, 1.5)]),
    "gelu": [form(X), form(X, approximate="tanh")],
    "softplus": [form(X), form(X, 2.0, 1.0)],
    **each("softshrink hardshrink", [form(X), form(X, 0.3)]),
    "hardtanh": [form(X), form(X, -0.5, 0.3)],
    "threshold": [form(X, 0.1, 2.0)],
    "glu": [form(IMAGE, 1), form(drawn(3, 4))],
    **each("softmax log_softmax softmin", [form(X, -1), form(LINE, dim=1)]),
    "prelu": [form(LINE, WEIGHT), form(X, np.array([0.3]))],
    "rrelu": [form(X), form(X, 0.1, 0.2)],
    **each("dropout alpha_dropout", [form(X, 0.3, training=False), form(X, 0.0)]),
    **each("dropout1d feature_alpha_dropout", [form(LINE, 0.3, training=False), form(LINE, 0.0)]),
    "dropout2d": [form(IMAGE, 0.3, training=False)],
    "dropout3d": [form(VOLUME, 0.3, training=False)],
}
LOSSES = {
    **each("mse_loss l1_loss smooth_l1_loss huber_loss", [form(X, Y, reduction=r) for r in REDUCED]),
    "binary_cross_entropy": [
        *[form(UNIT, UNIT[::-1].copy(), reduction=r) for r in REDUCED],
        form(UNIT, UNIT[::-1].copy(), weight=_forms["setting"](0.5, 1, 2)),
    ],
    "binary_cross_entropy_with_logits": [
        *[form(X, UNIT, reduction=r) for r in REDUCED],
        form(X, UNIT, weight=_forms["setting"](0.5, 1, 2), pos_weight=_forms["setting"](3, 2, 1)),
    ],
    "cross_entropy": [
        *[form(SCORES, LABELS, reduction=r) for r in REDUCED],
        form(SCORES, LABELS, weight=_forms["setting"](0.5, 1, 2, 1.5), ignore_index=3, label_smoothing=0.1),
        form(SCORES, SHARES),
        form(drawn(2, 4, 3), np.array([[0, 3, 1], [2, 2, 0]])),
    ],
    "nll_loss": [form(SCORES, LABELS, reduction=r) for r in REDUCED] + [form(SCORES, LABELS, ignore_index=3)],
    "kl_div": [form(SCORES, SHARES, reduction=r) for r in (*REDUCED, "batchmean")]
    + [form(SCORES, drawn(5, 4, seed=1), log_target=True)],
    "gaussian_nll_loss": [form(X, Y, POSITIVE), form(X, Y, drawn(4, 1, low=0.5), full=True, reduction="sum")],
    "poisson_nll_loss": [form(X, POSITIVE), form(POSITIVE, POSITIVE + 1, log_input=False, full=True)],
    "hinge_embedding_loss": [form(SCORES[:, 0].copy(), SIGNS), form(SCORES[:, 0].copy(), SIGNS, 0.5, reduction="sum")],
    "soft_margin_loss": [form(SCORES[:, 0].copy(), SIGNS)],
    "margin_ranking_loss": [form(drawn(5), drawn(5, seed=1), SIGNS, 0.4)],
    "cosine_embedding_loss": [form(SCORES, drawn(5, 4, seed=1), SIGNS, 0.1)],
    "triplet_margin_loss": [form(X, Y, POSITIVE), form(X, Y, POSITIVE, 0.5, 3.0, swap=True)],
    "triplet_margin_with_distance_loss": [form(X, Y, POSITIVE), form(X, Y, POSITIVE, margin=0.5, swap=True)],
    "multi_margin_loss": [form(SCORES, LABELS), form(SCORES, LABELS, 2, 0.7)],
    "multilabel_margin_loss": [form(SCORES[:2].copy(), np.array([[3, 0, -1, 1], [1, 2, 3, 0]]))],
    "multilabel_soft_margin_loss": [form(SCORES, _forms["setting"](*[0.3] * 20).reshape(5, 4))],
}
WINDOWS = {
    "conv1d": [
        form(LINE, drawn(6, 4, 3), drawn(6)),
        form(LINE, drawn(6, 2, 2), None, 2, 1, 2, 2),
        form(LINE, drawn(2, 4, 4), padding="same"),
    ],
    "conv2d": [
        form(IMAGE, drawn(3, 4, 2, 3), drawn(3)),
        form(IMAGE, drawn(4, 2, 3, 2), None, (2, 1), (1, 0), (1, 2), 2),
    ],
    "conv3d": [form(VOLUME, drawn(3, 2, 2, 1, 2), drawn(3), padding=1)],
    "conv_transpose1d": [form(LINE, drawn(4, 3, 3), drawn(3)), form(LINE, drawn(4, 3, 3), None, 3, 1, 2, 2, 2)],
    "conv_transpose2d": [form(IMAGE, drawn(4, 2, 2, 3), drawn(2), 2, 1)],
    "conv_transpose3d": [form(VOLUME, drawn(2, 2, 2, 1, 2), None, stride=2)],
    "max_pool1d": [form(LINE, 2), form(LINE, 3, 2, 1), form(LINE, 2, ceil_mode=True)],
    "max_pool2d": [form(IMAGE, 2), form(IMAGE, (3, 2), (2, 1), (1, 0), dilation=(1, 2))],
    "max_pool3d": [form(VOLUME, 2)],
    "avg_pool1d": [form(LINE, 2), form(LINE, 3, 2, 1, True, False)],
    "avg_pool2d": [form(IMAGE, 2), form(IMAGE, (3, 2), (2, 1), (1, 0), divisor_override=3)],
    "avg_pool3d": [form(VOLUME, 2)],
    **each("adaptive_avg_pool1d adaptive_max_pool1d", [form(LINE, 3)]),
    **each("adaptive_avg_pool2d adaptive_max_pool2d", [form(IMAGE, (4, 2))]),
    **each("adaptive_avg_pool3d adaptive_max_pool3d", [form(VOLUME, (2, 3, 2))]),
    "lp_pool1d": [form(LINE, 2.0, 2)],
    "lp_pool2d": [form(IMAGE, 2.0, (2, 3), stride=2)],
    "lp_pool3d": [form(VOLUME, 2.0, 2)],
    "max_unpool1d": [form(drawn(1, 2, 2), np.array([[[0, 3], [1, 2]]]), 2)],
    "max_unpool2d": [form(drawn(1, 1, 2, 2), np.array([[[[0, 3], [9, 10]]]]), 2, output_size=(5, 5))],
    "max_unpool3d": [form(drawn(1, 1, 1, 1, 2), np.array([[[[[2, 7]]]]]), 2)],
    "unfold": [form(IMAGE, 2), form(IMAGE, (2, 3), (2, 1), (1, 2), (2, 1))],
    "fold": [form(drawn(2, 12, 12), (4, 5), 2)],
    "interpolate": [
        form(LINE, 5),
        form(IMAGE, scale_factor=2.0, mode="nearest-exact"),
        form(IMAGE, (9, 3), mode="bilinear"),
        form(IMAGE, scale_factor=1.7, mode="bicubic", align_corners=True),
        form(VOLUME, scale_factor=2.0, mode="trilinear"),
        form(IMAGE, (3, 2), mode="area"),
    ],
    "pixel_shuffle": [form(IMAGE, 2)],
    "pixel_unshuffle": [form(drawn(1, 2, 4, 6), 2)],
    "channel_shuffle": [form(IMAGE, 2)],
    "pad": [
        form(IMAGE, (1, 2, 0, 1)),
        form(IMAGE, (1, 1), value=2.0),
        *[form(LINE, (2, 1), mode=m) for m in ("reflect", "replicate", "circular")],
    ],
}
OTHERS = {
    "linear": [form(X, drawn(5, 3), drawn(5)), form(LINE, drawn(2, 7))],
    "bilinear": [form(X, drawn(4, 2), drawn(5, 3, 2), drawn(5))],
    "embedding": [form(LABELS, drawn(4, 3)), form(LABELS, drawn(4, 3), padding_idx=3)],
    "embedding_bag": [form(LABELS, drawn(4, 3), np.array([0, 2]), mode=mode) for mode in ("sum", "mean", "max")],
    "batch_norm": [
        form(LINE, None, None, WEIGHT, drawn(4), True),
        form(LINE, _forms["setting"](1, 2, 3, 4), _forms["setting"](1, 2, 3, 4), WEIGHT, drawn(4), eps=0.1),
    ],
    "instance_norm": [form(LINE, weight=WEIGHT, bias=drawn(4)), form(IMAGE)],
    "layer_norm": [form(LINE, (7,), drawn(7), drawn(7, seed=1)), form(IMAGE, (6, 5), eps=0.1)],
    "rms_norm": [form(LINE, (7,), drawn(7)), form(LINE, (4, 7), eps=0.1)],
    "group_norm": [form(LINE, 2, WEIGHT, drawn(4)), form(IMAGE, 4)],
    "local_response_norm": [form(IMAGE, 3, 0.1, 0.5, 2.0)],
    "normalize": [form(X), form(LINE, 3.0, 2), form(X, 1.0, dim=0)],
    "cosine_similarity": [form(X, Y), form(LINE, drawn(2, 4, 7, seed=1), dim=2)],
    "pairwise_distance": [form(X, Y), form(X, Y, 3.0, keepdim=True)],
    "scaled_dot_product_attention": [
        form(drawn(2, 3, 4), drawn(2, 5, 4), drawn(2, 5, 6)),
        form(drawn(2, 3, 4), drawn(2, 3, 4, seed=1), drawn(2, 3, 6), is_causal=True),
        form(drawn(2, 3, 4), drawn(2, 5, 4), drawn(2, 5, 6), np.arange(15).reshape(3, 5) % 3 > 0, scale=0.7),
        form(drawn(2, 3, 4), drawn(2, 5, 4), drawn(2, 5, 6), drawn(3, 5)),
        form(drawn(1, 4, 3, 2), drawn(1, 2, 5, 2), drawn(1, 2, 5, 3), enable_gqa=True),
    ],
}
FORMS = {**ACTIVATIONS, **LOSSES, **WINDOWS, **OTHERS}
ELSEWHERE = {
    "gumbel_softmax": "is random always: tests/nn/functional/test_activations.py has its laws",
    "hardsigmoid": "PyTorch has 1/6 in float32 in its derivative, whatever the dtype: test_nn_layers.py is looser",
    "ctc_loss": "PyTorch's derivative is right after a log_softmax only, with which test_nn_layers.py compares",
    "one_hot": "has integers, and a test below",
}
# PyTorch has no second derivative of these.
FIRST_ORDER = {"embedding_bag", "multi_margin_loss", "multilabel_margin_loss"}
CASES = [(name, k) for name, forms in FORMS.items() for k in range(len(forms))]


@pytest.fixture(autouse=True)
def _exact_numbers() -> Iterator[None]:
    """PyTorch makes new arrays of its default dtype."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def test_every_function_has_a_row() -> None:
    """A function of ``nn.functional`` without a row fails here."""
    public = {n for n, f in vars(functional).items() if callable(f) and not n.startswith("_")}
    assert public - FORMS.keys() - ELSEWHERE.keys() == set()


@pytest.mark.parametrize(("name", "k"), CASES)
def test_agrees_with_pytorch(name: str, k: int) -> None:
    """Value, gradient and second derivative are PyTorch's."""
    mine = Total(getattr(functional, name), FORMS[name][k], np.asarray)
    other = Total(getattr(torch.nn.functional, name), FORMS[name][k], lambda x: torch.asarray(np.array(x)))
    got: list[Any] = [mine.results(*mine.inputs)]
    right: list[Any] = [other.results(*map(torch.asarray, other.inputs))]
    orders = 1 if name in FIRST_ORDER else 2
    got += islice(derivatives(mine, ag.grad), orders)
    right += islice(derivatives(other, torch_grad), orders)
    compare(got, right)


def test_one_hot_is_pytorchs() -> None:
    """The rows of the identity that labels name, as integers."""
    labels = torch.asarray(LABELS)
    np.testing.assert_array_equal(functional.one_hot(LABELS), torch.nn.functional.one_hot(labels))
    np.testing.assert_array_equal(functional.one_hot(LABELS, 6), torch.nn.functional.one_hot(labels, 6))
