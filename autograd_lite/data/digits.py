"""The handwritten digits that come with the package: small enough to ship, real enough to learn from."""

from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


def load_digits() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images of handwritten digits and the digit that each one shows.

    The test set of the UCI "Optical Recognition of Handwritten Digits": 43 people wrote digits on a form, and the 13 of
    them in this part are not in the training set. Each pixel counts the inked dots in a block of 4 by 4 of the scan, so
    it lies between 0 (paper) and 16 (ink).

    Returns
    -------
    images : ndarray of uint8, shape (1797, 8, 8)
        One image each, rows from top to bottom.
    labels : ndarray of uint8, shape (1797,)
        The digit, 0 to 9.

    Notes
    -----
    Both arrays are new at every call, so changing one changes nobody else's. ``images / 16`` has values in [0, 1].
    The data set is by E. Alpaydin and C. Kaynak, under CC BY 4.0; ``DIGITS-LICENSE.txt`` beside this file says more.

    References
    ----------
    .. [1] E. Alpaydin, C. Kaynak (1998). Optical Recognition of Handwritten Digits. UCI Machine Learning Repository.
       https://doi.org/10.24432/C50P49

    Examples
    --------
    >>> images, labels = load_digits()
    >>> images.shape, images.dtype, labels.shape
    ((1797, 8, 8), dtype('uint8'), (1797,))
    >>> for row in images[0]:
    ...     print("".join(".-+*#"[pixel // 4] for pixel in row))
    ..-*+...
    ..**+*-.
    ..*..++.
    .-*..++.
    .-+..++.
    .-+..*-.
    ..*-+*..
    ..-*+...
    """
    with (files("autograd_lite.data") / "digits.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return arrays["images"], arrays["labels"]
