"""How operations are written in a picture: as the user wrote them."""

from typing import Any

from autograd_lite.viz.operands import index_text, plain_text

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
_WRITTEN_OUT = {"affine": ["{} @ {}ᵀ", "{} @ {}ᵀ + {}"]}  # by the count of operands, the fewest first
ARROW = "·"  # stands for what flows in along an arrow
_TRANSPOSES = {"transpose", "swapaxes", "matrix_transpose"}


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
        return index_text(dict(settings).get("index", (Ellipsis,)))
    if name == "negative":
        return "−" + (ARROW if texts[:1] == [None] else str(texts[0]))
    if name in _WRITTEN_OUT:
        shown = [ARROW if t is None else t if isinstance(t, str) else plain_text(t) for t in texts if t != "const"]
        return next((form.format(*shown) for form in _WRITTEN_OUT[name] if form.count("{}") == len(shown)), name)
    sign = INFIX.get(name)
    if sign and len(texts) == 2:
        if texts == [None, None]:
            return sign if sign in "+×−/@" else name
        return f" {sign} ".join(ARROW if t is None else t if isinstance(t, str) else plain_text(t) for t in texts)
    return name


def expression(name: str, texts: list[Any], settings: str) -> str:
    """Return the operation as a call, for the longer text on hovering: ``matmul(·, W1)``."""
    shown = [ARROW if t is None else t if isinstance(t, str) else plain_text(t) for t in texts]
    return f"{name}({', '.join([*shown, *([settings] if settings else [])])})"


def through_text(way: tuple[Any, ...]) -> str:
    """Return what the plumbing on the way did: ``ᵀ`` for one transposition of a matrix, else the last shape."""
    if not way or transposed_mark(way):
        return transposed_mark(way)
    return "" if way[-1].shape == way[0].parents[0].shape else f"as {tuple(way[-1].shape)}"


def transposed_mark(way: tuple[Any, ...]) -> str:
    """Return ``ᵀ`` if all that happened on the way is one transposition of a matrix."""
    return "ᵀ" if len(way) == 1 and way[0].recipe.name in _TRANSPOSES and len(way[0].shape) == 2 else ""
