"""How often is a right rule called wrong, or a wrong one missed, where the function is a black box? Prints a table.

The functions (`boxes/list_e.py`, `boxes/list_f.py`) take float64 alone, as compiled code does, so that the check has
nothing but their rounded values; the rules are right to the last digit, from 90 digits of mpmath. Inputs lie between
1e-7 and 100, of either sign: one number, or five.

List E was written down when the check was as good as finished, list F after list E had been measured; each was measured
once, on the check as it was then. From now on both are known to whoever changes the check: a judge should write new
functions, a line each. ``python benchmarks/black_boxes.py 20 24`` takes 20 points for every function of E and 24 for F,
as it does by itself; a third number is a seed for points other than those of that measurement. Needs minutes, and
``pip install mpmath scipy``.
"""

import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np

from autograd_lite.testing import examine_vjp

LOWEST, HIGHEST = -7, 2  # inputs are ± 10 to a power between these
TINY = 1e-280  # below it a share times 1.01 loses digits by underflow


def largest_off(share: Any) -> Any:
    """Return the share with its largest element one per cent too large."""
    changed = np.array(share)
    changed[np.argmax(np.abs(changed))] *= 1.01
    return changed


CHANGES: dict[str, Callable[[Any], Any]] = {
    "right": lambda share: share,
    "times 1.01": lambda share: share * 1.01,
    "times 1.001": lambda share: share * 1.001,
    "one element of five times 1.01": largest_off,
}
Table = dict[str, Counter[str]]


def points(box: Any, count: int, seed: int) -> Iterator[Any]:
    """Yield inputs, drawn from the seed and the box's name."""
    rng = np.random.default_rng([seed, *map(ord, box.name)])
    size = box.size or None
    for _ in range(count):
        yield np.asarray(rng.choice([-1, 1], size) * 10 ** rng.uniform(LOWEST, HIGHEST, size))


def usable(value: Any, slopes: Any) -> bool:
    """Say whether the function is finite there and its derivative can be changed by a factor."""
    if not (np.isfinite(value).all() and np.isfinite(slopes).all()):
        return False
    tiny = np.abs(slopes) <= TINY
    return not tiny.all() and not np.any(tiny & (slopes != 0))


def verdicts(box: Any, count: int, seed: int) -> Table:
    """Return how often the check gave each verdict, by what was done to the rule."""
    table: Table = {name: Counter() for name in CHANGES}
    for x in points(box, count, seed):
        if usable(box(x), box.slopes(x)):
            for name, change in CHANGES.items():
                if box.size or change is not largest_off:
                    table[name][examine_vjp(box, box.rule(change), (x,)).verdict] += 1
    return table


def measured(module: Any, count: int, seed: int) -> Table:
    """Return the verdicts for a whole list, and print the functions whose right rule is called wrong."""
    from boxes.box import Box

    table: Table = {name: Counter() for name in CHANGES}
    for formulas, size in ((module.OF_ONE_NUMBER, 0), (module.OF_FIVE_NUMBERS, 5)):
        for name, formula in formulas.items():
            found = verdicts(Box(name, formula, size), count, seed)
            for change, counter in found.items():
                table[change] += counter
            if found["right"]["wrong"]:
                print(f"  false alarm: {name}, {found['right']['wrong']} of {found['right'].total()} points")
    return table


def show(title: str, table: Table) -> None:
    """Print the verdicts."""
    print(f"{title:34}{'points':>8}{'wrong':>16}{'inconclusive':>16}{'agrees':>16}")
    for change, counter in table.items():
        total = counter.total()
        cells = [
            f"{counter[kind]} ({100 * counter[kind] / total:.2f} %)" for kind in ("wrong", "inconclusive", "agrees")
        ]
        print(f"  {change:32}{total:8}" + "".join(f"{cell:>16}" for cell in cells))


def main(counts: tuple[int, int], seed: int | None) -> None:
    """Print the tables of both lists and of both together."""
    missing = [name for name in ("mpmath", "scipy") if find_spec(name) is None]
    if missing:
        print(f"{' and '.join(missing)} not installed here: pip install mpmath scipy")
        return
    from boxes import list_e, list_f

    start = time.perf_counter()
    together: Table = {name: Counter() for name in CHANGES}
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of overflow, from functions at places where they have no value
        for title, module, count in (("list E", list_e, counts[0]), ("list F", list_f, counts[1])):
            table = measured(module, count, module.SEED if seed is None else seed)
            show(f"{title}, {count} points a function", table)
            for change, counter in table.items():
                together[change] += counter
    show("together", together)
    print(f"{time.perf_counter() - start:.0f} s")
    assert together["right"]["wrong"] <= 0.001 * together["right"].total()
    assert together["times 1.01"]["agrees"] <= 0.001 * together["times 1.01"].total()


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]] or [20, 24]
    main((given[0], given[:2][-1]), given[2] if len(given) > 2 else None)
