"""Operations of the user's own, from a plain function and its derivative; and two ways to do without one.

``@primitive`` (in ``autograd_lite.operation``) and ``@elementwise`` (in ``autograd_lite.pointwise``) are the full form.
Here are the spellings for a function that exists already: :func:`custom_vjp`, :func:`custom_jvp`, the stop-gap
:func:`numeric_vjp`, and :func:`checkpoint`, which trades time for memory.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from autograd_lite.derivatives import vjp as pullback_of
from autograd_lite.errors import RuleError, UnsupportedOperationError
from autograd_lite.evaluation import close, fresh, node_of, pull, starts
from autograd_lite.graph import Leaf, ordered
from autograd_lite.modes import switched
from autograd_lite.operation import Operation
from autograd_lite.tensor import Tensor

_ARRAYS = (Tensor, np.ndarray, np.generic)


def custom_vjp(f: Callable[..., Any], vjp: Callable[..., Any]) -> Callable[..., Any]:
    """Give a plain NumPy function a hand-written pullback.

    Parameters
    ----------
    f : function of arrays (positional) and settings (by keyword) that returns an array; it never sees a Tensor
    vjp : ``vjp(g, *args, **settings)`` returns the gradient of every argument: a tuple, or one array for one argument;
        None for an argument without a gradient. Written with functions that are differentiable, it gives every order.

    Returns
    -------
    function that takes arrays or Tensors

    Raises
    ------
    RuleError
        In a backward pass, if `vjp` returns another number of gradients than there are arguments.
    GradientShapeError
        In a backward pass, if a gradient has another shape than its argument.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> energy = ag.custom_vjp(lambda x: np.dot(x, x), lambda g, x: 2 * g * x)
    >>> ag.grad(energy)(np.array([1.0, 2.0]))
    array([2., 4.])
    >>> ag.hessian(energy)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 2.]])
    """

    def forward(xs: Any, settings: Any) -> Any:
        return f(*xs, **settings)

    def rule(g: Any, xs: Any, settings: Any) -> Any:
        return counted(vjp(g, *xs, **settings), xs, forward.__name__)

    forward.__name__, forward.__doc__ = getattr(f, "__name__", "custom"), f.__doc__
    return _called_with_arguments(f, Operation(forward, None, {"xs": rule}, sequences=("xs",)))


def counted(shares: Any, xs: list[Any], name: str) -> list[Any]:
    """Return the gradients as a list with one for every argument; zeros for None."""
    listed = list(shares) if isinstance(shares, tuple | list) else [shares]
    if len(listed) != len(xs):
        raise RuleError(f"The vjp of {name} returned {len(listed)} gradients for {len(xs)} arguments. Wanted one each.")
    return [np.zeros(np.shape(x)) if share is None else share for share, x in zip(listed, xs, strict=True)]


def _called_with_arguments(f: Callable[..., Any], operation: Operation) -> Callable[..., Any]:
    @wraps(f)
    def call(*args: Any, **settings: Any) -> Any:
        return operation(list(args), settings)

    call.operation = operation  # type: ignore[attr-defined]  # for pictures and tests
    return call


def custom_jvp(f: Callable[..., Any], jvp: Callable[..., Any]) -> Callable[..., Any]:
    """Give a plain NumPy function a hand-written derivative in a direction.

    Parameters
    ----------
    f : function of arrays that returns an array
    jvp : ``jvp(primals, tangents)`` returns the derivative of the result for the tuples of arguments and directions;
        linear in the directions, and written with functions that are differentiable: reverse mode is its transpose

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> cube = ag.custom_jvp(lambda x: x**3, lambda primals, tangents: 3 * primals[0] ** 2 * tangents[0])
    >>> ag.grad(cube)(2.0)
    array(12.)
    """

    def transpose(g: Any, *xs: Any) -> Any:
        directions = [np.zeros(np.shape(x), getattr(x, "dtype", float)) for x in xs]
        with switched(tracking=True):
            _, pullback = pullback_of(lambda *tangents: jvp(xs, tangents), *directions)
            return pullback(g)

    return custom_vjp(f, transpose)


def numeric_vjp(f: Callable[..., Any]) -> Callable[..., Any]:
    """Differentiate a function without a rule by central differences: a stop-gap, and marked as one.

    Costs two evaluations of `f` for every element of its arguments in every backward pass; agrees to about 1e-9
    relative for smooth functions of moderate scale. First order only: a second derivative raises. The operation shows
    as ``numeric_…`` in pictures and messages.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> slope = ag.grad(ag.numeric_vjp(lambda x: np.sum(np.sinc(x))))(np.array([0.5]))
    >>> bool(abs(slope[0] + 1.2732395447351628) < 1e-8)
    True
    """
    name = f"numeric_{getattr(f, '__name__', 'function').strip('<>')}"

    def vjp(g: Any, *xs: Any, **settings: Any) -> Any:
        if isinstance(g, Tensor):
            raise UnsupportedOperationError(
                f"{name} is differentiated by differences, to the first order only. Give the function a rule with "
                "ag.custom_vjp for higher orders and forward mode."
            )
        return tuple(_differences(g, f, xs, k, settings) for k in range(len(xs)))

    def named(*xs: Any, **settings: Any) -> Any:
        return f(*xs, **settings)

    named.__name__, named.__doc__ = name, f.__doc__
    return custom_vjp(named, vjp)


def _differences(g: Any, f: Callable[..., Any], xs: tuple[Any, ...], k: int, settings: dict[str, Any]) -> Any:
    """Return the gradient of ``sum(g * f(*xs))`` in the k-th argument, by central differences, fourth order."""
    x = np.array(xs[k], dtype=np.result_type(xs[k], np.float64))
    slope = np.zeros(x.shape, x.dtype)

    def along(position: tuple[int, ...], step: float) -> Any:
        moved = x.copy()
        moved[position] += step
        return np.sum(g * f(*xs[:k], moved, *xs[k + 1 :], **settings))

    for position in np.ndindex(x.shape):
        h = 1e-3 * max(abs(float(x[position])), 1e-2)  # about eps^(1/5) of the scale, best for a rule of fourth order
        near, far = (along(position, s) - along(position, -s) for s in (h, 2 * h))
        slope[position] = (8 * near - far) / (12 * h)
    return slope


def checkpoint(f: Callable[..., Any]) -> Callable[..., Any]:
    """Keep only the arguments of `f` for the backward pass, and compute its inner values again there.

    Parameters
    ----------
    f : function of Tensors that returns a Tensor; parameters in its closure get their gradients too

    Returns
    -------
    function with the arguments and the value of `f`; derivatives of every order

    Raises
    ------
    RuleError
        In the backward pass, if `f` gives another value the second time (randomness, a changed closure).

    References
    ----------
    A. Griewank, A. Walther, "Algorithm 799: revolve", ACM Transactions on Mathematical Software 26(1), 2000.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(ag.checkpoint(lambda x: np.sum(np.sin(np.exp(x)))))(np.zeros(2))
    array([0.54030231, 0.54030231])
    """

    @wraps(f)
    def call(*args: Any) -> Any:
        with switched(tracking=True):
            inner = [fresh(x) if isinstance(x, Tensor) and x.requires_grad else x for x in args]
            out = f(*inner)
        node = node_of(out)
        if node is None:
            return out
        mine = {node_of(x) for x in inner}
        outer = {node_of(x) for x in args}
        reached = _boundary(ordered([node]), mine, outer)
        handles = [Tensor._wrap(np.float64(0), leaf) for leaf in reached]  # they carry a history, not a value
        return _again([*args, *handles], f, len(args), np.array(out._value()), reached)

    return call


def _boundary(order: list[Any], mine: set[Any], outer: set[Any]) -> list[Leaf]:
    """Return the leaves that `f` reached by its closure and not by its arguments."""
    seen, stack = set[Any](), [order[0]]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            stack.extend(() if node in mine else node.parents)
    return [node for node in order if isinstance(node, Leaf) and node in seen and node not in mine | outer]


def _rerun(g: Any, xs: list[Any], function: Any, count: int, value: Any, closure: Any) -> list[Any]:
    with switched(tracking=True):
        inputs = [fresh(x) if isinstance(x, _ARRAYS) and x.dtype.kind in "fc" else x for x in xs[:count]]
        tracked = starts([x for x in inputs if isinstance(x, Tensor)])
        again = function(*inputs)
    if not np.array_equal(again._value(), value, equal_nan=True):
        raise RuleError(
            "checkpoint: the function gave another value in the backward pass than in the forward pass. Wanted the "
            "same: draw random numbers outside, and do not change what its closure sees in between."
        )
    close(tracked)
    targets = [*tracked, *[Tensor._wrap(np.zeros(leaf.shape, leaf.dtype), leaf) for leaf in closure]]
    found = iter(pull([node_of(again)], [g], targets, isinstance(g, Tensor), retain=True))
    shares = [next(found) if isinstance(x, Tensor) else None for x in inputs]
    return [
        np.zeros(np.shape(x)) if share is None else share
        for share, x in zip([*shares, *found], [*inputs, *targets[len(tracked) :]], strict=True)
    ]


def _checkpoint(xs: Any, function: Any, count: Any, value: Any, closure: Any) -> Any:
    """Return the value that was computed; its rule computes it again."""
    return value


_again = Operation(
    _checkpoint,
    None,
    {"xs": lambda g, xs, function, count, value, closure: _rerun(g, xs, function, count, value, closure)},
    sequences=("xs",),
)
