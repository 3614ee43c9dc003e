"""Rules that are programs, in a few words: what a formula cannot say, or not in the width of a picture."""

from typing import Any

_PHRASES = {
    ("softmax_cross_entropy", "x"): "g·share·(softmax(x) − one-hot)",
    ("standardize", "x"): "(g − mean(g) − out·mean(g·out)) / √(variance + eps)",
    ("rms_standardize", "x"): "(g − out·mean(g·out)) / √(square + eps)",
    ("overwrite", "x"): "g, 0 where written",
    ("overwrite", "value"): "g where written",
    ("stack", "xs"): "its part of g",
    ("concatenate", "xs"): "its part of g",
    ("lookup", "table"): "g summed at rows",
    ("lstm_step", "gates"): "g through the gates",
    ("lstm_step", "cell"): "g through the forget gate",
    ("gru_step", "from_input"): "g through the gates",
    ("gru_step", "from_state"): "g through the gates",
    ("gru_step", "state"): "g through the update gate",
    ("sort", "x"): "g, put back in order",
    ("cumsum", "x"): "sums of g from the end",
    ("tensordot", "x"): "tensordot(g, y)",
    ("tensordot", "y"): "tensordot(x, g)",
    ("_einsum", "operands"): "einsum(g, the others)",
}


def phrase(operation: Any, name: str) -> str:
    """Return what the library's own rule for an input does, in words; empty where its source says it as shortly.

    Examples
    --------
    >>> import autograd_lite as ag
    >>> phrase(ag.stack, "xs"), phrase(ag.tanh, "x")
    ('its part of g', '')
    """
    found = _PHRASES.get((operation.name, name), "")
    ours = str(getattr(operation.rules[name], "__module__", "")).startswith("autograd_lite.ops")
    return found if ours else ""
