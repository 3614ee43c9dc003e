"""Connectionist temporal classification: labels without places (Graves et al., 2006)."""

from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here, in_range, integers, numbers, wrong_shape
from autograd_lite.nn.functional.reduction import check_reduction, not_empty

_LOW = -1e30  # the logarithm of no chance: −∞ would make NaN of differences


def ctc_loss(
    log_probs: Any,
    targets: Any,
    input_lengths: Any,
    target_lengths: Any,
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> Any:
    """Minus the log-probability of label sequences, over all their alignments with a longer input.

    Parameters
    ----------
    log_probs : ``(T, N, C)`` or ``(T, C)``, log_softmax over C
    targets : ``(N, S)``, padded, or all labels in one row; never `blank`
    input_lengths, target_lengths : ``(N,)`` or one number
    blank : the class that stands for no label
    reduction : "mean" divides each loss by its target's length first; "sum" or "none"
    zero_infinity : 0 instead of infinity for a target that is too long for its input
    """
    check_reduction("ctc_loss", reduction)
    x = numbers(log_probs)
    single = x.ndim == 2
    x = np.expand_dims(x, 1) if single else x
    if x.ndim != 3:
        raise wrong_shape("ctc_loss", f"got log_probs of shape {x.shape}, wanted (T, N, C) or (T, C).")
    steps, batch, classes = x.shape
    lengths = np.broadcast_to(integers("ctc_loss", "target_lengths", target_lengths), (batch,))
    inputs = np.broadcast_to(integers("ctc_loss", "input_lengths", input_lengths), (batch,))
    in_range("ctc_loss", "input length", inputs, steps + 1)
    labels = _rows(integers("ctc_loss", "targets", targets), lengths, blank, single)
    in_range("ctc_loss", "label", labels, classes)
    losses = _losses(x, labels, inputs, lengths, blank)
    impossible = np.asarray(losses >= -_LOW / 10)
    if impossible.any():
        losses = np.where(impossible, x.dtype.type(0.0 if zero_infinity else np.inf), losses)
    if reduction == "none":
        return losses[0] if single else losses
    if reduction == "sum":
        return np.sum(losses)
    not_empty("ctc_loss", batch)
    return np.sum(losses / np.maximum(lengths, 1).astype(x.dtype)) / batch


def _rows(targets: Any, lengths: Any, blank: int, single: bool) -> Any:
    """Return the labels as (N, longest), padded with blanks."""
    if single and targets.ndim == 1:
        targets = targets[None]
    if targets.ndim != 1 and targets.shape[:-1] != (len(lengths),):
        raise wrong_shape("ctc_loss", f"got targets of shape {targets.shape}, wanted ({len(lengths)}, S) or one row.")
    rows = np.full((len(lengths), int(lengths.max(initial=0))), blank)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    for k, (row, length) in enumerate(zip(rows, lengths, strict=True)):
        source = targets[k] if targets.ndim == 2 else targets[starts[k] :]
        if len(source) < length:
            raise ValueError(f"{here('ctc_loss')}got target length {length} at row {k} and {len(source)} labels.")
        row[:length] = source[:length]
    return rows


def _losses(x: Any, labels: Any, inputs: Any, lengths: Any, blank: int) -> Any:
    """Run the forward recursion over time, in logarithms, over labels with blanks between them."""
    steps, batch, _ = x.shape
    states = np.full((batch, 2 * labels.shape[1] + 1), blank)
    states[:, 1::2] = labels
    may_skip = np.zeros(states.shape, bool)
    may_skip[:, 2:] = (states[:, 2:] != blank) & (states[:, 2:] != states[:, :-2])
    emitted = x[:, np.arange(batch)[:, None], states]
    begins = np.arange(states.shape[1]) < 2
    alpha = np.where(begins, emitted[0], x.dtype.type(_LOW)) if steps else np.full(states.shape, _LOW)
    for t in range(1, steps):
        one, two = _shifted(alpha, 1), _shifted(alpha, 2)
        arrived = np.logaddexp(np.logaddexp(alpha, one), np.where(may_skip, two, x.dtype.type(_LOW)))
        alpha = np.where((t < inputs)[:, None], arrived + emitted[t], alpha)
    rows = np.arange(batch)
    last = alpha[rows, 2 * lengths]
    before = np.where(lengths > 0, alpha[rows, np.maximum(2 * lengths - 1, 0)], x.dtype.type(_LOW))
    total = np.logaddexp(last, before)
    return -np.where(inputs > 0, total, np.where(lengths == 0, x.dtype.type(0), x.dtype.type(_LOW)))


def _shifted(alpha: Any, places: int) -> Any:
    """Return `alpha` moved on by `places` states."""
    low = np.full((alpha.shape[0], min(places, alpha.shape[1])), _LOW, alpha.dtype)
    return np.concatenate([low, alpha[:, :-places]], axis=1)
