"""Products and quotients, taken apart: ``g * (1 / y) / y`` is g over y times y."""

import ast

from autograd_lite.viz.formulas.notation import bare, called, factors_of

_CONDITIONS = {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "logical_not", "isnan"}


class Product:
    """The factors of an expression.

    Attributes
    ----------
    over, under : what is multiplied, and what that is divided by
    negative : whether a minus stands in front
    zero : whether a factor is the number 0
    conditions : factors that are 1 where they hold, else 0
    choice : condition and both values of a factor that is chosen, or None
    whole : whether there was anything to take apart
    """

    def __init__(self, node: ast.expr) -> None:
        self.over: list[ast.expr] = []
        self.under: list[ast.expr] = []
        self.conditions: list[ast.expr] = []
        self.choice: tuple[ast.expr, ast.expr, ast.expr] | None = None
        self.negative = self.zero = False
        self.whole = isinstance(node, ast.UnaryOp) or factors_of(node) is not None
        if self.whole:
            self._add(node, self.over, self.under)

    def times(self, factor: ast.expr) -> ast.expr:
        """Return the product with `factor` in the place of its choice."""
        found = ast.UnaryOp(ast.USub(), factor) if self.negative else factor
        for each in reversed([*self.over, *self.conditions]):
            found = ast.BinOp(each, ast.Mult(), found)
        for each in self.under:
            found = ast.BinOp(found, ast.Div(), each)
        return found

    def _add(self, node: ast.expr, over: list[ast.expr], under: list[ast.expr]) -> None:
        node = bare(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            self.negative = not self.negative
            self._add(node.operand, over, under)
        elif (factors := factors_of(node)) is not None:
            for each in factors[0]:
                self._add(each, over, under)
            for each in factors[1]:
                self._add(each, under, over)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            self._add_number(node.value, over, under)
        elif _is_condition(node) and over is self.over:
            self.conditions.append(node)
        elif isinstance(node, ast.Call) and called(node) == "where" and len(node.args) == 3 and self._may_choose(over):
            self.choice = (node.args[0], node.args[1], node.args[2])
        else:
            over.append(node)

    def _may_choose(self, over: list[ast.expr]) -> bool:
        return self.choice is None and over is self.over

    def _add_number(self, value: float, over: list[ast.expr], under: list[ast.expr]) -> None:
        if value < 0:
            self.negative, value = not self.negative, -value
        if value == 0.5:
            over, value = under, 2
        self.zero = self.zero or (value == 0 and over is self.over)
        if value != 1:
            over.append(ast.Constant(value))


def _is_condition(node: ast.expr) -> bool:
    match node:
        case ast.Compare() | ast.UnaryOp(op=ast.Not() | ast.Invert()) | ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
            return True
        case ast.Name(id="condition"):
            return True
        case ast.Call():
            return called(node) in _CONDITIONS
    return False
