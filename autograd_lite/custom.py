"""Operations of the user's own, from a plain function and its derivative; and two ways to do without one.

``@primitive`` (in ``autograd_lite.operation``) and ``@elementwise`` (in ``autograd_lite.pointwise``) are the full form.
Here are the spellings for a function that exists already: :func:`custom_vjp`, :func:`custom_jvp`, the stop-gap
:func:`numeric_vjp`, and :func:`checkpoint`, which trades time for memory.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import numpy as np

from autograd_lite.derivatives import vjp as pullback_of
from autograd_lite.errors import GraphFreedError, InPlaceError, RuleError, UnsupportedOperationError
from autograd_lite.evaluation import argument, close, fresh, node_of, pull, starts
from autograd_lite.graph import Leaf, ordered
from autograd_lite.modes import switched
from autograd_lite.operation import Operation
from autograd_lite.tensor import Tensor, plain
from autograd_lite.trees import leaves, mapped

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
    f : function of Tensors that returns a Tensor, or nested lists, tuples, dicts of Tensors; parameters in its closure
        get their gradients too

    Returns
    -------
    function with the arguments and the value of `f`; derivatives of every order. Keywords are settings

    Raises
    ------
    InPlaceError
        If `f` writes into an argument, from which the backward pass has to start again.
    RuleError
        In the backward pass, if `f` gives another value the second time (randomness, a changed closure).

    Notes
    -----
    What was computed outside of `f` from tracked values is best handed to it as an argument. By the closure it gets its
    gradient too, unless the backward pass has consumed its history already: then that is a GraphFreedError.

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
    def call(*args: Any, **settings: Any) -> Any:
        function = partial(f, **settings)
        result, mine = _first_run(function, args)
        outputs = _tensors(result)
        order = ordered([node for node in map(node_of, outputs) if node is not None])
        closure = [node for node in order if isinstance(node, Leaf) and node not in mine]
        handles = [Tensor._wrap(np.float64(0), leaf) for leaf in closure]  # they carry a history, not a value
        values = [np.array(out._value()) for out in outputs]
        again = _again([*args, *handles], function, len(args), values, closure) if values else []
        found = iter(again if isinstance(again, list) else [again])
        return mapped(lambda out: next(found) if isinstance(out, Tensor) else out, result)

    return call


def _first_run(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, set[Any]]:
    """Return what `function` makes of `args`, and the leaves that stood for them, which refuse to be written to."""
    with switched(tracking=True):
        inner = [argument(np.array(plain(x))) if _floating(x) else x for x in args]
        try:
            result = function(*inner)
        except InPlaceError as error:
            error.add_note("checkpoint starts from the arguments again in the backward pass, so they must stay.")
            raise
    mine = [x for x in inner if isinstance(x, Tensor)]
    close(mine)
    return result, {x._node for x in mine}


def _floating(x: Any) -> bool:
    return isinstance(x, _ARRAYS) and x.dtype.kind in "fc"


def _tensors(tree: Any) -> list[Tensor]:
    return [leaf for leaf in leaves(tree) if isinstance(leaf, Tensor)]


def _rerun(g: Any, xs: list[Any], function: Any, count: int, values: Any, closure: Any) -> list[Any]:
    with switched(tracking=True):
        inputs = [fresh(x) if _floating(x) else x for x in xs[:count]]
        tracked = starts([x for x in inputs if isinstance(x, Tensor)])
        again = _tensors(function(*inputs))
    if len(again) != len(values) or not all(map(_equal, again, values)):
        raise RuleError(
            "checkpoint: the function gave another value in the backward pass than in the forward pass. Wanted the "
            "same: draw random numbers outside, and do not change what its closure sees in between."
        )
    close(tracked)
    targets = [*tracked, *[Tensor._wrap(np.zeros(leaf.shape, leaf.dtype), leaf) for leaf in closure]]
    seeds = g if isinstance(g, list) else [g]
    recorded = any(isinstance(seed, Tensor) for seed in seeds)
    try:
        grads = pull([node_of(out) for out in again], seeds, targets, recorded, retain=True)
    except GraphFreedError as error:
        error.add_note(
            "That was computed outside of the function that checkpoint runs again, which has it from its closure. "
            "Hand it to the function as an argument."
        )
        raise
    found = iter([grads.get(t._node) for t in targets])  # type: ignore[arg-type]  # a target has a node
    shares = [next(found) if isinstance(x, Tensor) else None for x in inputs]
    return [
        np.zeros(np.shape(x)) if share is None else share
        for share, x in zip([*shares, *found], [*inputs, *targets[len(tracked) :]], strict=True)
    ]


def _equal(again: Tensor, value: Any) -> bool:
    return bool(np.array_equal(again._value(), value, equal_nan=True))


def _checkpoint(xs: Any, function: Any, count: Any, values: Any, closure: Any) -> Any:
    """Return the values that were computed; its rule computes them again."""
    return values if len(values) > 1 else values[0]


_again = Operation(
    _checkpoint,
    None,
    {"xs": lambda g, xs, function, count, values, closure: _rerun(g, xs, function, count, values, closure)},
    sequences=("xs",),
)
