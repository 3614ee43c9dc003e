"""The local derivative of an operation as text, taken from the source of its rule.

``x=lambda out: 1 - out * out`` becomes ``1 − out²``. Nothing is typed in twice: what is printed is what is run.
"""

import ast
import inspect
import linecache
from collections.abc import Callable
from functools import cache
from typing import Any

_BINARY: dict[type, tuple[str, int]] = {
    ast.Add: (" + ", 1),
    ast.Sub: (" − ", 1),
    ast.Mult: ("·", 2),
    ast.Div: (" / ", 2),
    ast.FloorDiv: (" // ", 2),
    ast.Mod: (" mod ", 2),
    ast.MatMult: (" @ ", 2),
    ast.BitAnd: (" and ", 0),
    ast.BitOr: (" or ", 0),
}
_COMPARE: dict[type, str] = {
    ast.Eq: "=",
    ast.NotEq: "≠",
    ast.Lt: "<",
    ast.LtE: "≤",
    ast.Gt: ">",
    ast.GtE: "≥",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
_CONSTANTS = {"np.inf": "∞", "np.pi": "π", "math.inf": "∞", "math.pi": "π", "np.e": "e"}
_HELPERS: dict[str, tuple[int, str, int]] = {  # what functions with a name of ours compute: arguments, text, binding
    "extreme_share": (3, "{0} where {1} = {2}", 0),
    "product_share": (2, "{0}·out / {1}", 2),
    "variance_share": (2, "{0}·2·({1} − mean({1})) / n", 2),
    "scatter_add": (2, "{0} at {1}, else 0", 0),
    "deviation_slope": (2, "{0} / (2·{1})", 2),
    "deviation_share": (3, "{0}·({1} − mean({1})) / (n·{2})", 2),
    "root_of_one_minus_square": (1, "√(1 − {0}²)", 3),
    "root_of_one_plus_square": (1, "√(1 + {0}²)", 3),
    "one_minus_square": (1, "1 − {0}²", 1),
    "ratio": (2, "{0} / {1}", 2),
    "conjugate": (1, "conj({0})", 4),
    "matrix_wise": (1, "{0}", 4),
    "convolve_input": (2, "convᵀ({0}, {1})", 4),
    "convolve_weight": (2, "conv({1}, {0})", 4),
    "rows": (1, "{0}", 4),  # of an array as a matrix: what the textbook has before it speaks of batches
    "unbroadcast": (1, "{0}", 4),
    "multiply": (2, "{0}·{1}", 2),
    "equal": (2, "{0} = {1}", 0),
    "less_equal": (2, "{0} ≤ {1}", 0),
    "greater": (2, "{0} > {1}", 0),
    "won": (1, "{0}", 0),  # ties are shared
    "asarray": (1, "{0}", 4),
    "array": (1, "{0}", 4),
}
_REDUCTIONS = {"sum", "mean"}  # along the axes of the operation: a textbook does not say so again
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def formula(operation: Any, name: str) -> str:
    """Return the rule of `operation` for the input `name` as a formula.

    Examples
    --------
    >>> import autograd_lite as ag
    >>> formula(ag.tanh, "x"), formula(ag.sin, "x"), formula(ag.matmul, "y")
    ('1 − out²', 'cos(x)', 'xᵀ @ g')
    """
    return rule_text(operation.rules[name])


@cache
def rule_text(rule: Callable[..., Any]) -> str:
    """Return the expression that a rule computes, or the rule's name where its source is not at hand."""
    body = _body(rule)
    return _text(body)[0] if body is not None else f"{getattr(rule, '__name__', 'rule').strip('_<>')}(…)"


def _body(rule: Callable[..., Any]) -> ast.expr | None:
    """Return the expression that `rule` returns: of a lambda, or of a function that is one return."""
    code = getattr(rule, "__code__", None)
    tree = _tree(code.co_filename) if code is not None else None
    if tree is None or code is None:
        return None
    wanted = tuple(inspect.signature(rule).parameters)
    found = [node for node in tree.get(code.co_firstlineno, ()) if _names(node) == wanted]
    if len(found) > 1:  # lambdas side by side: the columns of the compiled code tell which one this is
        found = [node for node in found if any(_holds(node, *span) for span in _spans(code))]
    if not found:
        return None
    return _unwrapped(found[0].body if isinstance(found[0], ast.Lambda) else _returned(found[0]), rule)


def _returned(function: Any) -> ast.expr | None:
    """Return what a function returns at its end, the general case by convention."""
    last = function.body[-1]
    return last.value if isinstance(last, ast.Return) else None


def _unwrapped(body: ast.expr | None, rule: Callable[..., Any]) -> ast.expr | None:
    """Follow a rule that only calls a helper, ``lambda g, y: _left(g, y)``, into the helper; drop ``unbroadcast``."""
    if isinstance(body, ast.Call) and isinstance(body.func, ast.Name):
        helper = rule.__globals__.get(body.func.id)
        if body.func.id == "unbroadcast" and body.args:
            return body.args[0]
        if body.func.id.startswith("_") and inspect.isfunction(helper):
            names = tuple(inspect.signature(helper).parameters)
            inner = _body(helper)
            if inner is not None and tuple(ast.unparse(a) for a in body.args) == names[: len(body.args)]:
                return inner
    return body


def _spans(code: Any) -> list[tuple[int, int]]:
    positions = list(code.co_positions())[1:]  # the first belongs to the function as a whole
    return [(line, column) for line, _, column, _ in positions if line is not None and column is not None]


def _holds(node: Any, line: int, column: int) -> bool:
    body = node.body if isinstance(node, ast.Lambda) else node.body[0]
    return bool((body.lineno, body.col_offset) <= (line, column) < (body.end_lineno, body.end_col_offset))


@cache
def _tree(filename: str) -> dict[int, list[Any]] | None:
    """Return the functions of a file by the line on which they start."""
    source = "".join(linecache.getlines(filename))
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    functions: dict[int, list[Any]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda | ast.FunctionDef):
            functions.setdefault(node.lineno, []).append(node)
    return functions if source else None


def _names(node: Any) -> tuple[str, ...]:
    arguments = node.args
    return tuple(a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))


