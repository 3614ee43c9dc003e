"""Schedules of learning rates: the same rates as PyTorch's, step by step."""

import inspect
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, optim
from autograd_lite.optim import LRScheduler

torch = pytest.importorskip("torch")
torch.set_num_threads(1)
pytestmark = pytest.mark.oracle

SCHEDULES: list[tuple[str, dict[str, Any]]] = [
    ("LambdaLR", {"lr_lambda": lambda t: 0.95**t}),
    ("LambdaLR", {"lr_lambda": [lambda t: 0.95**t, lambda t: 1 / (1 + t)]}),
    ("MultiplicativeLR", {"lr_lambda": lambda t: 1 - 1 / (t + 2)}),
    ("StepLR", {"step_size": 4}),
    ("StepLR", {"step_size": 1, "gamma": 0.9}),
    ("MultiStepLR", {"milestones": [3, 7, 7, 20], "gamma": 0.5}),
    ("ConstantLR", {}),
    ("ConstantLR", {"factor": 0.2, "total_iters": 9}),
    ("LinearLR", {}),
    ("LinearLR", {"start_factor": 1.0, "end_factor": 0.1, "total_iters": 12}),
    ("ExponentialLR", {"gamma": 0.9}),
    ("PolynomialLR", {}),
    ("PolynomialLR", {"total_iters": 20, "power": 2.0}),
    ("CosineAnnealingLR", {"T_max": 30}),
    ("CosineAnnealingLR", {"T_max": 7, "eta_min": 0.01}),
    ("CosineAnnealingWarmRestarts", {"T_0": 5}),
    ("CosineAnnealingWarmRestarts", {"T_0": 3, "T_mult": 2, "eta_min": 0.01}),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 4}),
    (
        "CyclicLR",
        {"base_lr": [0.01, 0.02], "max_lr": 0.1, "step_size_up": 4, "step_size_down": 6, "mode": "triangular2"},
    ),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 4, "mode": "exp_range", "gamma": 0.9}),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 5, "scale_fn": lambda c: 1 / c}),
    (
        "CyclicLR",
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 5, "scale_fn": lambda t: 0.9**t, "scale_mode": "iterations"},
    ),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 31}),
    ("OneCycleLR", {"max_lr": [0.1, 0.2], "epochs": 5, "steps_per_epoch": 7, "anneal_strategy": "linear"}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 40, "three_phase": True, "div_factor": 10.0, "pct_start": 0.4}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 40, "cycle_momentum": False}),
]

PLATEAUS: list[dict[str, Any]] = [
    {},
    {"patience": 2, "factor": 0.5, "cooldown": 2},
    {"patience": 0, "threshold": 0.2, "threshold_mode": "abs", "min_lr": 1e-3},
    {"patience": 1, "mode": "max", "factor": 0.3, "min_lr": [1e-3, 1e-5]},
    {"patience": 1, "mode": "max", "threshold_mode": "abs", "threshold": 0.05},
]

COMBINED = ("SequentialLR", "ChainedScheduler", "ReduceLROnPlateau")  # have tests of their own below


def pair_of_optimizers(name: str = "SGD") -> tuple[Any, Any]:
    """Two groups with different rates, in both libraries."""
    made = []
    for library, tensor in ((optim, lambda: Tensor([1.0], requires_grad=True)), (torch.optim, lambda: torch.ones(1))):
        groups = [{"params": [tensor()], "lr": 0.1}, {"params": [tensor()], "lr": 0.03}]
        made.append(getattr(library, name)(groups, **({"momentum": 0.9} if name == "SGD" else {})))
    return made[0], made[1]


