"""Limits of options."""

from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, optim
from autograd_lite.errors import OptionError
from autograd_lite.optim import SGD, Adam, RMSprop
from autograd_lite.optim.options import check_options, plain_number, wanted


def leaf() -> Tensor:
    """Two weights with a gradient."""
    p = Tensor([1.0, 1.0], requires_grad=True)
    p.grad = [1.0, 2.0]
    return p


def test_plain_numbers() -> None:
    """NumPy's scalars become Python's, also inside tuples; others stay."""
    assert type(plain_number(np.float64(0.5))) is float
    assert plain_number((np.float32(0.5), 1)) == (0.5, 1)
    assert type(plain_number((np.float32(0.5), 1))[0]) is float
    assert plain_number("strong_wolfe") == "strong_wolfe"


def test_all_problems_at_once() -> None:
    """One message names every option outside of its limits."""
    with pytest.raises(OptionError, match=r"Adam got lr=-1. .*\nand eps=-2. Wanted a finite number >= 0."):
        check_options("Adam", {"lr": -1, "eps": -2, "betas": (0.9, 0.999)})


def test_wanted() -> None:
    """A single option is refused with its value and the wish."""
    wanted("StepLR", "step_size", 1, True, "anything")
    with pytest.raises(OptionError, match=r"StepLR got step_size=0. Wanted an integer >= 1."):
        wanted("StepLR", "step_size", 0, False, "an integer >= 1")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lr": -1}, r"SGD got lr=-1. Wanted a finite number >= 0; to climb"),
        ({"lr": float("nan")}, r"lr=nan"),
        ({"lr": float("inf")}, r"lr=inf"),
        ({"lr": "fast"}, r"lr='fast'"),
        ({"lr": None}, r"lr=None"),
        ({"lr": True}, r"lr=True"),
        ({"momentum": -0.1}, r"momentum=-0.1"),
        ({"weight_decay": -1, "momentum": -2}, r"momentum=-2.*\n.*weight_decay=-1"),
        ({"nesterov": True}, r"nesterov=True with momentum=0.0"),
        ({"nesterov": True, "momentum": 0.9, "dampening": 0.5}, r"dampening=0.5"),
        ({"maximize": 1}, r"maximize=1. Wanted True or False"),
    ],
)
def test_bad_options(options: dict[str, Any], message: str) -> None:
    """Every option outside its limits is named with its value and the limits, all at once."""
    with pytest.raises(OptionError, match=message):
        SGD([leaf()], **options)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: Adam(p, betas=(0.9, 1.0)), r"betas=\(0.9, 1.0\). Wanted two numbers in \[0, 1\)"),
        (lambda p: Adam(p, betas=0.9), r"betas=0.9"),
        (lambda p: Adam(p, eps=-1e-8), r"eps=-1e-08"),
        (lambda p: Adam(p, amsgrad=True, eps_hat=True), r"one of the two forms"),
        (lambda p: RMSprop(p, alpha=1.5), r"alpha=1.5"),
        (lambda p: optim.Rprop(p, etas=(1.5, 1.2)), r"etas=\(1.5, 1.2\)"),
        (lambda p: optim.Rprop(p, step_sizes=(1.0, 0.1)), r"step_sizes"),
        (lambda p: optim.LBFGS(p, line_search_fn="armijo"), r"line_search_fn='armijo'. Wanted None or 'strong_wolfe'"),
        (lambda p: optim.LBFGS(p, max_iter=0), r"max_iter=0. Wanted an integer >= 1"),
        (lambda p: optim.Muon(p), r"Muon got a parameter of shape \(2,\)"),
    ],
)
def test_bad_options_of_others(make: Any, message: str) -> None:
    """The same holds for options that only some classes have."""
    with pytest.raises(OptionError, match=message):
        make([leaf()])


def test_an_option_that_was_set_to_a_bad_value() -> None:
    """A learning rate that somebody set to NaN is found at the step, before any weight moves."""
    params = [leaf(), leaf()]
    made = SGD([{"params": [params[0]]}, {"params": [params[1]]}], lr=0.1)
    made.param_groups[1]["lr"] = float("nan")
    with pytest.raises(OptionError, match="lr=nan"):
        made.step()
    assert [p.tolist() for p in params] == [[1.0, 1.0], [1.0, 1.0]]


def test_a_model_is_no_list_of_parameters() -> None:
    """Its parameters are, and the message says how to get at them."""

    class Model:
        def parameters(self) -> list[Any]:
            return []

    with pytest.raises(OptionError, match=r"^SGD got a Model\. Wanted model\.parameters\(\)\.$"):
        optim.SGD(Model(), lr=0.1)  # type: ignore[arg-type]
