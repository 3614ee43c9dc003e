"""The local derivative of an operation as text, taken from the source of its rule.

``x=lambda out: 1 - out * out`` becomes ``1 − out²``. Nothing is typed in twice: what is printed is what is run. Reading
order: :func:`formula`, :func:`share_formula`, :func:`_text`.
"""

import ast
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from autograd_lite.viz.formulas import notation as say
from autograd_lite.viz.formulas.inlining import expression_of
from autograd_lite.viz.formulas.notation import called, dotted
from autograd_lite.viz.formulas.phrases import phrase
from autograd_lite.viz.formulas.products import Product
from autograd_lite.viz.formulas.simplifying import simplified
from autograd_lite.viz.formulas.sources import user_rule


def formula(operation: Any, name: str) -> str:
    """Return the rule of `operation` for the input `name` as a formula, or in words where that is shorter.

    Of an elementwise operation it is the local derivative, of another how the gradient ``g`` comes back.

    Examples
    --------
    >>> import autograd_lite as ag
    >>> formula(ag.tanh, "x"), formula(ag.sin, "x"), formula(ag.matmul, "y")
    ('1 − out²', 'cos(x)', 'xᵀ @ g')
    """
    words = phrase(operation, name)
    if not words:
        return rule_text(operation.rules[name])
    return _FACTOR.sub(r"\1", words).replace("g where", "1 where") if operation.broadcasts else words


_FACTOR = re.compile(r"^(−?)g·")


@cache
def rule_text(rule: Callable[..., Any], real: bool = False) -> str:
    """Return the expression that a rule computes, or the rule's name where its source is no expression.

    `real` leaves out what is said of complex numbers alone.
    """
    body = _expression(rule, real)
    if body is None:
        return _named(rule)
    return _text(body)[0] + (", repeated" if say.repeats(body) else "")


@cache
def share_formula(rule: Callable[..., Any], real: bool = False) -> str:
    """Return ``g`` times the local derivative that `rule` computes."""
    body = _expression(rule, real)
    if body is None:
        return f"g·{_named(rule)}"
    return _text(ast.BinOp(ast.Name("g"), ast.Mult(), body))[0]


@cache
def sums_up(rule: Callable[..., Any]) -> bool:
    """Return True for a rule that sums the gradient where its input was repeated."""
    body = _expression(rule, False)
    return body is not None and say.sums(body)


@cache
def custom_text(rule: Callable[..., Any], place: int) -> str:
    """Return how the gradient comes back to one argument of a ``custom_vjp``, from the user's own rule; else empty."""
    given = user_rule(rule)
    if given is None:
        return ""
    if given.__module__ == rule.__module__:
        return "g through the jvp, transposed"
    body = _expression(given, True)
    if body is None:
        return _named(given)
    parts = body.elts if isinstance(body, ast.Tuple | ast.List) else [body]
    return _text(parts[place])[0] if place < len(parts) else _named(given)


def _named(rule: Callable[..., Any]) -> str:
    return f"{getattr(rule, '__name__', 'rule').strip('_<>')}(…)"


def _expression(rule: Callable[..., Any], real: bool) -> ast.expr | None:
    body = expression_of(rule, say.KEPT)
    if body is None:
        return None
    return simplified(_Real().visit(body) if real else body)