def compare_schedules(mine: Any, other: Any, optimizers: tuple[Any, Any], steps: int = 30, metrics: Any = None) -> None:
    """Rates and momenta of all groups agree at the start and after every step."""
    for t in range(steps + 1):
        for a, b in zip(optimizers[0].param_groups, optimizers[1].param_groups, strict=True):
            assert a["lr"] == pytest.approx(b["lr"], rel=1e-10, abs=1e-14), f"step {t}"
            for option in {"momentum", "betas"} & set(b):
                assert a[option] == pytest.approx(b[option], rel=1e-10), f"step {t}"
        assert mine.get_last_lr() == pytest.approx(other.get_last_lr(), rel=1e-10, abs=1e-14)
        if t < steps:
            optimizers[1].step()
            for schedule in (mine, other):
                schedule.step(*(() if metrics is None else (metrics[t],)))


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
@pytest.mark.parametrize(("name", "arguments"), SCHEDULES, ids=[f"{name}-{k}" for k, (name, _) in enumerate(SCHEDULES)])
def test_every_rate_is_theirs(name: str, arguments: dict[str, Any], optimizer: str) -> None:
    """Thirty steps of each form of each schedule give the same rates, and momenta where it moves them."""
    optimizers = pair_of_optimizers(optimizer)
    mine = getattr(optim, name)(optimizers[0], **arguments)
    other = getattr(torch.optim.lr_scheduler, name)(optimizers[1], **arguments)
    compare_schedules(mine, other, optimizers)


@pytest.mark.parametrize("arguments", PLATEAUS)
def test_plateaus(arguments: dict[str, Any]) -> None:
    """The rate falls at the same steps for the same metrics, ties and near misses among them."""
    optimizers = pair_of_optimizers()
    rng = np.random.default_rng(3)
    metrics = np.repeat(np.round(rng.normal(size=20).cumsum(), 1), 3).tolist()
    mine = optim.ReduceLROnPlateau(optimizers[0], **arguments)
    other = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizers[1], **arguments)
    compare_schedules(mine, other, optimizers, 60, metrics)


def warm_up_then_cosine(library: Any, optimizer: Any) -> Any:
    """A sequence of three."""
    parts = [
        library.LinearLR(optimizer, 0.1, total_iters=4),
        library.CosineAnnealingLR(optimizer, T_max=8, eta_min=0.001),
        library.ExponentialLR(optimizer, 0.9),
    ]
    return library.SequentialLR(optimizer, parts, milestones=[5, 13])


def sequence_from_zero(library: Any, optimizer: Any) -> Any:
    """A sequence whose parts know their rate from t alone."""
    parts = [library.ConstantLR(optimizer, 0.1, 3), library.LambdaLR(optimizer, lambda t: 0.5**t)]
    return library.SequentialLR(optimizer, parts, milestones=[6])


def chain(library: Any, optimizer: Any) -> Any:
    """A product of schedules, one of which is no product."""
    parts = [
        library.ConstantLR(optimizer, 0.1, 5),
        library.ExponentialLR(optimizer, 0.95),
        library.CosineAnnealingLR(optimizer, 10, 0.002),
    ]
    return library.ChainedScheduler(parts)


@pytest.mark.parametrize("make", [warm_up_then_cosine, sequence_from_zero, chain])
def test_combined_schedules(make: Any) -> None:
    """Sequences and chains of schedules give the same rates."""
    optimizers = pair_of_optimizers()
    compare_schedules(make(optim, optimizers[0]), make(torch.optim.lr_scheduler, optimizers[1]), optimizers)


def test_fractions_of_an_epoch() -> None:
    """Warm restarts may be stepped batch by batch, by a fraction of an epoch."""
    optimizers = pair_of_optimizers()
    mine = optim.CosineAnnealingWarmRestarts(optimizers[0], 3, 2)
    other = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizers[1], 3, 2)
    for k in range(60):
        mine.step(k / 4)
        other.step(k / 4)
        assert mine.get_last_lr() == pytest.approx(other.get_last_lr(), rel=1e-10)


def test_no_schedule_without_a_row() -> None:
    """A class of schedule that no row compares fails the suite."""
    schedules = inspect.getmembers(optim, lambda each: inspect.isclass(each) and issubclass(each, LRScheduler))
    names = {name for name, each in schedules if each is not LRScheduler}
    assert names | {"ReduceLROnPlateau"} == {name for name, _ in SCHEDULES} | set(COMBINED)
