import numpy as np

from autograd_lite import nn


def test_a_table_worked_by_hand() -> None:
    """2 × 2 kernels over 3 × 3 have 4 windows of 4 products for each of 2 channels: 32; the linear layer 8 · 5."""
    model = nn.Sequential(nn.Conv2d(1, 2, 2, rng=0), nn.Flatten(), nn.Linear(8, 5, rng=0))
    table = nn.summary(model, np.zeros((1, 1, 3, 3)))
    assert [(row.path, row.kind, row.output, row.parameters, row.multiply_adds) for row in table.rows] == [
        ("", "Sequential", "(1, 5)", 0, 0),
        ("0", "Conv2d", "(1, 2, 2, 2)", 10, 32),
        ("1", "Flatten", "(1, 8)", 0, 0),
        ("2", "Linear", "(1, 5)", 45, 40),
    ]
    assert (table.parameters, table.trainable, table.multiply_adds) == (55, 55, 72)
    assert str(table).splitlines()[-1] == "55 parameters, 55 trainable; 72 multiply-adds"


def test_recurrent_and_attention_counts() -> None:
    """A step of an LSTM multiplies all its matrices; attention multiplies projections, scores and means."""
    lstm = nn.summary(nn.LSTM(3, 2, rng=0), np.zeros((5, 4, 3)))
    assert lstm.multiply_adds == 5 * 4 * (8 * 3 + 8 * 2)
    attention = nn.summary(nn.MultiheadAttention(4, 2, rng=0), *[np.zeros((3, 1, 4))] * 3)
    assert attention.multiply_adds == 3 * 4 * 4 * 3 + 2 * 3 * 3 * 4 + 3 * 4 * 4


def test_the_model_is_as_before() -> None:
    """Modes, running statistics and hooks are as they were."""
    model = nn.Sequential(nn.BatchNorm1d(2), nn.Dropout(rng=0))
    before = model.state_dict()
    nn.summary(model, np.ones((3, 2)))
    assert all(module.training for module in model.modules())
    np.testing.assert_array_equal(model.state_dict()["0.running_mean"], before["0.running_mean"])
    assert all(not kind for module in model.modules() for kind in module._hooks.kinds.values())
