"""Losses of numbers and of densities."""

import math
from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import beside, here, numbers, same_shape, values, wrong_shape
from autograd_lite.nn.functional.reduction import REDUCTIONS, check_reduction, not_empty, reduced
from autograd_lite.ops.neural.activations import logsigmoid, relu
from autograd_lite.ops.neural.losses import huber, xlogx


def _difference(function: str, input: Any, target: Any) -> Any:
    input, target = numbers(input), beside(input, target)
    same_shape(function, input, target)
    return input - target


def mse_loss(input: Any, target: Any, reduction: str = "mean", weight: Any = None) -> Any:
    """Squared difference. Input and target must have equal shapes; `weight` multiplies the squares."""
    squares = np.square(_difference("mse_loss", input, target))
    if weight is None:
        return reduced("mse_loss", squares, reduction)
    return _weighted("mse_loss", squares, weight, reduction)


def l1_loss(input: Any, target: Any, reduction: str = "mean", weight: Any = None) -> Any:
    """Absolute difference, with derivative 0 at 0. `weight` multiplies it."""
    sizes = np.abs(_difference("l1_loss", input, target))
    if weight is None:
        return reduced("l1_loss", sizes, reduction)
    return _weighted("l1_loss", sizes, weight, reduction)


def _weighted(function: str, losses: Any, weight: Any, reduction: str) -> Any:
    """Reduce weighted losses; the mean divides by the sum of the weights."""
    same_shape(function, losses, weight)
    if reduction == "mean":
        return np.sum(losses * weight) / np.sum(weight)
    return reduced(function, losses * weight, reduction)


def smooth_l1_loss(input: Any, target: Any, reduction: str = "mean", beta: float = 1.0) -> Any:
    """d²/(2β) where abs(d) < β, else abs(d) − β/2, of the difference d; abs(d) itself for β = 0."""
    if beta < 0:
        raise ValueError(f"{here('smooth_l1_loss')}got beta={beta}, wanted 0 or more.")
    d = _difference("smooth_l1_loss", input, target)
    return reduced("smooth_l1_loss", huber(d, beta) / beta if beta else np.abs(d), reduction)


def huber_loss(input: Any, target: Any, reduction: str = "mean", delta: float = 1.0, weight: Any = None) -> Any:
    """d²/2 where abs(d) < δ, else δ(abs(d) − δ/2), of the difference d."""
    if delta <= 0:
        raise ValueError(f"{here('huber_loss')}got delta={delta}, wanted more than 0.")
    losses = huber(_difference("huber_loss", input, target), delta)
    if weight is None:
        return reduced("huber_loss", losses, reduction)
    return _weighted("huber_loss", losses, weight, reduction)


def kl_div(input: Any, target: Any, reduction: str = "mean", log_target: bool = False) -> Any:
    """target · (log target − input), for an input of log-probabilities: the Kullback–Leibler divergence.

    Parameters
    ----------
    input : log-probabilities
    target : probabilities of the same shape, or their logarithms
    reduction : "batchmean" divides the sum by the length of axis 0, which is the divergence; "mean" by all elements
    log_target : whether `target` holds logarithms
    """
    check_reduction("kl_div", reduction, (*REDUCTIONS, "batchmean"))
    input, target = numbers(input), beside(input, target)
    same_shape("kl_div", input, target)
    terms = np.exp(target) * (target - input) if log_target else xlogx(target) - target * input
    if reduction == "batchmean":
        not_empty("kl_div", len(input))
        return np.sum(terms) / len(input)
    return reduced("kl_div", terms, reduction)


def gaussian_nll_loss(
    input: Any, target: Any, var: Any, full: bool = False, eps: float = 1e-6, reduction: str = "mean"
) -> Any:
    """(log var + (input − target)²/var)/2: minus the log-density of a normal distribution.

    Parameters
    ----------
    input : means
    target : of the same shape
    var : variances, of the same shape, or one for each row: last axis 1 or missing; a number for all
    full : add the constant log(2π)/2
    eps : smallest variance; smaller ones are raised to it, with their gradient let through
    reduction : "mean", "sum" or "none"
    """
    d = _difference("gaussian_nll_loss", input, target)
    var = numbers(var)
    if var.shape != d.shape and var.shape == d.shape[:-1]:
        var = np.expand_dims(var, -1)
    elif var.shape not in (d.shape, (*d.shape[:-1], 1), ()):
        raise wrong_shape("gaussian_nll_loss", f"got var of shape {var.shape}, wanted {d.shape} or {d.shape[:-1]}.")
    plain = values(var)
    if (plain < 0).any():
        raise ValueError(f"{here('gaussian_nll_loss')}got a variance of {plain.min()}, wanted none below 0.")
    if (plain < eps).any():
        var = var + (np.maximum(plain, eps) - plain)
    losses = 0.5 * (np.log(var) + np.square(d) / var)
    if full:
        losses = losses + 0.5 * math.log(2 * math.pi)
    return reduced("gaussian_nll_loss", losses, reduction)


def poisson_nll_loss(
    input: Any, target: Any, log_input: bool = True, full: bool = False, eps: float = 1e-8, reduction: str = "mean"
) -> Any:
    """rate − target · log rate: minus the log-probability of a Poisson distribution, without the constant.

    Parameters
    ----------
    input : the rate, or its logarithm
    target : counts of the same shape
    log_input : whether `input` is a logarithm
    full : add Stirling's approximation of log(target!) where target > 1
    eps : added to a rate before its logarithm is taken
    reduction : "mean", "sum" or "none"
    """
    input, target = numbers(input), beside(input, target)
    same_shape("poisson_nll_loss", input, target)
    losses = np.exp(input) - target * input if log_input else input - target * np.log(input + eps)
    if full:
        one, large = input.dtype.type(1), target > 1
        safe = np.where(large, target, one)
        losses = losses + np.where(large, safe * np.log(safe) - safe + 0.5 * np.log(2 * math.pi * safe), 0 * one)
    return reduced("poisson_nll_loss", losses, reduction)


def hinge_embedding_loss(input: Any, target: Any, margin: float = 1.0, reduction: str = "mean") -> Any:
    """x where the target is 1, max(0, margin − x) where it is −1."""
    input, t = numbers(input), values(target)
    same_shape("hinge_embedding_loss", input, t)
    zero = input.dtype.type(0)
    losses = np.where(t != 1, relu(margin - input), zero) + np.where(t != -1, input, zero)
    return reduced("hinge_embedding_loss", losses, reduction)


def soft_margin_loss(input: Any, target: Any, reduction: str = "mean") -> Any:
    """log(1 + e^(−target · x)), for targets 1 and −1."""
    input, target = numbers(input), beside(input, target)
    same_shape("soft_margin_loss", input, target)
    return reduced("soft_margin_loss", -logsigmoid(target * input), reduction)
