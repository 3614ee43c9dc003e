"""Derivatives of functions, of every order, from the same rules that ``backward`` uses.

Arguments may be nested lists, tuples and dicts of arrays; gradients come back in the same shape. Results are plain
arrays, unless they depend on something tracked besides the call's own arguments (an outer ``grad``, a parameter in a
closure): then they are Tensors that can be differentiated on.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from autograd_lite.backward import conjugated
from autograd_lite.errors import NoGradientError, ShapeError
from autograd_lite.evaluation import (
    Run,
    argument,
    close,
    complex_result,
    finished,
    function_to_differentiate,
    node_of,
    one_number,
    pull,
    seed_for,
    shown,
    with_aux,
)
from autograd_lite.modes import switched
from autograd_lite.tensor import Tensor
from autograd_lite.trees import leaves, mapped, rebuilt


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
    function_to_differentiate(f)

    @wraps(f)
    def differentiated(*args: Any, **kwargs: Any) -> Any:
        run = Run(f, args, kwargs, argnums)
        value, aux = with_aux(run.result) if has_aux else (run.result, None)
        value = one_number(value, holomorphic)
        if holomorphic:
            complex_result(value, run.inputs)
        run.follow([value])
        seed = seed_for(np.ones(value.shape), value, run.nested)
        found = run.pull([seed])
        grads = [finished(found, x, conjugate=not holomorphic) for x in run.inputs]
        result = shown(value, run.nested)
        return ((result, aux) if has_aux else result), run.shaped(grads)

    return differentiated


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
        if node_of(tensor) is None:
            raise NoGradientError(
                "gradients wants inputs that are Tensors with requires_grad=True, or results of such."
            )
    nodes = [node_of(end) for end in ends]
    if all(node is None for node in nodes):
        raise NoGradientError("gradients of outputs that depend on no Tensor that requires a gradient.")
    seeds = [conjugated(end._seed(g, create_graph)) for end, g in zip(ends, given, strict=True)]
    found = pull(nodes, seeds, wanted, create_graph, retain_graph)
    once = {node: finished(found, x) for node, x in {x._node: x for x in wanted}.items()}
    repeated = len(once) < len(wanted)  # every place gets an array of its own
    grads = [once[x._node] for x in wanted]
    return rebuilt(inputs, iter([g.copy() for g in grads] if repeated else grads))


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
    run = Run(f, primals, {}, tuple(range(len(primals))))
    outputs = leaves(run.result)
    run.follow(outputs)

    def pullback(g: Any) -> Any:
        given = leaves(g) if isinstance(run.result, list | tuple | dict) else [g]
        if len(given) != len(outputs):
            raise ShapeError(f"The pullback got {len(given)} cotangents for {len(outputs)} outputs. Wanted equal.")
        nested = run.nested or any(isinstance(each, Tensor) and each.requires_grad for each in given)
        like = [out if isinstance(out, Tensor) else np.asarray(out) for out in outputs]
        seeds = [conjugated(seed_for(each, out, nested)) for each, out in zip(given, like, strict=True)]
        found = pull(run.nodes, seeds, run.inputs, nested, retain=True)
        return run.shaped([finished(found, x) for x in run.inputs])

    return mapped(lambda value: shown(value, run.nested), run.result), pullback


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
    for name, given in (("primals", primals), ("tangents", tangents)):
        if not isinstance(given, tuple | list):
            raise TypeError(f"jvp got {name} of type {type(given).__name__}. Wanted a tuple: ag.jvp(f, (x,), (v,)).")
    run = Run(f, tuple(primals), {}, tuple(range(len(primals))))
    outputs = leaves(run.result)
    run.follow(outputs)
    directions = leaves(list(tangents))
    if len(directions) != len(run.inputs):
        raise ShapeError(
            f"jvp got {len(run.inputs)} arrays in primals and {len(directions)} in tangents. Wanted equal."
        )
    with switched(tracking=True):
        duals = [
            argument(np.ones(np.shape(out)), out.dtype) if node else None
            for node, out in zip(run.nodes, outputs, strict=True)
        ]
        pulled = pull(run.nodes, duals, run.inputs, recorded=True, retain=False)
    close([dual for dual in duals if dual is not None])
    nested = run.nested or any(isinstance(d, Tensor) and d.requires_grad for d in directions)
    seeds = [seed_for(v, x, nested, "tangent", "argument") for v, x in zip(directions, run.inputs, strict=True)]
    targets = [dual for dual in duals if dual is not None]
    nodes = [node_of(pulled.get(x._node)) for x in run.inputs]  # type: ignore[arg-type]  # an input has a node
    found = pull(nodes, seeds, targets, nested, retain=False)
    slopes = [
        zeros_like(out) if dual is None else finished(found, dual, conjugate=False)
        for dual, out in zip(duals, outputs, strict=True)
    ]
    value = mapped(lambda value: shown(value, run.nested), run.result)
    return value, rebuilt(run.result, iter(slopes))


def zeros_like(out: Any) -> Any:
    """Return the derivative of a result that depends on nothing: zeros of its shape and, for an inexact one, dtype."""
    dtype = np.result_type(out.dtype if isinstance(out, Tensor) else out)
    return np.zeros(np.shape(out), dtype if dtype.kind in "fc" else np.float64)
