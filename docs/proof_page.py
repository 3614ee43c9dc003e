"""The page of proof: what was tried of every operation, layer, loss and optimizer in this build, and how close it came.

Layers and updates are those of the tables that the tests read. What is wrong, or never tried, stands on the page and
stops the build.
"""

import re
import runpy
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from autograd_lite.testing.laws.named import FEW, MANY, prove_named
from autograd_lite.testing.laws.proof import Proof, prove_all, undrawn

TESTS = Path(__file__).parents[1] / "tests"
PLACES = {"Layers and losses": TESTS / "nn" / "built.py", "Updates of optimizers": TESTS / "optim" / "updates.py"}
_HEAD = [
    "shapes",
    "dtypes",
    "arguments",
    "first order",
    "second order",
    "symmetry",
    "corners",
    "told nothing",
    "largest",
]

INTRODUCTION = """\
# Proof

{names} operations, layers, losses and optimizers, {count} comparisons while this page was built, {wrong}.

For each case the value is the one that plain NumPy gives, every share has the shape and the dtype of its input, no
input is written to, and the derivatives agree with differences and with each other. *First order* counts comparisons
of forward + reverse mode, *second order* of forward over reverse + reverse over reverse mode, *symmetry* of the Hessian
with its transpose. The largest difference is in units of its tolerance: below 1 it agrees. Corners are points where
the function has no derivative and a value between the slopes of both sides is right. The tests do the same on many more
arguments, and `python -m autograd_lite mutants` says how many wrong rules that catches.

"""
NAMED = """\
Of layers, losses and updates every result counts as a function of the arrays in the second column, each of which moves
along a random direction, through `check_grads`: the first case in both orders, in single precision, lying backwards in
memory, and with ties, further cases in first order. Of more than {few} arrays the first and others chosen at random
move in second order and in the last three; of more than {many} the first case alone is tried. Numbers in names that are
alike stand as `*`.
"""
UNDRAWN = "draws no arguments: tests of its own try it"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    lines = [list(head), *rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def verdict(proof: Proof) -> str:
    """Return the largest difference, or in bold letters why there is none."""
    if proof.wrong:
        return f"**wrong**: {proof.wrong[0]}"
    return f"{proof.worst:.1g}" if proof.modes else "**nothing compared**" if proof.kinds else "**no case**"


def cells(proof: Proof) -> list[str]:
    """Return what was tried, as cells of a row."""
    modes = proof.modes
    return [
        ", ".join("×".join(map(str, shape)) or "0-d" for shape in sorted(proof.shapes)),
        ", ".join(sorted(proof.dtypes)),
        ", ".join(f"{count} {kind}" for kind, count in proof.kinds.items()),
        f"{modes['forward']} + {modes['reverse']}",
        f"{modes['forward over reverse']} + {modes['reverse over reverse']}",
        str(modes["symmetry"] or ""),
        str(proof.corners or ""),
        str(proof.unclear or ""),
        verdict(proof),
    ]


def names(proof: Proof) -> str:
    """Return the names of arrays; where they differ in the number of a layer alone, once."""
    alike = dict.fromkeys(re.sub(r"(?<=\.)\d+(?=\.)|(?<=_l)\d+", "*", name) for name in proof.names)
    return ", ".join(f"`{name}`" for name in alike)


def page(operations: Iterable[Proof], named: Mapping[str, Iterable[Proof]], left: Mapping[str, str]) -> str:
    """Return the page.

    Parameters
    ----------
    operations : proofs of operations
    named : by heading, of functions whose arrays have names
    left : by name, why something was left out
    """
    operations, named = list(operations), {title: list(proofs) for title, proofs in named.items()}
    every = [*operations, *(proof for proofs in named.values() for proof in proofs)]
    bad = failures(every)
    told = INTRODUCTION.format(
        names=len(every),
        count=sum(sum(proof.modes.values()) for proof in every),
        wrong=f"**{len(bad)} of them wrong or never tried**: {', '.join(bad)}" if bad else "none of them wrong",
    )
    told += NAMED.format(few=FEW, many=MANY)
    for title, proofs in named.items():
        rows = ([f"`{proof.name}`", names(proof), *cells(proof)] for proof in proofs)
        told += f"\n## {title}\n\n{table(['name', 'inputs and parameters', *_HEAD], rows)}"
    told += "\n## Left out\n\n" + "".join(f"* `{name}`: {why}\n" for name, why in left.items()) + "\n"
    rows = ([f"`{proof.name}`", *cells(proof)] for proof in operations)
    return f"{told}## Operations\n\n{table(['operation', *_HEAD], rows)}"


def failures(proofs: Iterable[Proof]) -> list[str]:
    """Return the names of what is wrong, or was never tried."""
    return [proof.name for proof in proofs if verdict(proof).startswith("**")]


def write(
    file: Path, places: Mapping[str, Path] = PLACES, operations_of: Callable[[], list[Proof]] = prove_all
) -> None:
    """Try everything, write the page, and raise if something is wrong or was never tried.

    Parameters
    ----------
    file : the page
    places : by heading, files that have ``rows()``, names with cases, and ``left_out()``, names with a reason
    operations_of : gives the proofs of all operations; it runs in a process beside this one
    """
    named, left = {}, dict.fromkeys(undrawn(), UNDRAWN)
    with ProcessPoolExecutor(1, get_context("spawn")) as beside:
        waiting = beside.submit(operations_of)
        for title, place in places.items():
            found = runpy.run_path(str(place))
            named[title] = [prove_named(name, cases) for name, cases in found["rows"]().items()]
            left |= found["left_out"]()
        operations = waiting.result()
    file.write_text(page(operations, named, left), encoding="utf-8")
    if bad := failures([*operations, *(proof for proofs in named.values() for proof in proofs)]):
        raise RuntimeError(f"Wrong, or without a case that was tried: {', '.join(bad)}. The page of proof says more.")
