"""Several models in one function, whose modules have the same paths."""

import numpy as np
import pytest

from autograd_lite import nn
from autograd_lite.viz import draw
from autograd_lite.viz.reading.apart import told_apart


class TestToldApart:
    def test_two_sequences(self) -> None:
        """The layers of a generator and of a discriminator lie in two frames, and their parameters are their own."""
        generator = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 3))
        judge = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
        description = draw(lambda noise: np.mean(judge(generator(noise))), np.ones((5, 2))).description
        assert [group.title for group in description.groups] == ["generator  Sequential", "judge  Sequential"]
        titles = [box.title for box in description.boxes]
        assert titles == ["noise", *["0  Linear", "1  Tanh", "2  Linear"] * 2, "mean", "loss"]
        assert {row.name for box in description.boxes for row in box.rows} == {"weight", "bias"}

    def test_one_inside_of_the_other(self) -> None:
        """A module that is a part of another is no model by itself."""
        net = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Tanh(), nn.Linear(2, 2)))
        last = net[1]
        with told_apart({"net": net, "last": last}) as named:
            assert named == set()

    def test_paths_that_differ(self) -> None:
        """Where no two paths are the same, they stay as they are."""
        with told_apart({"net": nn.Sequential(nn.Linear(2, 2)), "loss": nn.MSELoss()}) as named:
            assert named == set()

    def test_it_passes(self) -> None:
        """Afterwards the modules run under their own paths again, also after an error."""
        one, other = (nn.Sequential(nn.Linear(2, 2)) for _ in range(2))
        paths = []

        def failing() -> None:
            with told_apart({"one": one, "other": other}):
                paths.append(one[0]._path)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            failing()
        assert paths == ["one.0"]
        assert (one[0]._path, other[0]._path) == ("0", "0")
