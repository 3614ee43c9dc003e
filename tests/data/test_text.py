"""Text as numbers."""

from pathlib import Path

import numpy as np
import pytest

from autograd_lite.data import Characters, load_shakespeare, windows
from autograd_lite.errors import DataError


def test_there_and_back() -> None:
    """Decoding the codes gives the text, beyond the first plane of Unicode too."""
    text = "A naïve 🐍 says ∂!\n"
    characters = Characters(text)
    assert characters.decode(characters.codes) == text
    assert characters.decode(characters.encode("∂🐍")) == "∂🐍"
    assert list(characters.alphabet) == sorted(set(text))
    assert len(characters) == len(text)


def test_unknown_characters() -> None:
    """What does not occur cannot be encoded, and is named."""
    with pytest.raises(DataError, match=r"\['x', 'y'\] do not occur in the text. Its alphabet is 'abc'"):
        Characters("abcabc").encode("yaxb")
    with pytest.raises(DataError, match="empty text"):
        Characters("")


def test_split() -> None:
    """The first nine tenths and the rest."""
    first, rest = Characters("abcdefghij").split(0.9)
    assert (first.tolist(), rest.tolist()) == (list(range(9)), [9])


def test_windows() -> None:
    """Pieces and the same pieces one further; every start can come, and no other."""
    x, y = windows(np.arange(6), length=3, count=500, rng=1)
    assert np.array_equal(y, x + 1)
    assert sorted(set(x[:, 0].tolist())) == [0, 1, 2]
    with pytest.raises(DataError, match=r"got 3 characters. Wanted more than length=3"):
        windows(np.arange(3), 3, 1)


def test_shakespeare_from_a_folder(tmp_path: Path) -> None:
    """The text is read from the directory given; bytes that are no UTF-8 are refused."""
    (tmp_path / "input.txt").write_text("First Citizen:\n")
    assert load_shakespeare(tmp_path).decode([0]) == "\n"
    (tmp_path / "input.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match="cannot be read as text"):
        load_shakespeare(tmp_path)
