"""Text as numbers: one for each character."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from autograd_lite.data.files import Source, locate
from autograd_lite.errors import DataError

SHAKESPEARE = Source(
    "input.txt",
    1115394,
    "6fb458f1232090904fb40fe944165e91",
    ("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt",),
)


class Characters:
    """A text of characters, numbered in the order of their code points.

    Parameters
    ----------
    text : the text

    Attributes
    ----------
    alphabet : str, the characters that occur, sorted
    codes : ndarray of int64, the number of each character of the text

    Examples
    --------
    >>> text = Characters("hello")
    >>> text.alphabet, text.codes
    ('ehlo', array([1, 0, 2, 2, 3]))
    >>> text.decode([3, 1])
    'oh'
    """

    def __init__(self, text: str) -> None:
        if not text:
            raise DataError("Characters got an empty text. Wanted at least one character.")
        points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        known, self.codes = np.unique(points, return_inverse=True)
        self.alphabet = "".join(map(chr, known))
        self.codes = self.codes.astype(np.int64)
        self._number = {character: k for k, character in enumerate(self.alphabet)}

    def __len__(self) -> int:
        return len(self.codes)

    def encode(self, text: str) -> Any:
        """Return the numbers of the characters of `text`, all of which must occur in the alphabet."""
        unknown = sorted(set(text) - set(self.alphabet))
        if unknown:
            raise DataError(f"The characters {unknown} do not occur in the text. Its alphabet is {self.alphabet!r}.")
        return np.array([self._number[character] for character in text], dtype=np.int64)

    def decode(self, codes: Iterable[int]) -> str:
        """Return the text for numbers."""
        return "".join(self.alphabet[int(code)] for code in codes)

    def split(self, share: float = 0.9) -> tuple[Any, Any]:
        """Return the numbers of the first part of the text and of the rest."""
        cut = int(len(self.codes) * share)
        return self.codes[:cut], self.codes[cut:]


def windows(codes: Any, length: int, count: int, rng: Any = None) -> tuple[Any, Any]:
    """Draw pieces of a text, and the same pieces one character further on.

    Parameters
    ----------
    codes : numbers of characters
    length : of a piece
    count : of pieces
    rng : generator, seed or None

    Returns
    -------
    x, y : ndarrays of shape (count, length); ``y[:, k]`` follows ``x[:, k]``

    Examples
    --------
    >>> import numpy as np
    >>> x, y = windows(np.arange(10), length=3, count=2, rng=0)
    >>> bool((y == x + 1).all()), x.shape
    (True, (2, 3))
    """
    if len(codes) <= length:
        raise DataError(f"windows got {len(codes)} characters. Wanted more than length={length}.")
    starts = np.random.default_rng(rng).integers(0, len(codes) - length, size=count)
    places = starts[:, None] + np.arange(length + 1)
    pieces = np.asarray(codes)[places]
    return pieces[:, :-1], pieces[:, 1:]


def load_shakespeare(directory: str | Path | None = None) -> Characters:
    """Tiny Shakespeare: 1.1 million characters of his plays, 65 different ones.

    Parameters
    ----------
    directory : folder with ``input.txt``. By default the folder ``tinyshakespeare`` in the one that the environment
        variable ``AUTOGRAD_LITE_DATA`` names; without it the file is downloaded once, verified, and kept in
        ``~/.cache/autograd_lite``

    Raises
    ------
    DataError
        If the file is missing or cannot be downloaded.
    """
    path = locate("tinyshakespeare", [SHAKESPEARE], directory)[SHAKESPEARE.name]
    try:
        return Characters(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read as text: {error}.") from error
