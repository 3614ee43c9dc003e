"""Rules broken on purpose: every way of breaking one rule of an operation, and the operation with it for a while.

``python -m autograd_lite.testing.mutants`` is the command ``python -m autograd_lite mutants``.
"""

import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from autograd_lite.testing.mutation.breaking import Place, mutants, names
from autograd_lite.testing.mutation.hurting import FAULTS, hurt

_FASTER = {"into": "in place", "batched": "many gradients at once"}
FORMS = ("rules", *_FASTER)  # a rule may have faster forms of its own


class Way(NamedTuple):
    """A way of breaking one rule of an operation, or one of its faster forms ("into", "batched"), at a place in it."""

    family: str
    source: str
    rule: Any
    fault: Any
    form: str = "rules"
    place: Place | None = None


@contextmanager
def broken(operation: Any, name: str, way: Way) -> Iterator[None]:
    """Let an operation run with another rule, or with a hidden fault, for a while."""
    kept = {form: getattr(operation, form) for form in FORMS}

    try:
        operation.recipes.clear()
        if way.fault is not None:
            with hurt(operation, name, way.fault):
                yield
        elif way.form == "rules":
            operation.rules = {**kept["rules"], name: way.rule}
            operation.into = {k: v for k, v in kept["into"].items() if k != name}
            yield
        else:
            setattr(operation, way.form, {**kept[way.form], name: way.rule})
            yield
    finally:
        for form, rules in kept.items():
            setattr(operation, form, rules)
        operation.recipes.clear()


def ways(operation: Any, name: str) -> Iterator[Way]:
    """Yield every way in which one rule of an operation is broken."""
    rule = operation.rules[name]
    arrays = {*operation.inputs, "out"}
    for mutant in mutants(rule, arrays):
        yield Way(mutant.family, mutant.source, mutant.rule, None, "rules", mutant.place)
    for other, theirs in operation.rules.items():
        if other != name and names(theirs) == names(rule):
            yield Way("swap the shares", f"the rule for {other}", theirs, None)
    for family, fault in FAULTS.items():
        yield Way(family, f"{family}: rule({', '.join(names(rule))}) * 1.01", rule, fault)
    for form, what in _FASTER.items():
        faster = getattr(operation, form).get(name)
        for mutant in mutants(faster, arrays) if faster is not None else ():
            yield Way(mutant.family, f"{what}: {mutant.source}", mutant.rule, None, form, mutant.place)


if __name__ == "__main__":
    sys.argv[1:1] = ["mutants"]
    runpy.run_module("autograd_lite", run_name="__main__")
