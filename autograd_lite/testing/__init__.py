"""Test any gradient: numerical derivatives with their error, checks, laws, drawn inputs, broken rules.

Reading order: :mod:`differences` (derivatives from values alone), :mod:`comparison` (a rule beside them, up to the
verdict), :mod:`checks`, :mod:`grads` and :mod:`parameters` (what users call), :mod:`report`; :mod:`drawing`,
:mod:`strategies` and :mod:`properties` (drawn inputs, Hypothesis); :mod:`laws` and
:mod:`mutation` (registered operations, and their rules broken on purpose).
"""

from autograd_lite.testing.checks import (
    check_jvp as check_jvp,
    check_vjp as check_vjp,
    examine_jvp as examine_jvp,
    examine_vjp as examine_vjp,
)
from autograd_lite.testing.comparison.verdict import Finding as Finding
from autograd_lite.testing.differences.numerical import (
    Estimate as Estimate,
    numerical_gradient as numerical_gradient,
    numerical_jacobian as numerical_jacobian,
    numerical_jvp as numerical_jvp,
)
from autograd_lite.testing.grads import (
    check_grads as check_grads,
    check_module as check_module,
    examine_grads as examine_grads,
    examine_module as examine_module,
)
from autograd_lite.testing.laws.paths import check_adjoint as check_adjoint
from autograd_lite.testing.report import GradientCheckError as GradientCheckError, Report as Report
