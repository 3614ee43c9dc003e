import subprocess
import sys

import pytest

import autograd_lite as ag


@pytest.mark.parametrize("name", ["integrate", "linalg", "signal", "special", "stats"])
def test_modules_open_on_first_touch(name):
    """Each part of the namespace is imported when it is first asked for."""
    assert getattr(ag.scipy, name).__name__ == f"autograd_lite.scipy.{name}"
    assert name in dir(ag.scipy)


def test_an_unknown_name_lists_what_there_is():
    """A misspelt part is an AttributeError that lists the parts."""
    with pytest.raises(AttributeError, match=r"no attribute 'specials'. It has integrate, linalg, signal"):
        ag.scipy.specials.gamma(1.0)


def test_without_scipy():
    """Where SciPy is not installed the error says what to type, and the library itself works."""
    code = (
        "import importlib.util as u; find = u.find_spec; "
        "u.find_spec = lambda name, *a: None if name == 'scipy' else find(name, *a)\n"
        "import autograd_lite as ag\n"
        "try: ag.scipy\n"
        "except ag.errors.MissingExtraError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "pip install 'autograd_lite[scipy]'" in said
