"""How operations are written in a picture: as the user wrote them."""

from typing import Any

from autograd_lite.viz.description import Description
from autograd_lite.viz.reading.operands import index_text, is_ours, plain_text

INFIX = {
    "add": "+",
    "subtract": "−",
    "multiply": "×",
    "divide": "/",
    "true_divide": "/",
    "matmul": "@",
    "power": "**",
    "float_power": "**",
    "mod": "%",
    "remainder": "%",
}
_WRITTEN_OUT = {  # by the count of operands, the fewest first
    "affine": ["{} @ {}ᵀ", "{} @ {}ᵀ + {}"],
    "matmul_nt": ["{} @ {}ᵀ"],
    "matmul_tn": ["{}ᵀ @ {}"],
    "one_minus_square": ["1 − {}²"],
    "tanh_share": ["{} × (1 − {}²)"],
    "lookup": ["{}[{}]"],
    "matvec": ["{} @ {}"],
    "vecmat": ["{} @ {}"],
    "scaled": ["{} × {}", "{} × {} + {}"],
}
_CALLED = {  # what the library's own operations are called where users meet them
    "banded": "solve_banded",
    "collect": "sum by row",
    "convolve_input": "convᵀ",
    "convolve_weight": "conv",
    "cross_last": "cross",
    "full_convolution": "convolve",
    "gap": "subtract",
    "logistic": "sigmoid",
    "pooled": "max_pool",
    "pseudo_inverse": "pinv",
    "ratio": "divide",
    "resized": "cut or pad",
    "rms_standardize": "rms_norm",
    "singular_vectors": "svd",
    "softmax_cross_entropy": "cross_entropy",
    "solution": "odeint",
    "surrounded": "pad",
    "tall_qr": "qr",
    "triangular": "solve_triangular",
    "vecdot_last": "vecdot",
    "vector_norm": "norm",
}
ARROW = "·"  # stands for what flows in along an arrow
UNKEPT = "const"  # a value without a history that no rule names, so that no node keeps it
MASK = "mask"  # an array of zeros and one other number, such as dropout multiplies by
DETACHED = "detached"  # a value that was cut from its history
UNNAMED = "◆"  # stands for a parameter that nobody has named: the mark of its row
_TRANSPOSES = {"transpose", "swapaxes", "matrix_transpose", "moveaxis", "rollaxis", "permute_dims"}
_RESHAPES = {"reshape", "ravel", "flatten", "squeeze", "expand_dims", "atleast_1d", "atleast_2d", "atleast_3d"}
# What moves no number.
_SAME = {"array", "asarray", "ascontiguousarray", "astype", "conjugate", "copy", "identity", "positive", "real", "pick"}


def known_as(recipe: Any) -> str:
    """Return what an operation is called: as the user knows it, where it is a part of the library's."""
    name = str(recipe.name).lstrip("_")
    return _CALLED.get(name, name) if is_ours(getattr(recipe, "operation", recipe)) else name


def title(name: str, texts: list[Any], settings: list[tuple[str, Any]]) -> str:
    """Return the title of an operation's box.

    Parameters
    ----------
    name : of the operation
    texts : one for each operand: its name, its number, or None for an arrow
    settings : names and values of what is not differentiated

    Examples
    --------
    >>> title("matmul", [None, "W1"], []), title("power", [None, 2], []), title("add", [None, None], [])
    ('· @ W1', '· ** 2', '+')
    """
    if name == "getitem":
        source = texts[0] if isinstance(texts[0], str) and texts[0] != UNKEPT else ""
        return source + index_text(dict(settings).get("index", (Ellipsis,)))
    if name == "scatter_add" and "index" in dict(settings):
        return f"add at {index_text(dict(settings)['index'])}"
    if name == "overwrite":
        return f"{written_place(dict(settings).get('steps', ()))} = {_shown(texts[-1])}"
    if name == "negative":
        return f"−({ARROW})" if texts[:1] == [None] else f"−{in_brackets(texts[0])}"
    if name in _WRITTEN_OUT:
        shown = [_shown(t) for t in texts if t != UNKEPT]
        return next((form.format(*shown) for form in _WRITTEN_OUT[name] if form.count("{}") == len(shown)), name)
    sign = INFIX.get(name)
    if sign and len(texts) == 2:
        if texts == [None, None]:
            return sign if sign in "+×−/@" else name
        return f" {sign} ".join(_shown(text if sign == "+" else in_brackets(text)) for text in texts)
    if name in _AS_CALLS and len(texts) > 1:
        return f"{name}({', '.join(_shown(text) for text in texts)})"
    if any(text is not None and not isinstance(text, str) for text in texts) and UNKEPT not in texts:
        return f"{name}({', '.join(map(_shown, texts))})" if len(texts) in (2, 3) else name
    return name


