"""A function as one expression: what it names on the way, its helpers and its constants are put in their places.

``t = np.tanh(x)`` and ``return 1 - t * t`` become ``1 - np.tanh(x) * np.tanh(x)``; a helper of the library becomes what
it returns; a constant of the module becomes ``2 / np.sqrt(np.pi)``. What a program of branches and loops computes is no
expression: then there is none.
"""

import ast
import inspect
import math
from collections.abc import Callable, Container, Mapping
from typing import Any

from autograd_lite.operation import Operation
from autograd_lite.viz.formulas.sources import function_source, parameters_of

_DEEPEST = 4  # helpers in helpers
_LONGEST = 200  # of an expression, in characters of source: what is longer nobody reads at an arrow
_NUMBERS = {  # constants of modules that have a name on paper
    math.log(2): "np.log(2)",
    math.log(10): "np.log(10)",
    2 / math.sqrt(math.pi): "2 / np.sqrt(np.pi)",
    math.sqrt(2 / math.pi): "np.sqrt(2 / np.pi)",
    math.sqrt(2 * math.pi): "np.sqrt(2 * np.pi)",
    1 / math.sqrt(2 * math.pi): "1 / np.sqrt(2 * np.pi)",
    math.sqrt(0.5): "1 / np.sqrt(2)",
    math.sqrt(2): "np.sqrt(2)",
    math.sqrt(math.pi) / 2: "np.sqrt(np.pi) / 2",
}
Names = Mapping[str, ast.expr]


class _NoExpressionError(Exception):
    """What the function does is no expression."""


def expression_of(function: Callable[..., Any], kept: Container[str], depth: int = 0) -> ast.expr | None:
    """Return what `function` computes as one expression of its parameters, or None where there is none.

    Parameters
    ----------
    function : a rule, or a helper of one
    kept : names of helpers that stay calls
    depth : how many functions it was called through
    """
    source = function_source(function)
    if source is None:
        return None
    try:
        body = source.body if isinstance(source, ast.Lambda) else _returned(source.body, {})
    except _NoExpressionError:
        return None
    if body is None:
        return None
    around = {**getattr(function, "__globals__", {}), **inspect.getclosurevars(function).nonlocals}
    return _Resolved(set(parameters_of(source)), around, kept, depth).visit(_copied(body))  # type: ignore[no-any-return]


def _copied(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


def _returned(statements: list[ast.stmt], env: dict[str, ast.expr]) -> ast.expr | None:
    """Return what straight-line statements return, in terms of what was there before; the general case stands last."""
    for statement in statements:
        match statement:
            case ast.Return(value=value):
                return _put(value, env) if value is not None else None
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                env[name] = _put(value, env)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                found = [_put(value, env) for value in values]
                env |= {n.id: v for n, v in zip(names, found, strict=False) if isinstance(n, ast.Name)}
            case ast.Assign(targets=[ast.Tuple()]):
                pass  # names of several results: they keep their names
            case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
                env[name] = ast.BinOp(env.get(name, ast.Name(name)), op, _put(value, env))
            case ast.With(body=body):
                if (found_inside := _returned(body, env)) is not None:
                    return found_inside
            case ast.If(body=body, orelse=[]) if isinstance(body[-1], ast.Return | ast.Raise):
                pass  # a special case
            case ast.If(test=test, body=[ast.Assign(targets=[ast.Name(id=name)], value=value)], orelse=[]):
                if not ast.unparse(test).endswith("dtype.kind == 'c'"):
                    old = env.get(name, ast.Name(name))
                    env[name] = ast.IfExp(_put(test, env), _put(value, env), old)
            case ast.Expr(value=ast.Constant()):
                pass  # the docstring
            case _:
                raise _NoExpressionError
    return None


def _put(node: ast.expr, names: Names) -> ast.expr:
    """Return `node` with what `names` stand for in their places."""
    placed: ast.expr = _Placed(names).visit(_copied(node))
    if len(ast.unparse(placed)) > _LONGEST:
        raise _NoExpressionError
    return placed


class _Placed(ast.NodeTransformer):
    def __init__(self, names: Names) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        found = self.names.get(node.id)
        return node if found is None else _copied(found)


class _Resolved(ast.NodeTransformer):
    """Puts in what names of the module stand for: constants, and helpers of the library."""

    def __init__(self, own: set[str], around: Mapping[str, Any], kept: Container[str], depth: int) -> None:
        self.own, self.around, self.kept, self.depth = own, around, kept, depth

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self.around.get(node.id) if node.id not in self.own else None
        if type(value) is not int and type(value) is not float:
            return node
        for known, written in _NUMBERS.items():
            if math.isclose(value, known, rel_tol=1e-14):
                return ast.parse(written, mode="eval").body
        return ast.Constant(float(f"{value:.4g}") if isinstance(value, float) and math.isfinite(value) else value)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        helper = self.around.get(called) if called not in self.own else None
        inner = self._inside(helper, called, node)
        return self.generic_visit(node) if inner is None else inner  # type: ignore[return-value]

    def _inside(self, helper: Any, called: str, node: ast.Call) -> ast.expr | None:
        """Return what a helper of the library computes of these arguments; None where it stays a call."""
        ours = inspect.isfunction(helper) and (called.startswith("_") or helper.__module__.startswith("autograd_lite."))
        if not ours or isinstance(helper, Operation) or called.lstrip("_") in self.kept or self.depth >= _DEEPEST:
            return None
        body = expression_of(helper, self.kept, self.depth + 1)
        given = _arguments(helper, node)
        if body is None or given is None:
            return None
        try:
            return _put(body, {name: self.visit(value) for name, value in given.items()})
        except _NoExpressionError:
            return None


def _arguments(helper: Any, node: ast.Call) -> dict[str, ast.expr] | None:
    """Return the arguments of a call by name, the defaults of plain values among them."""
    parameters = inspect.signature(helper).parameters
    if any(isinstance(a, ast.Starred) for a in node.args) or len(node.args) > len(parameters):
        return None
    given = dict(zip(parameters, node.args, strict=False)) | {k.arg: k.value for k in node.keywords if k.arg}
    for name, parameter in parameters.items():
        if name not in given and isinstance(parameter.default, int | float | str | type(None)):
            given[name] = ast.Constant(parameter.default)
    return given if given.keys() == parameters.keys() else None