def _text(node: ast.expr) -> tuple[str, int]:
    """Return an expression as text, and how tightly it binds: 0 condition, 1 sum, 2 product, 3 power, 4 name."""
    match node:
        case ast.Name(id=name):
            return _name(name), 4
        case ast.Constant(value=value):
            return repr(value) if isinstance(value, str) else _number(value), 4
        case ast.Attribute(value=value, attr="T"):
            return f"{_at(value, 4)}ᵀ", 4
        case ast.Attribute() if ast.unparse(node) in _CONSTANTS:
            return _CONSTANTS[ast.unparse(node)], 4
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"−{_at(operand, 2)}", 1
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _text(operand)
        case ast.UnaryOp(operand=operand):
            return f"not {_at(operand, 3)}", 0
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            return _power(left, right), 3
        case ast.BinOp(op=ast.Mult(), left=left, right=right) if ast.dump(left) == ast.dump(right):
            return f"{_at(left, 4)}²", 3
        case ast.BinOp(op=op, left=left, right=right):
            symbol, level = _BINARY.get(type(op), (" ? ", 0))
            signed = isinstance(left, ast.UnaryOp) and isinstance(left.op, ast.USub)
            return (
                f"{_text(left)[0] if signed else _at(left, level)}{symbol}{_at(right, level + (symbol not in ' + ·'))}",
                level,
            )
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            parts = [_at(left, 1)]
            for sign, right in zip(ops, comparators, strict=True):
                parts += [_COMPARE[type(sign)], _at(right, 1)]
            return " ".join(parts), 0
        case ast.IfExp():
            return _choice(node)
        case ast.Call(func=func, args=args, keywords=keywords):
            return _call(func, args, keywords)
        case ast.Lambda():
            return "…", 4
        case _:
            return ast.unparse(node), 1


