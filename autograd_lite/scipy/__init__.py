"""SciPy's functions on Tensors: ``ag.scipy.special``, ``.linalg``, ``.signal``, ``.stats``, ``.integrate``.

SciPy's ufuncs take Tensors themselves (``scipy.special.expit(t)``), since NumPy lets a Tensor answer for them. SciPy's
other functions do not ask, and raise; those that are listed here have a twin of the same name.
"""

from importlib import import_module, util

from autograd_lite.errors import MissingExtraError

if util.find_spec("scipy") is None:
    raise MissingExtraError("autograd_lite.scipy needs SciPy. Install it: pip install 'autograd_lite[scipy]'")

_LAZY = frozenset({"integrate", "linalg", "signal", "special", "stats"})


def __getattr__(name: str) -> object:
    if name in _LAZY:
        return import_module(f"autograd_lite.scipy.{name}")
    raise AttributeError(f"module 'autograd_lite.scipy' has no attribute {name!r}. It has {', '.join(sorted(_LAZY))}.")


def __dir__() -> list[str]:
    return sorted(globals().keys() | _LAZY)
