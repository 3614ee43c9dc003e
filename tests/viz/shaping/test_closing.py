"""Small modules in one box."""

import numpy as np

from autograd_lite import nn
from autograd_lite.viz import draw


def test_a_convolution_says_its_settings() -> None:
    """Stride, padding and groups stand in the box of a convolution, as far as they are not the usual ones."""
    found = []
    for layer in (nn.Conv2d(4, 4, 3), nn.Conv2d(4, 4, 3, stride=2, padding=1), nn.Conv2d(4, 4, 3, groups=2)):
        box = draw(nn.Sequential(layer, nn.ReLU()), np.ones((1, 4, 8, 8))).description.boxes[1]
        found.append((box.title, box.settings))
    assert found == [("0  Conv2d", ""), ("0  Conv2d", "stride=2, padding=1"), ("0  Conv2d", "groups=2")]