class _Real(ast.NodeTransformer):
    """Leaves out conjugates and real parts."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = called(node)
        if name in ("conj", "conjugate", "real") and node.args:
            return self.visit(node.args[0])  # type: ignore[no-any-return]
        if name == "adjoint":
            node.func = ast.Name("transposed")
        return self.generic_visit(node)


def _text(node: ast.expr) -> tuple[str, int]:
    """Return an expression as text, and how tightly it binds: 0 condition, 1 sum, 2 product, 3 power, 4 name."""
    node = say.bare(node)
    match node:
        case ast.Name(id=name):
            return name, 4
        case ast.Constant(value=value):
            return say.number(value), 1 if say.number(value).startswith("−") else 4
        case ast.Attribute(value=value, attr="T"):
            return f"{_at(value, 4)}ᵀ", 4
        case ast.Attribute():
            return say.CONSTANTS.get(ast.unparse(node), ast.unparse(node)), 4
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _text(operand)
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            return f"not {_at(operand, 3)}", 0
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            return _power(left, right), 3
        case ast.BinOp(op=ast.BitAnd(), left=left, right=right) if between := say.chained(left, right):
            return _text(between)
        case ast.BinOp(op=op, left=left, right=right) if type(op) in say.BINARY:
            symbol, level = say.BINARY[type(op)]
            sides = [_beside(op, left, level), _beside(op, right, level + (symbol not in (" + ", " and ", " or ")))]
            return symbol.join(sides), level
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            parts = [_at(left, 1)]
            for sign, right in zip(ops, comparators, strict=True):
                parts += [say.COMPARE[type(sign)], _at(right, 1)]
            return " ".join(parts), 0
        case ast.IfExp():
            return _choice(node)
        case _ if (product := Product(node)).whole:
            return _product(product)
        case ast.Call():
            return _call(node)
        case ast.Subscript(value=value, slice=ast.Constant(value=str() | int() as place)):
            return f"{_at(value, 4)}[{place}]", 4
        case _:
            return "…", 4


def _beside(op: ast.operator, node: ast.expr, level: int) -> str:
    """Return a side of a binary operation; "and" beside "or" stands in brackets."""
    mixed = isinstance(op, ast.BitAnd | ast.BitOr) and isinstance(node, ast.BinOp)
    text = _at(node, level)
    return f"({text})" if mixed and type(node.op) is not type(op) else text  # type: ignore[attr-defined]


def _at(node: ast.expr, level: int) -> str:
    text, own = _text(node)
    return text if own >= level else f"({text})"


def _product(product: Product) -> tuple[str, int]:
    """Return a product of factors over a product of others; conditions among them stand behind."""
    if product.zero:
        return "0", 4
    if product.choice is not None:
        return _cases(product, product.choice)
    minus = "−" if product.negative else ""
    over, under = _multiplied(product.over), _multiplied(product.under)
    level = 1 if minus else 2 if under or len(over) > 1 else 0
    if under:
        below = under[0] if len(under) == 1 else f"({'·'.join(under)})"
        text = f"{minus}{'·'.join(over) or '1'} / {below}"
    elif not over:
        text, level = f"{minus}1", 1 if minus else 4
    elif len(over) == 1 and not minus:
        text, level = _text(product.over[0]) if len(product.over) == 1 else (over[0], 3)
    elif len(product.over) == 1:
        text = minus + _at(product.over[0], 2)
    else:
        text = minus + "·".join(over)
    if not product.conditions:
        return text, level
    held = " and ".join(_text(each)[0] for each in product.conditions)
    return (f"{text} where {held}", 0) if text != "1" else (held, 0)


def _multiplied(factors: list[ast.expr]) -> list[str]:
    """Return the factors as text, equal ones as a power."""
    counts: dict[str, int] = {}
    for factor in factors:
        text = _at(factor, 3)
        counts[text] = counts.get(text, 0) + 1
    alone = len(counts) == 1
    return [
        t if n == 1 else f"{t if _closed(t) else f'({t})'}{say.raised(n)}"
        for t, n in counts.items()
        if t != "1" or alone
    ]


def _closed(text: str) -> bool:
    return text.isalnum() or text[0] == "(" or (text[-1] == ")" and text.partition("(")[0].isidentifier())


def _cases(product: Product, choice: tuple[ast.expr, ast.expr, ast.expr]) -> tuple[str, int]:
    """Return what a product is in both cases of a choice among its factors."""
    condition, yes, no = choice
    texts = [_text(product.times(each))[0] for each in (yes, no)]
    if texts[1] == "0" and len(product.over) > 0:
        return f"{texts[0]} where {_text(condition)[0]}", 0
    return f"{texts[0]} where {_text(condition)[0]}, else {texts[1]}", 0


def _choice(node: ast.IfExp) -> tuple[str, int]:
    """Return both cases, or one that holds in both: what is computed in two ways."""
    if _text(node.body) == _text(node.orelse):
        return _text(node.body)
    return f"{_at(node.body, 1)} where {_text(node.test)[0]}, else {_at(node.orelse, 1)}", 0


def _power(left: ast.expr, right: ast.expr) -> str:
    exponent = ast.unparse(right)
    return f"{_at(left, 4)}{say.raised(int(exponent)) if exponent.lstrip('-').isdigit() else '^' + _at(right, 4)}"


def _call(node: ast.Call) -> tuple[str, int]:
    """Return a call the way a textbook has it where that is shorter."""
    name, args = called(node), node.args
    if name in say.REDUCTIONS:
        args = args[:1]
    match name, args:
        case "where", [condition, yes, no]:
            return f"{_at(yes, 1)} where {_text(condition)[0]}, else {_at(no, 1)}", 0
        case "sqrt", [x]:
            return f"√{_at(x, 4)}", 3
        case (("abs" | "absolute"), [x]):
            return f"|{_text(x)[0]}|", 4
        case "square", [x]:
            return f"{_at(x, 4)}²", 3
        case (("power" | "float_power"), [x, y]):
            return _power(x, y), 3
        case (("matmul" | "dot"), [x, y]):
            return f"{_at(x, 2)} @ {_at(y, 3)}", 2
        case (("transposed" | "transpose" | "adjoint"), [x]):
            return f"{_at(x, 4)}{'ᴴ' if name == 'adjoint' else 'ᵀ'}", 4
        case (("solve" | "inv"), [x, *right]):
            inverse = f"{_at(x, 4)}⁻¹".replace("ᵀ⁻¹", "⁻ᵀ").replace("ᴴ⁻¹", "⁻ᴴ")
            return (f"{inverse} @ {_at(right[0], 3)}", 2) if right else (inverse, 4)
    if name in say.FORMS and len(args) >= say.FORMS[name][0]:
        count, form, level = say.FORMS[name]
        inside = 0 if level == 4 and "(" in form else 3  # brackets stand there already
        return form.format(*[_at(part, inside) for part in args[:count]]), level
    given = [_text(a)[0] for a in args if not isinstance(a, ast.Constant) or a.value is not None]
    given += [f"{k.arg} = {_text(k.value)[0]}" for k in node.keywords if k.arg and k.arg not in say.UNSAID]
    return f"{dotted(name)}({', '.join(given)})", 4
