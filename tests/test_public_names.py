"""The public names: listed one by one, sorted, complete, and each of them documented."""

import inspect
import subprocess
import sys
import types

import numpy as np
import pytest

import autograd_lite as ag

PUBLIC = {name for name in vars(ag) if not name.startswith("_")} - {"ops"}
SUBMODULES = {name for name in PUBLIC if isinstance(getattr(ag, name), types.ModuleType)}


def test_all_is_sorted():
    """``__all__`` is in plain alphabetical order, so that a name has one place."""
    assert list(ag.__all__) == sorted(ag.__all__)


def test_all_is_complete():
    """Every function and class that can be reached as ``ag.name`` stands in ``__all__``, and nothing else does."""
    assert not PUBLIC - SUBMODULES - set(ag.__all__)
    assert all(hasattr(ag, name) for name in ag.__all__)


@pytest.mark.parametrize("name", [n for n in ag.__all__ if n != "__version__"])
def test_public_name_has_a_docstring(name):
    """Every public name says in its first line what it is."""
    assert inspect.getdoc(getattr(ag, name)).strip()


def test_no_function_has_the_name_of_a_module():
    """``ag.name`` never hides a module of the package: a reader who greps finds one thing."""
    files = {path.stem for path in __import__("pathlib").Path(ag.__file__).parent.glob("*.py")} - {"__init__"}
    functions = {name for name in ag.__all__ if not isinstance(getattr(ag, name), types.ModuleType)}
    assert files & functions == set()


def test_import_opens_neither_extras_nor_upper_floors():
    """``import autograd_lite`` loads NumPy and the engine; layers, pictures, SciPy and the rest wait to be touched."""
    code = "import sys, autograd_lite; print(' '.join(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    waiting = {
        "scipy",
        "matplotlib",
        "hypothesis",
        "pygraphviz",
        "safetensors",
        "autograd_lite.nn",
        "autograd_lite.viz",
    }
    assert loaded & waiting == set()


def test_unknown_name_is_an_attribute_error():
    """A misspelt name is an AttributeError that repeats it."""
    with pytest.raises(AttributeError, match="module 'autograd_lite' has no attribute 'gard'"):
        ag.gard  # noqa: B018


def test_functions_of_numpy_have_numpys_names():
    """What stands for a NumPy function has its name, so that ``np.`` and ``ag.`` can be exchanged."""
    for name in ("sum", "tanh", "concatenate", "maximum", "where", "matmul"):
        assert hasattr(np, name)
        assert name in ag.__all__
