"""How code is written on paper: signs, constants, the names of functions, and what a textbook leaves unsaid."""

import ast
from typing import Any

BINARY: dict[type, tuple[str, int]] = {
    ast.Add: (" + ", 1),
    ast.Sub: (" − ", 1),
    ast.FloorDiv: (" // ", 2),
    ast.Mod: (" mod ", 2),
    ast.MatMult: (" @ ", 2),
    ast.BitAnd: (" and ", 0),
    ast.BitOr: (" or ", 0),
}  # the text, and how tightly it binds
COMPARE: dict[type, str] = {
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
CONSTANTS = {"np.inf": "∞", "np.pi": "π", "math.inf": "∞", "math.pi": "π", "np.e": "e", "np.nan": "NaN"}
FORMS: dict[str, tuple[int, str, int]] = {  # what functions with a name of ours compute: arguments, text, binding
    "extreme_share": (3, "{0} where {1} = {2}", 0),
    "product_share": (2, "{0}·out / {1}", 2),
    "variance_share": (2, "{0}·2·({1} − mean({1})) / n", 2),
    "variance_mean_share": (2, "−{0}·2·sum({1} − mean) / n", 1),
    "scatter_add": (2, "{0} at {1}, else 0", 0),
    "deviation_slope": (2, "{0} / (2·{1})", 2),
    "deviation_share": (3, "{0}·({1} − mean({1})) / (n·{2})", 2),
    "root_of_one_minus_square": (1, "√(1 − {0}²)", 3),
    "root_of_one_plus_square": (1, "√(1 + {0}²)", 3),
    "one_minus_square": (1, "1 − {0}²", 1),
    "conjugate": (1, "conj({0})", 4),
    "convolve_input": (2, "convᵀ({0}, {1})", 4),
    "convolve_weight": (2, "conv({1}, {0})", 4),
    "convolve": (2, "conv({0}, {1})", 4),
    "gap": (2, "{0} − {1}", 1),
    "larger": (2, "max({0}, {1})", 4),
    "equal": (2, "{0} = {1}", 0),
    "not_equal": (2, "{0} ≠ {1}", 0),
    "less": (2, "{0} < {1}", 0),
    "less_equal": (2, "{0} ≤ {1}", 0),
    "greater": (2, "{0} > {1}", 0),
    "greater_equal": (2, "{0} ≥ {1}", 0),
    "logical_not": (1, "not {0}", 0),
    "floor_divide": (2, "⌊{0} / {1}⌋", 4),
}
_SAME = {  # no number changes, or it is not said on paper: axes that are kept, the dtype, a copy
    *("reshape", "expand_dims", "squeeze", "broadcast_to", "ravel", "asarray", "array", "astype", "copy", "plain"),
    *("keep_axes", "spread", "unbroadcast", "matrix_wise", "won", "rows", "selected", "fitted", "type"),
}
REDUCTIONS = {"sum", "mean", "max", "min", "prod", "all", "any"}  # along the axes of the operation
UNSAID = {"axis", "keepdims", "dtype", "where", "initial", "copy", "out", "order", "optimize"}
_QUOTIENTS, _MULTIPLIED = {"ratio", "divide", "true_divide", "gently_divided"}, {"multiply"}
_PLAIN_NAMES = {"logistic": "sigmoid", "expit": "sigmoid", "rint": "round", "psi": "digamma", "cross_last": "cross"}
KEPT = {*FORMS, *_SAME, *_QUOTIENTS, *_MULTIPLIED, "cosine", "mean_share", "transposed", "adjoint", "conj"}
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def called(node: ast.Call) -> str:
    """Return the name of what is called, without NumPy's own and underscores in front."""
    return ast.unparse(node.func).rpartition(".")[2].lstrip("_") if not _is_method(node) else "type"


def _is_method(node: ast.Call) -> bool:
    return ast.unparse(node.func).endswith("dtype.type")


def dotted(name: str) -> str:
    """Return the name of a function as readers know it."""
    return _PLAIN_NAMES.get(name, name)


def bare(node: ast.expr) -> ast.expr:
    """Return what is left of an expression without plumbing: reshapes, axes of length one, casts, special cases."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr="astype" | "copy" | "reshape")) if not _numpy(value):
                node = value
            case ast.Call(args=[condition, value, inner]) if called(node) == "where" and _guards(condition, value):
                node = inner
            case ast.Call(args=[_, inner]) if called(node) == "selected":
                node = inner
            case ast.Call(args=[inner, *_]) if called(node) in _SAME:
                node = inner
            case ast.Subscript(value=inner, slice=index) if _says_nothing(index):
                node = inner
            case ast.IfExp(test=test, body=body, orelse=orelse) if general := _general(ast.unparse(test)):
                node = body if general == "body" else orelse
            case _:
                return node


def _general(test: str) -> str:
    """Return which side of a choice is the general case, "body" or "else"; empty where neither is."""
    if test.endswith(("dtype.kind == 'c'", "is not None")) or test.startswith("isinstance("):
        return "body"
    return "else" if test.endswith("is None") else ""


def repeats(node: ast.expr) -> bool:
    """Return True for a gradient that is handed on to all elements of a sum or a mean."""
    while isinstance(node, ast.Call) and called(node) in {"selected", "asarray"}:
        node = node.args[-1]
    return isinstance(node, ast.Call) and called(node) in {"spread", "mean_share"}


def sums(node: ast.expr) -> bool:
    """Return True for a gradient that is summed where its input was repeated."""
    if isinstance(node, ast.Call) and called(node) == "reshape":
        node = node.args[0]
    return isinstance(node, ast.Call) and called(node) == "unbroadcast"


def _numpy(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id == "np"


def _says_nothing(index: ast.expr) -> bool:
    """Return True for an index such as ``[:, None]`` and ``[..., 0]``, which takes all and moves axes."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    wide = any(isinstance(p, ast.Constant) and p.value is Ellipsis for p in parts)
    return all(
        (isinstance(p, ast.Slice) and p.lower is p.upper is p.step is None)
        or (isinstance(p, ast.Constant) and (p.value in (None, Ellipsis) or wide))
        for p in parts
    )


def _guards(condition: ast.expr, value: ast.expr) -> bool:
    """Return True for ``where(y == 0, 0.0, …)``, which only keeps a point out of the formula that follows."""
    parts = [condition.args[0] if isinstance(condition, ast.Call) and called(condition) == "all" else condition]
    while isinstance(parts[0], ast.BinOp) and isinstance(parts[0].op, ast.BitAnd):
        parts = [parts[0].left, parts[0].right, *parts[1:]]
    at_point = any(_is_point(part) for part in parts)
    return at_point and isinstance(value, ast.Constant) and value.value in (0.0, 1.0)


def _is_point(condition: ast.expr) -> bool:
    """Return True for ``y == 0``, ``np.equal(x, 0)`` and the like."""
    if isinstance(condition, ast.Call) and called(condition) == "equal":
        return ast.unparse(condition.args[-1]) == "0"
    return isinstance(condition, ast.Compare) and ast.unparse(condition).endswith(("== 0", "== 0.0", "== -np.inf"))


def chained(left: ast.expr, right: ast.expr) -> ast.Compare | None:
    """Return ``a < x < b`` for ``(x > a) & (x < b)``; None for other conditions."""
    left, right = bare(left), bare(right)
    if not isinstance(left, ast.Compare) or not isinstance(right, ast.Compare) or len(left.ops) + len(right.ops) > 2:
        return None
    turned = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}.get(type(left.ops[0]))
    same = ast.dump(left.left) == ast.dump(right.left)
    if turned is None or not same or not isinstance(right.ops[0], ast.Lt | ast.LtE):
        return None
    return ast.Compare(left.comparators[0], [turned(), right.ops[0]], [left.left, right.comparators[0]])


