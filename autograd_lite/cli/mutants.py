"""Break every derivative rule in the ways in which rules are mistyped, and count how many the laws catch.

Results are remembered by rule, so that after a change only the changed rules are tried again. With ``--module`` the
rules of a module of your own are broken; they need ``samples=``, as those of the library have them.
"""

import argparse
import sys
import time
from importlib.util import find_spec
from pathlib import Path

HELP = "break every derivative rule and count what the laws catch"
WANTED = 0.995
LEGEND = """unreached: the changed code never ran, so it might be wrong: counts as not killed.
equal: the same shares everywhere, also far outside what samples= draws.
undecidable: others only where nothing tells which are right: at corners, where the function is not finite, or where the
right rule breaks a law too."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("pattern", nargs="?", default="", help="break only operations whose name holds this")
    parser.add_argument("--module", help="break the rules of this module of yours, not the library's")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    parser.add_argument("--fresh", action="store_true", help="try everything anew, whatever is remembered")
    parser.add_argument("--list", action="store_true", help="list the equal and the undecidable ones too")


def shown(done: int, count: int) -> None:
    """Show in a terminal how far the work is."""
    if sys.stderr.isatty():
        print(f"\r{done} of {count} operations", end="" if done < count else "\n", file=sys.stderr, flush=True)


def run(options: argparse.Namespace) -> int:
    """Print the score by family and the survivors; return 0 if enough are killed."""
    from autograd_lite.testing.mutation import scoring
    from autograd_lite.testing.mutation.explained import advice

    start = time.perf_counter()
    if options.module:
        sys.path.insert(0, str(Path.cwd()))
        if find_spec(options.module) is None:
            print(f"no module named {options.module!r} can be imported in {Path.cwd()}")
            return 2
        for name in scoring.without_samples(options.module):
            print(f"{name} has no samples= that draw its arguments, so its rules cannot be tried")
    memory = None if options.fresh else scoring.remembered()
    rows = scoring.run(options.pattern, options.workers, options.module, memory, progress=shown)
    if not rows:
        print(f"no operation with rules and samples has {options.pattern!r} in its name")
        return 2
    print(scoring.table(rows))
    print(f"{len({row.place for row in rows})} rules, {time.perf_counter() - start:.0f} s")
    print("\n".join([LEGEND, *advice(rows)]))
    for row in rows if options.list else []:
        if row.fate in ("equal", "undecidable"):
            print(f"{row.fate}: {row.place}: {row.family}: {row.source}")
    return 0 if scoring.score(rows) >= WANTED else 1
