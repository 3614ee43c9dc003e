"""Ordinary differential equations, differentiated by the adjoint method (Pontryagin; Chen et al. 2018, algorithm 1).

The gradient a(t) of the loss with respect to the state obeys a' = -aᵀ ∂f/∂y, solved backward in time together with the
state and with q' = -aᵀ ∂f/∂θ, whose end is the gradient in the parameters. Memory does not grow with the steps of the
solver. The rule calls the solver itself on the joint system, so it can be differentiated again.
"""

import numpy as np
import scipy.integrate as si

from autograd_lite.composition import composite
from autograd_lite.derivatives import vjp
from autograd_lite.errors import ShapeError, UnsupportedOperationError
from autograd_lite.operation import primitive
from autograd_lite.tensor import Tensor

__all__ = ["odeint"]


class Dynamics:
    """The right-hand side of an equation as a function of flat vectors: state, time, parameters.

    Parameters
    ----------
    function : the user's, of state, time (first if `tfirst`) and parameters
    shape : of the state
    shapes : of the parameters
    tfirst : as in ``scipy.integrate.odeint``
    """

    def __init__(self, function, shape, shapes, tfirst):
        self.function, self.shape, self.shapes, self.tfirst = function, shape, shapes, tfirst
        self.size = int(np.prod(shape))
        self.count = sum(int(np.prod(s)) for s in shapes)

    def __call__(self, y, t, theta):
        """Return the flat slope."""
        args, start = [], 0
        for shape in self.shapes:
            stop = start + int(np.prod(shape))
            args.append(np.reshape(theta[start:stop], shape))
            start = stop
        y = np.reshape(y, self.shape)
        slope = self.function(t, y, *args) if self.tfirst else self.function(y, t, *args)
        if isinstance(slope, list | tuple):
            slope = np.stack([np.reshape(part, ()) for part in slope])
        if np.size(slope) != self.size:
            raise ShapeError(f"func returned {np.size(slope)} slopes for a state of {self.size} numbers. Wanted equal.")
        return np.reshape(slope, -1)


class Adjoint:
    """The joint system that is solved backward: state, its gradient, and the gradient in the parameters."""

    def __init__(self, dynamics):
        self.dynamics, self.count = dynamics, dynamics.count
        self.size = 2 * dynamics.size + dynamics.count

    def __call__(self, joint, t, theta):
        """Return the slopes of all three."""
        n = self.dynamics.size
        slope, pull = vjp(lambda y, theta: self.dynamics(y, t, theta), joint[:n], theta)
        in_y, in_theta = pull(joint[n : 2 * n])
        return np.concatenate([slope, -in_y, -in_theta])


def _state_share(g, z, t, out, dynamics, tolerances):
    """Solve the joint system backward from output to output, adding each output's cotangent when it is reached."""
    n = dynamics.size
    theta, adjoint = z[n:], Adjoint(dynamics)
    a, q = g[-1], np.zeros(dynamics.count)
    for i in reversed(range(1, t.shape[0])):
        start = np.concatenate([out[i], a, q, theta])
        joint = solution(start, t[i - 1 : i + 1][::-1], adjoint, tolerances)[-1]
        a, q = joint[n : 2 * n] + g[i - 1], joint[2 * n :]
    return np.concatenate([a, q])


def _times_share(g, z, t, out, dynamics, tolerances):
    """Move an output along its slope; moving the start moves the whole solution back."""
    n = dynamics.size
    slopes = np.stack([dynamics(out[i], t[i], z[n:]) for i in range(t.shape[0])])
    shares = np.sum(g * slopes, axis=1)
    start = np.sum(_state_share(g, z, t, out, dynamics, tolerances)[:n] * slopes[0])
    return np.concatenate([np.reshape(shares[0] - start, 1), shares[1:]])


@primitive(None, z=_state_share, t=_times_share)
def solution(z, t, dynamics, tolerances):
    """States at the times `t`, the first being given; `z` holds the first state and the parameters, all flat."""
    n = dynamics.size
    theta = z[n:]

    def slope(y, time):
        value = dynamics(y, time, theta)
        if isinstance(value, Tensor):
            raise UnsupportedOperationError(
                "func of odeint uses a Tensor that requires a gradient and is no argument of it, so the gradient would "
                "be lost. Pass it in args=(…,)."
            )
        return value

    rtol, atol, mxstep = tolerances
    return si.odeint(slope, z[:n], t, rtol=rtol, atol=atol, mxstep=mxstep)


@composite(inputs=("y0", "t", "args"), sequences=("args",))
def odeint(func, y0, t, args=(), rtol=None, atol=None, mxstep=0, tfirst=False):
    """Solve ``dy/dt = func(y, t, *args)`` from ``y0`` at ``t[0]``.

    Parameters
    ----------
    func : function of the state, the time and `args` that returns the slope of the state, written in operations that
        can be differentiated; called with plain arrays in the forward pass
    y0 : array, the state at ``t[0]``
    t : array of shape (T,), ascending or descending: the times of the outputs
    args : numbers and arrays that `func` depends on; Tensors that `func` only encloses are refused
    rtol, atol, mxstep, tfirst : as in ``scipy.integrate.odeint``; the backward pass is solved to the same tolerances,
        so the gradient is about as accurate as the solution

    Returns
    -------
    array of shape ``(T, *y0.shape)``, (T, 1) for one number

    Examples
    --------
    >>> import autograd_lite as ag
    >>> import numpy as np
    >>> decay = lambda rate: odeint(lambda y, t, rate: -rate * y, 1.0, np.array([0.0, 1.0]), (rate,))[-1, 0]
    >>> np.round(ag.grad(decay)(2.0), 5) == np.round(-np.exp(-2.0), 5)
    np.True_
    """
    shape = np.shape(y0) or (1,)
    dynamics = Dynamics(func, shape, [np.shape(each) for each in args], tfirst)
    z = np.concatenate([np.reshape(part, -1) for part in (y0, *args)])
    if np.iscomplexobj(z):
        raise UnsupportedOperationError("odeint got complex numbers. Wanted real ones: split them into two parts.")
    states = solution(z * 1.0, t, dynamics, (rtol, atol, mxstep))
    return np.reshape(states, (t.shape[0], *shape))
