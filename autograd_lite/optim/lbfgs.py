"""L-BFGS: Newton's direction from the last few steps, and a line search along it."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from autograd_lite.errors import NonFiniteError, OptionError
from autograd_lite.modes import enable_grad
from autograd_lite.optim.line_search import Point, strong_wolfe
from autograd_lite.optim.optimizer import Optimizer, gradient
from autograd_lite.tensor import Tensor


def direction(g: Any, ys: list[Any], ss: list[Any], rhos: list[float], scale: float) -> Any:
    """Return −H g, where H is the inverse Hessian that the last steps s and changes y of the gradient suggest.

    The two-loop recursion: from the newest pair to the oldest, the scale, and back.
    """
    q, alphas = -g, []
    for y, s, rho in zip(reversed(ys), reversed(ss), reversed(rhos), strict=True):
        alphas.append(float(s @ q) * rho)
        q = q - alphas[-1] * y
    q = scale * q
    for y, s, rho, alpha in zip(ys, ss, rhos, reversed(alphas), strict=True):
        q = q + (alpha - float(y @ q) * rho) * s
    return q


class LBFGS(Optimizer):
    """Limited-memory BFGS, for gradients of all the data at once.

    ::

        y = g − g_last,  s = t d            kept, with ρ = 1 / y·s, for the last ``history_size`` steps
        d = −H g                            the two-loop recursion over them
        p ← p + t d                         t = lr, or as the line search finds it

    Parameters
    ----------
    params : Tensors; one group only
    lr : step size, or the line search's first guess
    max_iter : iterations in one :meth:`step`
    max_eval : evaluations in one :meth:`step`, 1.25 × `max_iter` if not given
    tolerance_grad : end when no part of the gradient is larger
    tolerance_change : end when parameters or the value change less
    history_size : pairs that are kept
    line_search_fn : None or "strong_wolfe"

    References
    ----------
    J. Nocedal, S. J. Wright, Numerical Optimization, 2006, algorithms 7.4, 3.5 and 3.6.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([-1.2, 1.0], requires_grad=True)
    >>> optimizer = LBFGS([p], max_iter=100, tolerance_change=0.0, line_search_fn="strong_wolfe")
    >>> def closure():
    ...     optimizer.zero_grad()
    ...     loss = (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2
    ...     loss.backward()
    ...     return loss
    >>> loss = optimizer.step(closure)
    >>> p.data.round(6)
    array([1., 1.])
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1.0,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        evaluations = max_iter * 5 // 4 if max_eval is None else max_eval
        options = {"lr": lr, "max_iter": max_iter, "max_eval": evaluations, "tolerance_grad": tolerance_grad}
        further = {"tolerance_change": tolerance_change, "history_size": history_size, "line_search_fn": line_search_fn}
        super().__init__(params, {**options, **further})
        if len(self.param_groups) != 1:
            raise OptionError(
                f"LBFGS got {len(self.param_groups)} groups. Wanted one: it looks at all parameters at once."
            )

    # -- parameters as one vector -----------------------------------------------------------------------------------

    @property
    def params(self) -> list[Tensor]:
        """The parameters."""
        return self.param_groups[0]["params"]  # type: ignore[no-any-return]

    def _values(self) -> Any:
        return np.concatenate([_reals(p._value()) for p in self.params])

    def _move(self, x: Any) -> None:
        """Write the vector `x` into the parameters."""
        start = 0
        for p in self.params:
            array = p._writable()
            count = array.size * (2 if array.dtype.kind == "c" else 1)
            part = np.ascontiguousarray(x[start : start + count], dtype=array.real.dtype)
            array[...] = (part.view(array.dtype) if array.dtype.kind == "c" else part).reshape(array.shape)
            start += count

    def _evaluate(self, closure: Callable[[], Any]) -> tuple[Any, float, Any]:
        """Return what `closure` returned, as a number too, and the gradient as one vector."""
        with enable_grad():
            loss = closure()
        value = float(loss.item() if hasattr(loss, "item") else loss)
        zeros = (np.zeros(p.shape, p.dtype) if p.grad is None else gradient(p) for p in self.params)
        return loss, value, np.concatenate([_reals(g) for g in zeros])

    # -- a step -----------------------------------------------------------------------------------------------------

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Do up to ``max_iter`` iterations; `closure` computes loss and gradients anew and returns the loss.

        Raises
        ------
        NonFiniteError
            If the first loss or gradient is not finite. No parameter has changed then.
        """
        if closure is None:
            raise OptionError("LBFGS.step got no closure. Wanted a function that computes loss and gradients anew.")
        self._check_options()
        group = self.param_groups[0]
        first, f, g = self._evaluate(closure)
        if not (np.isfinite(f) and np.isfinite(g).all()):
            raise NonFiniteError(f"LBFGS found a loss of {f} or a gradient that is not finite. No weight was changed.")
        state = self.state.setdefault(self.params[0], {"func_evals": 0, "n_iter": 0})
        state["func_evals"] += 1
        evaluations = 1
        for iteration in range(1, group["max_iter"] + 1):
            if np.abs(g).max() <= group["tolerance_grad"]:
                break
            moved = self._iterate(closure, f, g, state, group, group["max_eval"] - evaluations, iteration)
            if moved is None:
                break
            new_f, g, used = moved
            if not np.isfinite(g).all():
                raise NonFiniteError(
                    f"LBFGS went to a point with the loss {new_f}, where the gradient is not finite. Lower lr."
                )
            evaluations += used
            state["func_evals"] += used
            small = np.abs(state["d"] * state["t"]).max() <= group["tolerance_change"]
            done = small or abs(new_f - f) < group["tolerance_change"] or evaluations >= group["max_eval"]
            f = new_f
            if done:
                break
        return first

    def _iterate(
        self, closure: Any, f: float, g: Any, state: dict[str, Any], group: dict[str, Any], budget: int, iteration: int
    ) -> tuple[float, Any, int] | None:
        """Go one step; return the new value, the new gradient and the count of evaluations, or None at the end."""
        state["n_iter"] += 1
        d = self._direction(g, state, group["history_size"])
        slope = float(g @ d)
        t = group["lr"] * (min(1.0, 1.0 / float(np.abs(g).sum())) if state["n_iter"] == 1 else 1.0)
        state.update(d=d, t=t, prev_flat_grad=g, prev_loss=f)
        if slope > -group["tolerance_change"]:
            return None
        x = self._values()
        if group["line_search_fn"]:
            found, used = self._search(closure, x, d, Point(0.0, f, g, slope), t, budget, group["tolerance_change"])
            self._move(x + found.t * d)
            state["t"] = found.t
            return found.f, found.g, used
        self._move(x + t * d)
        if iteration == group["max_iter"]:
            return f, g, 0
        _, f, g = self._evaluate(closure)
        return f, g, 1

    def _direction(self, g: Any, state: dict[str, Any], size: int) -> Any:
        """Remember the last step and return the next direction."""
        if state["n_iter"] == 1:
            state.update(old_dirs=[], old_stps=[], ro=[], H_diag=1.0)
            return -g
        y, s = g - state["prev_flat_grad"], state["d"] * state["t"]
        curvature = float(y @ s)
        if curvature > 1e-10:  # otherwise H would no longer be positive definite
            for kept, new in (("old_dirs", y), ("old_stps", s), ("ro", 1.0 / curvature)):
                state[kept] = [*state[kept][-size + 1 :], new] if size > 1 else [new]
            state["H_diag"] = curvature / float(y @ y)
        return direction(g, state["old_dirs"], state["old_stps"], state["ro"], state["H_diag"])

    def _search(
        self, closure: Any, x: Any, d: Any, start: Point, t: float, budget: int, tolerance: float
    ) -> tuple[Point, int]:
        def along(t: float) -> Point:
            self._move(x + t * d)
            _, f, g = self._evaluate(closure)
            return Point(t, f, g, float(g @ d))

        try:
            return strong_wolfe(along, start, t, float(np.abs(d).max()), tolerance, budget)
        except BaseException:
            self._move(x)
            raise


def _reals(array: Any) -> Any:
    """Return the numbers of an array as one real vector."""
    flat = np.ravel(array)
    return flat.view(flat.real.dtype) if flat.dtype.kind == "c" else flat
