"""Choices in expressions, made shorter: absolute values, bounds, and what is known inside of a case."""

import ast
from collections.abc import Mapping

from autograd_lite.viz.formulas.notation import called


def simplified(node: ast.expr) -> ast.expr:
    """Return an expression with ``abs(x)`` and ``larger(x, y)`` for choices that mean it, and no choice made twice.

    Examples
    --------
    >>> simple = lambda text: ast.unparse(simplified(ast.parse(text, mode="eval").body))
    >>> simple("np.where(x > 0, x, -x)"), simple("np.where(x > low, x, low)")
    ('abs(x)', 'larger(x, low)')
    >>> simple("np.where(x > 0, 1, np.exp(np.where(x > 0, 0, x)))")
    'np.where(x > 0, 1, np.exp(x))'
    """
    return _Chosen({}).visit(node)  # type: ignore[no-any-return]


class _Chosen(ast.NodeTransformer):
    """Knows the conditions inside of whose cases it is, as source, and whether they hold there."""

    def __init__(self, known: Mapping[str, bool]) -> None:
        self.known = known

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if called(node) != "where" or len(node.args) != 3:
            return self.generic_visit(node)
        test = ast.unparse(node.args[0])
        if test in self.known:
            return self.visit(node.args[1 if self.known[test] else 2])  # type: ignore[no-any-return]
        yes, no = (
            _Chosen({**self.known, test: case}).visit(each)
            for case, each in zip((True, False), node.args[1:], strict=True)
        )
        condition = self.visit(node.args[0])
        return _as_function(condition, yes, no) or ast.Call(node.func, [condition, yes, no], [])


def _as_function(condition: ast.expr, yes: ast.expr, no: ast.expr) -> ast.expr | None:
    """Return the absolute value or the larger of two, where a choice is that."""
    if not isinstance(condition, ast.Compare) or len(condition.ops) != 1 or not isinstance(condition.ops[0], ast.Gt):
        return None
    left, right = map(ast.unparse, (condition.left, condition.comparators[0]))
    if (ast.unparse(yes), ast.unparse(no)) == (left, right):
        return ast.Call(ast.Name("larger"), [yes, no], [])
    if right in ("0", "0.0") and (ast.unparse(yes), ast.unparse(no)) == (left, f"-{left}"):
        return ast.Call(ast.Name("abs"), [yes], [])
    return None
