"""The command line, ``python -m autograd_lite``: a module for each command.

A command's module has ``HELP`` (one line), ``arguments(parser)``, which declares its options, and ``run(options)``,
which returns the exit status.
"""

import argparse
from collections.abc import Sequence

from autograd_lite import __version__
from autograd_lite.cli import demo, draw, draws, info, mutants

COMMANDS = {"demo": demo, "info": info, "draw": draw, "draws": draws, "mutants": mutants}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (by default those of the process) name, and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m autograd_lite", description="Automatic differentiation on NumPy.")
    parser.add_argument("--version", action="version", version=f"autograd_lite {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        module.arguments(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    return int(options.run(options))
