"""Optimizers, schedules, clipping: the same path as PyTorch's, step by step."""

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, optim
from autograd_lite.optim import LRScheduler, Optimizer

torch = pytest.importorskip("torch")
torch.set_num_threads(1)
pytestmark = pytest.mark.oracle

STEPS = 30

# One row for each form of an optimizer: its name, and the arguments that both libraries get.
OPTIMIZERS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"lr": 0.05, "weight_decay": 0.1}),
    ("SGD", {"lr": 0.05, "momentum": 0.9}),
    ("SGD", {"lr": 0.05, "momentum": 0.9, "dampening": 0.3, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.02, "momentum": 0.9, "nesterov": True}),
    ("SGD", {"lr": 0.001, "momentum": 0.5, "maximize": True}),
    ("Adagrad", {}),
    ("Adagrad", {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.1, "initial_accumulator_value": 0.5, "eps": 1e-7}),
    ("Adagrad", {"lr": 0.01, "maximize": True}),
    ("RMSprop", {}),
    ("RMSprop", {"lr": 0.02, "alpha": 0.9, "eps": 1e-7, "weight_decay": 0.1}),
    ("RMSprop", {"lr": 0.02, "momentum": 0.8}),
    ("RMSprop", {"lr": 0.02, "centered": True}),
    ("RMSprop", {"lr": 0.01, "centered": True, "momentum": 0.5, "maximize": True}),
    ("Adadelta", {}),
    ("Adadelta", {"lr": 0.5, "rho": 0.8, "eps": 1e-3, "weight_decay": 0.1}),
    ("Adadelta", {"maximize": True}),
    ("Adam", {}),
    ("Adam", {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-3, "weight_decay": 0.1}),
    ("Adam", {"lr": 0.1, "betas": (0.8, 0.6), "amsgrad": True}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.1, "decoupled_weight_decay": True, "maximize": True}),
    ("AdamW", {}),
    ("AdamW", {"lr": 0.1, "weight_decay": 0.3, "amsgrad": True}),
    ("AdamW", {"lr": 0.01, "maximize": True}),
    ("Adamax", {}),
    ("Adamax", {"lr": 0.1, "betas": (0.5, 0.9), "weight_decay": 0.1, "eps": 1e-3}),
    ("Adamax", {"maximize": True}),
    ("NAdam", {}),
    ("NAdam", {"lr": 0.1, "betas": (0.5, 0.9), "weight_decay": 0.1, "momentum_decay": 0.1}),
    ("NAdam", {"lr": 0.1, "weight_decay": 0.1, "decoupled_weight_decay": True, "maximize": True}),
    ("RAdam", {}),
    ("RAdam", {"lr": 0.02, "betas": (0.5, 0.9), "weight_decay": 0.1}),
    ("RAdam", {"lr": 0.1, "weight_decay": 0.1, "decoupled_weight_decay": True, "maximize": True}),
    ("Rprop", {}),
    ("Rprop", {"lr": 0.1, "etas": (0.3, 1.5), "step_sizes": (1e-3, 0.5)}),
    ("Rprop", {"maximize": True}),
    ("LBFGS", {}),
    ("LBFGS", {"lr": 0.3, "max_iter": 3, "history_size": 2}),
    ("LBFGS", {"line_search_fn": "strong_wolfe"}),
    ("LBFGS", {"line_search_fn": "strong_wolfe", "max_iter": 2, "history_size": 3, "max_eval": 4}),
    ("Muon", {}),
    ("Muon", {"lr": 0.1, "weight_decay": 0.0, "nesterov": False}),
    ("Muon", {"lr": 0.1, "momentum": 0.5, "adjust_lr_fn": "match_rms_adamw", "ns_steps": 3}),
]

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