def call_title(name: str, texts: list[Any], settings: list[tuple[str, Any]]) -> str:
    """Return an operation with all that it takes, as code has it: ``max(s @ Wᵀ)``, ``0.9 × (a + b)``.

    Examples
    --------
    >>> call_title("multiply", [0.9, Written("a + b")], []), call_title("max", [Written("a + b")], [])
    ('0.9 × (a + b)', 'max(a + b)')
    """
    if name == "getitem":
        return f"{in_brackets(texts[0])}{index_text(dict(settings).get('index', (Ellipsis,)))}"
    if name in INFIX or name in _WRITTEN_OUT or name == "negative":
        return title(name, texts if name in INFIX else [in_brackets(text) for text in texts], settings)
    return f"{name}({', '.join(map(_shown, texts))})"


class Written(str):
    """An expression; a name, whatever signs and spaces are in it, is a plain string."""

    __slots__ = ()


def in_brackets(text: Any) -> Any:
    """Return an operand in brackets if it is an expression with a sign in it that no brackets hold.

    Examples
    --------
    >>> in_brackets(Written("a + b")), in_brackets(Written("f(a, b)")), in_brackets("a name")
    ('(a + b)', 'f(a, b)', 'a name')
    """
    if not isinstance(text, Written):
        return text
    depth = 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == " " and not depth:
            return f"({text})"
    return text


_AS_CALLS = {"cross_entropy", "binary_cross_entropy", "where", "xlogy", "kl_div", "rel_entr"}  # with few operands


def _shown(text: Any) -> str:
    if isinstance(text, str):
        return text
    number = "" if text is None else plain_text(text)
    return ARROW if text is None else f"−{number[1:]}" if number.startswith("-") else number


SECOND = {"−": "subtracted", "/": "divisor", "@": "right factor"}


def sides_told(description: Description) -> Description:
    """Say at the second of two arrows into a difference, a quotient or a matrix product which side it is."""
    waiting = {box.id: box.title for box in description.boxes if box.title in SECOND and box.role == "operation"}
    first = set[str]()
    for edge in description.edges if waiting else ():
        if edge.target in first:
            edge.label = ", ".join(filter(None, [SECOND[waiting[edge.target]], edge.label]))
        elif edge.target in waiting:
            first.add(edge.target)
    return description


def written_place(steps: Any) -> str:
    """Return where a write goes: the indices and views that lead there, ``[0]`` or ``.T[1]``."""
    found = ""
    for operation, arguments in steps:
        found += index_text(arguments[0]) if operation.name.lstrip("_") == "getitem" else f".{operation.name}"
    return found or "[...]"


def expression(name: str, texts: list[Any], settings: str) -> str:
    """Return the operation as a call, for the longer text on hovering: ``matmul(·, W1)``."""
    shown = list(map(_shown, texts))
    return f"{name}({', '.join([*shown, *([settings] if settings else [])])})"


def through_text(way: tuple[Any, ...]) -> str:
    """Return what the plumbing on the way did: ``ᵀ`` for one transposition of a matrix, else a word and a shape."""
    if not way or transposed_mark(way):
        return transposed_mark(way)
    first = way[0]
    if first.recipe.name == "pick":
        result = _result_text(first)
        return ", ".join(filter(None, [result, _moved(way[1:], first.shape)]))
    return _moved(way, first.parents[0].shape)


def _result_text(pick: Any) -> str:
    """Return which of several results is picked: as it is called where they have names, nothing for a plain ``out``."""
    if not pick.saved:
        return "a result"
    names = next((kept._fields for kept in pick.parents[0].saved or () if hasattr(kept, "_fields")), None)
    name = names[pick.saved[0]] if names else f"result {pick.saved[0]}"
    return "" if name == "out" else str(name)


def _moved(way: tuple[Any, ...], before: tuple[int, ...]) -> str:
    names = {node.recipe.name.lstrip("_") for node in way} - _SAME
    if not names or (way[-1].shape == before and not names & _TRANSPOSES):
        return ""
    word = "transposed" if names <= _TRANSPOSES else "reshaped" if names <= _RESHAPES else "as"
    return f"{word} {tuple(way[-1].shape)}"


def transposed_mark(way: tuple[Any, ...]) -> str:
    """Return ``ᵀ`` if all that happened on the way is one transposition of a matrix."""
    moving = [node for node in way if node.recipe.name.lstrip("_") not in _SAME]
    return "ᵀ" if len(moving) == 1 and moving[0].recipe.name in _TRANSPOSES and len(moving[0].shape) == 2 else ""
