"""Fault 40: a state that does not fit is loaded in part, or its problems come one by one.

Without the check half of a model would have the new weights, and each mistake would show only after the one before was
mended.
"""

import numpy as np
import pytest

from autograd_lite import nn, optim
from autograd_lite.errors import CheckpointError


def test_model() -> None:
    """Missing, unexpected and misshapen entries stand in one message, and no weight has changed."""
    model = nn.Sequential(nn.Linear(3, 2, rng=0), nn.ReLU(), nn.Linear(2, 1, rng=1))
    before = model.state_dict()
    state = {**before, "0.weight": np.zeros((5, 5)), "9.bias": np.zeros(1)}
    del state["2.bias"]
    with pytest.raises(CheckpointError, match="nothing was loaded") as caught:
        model.load_state_dict(state)
    for problem in ("2.bias", "9.bias", "0.weight: got shape (5, 5), wanted (2, 3)"):
        assert problem in str(caught.value)
    assert all(np.array_equal(np.asarray(value), before[name]) for name, value in model.state_dict().items())


def test_optimizer() -> None:
    """The same for an optimizer's state."""
    model = nn.Linear(3, 2, rng=0)
    optimizer = optim.Adam(model.parameters())
    model(np.ones((1, 3))).sum().backward()
    optimizer.step()
    state, before = optimizer.state_dict(), str(optimizer.state_dict())
    state["state"][0]["exp_avg"] = np.zeros(7)
    state["state"][5] = {}
    state["param_groups"][0]["lr"] = -1.0
    with pytest.raises(CheckpointError, match="nothing was loaded") as caught:
        optimizer.load_state_dict(state)
    for problem in ("lr=-1.0", "exp_avg of parameter 0 has shape (7,)", "parameter 5, which no group lists"):
        assert problem in str(caught.value)
    assert str(optimizer.state_dict()) == before
