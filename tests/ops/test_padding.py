"""Padding in every mode."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(12.0) * 1.7).reshape(3, 4)

MODES = {
    "constant": {},
    "constant 2": {"mode": "constant", "constant_values": 2.0},
    "constants": {"mode": "constant", "constant_values": ((1.0, 2.0), (3.0, 4.0))},
    "edge": {"mode": "edge"},
    "reflect": {"mode": "reflect"},
    "reflect odd": {"mode": "reflect", "reflect_type": "odd"},
    "symmetric": {"mode": "symmetric"},
    "symmetric odd": {"mode": "symmetric", "reflect_type": "odd"},
    "wrap": {"mode": "wrap"},
    "linear_ramp": {"mode": "linear_ramp"},
    "linear_ramp to": {"mode": "linear_ramp", "end_values": (2.0, -1.0)},
    "maximum": {"mode": "maximum"},
    "maximum near": {"mode": "maximum", "stat_length": 2},
    "minimum": {"mode": "minimum", "stat_length": ((1, 2), (3, 9))},
    "mean": {"mode": "mean"},
    "mean near": {"mode": "mean", "stat_length": (2, 1)},
    "median": {"mode": "median"},
    "median near": {"mode": "median", "stat_length": 3},
}
WIDTHS = {"all": 1, "each end": (0, 2), "each axis": ((1, 0), (5, 7)), "none": 0}


@pytest.mark.parametrize("settings", MODES.values(), ids=MODES.keys())
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_every_mode_is_numpys(settings, width, like_numpy):
    """Widths of every form, wider than the array too, where a reflection is reflected again."""
    like_numpy(lambda x: np.pad(x, width, **settings), X)


def test_the_gradient_of_zeros_around_is_the_middle():
    """What was put around has no share."""
    x = ag.Tensor([1.0, 2.0], requires_grad=True)
    (np.pad(x, (1, 2)) * np.arange(5.0)).sum().backward()
    np.testing.assert_array_equal(x.grad, [1.0, 2.0])


def test_the_gradient_of_an_edge_is_added_to_it():
    """The first element stands in three places."""
    np.testing.assert_array_equal(ag.grad(lambda v: np.pad(v, (2, 0), "edge").sum())(np.zeros(2)), [3.0, 1.0])


def test_widths_by_axis():
    """A dict from axis to widths, as NumPy 2.2 has it; other axes stay."""
    x = ag.Tensor(X, requires_grad=True)
    assert np.shape(ag.pad(x, {-1: (1, 2)})) == (3, 7)
    assert np.shape(ag.pad(x, {0: 2})) == (7, 4)


@pytest.mark.parametrize("mode", ["empty", "unknown", lambda *_: None], ids=["empty", "unknown", "function"])
def test_modes_without_a_derivative_are_refused_by_name(mode):
    """What is undefined, unknown, or a function of the user's that writes in place."""
    with pytest.raises(TypeError, match=r"pad got mode=.*Wanted one of"):
        np.pad(ag.Tensor(X, requires_grad=True), 1, mode)


@pytest.mark.parametrize("mode", ["constant", "edge", "wrap", "mean", "linear_ramp"])
def test_widths_that_make_no_sense_raise_as_in_numpy(mode):
    """Negative widths, and as many pairs as there are no axes."""
    for width in (-1, ((1, 1), (1, 1), (1, 1))):
        with pytest.raises(ValueError, match=r"negative|broadcast"):
            np.pad(ag.Tensor(X, requires_grad=True), width, mode)


@pytest.mark.parametrize(
    ("mode", "settings", "words"),
    [
        ("edge", {"constant_values": 1.0}, "pad got constant_values with mode='edge'. It belongs to constant."),
        ("constant", {"stat_length": 2}, "It belongs to maximum, minimum, mean, median."),
        ("wrap", {"reflect_type": "odd"}, "It belongs to reflect, symmetric."),
        ("mean", {"end_values": (0.0, 2.0)}, "It belongs to linear_ramp."),
    ],
)
def test_keywords_of_another_mode_raise_as_in_numpy(mode, settings, words):
    """A keyword that the mode does not read would change nothing without a word."""
    with pytest.raises(ValueError, match="unsupported keyword"):
        np.pad(X, 1, mode, **settings)
    with pytest.raises(ValueError, match=words):
        np.pad(ag.Tensor(X, requires_grad=True), 1, mode, **settings)


@pytest.mark.parametrize("settings", MODES.values(), ids=MODES.keys())
def test_integers_stay_integers(settings):
    """Means and ramps are rounded as NumPy rounds them."""
    x = np.arange(6).reshape(2, 3) ** 2
    np.testing.assert_array_equal(np.pad(ag.Tensor(x), 2, **settings).numpy(), np.pad(x, 2, **settings), strict=True)


def test_a_number_has_no_sides(like_numpy):
    """It comes back as it is, with its gradient."""
    like_numpy(lambda x: np.pad(x, 2), np.array(3.0))
    assert ag.grad(lambda x: np.pad(x, 2, "edge") * 2)(3.0) == 2.0
