"""Weights travel to PyTorch and back, through safetensors files."""

from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn

torch = pytest.importorskip("torch")
safetensors = pytest.importorskip("safetensors.torch")
pytestmark = pytest.mark.oracle


def test_pytorch_reads_ours(tmp_path: Path) -> None:
    """A state dict saved here loads into the same model there, which then computes the same."""
    model = nn.Sequential(nn.Linear(3, 4, rng=0), nn.ReLU(), nn.Linear(4, 2, rng=1))
    ag.save(model.state_dict(), tmp_path / "ours.safetensors")
    theirs = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2)).double()
    theirs.load_state_dict(safetensors.load_file(tmp_path / "ours.safetensors"))
    x = np.random.default_rng(0).normal(size=(5, 3))
    np.testing.assert_allclose(model(x).detach().data, theirs(torch.tensor(x)).detach().numpy(), rtol=1e-12)


def test_we_read_theirs(tmp_path: Path) -> None:
    """A state dict saved there loads into the same model here, which then computes the same."""
    theirs = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2)).double()
    safetensors.save_file(theirs.state_dict(), tmp_path / "theirs.safetensors")
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    model.load_state_dict(ag.load(tmp_path / "theirs.safetensors"))
    x = np.random.default_rng(0).normal(size=(5, 3))
    np.testing.assert_allclose(model(x).detach().data, theirs(torch.tensor(x)).detach().numpy(), rtol=1e-12)


def test_bfloat16_is_refused_by_name(tmp_path: Path) -> None:
    """NumPy has no bfloat16; the error says what to do."""
    safetensors.save_file({"w": torch.ones(3, dtype=torch.bfloat16)}, tmp_path / "x")
    with pytest.raises(ag.errors.CheckpointError, match=r"BF16, which NumPy lacks. Convert them to float32 first"):
        ag.load(tmp_path / "x")
