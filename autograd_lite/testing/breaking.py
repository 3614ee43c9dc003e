"""Wrong rules made from right ones: each way in which a derivative is commonly mistyped, as a change of its syntax."""

import ast
import inspect
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import numpy as np

_SWAPPED_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
_OTHER_FUNCTION = {
    "sin": "cos", "cos": "sin", "exp": "sqrt", "log": "exp", "sqrt": "square", "square": "sqrt", "tanh": "sin",
    "sinh": "cosh", "cosh": "sinh", "maximum": "minimum", "minimum": "maximum", "sum": "mean", "mean": "sum",
    "abs": "sign", "sign": "abs",
}  # fmt: skip
_SHIFTED_TIE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
_UNDONE = {
    "transposed",
    "swapaxes",
    "transpose",
    "conj",
    "conjugate",
    "unbroadcast",
    "adjoint",
    "moveaxis",
    "matrix_transpose",
}
_WHOLE: dict[str, Callable[[Any], Any]] = {
    "flip sign": lambda share: -share,
    "times 1.001": lambda share: share * 1.001,
    "times 0.999": lambda share: share * 0.999,
    "times 2": lambda share: share * 2,
    "conjugate too many": np.conj,
}


class Mutant(NamedTuple):
    """A broken rule: the way it was broken, the rule, and its source."""

    family: str
    rule: Callable[..., Any]
    source: str


@lru_cache(maxsize=256)
def _module_tree(file: str) -> ast.Module:
    with open(file, encoding="utf-8") as source:
        return ast.parse(source.read())


def tree_of(function: Any) -> ast.Lambda | ast.FunctionDef | None:
    """Return the syntax tree of a function or lambda, found by its place in its file; None if it has no source."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return None
    try:
        tree = _module_tree(inspect.getsourcefile(function) or "")
    except (OSError, TypeError, SyntaxError):
        return None
    names = tuple(code.co_varnames[: code.co_argcount])
    wanted = ast.Lambda if code.co_name == "<lambda>" else ast.FunctionDef
    columns = [p[2] for p in code.co_positions() if p[0] == code.co_firstlineno and p[2] is not None]
    for node in ast.walk(tree):
        if isinstance(node, wanted) and tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args)) == names:
            if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno:
                body = node.body
                if not columns or body.lineno != node.lineno or body.col_offset in columns:
                    return node
            if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
                return node
    return None


def _compiled(function: Any, node: ast.Lambda | ast.FunctionDef) -> Any:
    """Return a function like `function` with the body of `node`."""
    free = inspect.getclosurevars(function).nonlocals if function.__closure__ else {}
    space = {**function.__globals__, **free}
    node = ast.fix_missing_locations(deepcopy(node))
    if isinstance(node, ast.Lambda):
        return eval(compile(ast.Expression(node), "<mutant>", "eval"), space)
    node.decorator_list = []
    exec(compile(ast.Module([node], []), "<mutant>", "exec"), space)
    return space[node.name]


def mutants(rule: Callable[..., Any]) -> Iterator[Mutant]:
    """Yield broken forms of a rule, and of the functions of its own module that it calls.

    Examples
    --------
    >>> [m.source for m in mutants(lambda g: g) if m.family == "flip sign"]
    ['flip sign of <lambda>(g)']
    """
    yield from _wholes(rule)
    node = tree_of(rule)
    if node is None:
        return
    for family, broken in _variants(node, names(rule)):
        try:
            yield Mutant(family, _compiled(rule, broken), ast.unparse(broken))
        except (SyntaxError, ValueError, TypeError):
            continue
    for name, helper in _helpers(rule, node):
        inner = tree_of(helper)
        if inner is None:
            continue
        for family, broken in _variants(inner, names(helper)):
            try:
                changed = _compiled(helper, broken)
            except (SyntaxError, ValueError, TypeError):
                continue
            space = {**rule.__globals__, name: changed}
            code = rule.__code__
            yield Mutant(
                family,
                FunctionType(code, space, rule.__name__, rule.__defaults__, rule.__closure__),
                ast.unparse(broken),
            )


def _helpers(rule: Any, node: ast.AST) -> Iterator[tuple[str, Any]]:
    """Yield the functions of the rule's own module that it calls."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            found = rule.__globals__.get(each.func.id)
            if isinstance(found, FunctionType) and found.__module__ == rule.__module__:
                yield each.func.id, found