def factors_of(node: ast.expr) -> tuple[list[ast.expr], list[ast.expr]] | None:
    """Return what is multiplied and what it is divided by, one step deep; None for what is neither."""
    match node:
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            return [left, right], []
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return [left], [right]
        case ast.Call(args=[left, right, *_]) if called(node) in _MULTIPLIED:
            return [left, right], []
        case ast.Call(args=[left, right, *_]) if called(node) in _QUOTIENTS:
            return [left], [right]
        case ast.Call(args=[left, right]) if called(node) == "cosine":
            return [left], [ast.Call(ast.Name("hypot"), [left, right], [])]
        case ast.Call(args=[left, *_]) if called(node) == "mean_share":
            return [left], [ast.Name("n")]
    return None


def number(value: Any) -> str:
    """Return a number as it is written on paper: 1 for 1.0, i for 1j."""
    if isinstance(value, complex):
        return f"{number(value.imag)}i".replace("1i", "i") if abs(value) == 1 else f"{number(value.imag)}i"
    if isinstance(value, str | bytes) or value is None or value is Ellipsis:
        return str(value)
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e6
    return str(int(value) if whole else value).replace("inf", "∞").replace("-", "−")


def raised(exponent: int) -> str:
    """Return an exponent in small raised digits."""
    return str(exponent).translate(_SUPERSCRIPT)
