"""Optimizers, learning rate schedules, clipping, averages of weights, and minima of plain functions.

Reading order: ``optimizer`` (the loop that all share), ``sgd`` (the simplest update), then any other.
"""

from autograd_lite.optim.adadelta import Adadelta as Adadelta
from autograd_lite.optim.adagrad import Adagrad as Adagrad
from autograd_lite.optim.adam import Adam as Adam, AdamW as AdamW
from autograd_lite.optim.adam_family import Adamax as Adamax, NAdam as NAdam, RAdam as RAdam
from autograd_lite.optim.annealing import (
    CosineAnnealingLR as CosineAnnealingLR,
    CosineAnnealingWarmRestarts as CosineAnnealingWarmRestarts,
)
from autograd_lite.optim.averaging import ExponentialMovingAverage as ExponentialMovingAverage
from autograd_lite.optim.clipping import (
    clip_grad_norm_ as clip_grad_norm_,
    clip_grad_value_ as clip_grad_value_,
    gradient_norm as gradient_norm,
)
from autograd_lite.optim.combined import ChainedScheduler as ChainedScheduler, SequentialLR as SequentialLR
from autograd_lite.optim.cycles import CyclicLR as CyclicLR, OneCycleLR as OneCycleLR
from autograd_lite.optim.lbfgs import LBFGS as LBFGS
from autograd_lite.optim.minimize import Minimum as Minimum, minimize as minimize, scipy_minimize as scipy_minimize
from autograd_lite.optim.muon import Muon as Muon
from autograd_lite.optim.optimizer import Optimizer as Optimizer
from autograd_lite.optim.plateau import ReduceLROnPlateau as ReduceLROnPlateau
from autograd_lite.optim.rmsprop import RMSprop as RMSprop
from autograd_lite.optim.rprop import Rprop as Rprop
from autograd_lite.optim.schedules import (
    ConstantLR as ConstantLR,
    ExponentialLR as ExponentialLR,
    LambdaLR as LambdaLR,
    LinearLR as LinearLR,
    LRScheduler as LRScheduler,
    MultiplicativeLR as MultiplicativeLR,
    MultiStepLR as MultiStepLR,
    PolynomialLR as PolynomialLR,
    StepLR as StepLR,
)
from autograd_lite.optim.sgd import SGD as SGD

__all__ = [
    "LBFGS",
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "ChainedScheduler",
    "ConstantLR",
    "CosineAnnealingLR",
    "CosineAnnealingWarmRestarts",
    "CyclicLR",
    "ExponentialLR",
    "ExponentialMovingAverage",
    "LRScheduler",
    "LambdaLR",
    "LinearLR",
    "Minimum",
    "MultiStepLR",
    "MultiplicativeLR",
    "Muon",
    "NAdam",
    "OneCycleLR",
    "Optimizer",
    "PolynomialLR",
    "RAdam",
    "RMSprop",
    "ReduceLROnPlateau",
    "Rprop",
    "SequentialLR",
    "StepLR",
    "clip_grad_norm_",
    "clip_grad_value_",
    "gradient_norm",
    "minimize",
    "scipy_minimize",
]
