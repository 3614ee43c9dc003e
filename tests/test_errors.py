import inspect
import re

import pytest

from autograd_lite import errors

CLASSES = [each for _, each in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_error_is_of_the_family(cls: type) -> None:
    """Every exception of the library can be caught as AutogradError, and has a docstring of its own."""
    assert issubclass(cls, errors.AutogradError)
    assert cls.__doc__
    assert cls.__name__.endswith("Error")


def test_the_drawn_tree_is_the_real_one() -> None:
    """The tree at the top of the file names every class once, with its built-in base and below its parent."""
    drawn = re.findall(r"^    ([│ ├└─]*)(\w+Error)(?: \((\w+)\))?", errors.__doc__, re.MULTILINE)
    assert {name for _, name, _ in drawn} == {cls.__name__ for cls in CLASSES}
    path: dict[int, str] = {}
    for indent, name, builtin in drawn:
        depth, cls = len(indent) // 4, getattr(errors, name)
        path[depth] = name
        bases = [base.__name__ for base in cls.__bases__]
        assert bases == ([path[depth - 1]] if depth else ["Exception"]) + ([builtin] if builtin else [])


@pytest.mark.parametrize(
    ("cls", "builtin"),
    [
        (errors.UnsupportedOperationError, TypeError),
        (errors.DetachError, TypeError),
        (errors.ShapeError, ValueError),
        (errors.GradientShapeError, errors.ShapeError),
        (errors.NoGradientError, RuntimeError),
        (errors.AnomalyError, ArithmeticError),
        (errors.MissingExtraError, ImportError),
    ],
)
def test_built_in_bases(cls: type[Exception], builtin: type[Exception]) -> None:
    """Code that expects Python's own exception catches ours."""
    with pytest.raises(builtin):
        raise cls("text")