def _choice(node: ast.IfExp) -> tuple[str, int]:
    """Return both cases, or one that holds in both: that of complex numbers, or what is computed in two ways."""
    if ast.unparse(node.test).endswith("dtype.kind == 'c'") or _text(node.body) == _text(node.orelse):
        return _text(node.body)
    return f"{_at(node.body, 1)} if {_text(node.test)[0]} else {_at(node.orelse, 1)}", 0


def _at(node: ast.expr, level: int) -> str:
    text, own = _text(node)
    return text if own >= level else f"({text})"


def _number(value: Any) -> str:
    """Return a number as it is written on paper: 1 for 1.0."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e6
    return str(int(value) if whole else value).replace("e-", "e−")


def _name(name: str) -> str:
    for ending in ("shape", "dtype"):
        if name.endswith(f"_{ending}"):
            return f"{name[: -len(ending) - 1]}.{ending}"
    return name


def _power(left: ast.expr, right: ast.expr) -> str:
    exponent = ast.unparse(right)
    if exponent.lstrip("-").isdigit():
        return f"{_at(left, 4)}{exponent.translate(_SUPERSCRIPT)}"
    return f"{_at(left, 4)}^{_at(right, 4)}"


def _call(func: ast.expr, args: list[ast.expr], keywords: list[ast.keyword]) -> tuple[str, int]:
    """Return a call the way a textbook has it where that is shorter."""
    name = ast.unparse(func).removeprefix("np.").lstrip("_")
    given = [_text(a)[0] for a in args] + [
        f"{k.arg}={_text(k.value)[0]}" if k.arg else "…"
        for k in keywords
        if name not in _REDUCTIONS or k.arg not in ("axis", "keepdims")
    ]
    match name, given:
        case ("where", [_, _, _]) if _guards(args):
            return _text(args[2])
        case ("where", [condition, yes, no]):
            return f"{yes} where {condition} else {no}", 0
        case ("sqrt", [x]):
            return f"√{x}" if x.isalnum() else f"√({x})", 3
        case (("abs" | "absolute"), [x]):
            return f"|{x}|", 4
        case ("square", [_]):
            return f"{_at(args[0], 4)}²", 3
        case ("reshape", [x, shape]) if x == "g" and shape.endswith(".shape") and isinstance(args[0], ast.Call):
            return x, 4  # of what was summed where it had been repeated
        case ("selected", [_, x]):
            return x, _text(args[1])[1]
        case ("spread", [x, *_]):
            return f"spread({x})", 4
        case ("mean_share", [g, *_]):
            return f"spread({g}) / n", 2
        case ("power", [_, _]):
            return _power(*args), 3
        case (("matmul" | "dot"), [_, _]):
            return f"{_at(args[0], 2)} @ {_at(args[1], 3)}", 2
    if name in ("transposed", "transpose") and len(given) == 1:
        return f"{_at(args[0], 4)}ᵀ", 4
    if name in _HELPERS and len(args) >= _HELPERS[name][0]:
        count, form, level = _HELPERS[name]
        parts = args[:count]
        return (_text(parts[0])) if form == "{0}" else (form.format(*[_at(part, 3) for part in parts]), level)
    return f"{name}({', '.join(given)})", 4


def _guards(args: list[ast.expr]) -> bool:
    """Return True for ``where(y == 0, 0.0, …)``, which only keeps a point out of the formula that follows."""
    condition, value = args[0], args[1]
    both = isinstance(condition, ast.BinOp) and isinstance(condition.op, ast.BitAnd)
    at_zero = (both or isinstance(condition, ast.Compare)) and ast.unparse(condition).rstrip(")").endswith("== 0")
    return at_zero and isinstance(value, ast.Constant) and value.value in (0.0, 1.0)
