"""Derivatives of functions, of every order, from the same rules that ``backward`` uses.

Arguments may be nested lists, tuples and dicts of arrays; gradients come back in the same shape. Results are plain
arrays, unless they depend on something tracked besides the call's own arguments (an outer ``grad``, a parameter in a
closure): then they are Tensors that can be differentiated on.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from autograd_lite.backward import conjugated, own, propagate
from autograd_lite.errors import DTypeError, NoGradientError, ShapeError
from autograd_lite.graph import Leaf, Node, consumers, ordered
from autograd_lite.modes import switched
from autograd_lite.operation import primitive
from autograd_lite.rows import sweep_rows
from autograd_lite.tensor import Tensor
from autograd_lite.trees import leaves, mapped, rebuilt


@primitive(None, x=lambda g: g)
def _identity(x: Any) -> Any:
    """Return `x` itself: a fresh node, with respect to which a nested derivative is taken."""
    return x


class _Argument(Leaf):
    """The leaf of an argument: open while its function runs, and of no interest to anybody else afterwards."""

    __slots__ = ("open",)

    def __init__(self, shape: Any, dtype: Any) -> None:
        super().__init__(shape, dtype)
        self.open = True


def _argument(data: Any, dtype: Any = None) -> Tensor:
    """Return a Tensor of `data` that a transform differentiates for."""
    tensor = Tensor(data, dtype=dtype, requires_grad=True)
    tensor._node = _Argument(tensor.shape, tensor.dtype)
    return tensor


def _fresh(x: Any) -> Tensor:
    """Return a Tensor with the values of `x`, an input of its own, joined to the history of `x` if it has one."""
    if isinstance(x, Tensor) and x.requires_grad:
        return _identity(x)  # type: ignore[no-any-return]
    return _argument(x)


class _Run:
    """One evaluation of a function on fresh inputs, ready to be differentiated."""

    def __init__(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], chosen: Any
    ) -> None:
        self.single = isinstance(chosen, int)
        self.positions = (chosen,) if self.single else tuple(chosen)
        for position in self.positions:
            if not -len(args) <= position < len(args):
                raise NoGradientError(f"argnums names argument {position}, but the call has {len(args)} arguments.")
        with switched(tracking=True):
            fresh = list(args)
            for position in self.positions:
                fresh[position] = mapped(_fresh, args[position])
            self.trees = [fresh[position] for position in self.positions]
            self.inputs: list[Tensor] = leaves(self.trees)
            self.result = function(*fresh, **kwargs)
        for tensor in self.inputs:
            if isinstance(tensor._node, _Argument):
                tensor._node.open = False

    def follow(self, outputs: list[Any]) -> None:
        """Note which of `outputs` have a history, and whether it reaches beyond the inputs."""
        self.nodes = [_node(output) for output in outputs]
        reached = consumers([node for node in self.nodes if node is not None])
        self.nested = any(isinstance(node, Leaf) and getattr(node, "open", True) for node in reached)

    def pull(self, seeds: list[Any], retain: bool = False) -> list[Any]:
        """Return the gradient of every input for the gradients `seeds` of the outputs (not conjugated)."""
        return _pull(self.nodes, seeds, self.inputs, self.nested, retain)

    def shaped(self, grads: list[Any]) -> Any:
        """Return gradients in the shape of the arguments that they belong to."""
        trees = rebuilt(self.trees, iter(grads))
        return trees[0] if self.single else tuple(trees)


def _node(value: Any) -> Node | None:
    if isinstance(value, Tensor):
        value._value()
        return value._node
    return None


def _pull(nodes: list[Node | None], seeds: list[Any], inputs: list[Tensor], recorded: bool, retain: bool) -> list[Any]:
    """Carry `seeds` from `nodes` to `inputs`; zeros where nothing arrives."""
    start: dict[Node, Any] = {}
    for node, seed in zip(nodes, seeds, strict=True):
        if node is not None:
            start[node] = start[node] + seed if node in start else seed
    wanted = {tensor._node for tensor in inputs}
    with switched(tracking=True):
        found = propagate(start, wanted, recorded, retain or recorded)  # type: ignore[arg-type]
    return [found.get(tensor._node, None) for tensor in inputs]  # type: ignore[arg-type]


def _zeros(tensor: Tensor) -> Any:
    return np.zeros(tensor.shape, tensor.dtype)


def _finished(g: Any, tensor: Tensor, conjugate: bool = True) -> Any:
    """Return a gradient as the user gets it: an ndarray of their own, or a Tensor."""
    if g is None:
        return _zeros(tensor)
    if isinstance(g, Tensor):
        return conjugated(g) if conjugate else g
    return np.asarray(own(g)) if conjugate or g.dtype.kind != "c" else np.array(g)


def _seed(value: Any, like: Any, recorded: bool) -> Any:
    """Return a cotangent in the shape and dtype of the output `like`, a Tensor for a recorded pass."""
    if isinstance(value, Tensor) and recorded:
        seed = value if value.dtype == like.dtype else value.astype(like.dtype)
    else:
        array = np.array(value._plain("a cotangent") if isinstance(value, Tensor) else value, dtype=like.dtype)
        seed = Tensor(array) if recorded else array[()]
    if seed.shape != like.shape:
        raise ShapeError(f"Got a cotangent of shape {seed.shape} for an output of shape {like.shape}. Wanted equal.")
    return seed


def _number(value: Any, holomorphic: bool) -> Any:
    """Check that `value` is one number that a gradient can be taken of."""
    if np.size(value) != 1:
        raise ShapeError(
            f"grad wants a function that returns one number; got shape {np.shape(value)}. "
            "Sum it, or use ag.jacobian or ag.vjp."
        )
    if not holomorphic and value.dtype.kind == "c":
        raise DTypeError(
            "grad wants a real result; got a complex one. Return its real part or its absolute value, or pass "
            "holomorphic=True if the function is complex-differentiable."
        )
    return value


def value_and_grad(
    f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, has_aux: bool = False, holomorphic: bool = False
) -> Callable[..., Any]:
    """Return a function that computes the value of `f` and its gradient.

    Parameters
    ----------
    f : function of arrays (or nested lists, tuples, dicts of them) that returns one number
    argnums : position of the argument to differentiate, or several
    has_aux : `f` returns ``(value, anything)``; the second is handed through
    holomorphic : for a complex-differentiable `f`, return f'(z)

    Returns
    -------
    function with the arguments of `f` that returns ``(value, gradient)``, or ``((value, aux), gradient)``

    Raises
    ------
    ShapeError
        If `f` returns more than one number.
    DTypeError
        For integer arguments, and for a complex result without ``holomorphic=True``.

    Examples
    --------
    >>> import numpy as np
    >>> value, slope = value_and_grad(lambda x: np.sum(x**2))(np.array([1.0, 2.0]))
    >>> value, slope
    (array(5.), array([2., 4.]))
    """

    @wraps(f)
    def differentiated(*args: Any, **kwargs: Any) -> Any:
        run = _Run(f, args, kwargs, argnums)
        value, aux = run.result if has_aux else (run.result, None)
        value = value if isinstance(value, Tensor) else Tensor(value)
        _number(value, holomorphic)
        run.follow([value])
        seed = _seed(np.ones(value.shape), value, run.nested)
        grads = [_finished(g, x, conjugate=not holomorphic) for g, x in zip(run.pull([seed]), run.inputs, strict=True)]
        shown = _shown(value, run.nested)
        return ((shown, aux) if has_aux else shown), run.shaped(grads)

    return differentiated


def _shown(value: Any, nested: bool) -> Any:
    """Return an output as the user gets it."""
    return value if nested or not isinstance(value, Tensor) else np.array(value._value())


def grad(
    f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, has_aux: bool = False, holomorphic: bool = False
) -> Callable[..., Any]:
    """Return a function that computes the gradient of `f`. Parameters as in :func:`value_and_grad`.

    Examples
    --------
    >>> import numpy as np
    >>> grad(np.sin)(0.0)
    array(1.)
    >>> grad(grad(grad(np.sin)))(0.0)
    array(-1.)
    >>> grad(lambda p: p["a"] * p["b"])({"a": 2.0, "b": 3.0})
    {'a': array(3.), 'b': array(2.)}
    """
    both = value_and_grad(f, argnums, has_aux, holomorphic)

    @wraps(f)
    def differentiated(*args: Any, **kwargs: Any) -> Any:
        value, gradient = both(*args, **kwargs)
        return (gradient, value[1]) if has_aux else gradient

    return differentiated


def gradients(
    outputs: Any, inputs: Any, grad_outputs: Any = None, *, create_graph: bool = False, retain_graph: bool = False
) -> Any:
    """Return the gradients of Tensors with respect to others of the same graph, touching no ``.grad``.

    Parameters
    ----------
    outputs : Tensor or list of Tensors; their sum is differentiated, or their product with `grad_outputs`
    inputs : nested lists, tuples, dicts of Tensors, leaves or results
    grad_outputs : cotangents of the outputs; may be left out for single numbers
    create_graph : return Tensors that can be differentiated again
    retain_graph : keep the graph for another pass

    Returns
    -------
    gradients in the shape of `inputs`; zeros for an input that the outputs do not depend on

    Examples
    --------
    >>> x = Tensor([1.0, 2.0], requires_grad=True)
    >>> y = x * x
    >>> gradients(y.sum(), [x, y])
    [array([2., 4.]), array([1., 1.])]
    """
    ends = list(outputs) if isinstance(outputs, list | tuple) else [outputs]
    given = [None] * len(ends) if grad_outputs is None else grad_outputs
    given = list(given) if isinstance(given, list | tuple) else [given]
    wanted = leaves(inputs)
    for tensor in wanted:
        if _node(tensor) is None:
            raise NoGradientError(
                "gradients wants inputs that are Tensors with requires_grad=True, or results of such."
            )
    nodes = [_node(end) for end in ends]
    if all(node is None for node in nodes):
        raise NoGradientError("gradients of outputs that depend on no Tensor that requires a gradient.")
    seeds = [conjugated(end._seed(g, create_graph)) for end, g in zip(ends, given, strict=True)]
    found = _pull(nodes, seeds, wanted, create_graph, retain_graph)
    return rebuilt(inputs, iter([_finished(g, x) for g, x in zip(found, wanted, strict=True)]))


def vjp(f: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[[Any], Any]]:
    """Return the value of `f` and its pullback.

    Parameters
    ----------
    f : function of arrays that returns an array, or nested lists, tuples, dicts of arrays
    *primals : its arguments, all differentiated

    Returns
    -------
    value : ``f(*primals)``
    pullback : function of a cotangent (of the shape of the value) that returns a tuple, one gradient for each argument;
        it can be called again and again

    Examples
    --------
    >>> import numpy as np
    >>> value, pullback = vjp(lambda x, y: x * y, np.array([1.0, 2.0]), 3.0)
    >>> pullback(np.ones(2))
    (array([3., 3.]), array(3.))
    """
    run = _Run(f, primals, {}, tuple(range(len(primals))))
    outputs = leaves(run.result)
    run.follow(outputs)

    def pullback(g: Any) -> Any:
        given = leaves(g) if isinstance(run.result, list | tuple | dict) else [g]
        nested = run.nested or any(isinstance(each, Tensor) and each.requires_grad for each in given)
        like = [out if isinstance(out, Tensor) else np.asarray(out) for out in outputs]
        seeds = [conjugated(_seed(each, out, nested)) for each, out in zip(given, like, strict=True)]
        grads = _pull(run.nodes, seeds, run.inputs, nested, retain=True)
        return run.shaped([_finished(g, x) for g, x in zip(grads, run.inputs, strict=True)])

    return mapped(lambda value: _shown(value, run.nested), run.result), pullback


def jvp(f: Callable[..., Any], primals: Any, tangents: Any) -> tuple[Any, Any]:
    """Return the value of `f` and its derivative in a direction.

    Parameters
    ----------
    f : function of arrays that returns an array, or nested lists, tuples, dicts of arrays
    primals : tuple of arguments
    tangents : tuple of directions, of the shapes of the arguments

    Notes
    -----
    The pullback is linear in its cotangent, so the pullback of the pullback is the derivative in a direction: the same
    rules serve, and no second table has to agree with them.

    Examples
    --------
    >>> import numpy as np
    >>> value, slope = jvp(np.sin, (0.0,), (2.0,))
    >>> slope
    array(2.)
    """
    run = _Run(f, tuple(primals), {}, tuple(range(len(primals))))
    outputs = leaves(run.result)
    run.follow(outputs)
    directions = leaves(list(tangents))
    if len(directions) != len(run.inputs):
        raise ShapeError(
            f"jvp got {len(run.inputs)} arrays in primals and {len(directions)} in tangents. Wanted equal."
        )
    with switched(tracking=True):
        duals = [
            _argument(np.ones(np.shape(out)), out.dtype) if node else None
            for node, out in zip(run.nodes, outputs, strict=True)
        ]
        pulled = _pull(run.nodes, duals, run.inputs, recorded=True, retain=False)
    for dual in duals:
        if dual is not None:
            dual._node.open = False  # type: ignore[union-attr]
    nested = run.nested or any(isinstance(d, Tensor) and d.requires_grad for d in directions)
    seeds = [_seed(v, x, nested) for v, x in zip(directions, run.inputs, strict=True)]
    targets = [dual for dual in duals if dual is not None]
    found = iter(_pull([_node(g) for g in pulled], seeds, targets, nested, retain=False))
    slopes = [
        np.zeros(np.shape(out)) if dual is None else _finished(next(found), dual, conjugate=False)
        for dual, out in zip(duals, outputs, strict=True)
    ]
    value = mapped(lambda value: _shown(value, run.nested), run.result)
    return value, rebuilt(run.result, iter(slopes))


def jacobian(f: Callable[..., Any], argnums: int = 0) -> Callable[..., Any]:
    """Return a function that computes the Jacobian of `f`, of shape ``f(x).shape + x.shape``.

    Examples
    --------
    >>> import numpy as np
    >>> jacobian(lambda x: x**2)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """

    @wraps(f)
    def differentiated(*args: Any, **kwargs: Any) -> Any:
        run = _Run(f, args, kwargs, argnums)
        out = run.result if isinstance(run.result, Tensor) else Tensor(run.result)
        run.follow([out])
        (x,) = run.inputs
        rows = _recorded_rows(run, out, x) if run.nested else _rows(out, x)
        return np.reshape(rows, out.shape + x.shape)

    return differentiated


def _rows(out: Tensor, x: Tensor) -> Any:
    """Return the rows of a Jacobian, as many at once as fit into some memory."""
    jacobian = np.zeros((out.size, *x.shape), np.result_type(out.dtype, x.dtype))
    if out._node is None or x._node is None:
        return jacobian
    largest = max(int(np.prod(node.shape)) for node in ordered([out._node]) if not isinstance(node.dtype, tuple))
    step = max(1, _ROW_ELEMENTS // max(1, largest))
    for start in range(0, out.size, step):
        count = min(step, out.size - start)
        seeds = np.zeros((count, out.size), out.dtype)
        seeds[range(count), range(start, start + count)] = 1
        found = sweep_rows(out._node, seeds.reshape(count, *out.shape), {x._node})
        if x._node in found:
            jacobian[start : start + count] = found[x._node]
    return jacobian


_ROW_ELEMENTS = 2**22  # elements of the largest gradient that are held at once, 32 MiB of float64


def _recorded_rows(run: _Run, out: Tensor, x: Tensor) -> Any:
    """Return the rows of a Jacobian that is itself to be differentiated, one pass each."""
    rows = []
    for k in range(out.size):
        seed = np.zeros(out.shape, out.dtype)
        seed.flat[k] = 1
        (g,) = run.pull([_seed(seed, out, True)], retain=True)
        rows.append(_finished(g, x, conjugate=False))
    return np.stack(rows)


def hessian(f: Callable[..., Any], argnums: int = 0) -> Callable[..., Any]:
    """Return a function that computes the second derivatives of `f`, of shape ``x.shape + x.shape``.

    Examples
    --------
    >>> import numpy as np
    >>> hessian(lambda x: x[0] ** 2 * x[1])(np.array([1.0, 3.0]))
    array([[6., 2.],
           [2., 0.]])
    """
    return jacobian(grad(f, argnums), argnums)


def hvp(f: Callable[..., Any], x: Any, v: Any) -> Any:
    """Return the product of the Hessian of `f` at `x` with `v`, without the Hessian.

    Examples
    --------
    >>> import numpy as np
    >>> hvp(lambda x: np.sum(x**3), np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    array([ 6., 12.])
    """
    run = _Run(f, (x,), {}, 0)
    value = run.result if isinstance(run.result, Tensor) else Tensor(run.result)
    run.follow([_number(value, holomorphic=False)])
    slopes = _pull(run.nodes, [_seed(np.ones(value.shape), value, True)], run.inputs, recorded=True, retain=False)
    directions = leaves(v)
    nested = run.nested or any(isinstance(d, Tensor) and d.requires_grad for d in directions)
    seeds = [_seed(d, t, nested) for d, t in zip(directions, run.inputs, strict=True)]
    found = _pull([_node(g) for g in slopes], seeds, run.inputs, nested, retain=False)
    return run.shaped([_finished(g, t) for g, t in zip(found, run.inputs, strict=True)])
