"""Wrong rules made from right ones: each way in which a derivative is commonly mistyped, as a change of its syntax.

What is broken is a rule's own code and that of the functions of its module that it calls, however deep.
"""

import ast
import dis
import inspect
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from autograd_lite.testing.mutation.mistakes import WHOLE, mistakes

Definition = ast.Lambda | ast.FunctionDef


Place = tuple[int, int]  # which function of the rule's, and which expression in it
_MARK = "__reached__"


class Mutant(NamedTuple):
    """A broken rule: the way it was broken, the rule, what was changed, and the place (None for the whole rule)."""

    family: str
    rule: Callable[..., Any]
    source: str
    place: Place | None = None


@lru_cache(maxsize=256)
def _definitions(file: str) -> dict[str, list[Definition]]:
    """Return the functions of a file by name."""
    with open(file, encoding="utf-8") as source:
        tree = ast.parse(source.read())
    found: dict[str, list[Definition]] = {}
    for node in ast.walk(tree):
        if isinstance(node, Definition):
            found.setdefault(getattr(node, "name", "<lambda>"), []).append(node)
    return found


def tree_of(function: Any) -> Definition | None:
    """Return the syntax tree of a function or lambda, found by its place in its file; None if it has no source."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return None
    try:
        nodes = _definitions(inspect.getsourcefile(function) or "").get(code.co_name, [])
    except (OSError, TypeError, SyntaxError):
        return None
    parameters = tuple(code.co_varnames[: code.co_argcount])
    columns = [p[2] for p in code.co_positions() if p[0] == code.co_firstlineno and p[2] is not None]
    for node in nodes:
        if tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args)) != parameters:
            continue
        if isinstance(node, ast.FunctionDef):
            if code.co_firstlineno in (node.lineno, *[each.lineno for each in node.decorator_list]):
                return node
        elif node.lineno == code.co_firstlineno:
            body = node.body
            if not columns or body.lineno != node.lineno or body.col_offset in columns:
                return node
    return None


def mutants(rule: Callable[..., Any], arrays: set[str] | None = None) -> Iterator[Mutant]:
    """Yield broken forms of a rule, and of the functions of its own module that it calls, each form once.

    Parameters
    ----------
    rule : a function or lambda
    arrays : names of the saved arrays, of which one may be taken for another

    Examples
    --------
    >>> [m.source for m in mutants(lambda g: g) if m.family == "flip sign"]
    ['flip sign of <lambda>(g)']
    """
    yield from _wholes(rule)
    for n, function in enumerate(functions_of(rule)):
        node = tree_of(function)
        if node is None:
            continue
        node, done = deepcopy(node), {ast.unparse(node)}
        file = Path(inspect.getsourcefile(function) or "").name
        known = (arrays or {"x", "y", "out", "a", "b"}) & names(function)
        for k, family, line, change in _variants(node, known):
            if (text := ast.unparse(node)) in done:
                continue
            done.add(text)
            try:
                broken = _compiled(rule, {function: node})
            except (SyntaxError, ValueError, TypeError):
                continue
            yield Mutant(family, broken, f"{file}:{line}: {change}", (n, k))


def watched(rule: Callable[..., Any], reached: set[Place]) -> Any:
    """Return a rule that does the same, and notes in `reached` at which places it, or what it calls, came by."""
    changed: dict[Any, Definition] = {}
    for n, function in enumerate(functions_of(rule)):
        if (found := tree_of(function)) is None:
            continue
        changed[function] = node = deepcopy(found)
        for k, (replace, old) in enumerate(_places(node)):
            if any(mistakes(old, set())) or isinstance(old, ast.Name):
                place = ast.Tuple([ast.Constant(n), ast.Constant(k)], ast.Load())
                marked = ast.Call(ast.Name(_MARK, ast.Load()), [place, old], [])
                replace(ast.fix_missing_locations(ast.copy_location(marked, old)))

    def mark(place: Place, value: Any) -> Any:
        reached.add(place)
        return value

    return _compiled(rule, changed, {_MARK: mark})


def functions_of(rule: Any) -> list[Any]:
    """Return a rule, and the functions of its own module that it calls."""
    return [rule, *_helpers(rule)]


def _variants(node: Definition, arrays: set[str]) -> Iterator[tuple[int, str, int, str]]:
    """Yield number of the place, family, line and what was changed, while `node` is changed in place."""
    for k, (replace, old) in enumerate(_places(node)):
        for family, new in mistakes(old, arrays):
            ast.fix_missing_locations(ast.copy_location(new, old))
            change = f"{ast.unparse(old)} → {ast.unparse(new)}"
            replace(new)
            try:
                yield k, family, old.lineno, change
            finally:
                replace(old)


def _places(node: Definition) -> list[tuple[Callable[[Any], None], ast.expr]]:
    """Return the expressions that a function reads, each with a function that puts another one in its place.

    What it says when it raises is none of its derivative.
    """
    found: list[tuple[Callable[[Any], None], ast.expr]] = []
    waiting: list[ast.AST] = list(node.body) if isinstance(node.body, list) else []
    if isinstance(node, ast.Lambda):
        found.append((_setter(node, "body"), node.body))
        waiting = [node.body]
    for parent in waiting:
        if isinstance(parent, ast.Raise | ast.pattern):
            continue
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.expr):
                found.append((_setter(parent, field), value))
            elif isinstance(value, list):
                found += [(_item_setter(value, i), each) for i, each in enumerate(value) if isinstance(each, ast.expr)]
        waiting += ast.iter_child_nodes(parent)
    return [(replace, old) for replace, old in found if isinstance(getattr(old, "ctx", None), ast.Load | None)]


def _setter(parent: ast.AST, field: str) -> Callable[[Any], None]:
    return lambda new: setattr(parent, field, new)


def _item_setter(items: list[Any], i: int) -> Callable[[Any], None]:
    return lambda new: items.__setitem__(i, new)


def _compiled(rule: Any, changed: dict[Any, Definition], more: dict[str, Any] | None = None) -> Any:
    """Return a rule like `rule`, with other bodies for some of its functions.

    Those that it calls are made anew in a namespace of their own, where they find the changed ones.
    """
    space: dict[str, Any] = {**rule.__globals__, **(more or {})}
    for each in _helpers(rule):
        if each not in changed:
            space[each.__name__] = _moved(each, space)
    result = None
    for function, node in changed.items():
        if function.__closure__:
            space.update(inspect.getclosurevars(function).nonlocals)
        if isinstance(node, ast.Lambda):
            made = eval(compile(ast.Expression(node), "<mutant>", "eval"), space)
        else:
            node.decorator_list = []
            exec(compile(ast.Module([node], []), "<mutant>", "exec"), space)
            made = space[node.name]
        result = made if function is rule else result
    return result or _moved(rule, space)


def _moved(function: Any, space: dict[str, Any]) -> Any:
    """Return a function that looks up names in another namespace."""
    moved = FunctionType(function.__code__, space, function.__name__, function.__defaults__, function.__closure__)
    moved.__kwdefaults__ = function.__kwdefaults__
    return moved


def _helpers(rule: Any) -> list[Any]:
    """Return the functions of the rule's own module that it calls, and those that these call."""
    found: dict[str, Any] = {}
    waiting = [rule] if isinstance(rule, FunctionType) else []
    while waiting:
        for name in sorted(_mentioned(waiting.pop().__code__)):
            each = rule.__globals__.get(name)
            own = isinstance(each, FunctionType) and each.__module__ == rule.__module__ and each.__name__ == name
            if own and each is not rule and name not in found:
                found[name] = each
                waiting.append(each)
    return list(found.values())


@lru_cache(maxsize=4096)
def _mentioned(code: CodeType) -> frozenset[str]:
    """Return the names of globals that code asks for; attributes of the same names are others."""
    own = {each.argval for each in dis.get_instructions(code) if each.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return frozenset(own).union(*[_mentioned(each) for each in code.co_consts if isinstance(each, CodeType)])


def names(function: Any) -> set[str]:
    """Return the names of a function's parameters."""
    return set(inspect.signature(function).parameters)


def _each(form: Callable[[Any], Any], share: Any) -> Any:
    return [form(each) for each in share] if isinstance(share, list) else form(share)


def _wholes(rule: Callable[..., Any]) -> Iterator[Mutant]:
    """Yield rules whose whole result is wrong, whatever they are made of."""
    given = ", ".join(inspect.signature(rule).parameters)
    for family, form in WHOLE.items():
        space = {"each": _each, "form": form, "rule": rule}
        broken = eval(f"lambda {given}: each(form, rule({given}))", space)
        yield Mutant(family, broken, f"{family} of {rule.__name__}({given})")
