"""The pages that are made from the registry: which NumPy functions are differentiated, and by which rule."""

from collections import Counter
from pathlib import Path

import proof_page
from proof_page import table

from autograd_lite.operation import Operation
from autograd_lite.registry import OPERATIONS, operations
from autograd_lite.support import numpy_functions, supported
from autograd_lite.viz.formulas.local import formula

FOLDER = Path(__file__).parent / "generated"


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


def write(*_: object) -> None:
    """Write the pages; Sphinx calls it before it reads the sources."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "coverage.md").write_text(coverage(), encoding="utf-8")
    (FOLDER / "derivatives.md").write_text(derivatives(), encoding="utf-8")
    proof_page.write(FOLDER / "proof.md")
