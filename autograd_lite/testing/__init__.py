"""Test any gradient: numerical derivatives with their error, checks, laws, drawn inputs, broken rules."""

from autograd_lite.testing.numerical import (
    Estimate as Estimate,
    numerical_gradient as numerical_gradient,
    numerical_jacobian as numerical_jacobian,
    numerical_jvp as numerical_jvp,
)
