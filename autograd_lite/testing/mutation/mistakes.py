"""The ways in which a formula is commonly mistyped: for a piece of syntax, what may stand there instead, by family."""

import ast
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

Mistake = tuple[str, ast.expr]

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
_FUNCTIONS = {
    "sin": "cos", "cos": "sin", "exp": "sqrt", "log": "exp", "sqrt": "square", "square": "sqrt", "tanh": "sin",
    "sinh": "cosh", "cosh": "sinh", "maximum": "minimum", "minimum": "maximum", "abs": "sign", "sign": "abs",
}  # fmt: skip
_MEANS = {"sum": "mean", "mean": "sum"}
_TIES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
_UNDONE = {
    **dict.fromkeys(["conj", "conjugate", "adjoint"], "missing conjugate"),
    **dict.fromkeys(["transposed", "transpose", "swapaxes", "moveaxis", "matrix_transpose"], "drop a transpose"),
    **dict.fromkeys(["unbroadcast", "unbroadcast_rows"], "forget the broadcasting sum"),
}
WHOLE: dict[str, Callable[[Any], Any]] = {
    "flip sign": lambda share: -share,
    "times 1.001": lambda share: share * 1.001,
    "times 0.999": lambda share: share * 0.999,
    "times 2": lambda share: share * 2,
    "conjugate too many": np.conj,
}


def mistakes(node: ast.AST, arrays: set[str]) -> Iterator[Mistake]:
    """Yield what may stand by mistake in the place of `node`, with the family of the mistake.

    Parameters
    ----------
    node : an expression
    arrays : names of saved arrays, of which one may be taken for another

    Examples
    --------
    >>> node = ast.parse("x - y", mode="eval").body
    >>> [(family, ast.unparse(new)) for family, new in mistakes(node, set())]
    [('drop an operand', 'x'), ('drop an operand', 'y'), ('another operator', 'x + y'), ('swap operands', 'y - x')]
    """
    match node:
        case ast.BinOp():
            yield from _of_product(node)
        case ast.Call():
            yield from _of_call(node)
        case ast.Constant(value=bool(flag)):
            yield "stale flag", ast.Constant(not flag)
        case ast.Constant(value=int() | float() as value):
            yield "bump a constant", ast.Constant(value + 1)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            yield "drop a sign", inner
        case ast.Compare(left=left, ops=[one], comparators=others) if type(one) in _TIES:
            yield "shift a tie", ast.Compare(left, [_TIES[type(one)]()], others)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield "swap branches", ast.IfExp(test, orelse, body)
        case ast.Attribute(value=inner, attr=name):
            yield from _of_attribute(node, inner, name)
        case ast.Name(id="axis" | "axes" as name, ctx=ast.Load()):
            yield "count the axis from the other end", _from_the_end(name)
        case ast.Name(id=name, ctx=ast.Load()) if name in arrays:
            circle = [*sorted(arrays), *sorted(arrays)]
            if (another := circle[circle.index(name) + 1]) != name:
                yield "wrong saved value", ast.Name(another, ast.Load())


def _of_product(node: ast.BinOp) -> Iterator[Mistake]:
    yield "drop an operand", node.left
    yield "drop an operand", node.right
    if type(node.op) in _OPERATORS:
        yield "another operator", ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)
    if isinstance(node.op, ast.Sub | ast.Div | ast.Pow | ast.MatMult):
        yield "swap operands", ast.BinOp(node.right, node.op, node.left)


def _of_call(node: ast.Call) -> Iterator[Mistake]:
    if len(node.args) >= 2:
        yield "swap arguments", ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    for each in node.keywords:
        rest = [other for other in node.keywords if other is not each]
        yield "drop a keyword", ast.Call(node.func, node.args, rest)
        if each.arg == "keepdims":
            stale = ast.keyword("keepdims", ast.UnaryOp(ast.Not(), each.value))
            yield "stale keepdims", ast.Call(node.func, node.args, [*rest, stale])
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if node.args and name in _UNDONE:
        yield _UNDONE[name], node.args[0]


def _of_attribute(node: ast.Attribute, inner: ast.expr, name: str) -> Iterator[Mistake]:
    """Yield another function of NumPy for one of its own, and an array for its transpose."""
    if name in ("T", "mT"):
        yield "drop a transpose", inner
    elif isinstance(inner, ast.Name) and name in _MEANS:
        yield "mean for sum", ast.Attribute(inner, _MEANS[name], node.ctx)
    elif isinstance(inner, ast.Name) and name in _FUNCTIONS:
        yield "another function", ast.Attribute(inner, _FUNCTIONS[name], node.ctx)


def _from_the_end(name: str) -> ast.expr:
    """Return the expression for an axis that counts from the other end; None and tuples stay as they are."""
    return ast.parse(f"-1 - {name} if isinstance({name}, int) else {name}", mode="eval").body
