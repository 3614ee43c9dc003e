"""Print what the tests of an operation draw: shapes, layouts, decades, kinds of numbers. By default of all together."""

import argparse
from warnings import catch_warnings

HELP = "shapes, layouts, decades and kinds of numbers that tests draw"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("operation", nargs="?", help="the end of its name, such as 'maximum'; all by default")
    parser.add_argument("--count", type=int, default=0, help="draws of each operation (200, or 5 of all)")


def run(options: argparse.Namespace) -> int:
    """Print the histogram; return 1 if there is no such operation."""
    from autograd_lite.testing.histogram import Drawn, histogram
    from autograd_lite.testing.laws.operations import all_operations, label, samples_of

    named = options.operation
    chosen = [o for o in all_operations() if samples_of(o) and (named is None or f".{label(o)}".endswith(f".{named}"))]
    if not chosen:
        print(f"No operation that draws arguments is called {named!r}.")
        return 1
    total = Drawn()
    with catch_warnings(action="ignore"):  # of means of nothing: an operation may compute while it draws
        for operation in chosen:
            histogram(operation.samples, options.count or (5 if named is None else 200), found=total)
    print("\n".join(total.lines()))
    return 0