@pytest.fixture(autouse=True)
def _exact_numbers() -> Iterator[None]:
    """PyTorch keeps counts and products of numbers (NAdam's, for one) in its default dtype."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def row_names(rows: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """A readable id for each row."""
    return [f"{name}-{','.join(map(str, arguments))}" for name, arguments in rows]


def problem(name: str, dtype: Any) -> tuple[list[Any], Any, Any]:
    """Parameters, a fixed matrix and a target: least squares with a quartic, so that curvature changes."""
    rng = np.random.default_rng(7)
    shapes = [(4, 3), (3, 5)] if name == "Muon" else [(4, 3), (3,)]
    params = [rng.normal(size=shape).astype(dtype) for shape in shapes]
    return params, rng.normal(size=(6, 4)).astype(dtype), rng.normal(size=(6, shapes[1][-1])).astype(dtype)


def loss_of(w: Any, b: Any, x: Any, y: Any) -> Any:
    """Written with operators alone, so that it runs in both libraries."""
    out = x @ w
    error = (out @ b if len(b.shape) == 2 else out + b) - y
    return (error * error).sum() / 6 + (w * w * w * w).sum() / 50


def ours(name: str, arguments: dict[str, Any], dtype: Any) -> list[list[Any]]:
    """Parameters after every step with this library."""
    params, x, y = problem(name, dtype)
    tensors = [Tensor(p, requires_grad=True) for p in params]
    optimizer = getattr(optim, name)(tensors, **arguments)

    def closure() -> Any:
        optimizer.zero_grad()
        loss = loss_of(*tensors, x, y)
        loss.backward()
        return loss

    path = []
    for _ in range(STEPS):
        optimizer.step(closure)
        path.append([t.data.copy() for t in tensors])
    return path


def theirs(name: str, arguments: dict[str, Any], dtype: Any) -> list[list[Any]]:
    """Parameters after every step with PyTorch."""
    params, x, y = problem(name, dtype)
    tensors = [torch.tensor(p, requires_grad=True) for p in params]
    optimizer = getattr(torch.optim, name)(tensors, **arguments)

    def closure() -> Any:
        optimizer.zero_grad()
        loss = loss_of(*tensors, torch.tensor(x), torch.tensor(y))
        loss.backward()
        return loss

    path = []
    for _ in range(STEPS):
        optimizer.step(closure)
        path.append([t.detach().numpy().copy() for t in tensors])
    return path


@pytest.mark.parametrize(("name", "arguments"), OPTIMIZERS, ids=row_names(OPTIMIZERS))
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-10), ("float32", 1e-5)])
def test_every_step_is_theirs(
    name: str, arguments: dict[str, Any], dtype: str, tolerance: float, monkeypatch: Any
) -> None:
    """Thirty steps of each form of each optimizer lead through the same points."""
    if name == "LBFGS" and dtype == "float32":
        pytest.skip("line search branches on the last bits of a float32 loss; float64 shows the algorithm")
    if name == "Muon":  # their iteration rounds to bfloat16, whatever the parameter's dtype
        monkeypatch.setattr(torch.Tensor, "bfloat16", lambda t: t.clone())
    for step, (mine, other) in enumerate(
        zip(ours(name, arguments, dtype), theirs(name, arguments, dtype), strict=True)
    ):
        for a, b in zip(mine, other, strict=True):
            assert a.dtype == b.dtype
            np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance, err_msg=f"step {step}")


@pytest.mark.parametrize("name", ["SGD", "Adagrad", "RMSprop", "Adadelta", "Adam", "Adamax", "NAdam", "RAdam", "Rprop"])
def test_complex_parameters(name: str) -> None:
    """A complex parameter moves as PyTorch moves it: as pairs of real numbers."""
    z = np.array([1 + 2j, -0.5 + 0.1j])
    c = np.array([0.3 - 1j, 2.0 + 0j])
    mine, other = Tensor(z, requires_grad=True), torch.tensor(z, requires_grad=True)
    optimizers = getattr(optim, name)([mine]), getattr(torch.optim, name)([other])
    for _ in range(STEPS):
        for p, optimizer, target in ((mine, optimizers[0], c), (other, optimizers[1], torch.tensor(c))):
            optimizer.zero_grad()
            error = p - target
            (error.real**2 + error.imag**2).sum().backward()
            optimizer.step()
        np.testing.assert_allclose(mine.data, other.detach().numpy(), rtol=1e-10, atol=1e-12)


def pair_of_optimizers(name: str = "SGD") -> tuple[Any, Any]:
    """Two groups with different rates, in both libraries."""
    made = []
    for library, tensor in ((optim, lambda: Tensor([1.0], requires_grad=True)), (torch.optim, lambda: torch.ones(1))):
        groups = [{"params": [tensor()], "lr": 0.1}, {"params": [tensor()], "lr": 0.03}]
        made.append(getattr(library, name)(groups, **({"momentum": 0.9} if name == "SGD" else {})))
    return made[0], made[1]


def compare_schedules(
    mine: Any, other: Any, optimizers: tuple[Any, Any], steps: int = STEPS, metrics: Any = None
) -> None:
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
@pytest.mark.parametrize(("name", "arguments"), SCHEDULES, ids=row_names(SCHEDULES))
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


@pytest.mark.parametrize("norm_type", [1.0, 2.0, 3.5, float("inf")])
@pytest.mark.parametrize("max_norm", [0.1, 1e3])
def test_clipping(norm_type: float, max_norm: float) -> None:
    """Norm and clipped gradients agree."""
    gradients = [np.random.default_rng(k).normal(size=(3, k + 1)) for k in range(3)]
    mine = [Tensor(np.zeros_like(g), requires_grad=True) for g in gradients]
    other = [torch.zeros(g.shape, dtype=torch.float64, requires_grad=True) for g in gradients]
    for p, q, g in zip(mine, other, gradients, strict=True):
        p.grad, q.grad = g, torch.tensor(g)
    norms = optim.clip_grad_norm_(mine, max_norm, norm_type), torch.nn.utils.clip_grad_norm_(other, max_norm, norm_type)
    assert norms[0] == pytest.approx(float(norms[1]), rel=1e-12)
    for p, q in zip(mine, other, strict=True):
        np.testing.assert_allclose(p.grad, q.grad.numpy(), rtol=1e-12)
    optim.clip_grad_value_(mine, 0.05)
    torch.nn.utils.clip_grad_value_(other, 0.05)
    for p, q in zip(mine, other, strict=True):
        np.testing.assert_allclose(p.grad, q.grad.numpy(), rtol=1e-12)


@pytest.mark.parametrize(("name", "arguments"), OPTIMIZERS, ids=row_names(OPTIMIZERS))
def test_state_from_theirs(name: str, arguments: dict[str, Any], monkeypatch: Any) -> None:
    """Training goes on here from the weights and the state that PyTorch had after ten steps."""
    if name == "Muon":
        monkeypatch.setattr(torch.Tensor, "bfloat16", lambda t: t.clone())
    params, x, y = problem(name, "float64")
    other = [torch.tensor(p, requires_grad=True) for p in params]
    their = getattr(torch.optim, name)(other, **arguments)

    def step(tensors: Any, optimizer: Any, convert: Any) -> None:
        def closure() -> Any:
            optimizer.zero_grad()
            loss = loss_of(*tensors, convert(x), convert(y))
            loss.backward()
            return loss

        optimizer.step(closure)

    for _ in range(10):
        step(other, their, torch.tensor)
    mine = [Tensor(t.detach().numpy(), requires_grad=True) for t in other]
    my = getattr(optim, name)(mine)
    my.load_state_dict(their.state_dict())
    for _ in range(5):
        step(other, their, torch.tensor)
        step(mine, my, lambda a: a)
        for a, b in zip(mine, other, strict=True):
            np.testing.assert_allclose(a.data, b.detach().numpy(), rtol=1e-10, atol=1e-10)


def classes(base: type) -> set[str]:
    """Names of the public classes of ``optim`` that are of a kind."""
    found = inspect.getmembers(
        optim, lambda each: inspect.isclass(each) and issubclass(each, base) and each is not base
    )
    return {name for name, _ in found}


def test_no_optimizer_without_a_row() -> None:
    """A class of optimizer that no row compares fails the suite."""
    assert classes(Optimizer) == {name for name, _ in OPTIMIZERS}


def test_no_schedule_without_a_row() -> None:
    """A class of schedule that no row compares fails the suite."""
    assert classes(LRScheduler) | {"ReduceLROnPlateau"} == {name for name, _ in SCHEDULES} | set(COMBINED)
