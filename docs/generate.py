"""The pages that are made from the registry: which NumPy functions are differentiated, and by which rule."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from autograd_lite.operation import Operation
from autograd_lite.registry import OPERATIONS, operations
from autograd_lite.support import numpy_functions, supported
from autograd_lite.testing.laws.proof import prove_all
from autograd_lite.viz.formulas.local import formula

FOLDER = Path(__file__).parent / "generated"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    lines = [list(head), *rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def coverage() -> str:
    """Return the page that lists every public NumPy function with its state."""
    functions = numpy_functions()
    answers = {names: supported(function) for function, names in functions.items()}
    rows = []
    for names, answer in sorted(answers.items()):
        operation = next((OPERATIONS[f] for f, n in functions.items() if n == names and f in OPERATIONS), None)
        taken = ", ".join(operation.parameters) if isinstance(operation, Operation) else ""
        refused = {f"`{name}=`": why for name, why in answer.keywords.items() if answer.methods is None}
        refused |= {f"`.{name}`": why for name, why in (answer.methods or {}).items()}
        notes = answer.hint or "; ".join(f"{name} refused: {why}" for name, why in refused.items())
        rows.append([f"`{names}`", answer.state, f"`{taken}`" if taken else "", notes])
    counts = Counter(answer.state for answer in answers.values())
    summary = ", ".join(f"{counts[state]} {state}" for state in ("differentiated", "constant", "refused"))
    return (
        "# Which NumPy functions are differentiated\n\n"
        "Every public ufunc, and every public function that looks at its arguments' types, of the NumPy that this page "
        f"was built with: {summary}. Parameters are those that our function takes, in NumPy's positions.\n\n"
        "Every ufunc takes `dtype=`, `casting=`, `signature=`, `order=` and `subok=`, and `out=` a Tensor, with"
        " `where=` too; matrix products take `axes=`. An array as `out=` that would lose a gradient is refused.\n\n"
        "`ag.supported(np.foo)` answers for one function in a program.\n\n"
        + table(["function", "state", "parameters", "notes"], rows)
    )


def derivatives() -> str:
    """Return the page that lists every rule as a formula, from its own source."""
    rows = []
    for operation in sorted({op for op in operations() if isinstance(op, Operation)}, key=lambda op: op.name):
        for name in operation.rules:
            summary = (operation.__doc__ or "").strip().splitlines()[0]
            rows.append([f"`{operation.name}`", f"`{name}`", f"`{formula(operation, name)}`", summary])
    return (
        "# Table of derivatives\n\n"
        "Made from the source of the rules. For an elementwise operation the formula is the local derivative "
        "∂out/∂input; for any other it says how the gradient `g` of the result comes back to the input.\n\n"
        + table(["operation", "input", "rule", "what it computes"], rows)
    )


def proof() -> str:
    """Return the page that says what was tried of every operation in this build, and how close it came."""
    proofs = prove_all()
    rows = [
        [
            f"`{p.name}`",
            ", ".join("×".join(map(str, shape)) or "0-d" for shape in sorted(p.shapes)),
            ", ".join(kind for kind, n in p.kinds.items() if n),
            f"{p.first} + {p.second}",
            str(p.corners or ""),
            str(p.unclear or ""),
            "**wrong**" if p.wrong else f"{p.worst:.1g}",
        ]
        for p in proofs
    ]
    compared = sum(p.first + p.second for p in proofs)
    wrong = [p.name for p in proofs if p.wrong]
    return (
        "# Proof\n\n"
        f"{len(proofs)} operations, {compared} derivatives compared with differences while this page was built, "
        f"{len(wrong)} of them wrong{': ' + ', '.join(wrong) if wrong else ''}. For each case the value is the one "
        "that plain NumPy gives, forward mode agrees with differences of the values and reverse mode with forward "
        "mode, every share has the shape and the dtype of its input, no input is written to; and the gradient's "
        "derivative, by forward over reverse and by reverse over reverse, agrees with differences of the gradient. "
        "The tests do the same on many more drawn arguments, and `python -m autograd_lite mutants` says how many "
        "wrong rules that catches.\n\n"
        "The last column is the largest difference in units of its tolerance: below 1 it agrees. Corners are points "
        "where the function has no derivative and a value between the slopes of both sides is right.\n\n"
        + table(
            [
                "operation",
                "shapes",
                "arguments",
                "first + second order",
                "corners",
                "told nothing",
                "largest difference",
            ],
            rows,
        )
    )


def write(*_: object) -> None:
    """Write the pages; Sphinx calls it before it reads the sources."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "coverage.md").write_text(coverage(), encoding="utf-8")
    (FOLDER / "derivatives.md").write_text(derivatives(), encoding="utf-8")
    (FOLDER / "proof.md").write_text(proof(), encoding="utf-8")