def names(function: Any) -> set[str]:
    """Return the names of a function's parameters."""
    return set(inspect.signature(function).parameters)


def _each(form: Callable[[Any], Any], share: Any) -> Any:
    return [form(each) for each in share] if isinstance(share, list) else form(share)


def _wholes(rule: Callable[..., Any]) -> Iterator[Mutant]:
    """Yield rules whose whole result is wrong, whatever they are made of."""
    given = ", ".join(inspect.signature(rule).parameters)
    for family, form in _WHOLE.items():
        space = {"each": _each, "form": form, "rule": rule}
        broken = eval(f"lambda {given}: each(form, rule({given}))", space)
        yield Mutant(family, broken, f"{family} of {rule.__name__}({given})")


def _variants(node: Any, names: set[str]) -> Iterator[tuple[str, Any]]:
    body = node.body if isinstance(node, ast.FunctionDef) else [node.body]
    places = [(i, k) for i, part in enumerate(body) for k, _ in enumerate(ast.walk(part))]
    for i, k in places:
        for change in _FAMILIES:
            broken = deepcopy(node)
            parts = broken.body if isinstance(broken, ast.FunctionDef) else [broken.body]
            target = list(ast.walk(parts[i]))[k]
            changed = change(target, names)
            if changed is None:
                continue
            label, new = changed
            if isinstance(broken, ast.Lambda) and broken.body is target and isinstance(new, ast.expr):
                broken.body = new
            else:
                _replace(broken, target, new)
            yield label, broken


def _replace(root: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(root):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                value[:] = [new if each is old else each for each in value]


Changed = tuple[str, ast.AST] | None


def _drop_operand(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    return ("drop an operand", node.left) if isinstance(node, ast.BinOp) else None


def _drop_other(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    return ("drop an operand", node.right) if isinstance(node, ast.BinOp) else None


def _operator(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    if isinstance(node, ast.BinOp) and type(node.op) in _SWAPPED_OPERATORS:
        return "another operator", ast.BinOp(node.left, _SWAPPED_OPERATORS[type(node.op)](), node.right)
    return None


def _swap_operands(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div | ast.Pow | ast.MatMult):
        return "swap operands", ast.BinOp(node.right, node.op, node.left)
    return None


def _swap_arguments(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    if isinstance(node, ast.Call) and len(node.args) >= 2:
        return "swap arguments", ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    return None


def _bump(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return "bump a constant", ast.Constant(node.value + 1)
    return None


def _flag(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        return "stale flag", ast.Constant(not node.value)
    return None


def _keyword(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    if isinstance(node, ast.Call) and node.keywords:
        return "drop a keyword", ast.Call(node.func, node.args, node.keywords[1:])
    return None


def _function(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    if isinstance(node, ast.Attribute) and node.attr in _OTHER_FUNCTION and isinstance(node.value, ast.Name):
        return "another function", ast.Attribute(node.value, _OTHER_FUNCTION[node.attr], node.ctx)
    return None


def _undo(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    if isinstance(node, ast.Call) and node.args:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _UNDONE:
            return "drop a transpose, sum or conjugate", node.args[0]
    return None


def _tie(node: Any, names: set[str]) -> Changed:  # noqa: ARG001
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _SHIFTED_TIE:
        return "shift a tie", ast.Compare(node.left, [_SHIFTED_TIE[type(node.ops[0])]()], node.comparators)
    return None


def _saved(node: Any, names: set[str]) -> Changed:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in ("x", "y", "out", "a", "b"):
        others = sorted(names & {"x", "y", "out", "a", "b"} - {node.id})
        if others:
            return "wrong saved value", ast.Name(others[0], node.ctx)
    return None


_FAMILIES: list[Callable[[Any, set[str]], Changed]] = [
    _drop_operand, _drop_other, _operator, _swap_operands, _swap_arguments, _bump, _flag, _keyword, _function, _undo,
    _tie, _saved,
]  # fmt: skip
