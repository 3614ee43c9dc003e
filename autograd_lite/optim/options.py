"""What the options of optimizers and schedules may be; one table, so that every class refuses alike."""

import math
from collections.abc import Callable
from typing import Any

from autograd_lite.errors import OptionError

Check = Callable[[Any], bool]


def _number(value: Any) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)


def _between(low: float, high: float) -> Check:
    return lambda value: _number(value) and low <= value <= high


def _below_one(value: Any) -> bool:
    return _number(value) and 0 <= value < 1


def _pair(check: Check) -> Check:
    return lambda value: isinstance(value, tuple | list) and len(value) == 2 and all(map(check, value))


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


_NOT_NEGATIVE = (_between(0, math.inf), "a finite number >= 0")
_FLAG = (_flag, "True or False")
_COUNT = (_count, "an integer >= 1")
_FRACTION = (_between(0, 1), "a number in [0, 1]")

LIMITS: dict[str, tuple[Check, str]] = {
    "lr": (_NOT_NEGATIVE[0], "a finite number >= 0; to climb instead of descend, pass maximize=True"),
    "momentum": _NOT_NEGATIVE,
    "dampening": (_number, "a finite number"),
    "weight_decay": _NOT_NEGATIVE,
    "eps": _NOT_NEGATIVE,
    "betas": (_pair(_below_one), "two numbers in [0, 1)"),
    "alpha": _FRACTION,
    "rho": _FRACTION,
    "lr_decay": _NOT_NEGATIVE,
    "initial_accumulator_value": _NOT_NEGATIVE,
    "momentum_decay": _NOT_NEGATIVE,
    "etas": (lambda v: _pair(_number)(v) and 0 < v[0] < 1 < v[1], "two numbers with 0 < first < 1 < second"),
    "step_sizes": (lambda v: _pair(_number)(v) and 0 <= v[0] <= v[1], "two numbers with 0 <= first <= second"),
    "ns_coefficients": (
        lambda v: isinstance(v, tuple | list) and len(v) == 3 and all(map(_number, v)),
        "three numbers",
    ),
    "ns_steps": (_count, "an integer >= 1"),
    "adjust_lr_fn": (lambda v: v in (None, "original", "match_rms_adamw"), "None, 'original' or 'match_rms_adamw'"),
    "max_iter": _COUNT,
    "max_eval": _COUNT,
    "history_size": _COUNT,
    "tolerance_grad": _NOT_NEGATIVE,
    "tolerance_change": _NOT_NEGATIVE,
    "line_search_fn": (lambda v: v in (None, "strong_wolfe"), "None or 'strong_wolfe'"),
    **dict.fromkeys(("nesterov", "maximize", "amsgrad", "centered", "eps_hat", "decoupled_weight_decay"), _FLAG),
}


def plain_number(value: Any) -> Any:
    """Return NumPy's scalars as Python numbers: one of float64 would turn a float32 parameter into float64."""
    if isinstance(value, tuple | list):
        return tuple(map(plain_number, value))
    return value.item() if hasattr(value, "item") and getattr(value, "size", 1) == 1 else value


def check_options(owner: str, options: dict[str, Any]) -> None:
    """Raise `OptionError` with every option of `owner` that lies outside of its limits.

    Examples
    --------
    >>> check_options("SGD", {"lr": 0.1, "momentum": 0.9})
    >>> check_options("SGD", {"momentum": -1})
    Traceback (most recent call last):
    autograd_lite.errors.OptionError: SGD got momentum=-1. Wanted a finite number >= 0.
    """
    wrong = [
        f"{name}={value!r}. Wanted {LIMITS[name][1]}."
        for name, value in options.items()
        if name in LIMITS and not LIMITS[name][0](value)
    ]
    if wrong:
        raise OptionError(f"{owner} got " + "\nand ".join(wrong))


def wanted(owner: str, name: str, value: Any, fits: bool, wish: str) -> None:
    """Raise `OptionError` unless `value` fits; for the options that one class alone has."""
    if not fits:
        raise OptionError(f"{owner} got {name}={value!r}. Wanted {wish}.")
