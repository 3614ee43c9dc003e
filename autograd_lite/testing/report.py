"""What a check tells: one sentence, the worst element, a diagnosis, a snippet that reproduces it, a picture."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograd_lite.errors import AutogradError, MissingExtraError
from autograd_lite.testing.comparison.verdict import LOSES, Finding, Verdict
from autograd_lite.testing.differences.settling import Slope

RECORD: list["Report"] = []  # every report of a test run, for the pytest plugin
recording = False


class GradientCheckError(AutogradError, AssertionError):
    """A gradient is wrong, or nothing could be learnt about it. `report` has the details."""

    def __init__(self, report: "Report") -> None:
        super().__init__(str(report))
        self.report = report


@dataclass
class Report:
    """The result of a check.

    Parameters
    ----------
    name : what was checked
    findings : one for each comparison
    calls : evaluations of the function
    seed : of the random directions
    diagnosis : a guess at the cause of what is wrong
    snippet : code that shows the worst element without this library
    miss : probability that one wrong element among many escaped the random directions
    test : the test in which the check stood; the pytest plugin says it
    ladder : takes the differences of a finding again, at all steps, for pictures
    """

    name: str
    findings: list[Finding] = field(default_factory=list)
    calls: int = 0
    seed: int = 0
    diagnosis: str = ""
    snippet: str = ""
    miss: float = 0.0
    test: str = ""
    ladder: Callable[[Finding], Slope] | None = field(default=None, repr=False, compare=False)

    @property
    def verdict(self) -> Verdict:
        """``"wrong"`` if anything is, ``"agrees"`` if most comparisons told something, ``"inconclusive"``."""
        kinds = [finding.verdict for finding in self.findings]
        if "wrong" in kinds:
            return "wrong"
        unclear = kinds.count("inconclusive")
        return "inconclusive" if unclear and unclear >= max(1, 0.2 * len(kinds)) else "agrees"

    def failed(self) -> bool:
        """Return True if anything is wrong so far."""
        return self.verdict == "wrong"

    @property
    def worst(self) -> Finding | None:
        """The finding that decides the verdict."""
        chosen = [f for f in self.findings if f.verdict == self.verdict] or self.findings
        return max(chosen, key=lambda f: (f.index is not None, f.units), default=None)

    @property
    def reason(self) -> str:
        """Why the verdict is what it is."""
        return self.worst.reason if self.worst else "nothing to compare"

    @property
    def kink(self) -> bool:
        """Whether a corner of the function was met."""
        return any(f.kink for f in self.findings)

    def __bool__(self) -> bool:
        return self.verdict == "agrees"

    def __str__(self) -> str:
        worst = self.worst
        lines = [f"{self.name}: {self._sentence()}"]
        if self.verdict != "agrees" and worst is not None:
            lines += [f"  {line}" for line in self._details(worst)]
            if self.diagnosis:
                lines.append(f"  diagnosis: {self.diagnosis}")
            if self.snippet:
                lines += ["  to reproduce:", *[f"    {line}" for line in self.snippet.splitlines()]]
        return "\n".join(lines)

    def _sentence(self) -> str:
        if self.verdict == "agrees":
            return self.certificate()
        if self.verdict == "wrong":
            return f"the gradient is WRONG{': ' + self.reason if self.reason else ''}"
        return f"INCONCLUSIVE: {self.reason}. Wanted inputs at which differences can tell; move them, or scale them"

    def _details(self, worst: Finding) -> list[str]:
        place = [] if worst.argument is None else [f"argument {worst.argument}"]
        place += [f"element {worst.index}"] if worst.index else []
        place += ["its imaginary part"] if worst.unit == 1j else []
        where = f" at {', '.join(place)}" if place else ""
        if worst.got is None:
            return [f"law: {worst.law}{where}"]
        step = f" (relative step {worst.step:.1e}, seed {self.seed})" if worst.step else ""
        return [f"law: {worst.law}{where}", f"got {_shown(worst.got)}, {self._wanted(worst)}{step}"]

    def _wanted(self, worst: Finding) -> str:
        if worst.wanted is None or not np.isfinite(worst.wanted):
            return "and differences have no finite value"
        if worst.kink and worst.slope is not None:
            half = 0.5 * float(worst.slope.gap[0])
            low, high = worst.wanted - half, worst.wanted + half
            return f"wanted a value from {low:.6g} to {high:.6g}, the slopes on both sides of a corner"
        error = f" ± {worst.error:.1e}" if isinstance(worst.error, float) else ""
        return f"wanted {_shown(worst.wanted)}{error}"

    def certificate(self) -> str:
        """Return one sentence on what was tried and how close it came."""
        differences = [f for f in self.findings if f.law == "difference"]
        lost = sum(f.reason == LOSES or f.units > 1 for f in differences)
        largest = max((f.units for f in differences if f.units <= 1), default=0.0)
        laws = sorted({f.law for f in self.findings} - {"difference"})
        parts = [
            f"agrees in {len(differences)} derivatives ({self.calls} evaluations)",
            f"largest difference {largest:.2g} of its tolerance",
        ]
        parts += [f"{lost} of them but for digits that the rule loses"] if lost else []
        parts += [f"laws kept: {', '.join(laws)}"] if laws else []
        parts += ["kink: the value lies between the slopes of both sides"] if self.kink else []
        if self.miss:
            parts.append(f"chance that one element wrong by more than 1e-6 was missed: {self.miss:.1g}")
        return "; ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--gradients-report`` writes."""
        worst = self.worst
        return {
            "test": self.test,
            "name": self.name,
            "verdict": self.verdict,
            "reason": self.reason,
            "diagnosis": self.diagnosis,
            "comparisons": len(self.findings),
            "evaluations": self.calls,
            "worst": worst.units if worst else 0.0,
            "got": None if worst is None or worst.got is None else _shown(worst.got),
            "wanted": None if worst is None or worst.wanted is None else _shown(worst.wanted),
        }

    def json(self) -> str:
        """Return the report as JSON."""
        return json.dumps(self.as_dict())

    def plot(self, ax: Any = None) -> Any:
        """Draw error against step for the worst comparison: the V of truncation and noise. Needs Matplotlib."""
        try:
            from matplotlib import pyplot as plt
        except ImportError as error:
            raise MissingExtraError(
                "Report.plot needs Matplotlib. Install it: pip install 'autograd_lite[plot]'"
            ) from error
        ax = plt.figure().add_subplot() if ax is None else ax
        found = self.worst
        if found is None or found.slope is None:
            ax.set_title(f"{self.name}: no differences to show")
            return ax
        again = self.ladder and found.index is not None and isinstance(found.argument, int)
        slope = self.ladder(found) if self.ladder and again else found.slope
        table, steps = slope.table[:, 0], slope.steps
        for label, value in (("the best estimate", found.wanted), ("the rule", found.got)):
            apart = np.abs(table - value)
            ax.loglog(steps, np.where(apart > 0, apart, np.nan), marker="o", label=f"against {label}")
        ax.axvline(found.step or steps[0], linestyle=":", color="grey", label="step taken")
        ax.set(xlabel="relative step", ylabel="difference", title=f"{self.name}: {self.verdict}")
        ax.legend()
        return ax

    def checked(self) -> "Report":
        """Return the report, or raise :class:`GradientCheckError` if it does not say "agrees"."""
        if recording:
            RECORD.append(self)
        if self.verdict != "agrees":
            raise GradientCheckError(self)
        return self


def _shown(value: Any) -> str:
    return repr(complex(value)) if np.iscomplexobj(value) else repr(float(value))
