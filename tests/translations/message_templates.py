"""The templates of messages, taken from the sources: the literals from which messages and errors are made.

What settings and indicators are called is declared, and taken from the declarations. A template has to be a literal, a choice between literals, or a constant of a module: else nobody could translate it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ohlc_desktop
from ohlc_desktop.core.chart.indicators.registry import KINDS
from ohlc_desktop.core.settings import DECLARATIONS, Number, Whole, WordSetting

PACKAGE = Path(ohlc_desktop.__file__).parent
#: Which arguments of a call are templates, by position or name; :func:`_makers` adds errors.
MAKERS: Mapping[str, tuple[int | str, ...]] = {"Message": (0,), "Unusable": (0,), "FetchError": (1,)}
_OF_ERRORS = (0, 1, 2, "title", "message", "hint")
#: Shown on the command line only, which is English; or where messages themselves are made.
LEFT_OUT = ("api", "commands", "store/backup", "app.py", "cli.py", "arguments", "core/messages.py")


@dataclass(frozen=True, slots=True)
class Found:
    """Templates, and the places of those that are none."""

    templates: frozenset[str]
    composed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """What is looked at of a module: its constants that are texts, and all calls and classes within it."""

    constants: Mapping[str, str]
    calls: tuple[ast.Call, ...]
    classes: tuple[ast.ClassDef, ...]


def module_of(source: str) -> Module:
    """The module that a source makes."""
    tree = ast.parse(source)
    every = list(nodes(tree))
    calls, classes = (tuple(node for node in every if type(node) is kind) for kind in (ast.Call, ast.ClassDef))
    return Module(dict(_constants(tree)), calls, classes)


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Like ``ast.walk``, in another order and several times as fast, for it asks no node for its fields by their names."""
    ahead = [tree]
    while ahead:
        node = ahead.pop()
        yield node
        for value in vars(node).values():
            if isinstance(value, list):
                ahead.extend(each for each in value if isinstance(each, ast.AST))
            elif isinstance(value, ast.AST):
                ahead.append(value)


@cache
def found() -> Found:
    """Those of the whole package."""
    modules = {path.relative_to(PACKAGE).as_posix(): module_of(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    constants = {name: text for module in modules.values() for name, text in module.constants.items()}
    makers = _makers([each for module in modules.values() for each in module.classes])
    shown = {name: module for name, module in modules.items() if not name.startswith(LEFT_OUT)}
    templates = set(_titles())
    composed: list[str] = []
    for name, module in sorted(shown.items()):
        for line, texts in texts_of(module.calls, constants | module.constants, makers):
            templates.update(text for text in texts if text is not None and re.search("[^a-z_]*[A-Za-z]{2}", _bare(text)))
            composed += [f"{name}:{line}"] * (None in texts)
    return Found(frozenset(templates), tuple(composed))


def _titles() -> Iterator[str]:
    """Labels, help, units and choices of settings; what indicators, their parameters and lines are called."""
    for setting in DECLARATIONS:
        yield from (setting.label, setting.help)
        yield from setting.kind.labels if isinstance(setting.kind, WordSetting) else ()
        yield from (setting.kind.unit,) if isinstance(setting.kind, Number | Whole) else ()
    for kind in KINDS.values():
        yield from (kind.title, *(line.title for line in kind.lines))
        for parameter in kind.parameters:
            yield from (parameter.title, *filter(str.isalpha, parameter.choices))


def texts_of(
    calls: Iterable[ast.Call], constants: Mapping[str, str], makers: Mapping[str, tuple[int | str, ...]] = MAKERS
) -> Iterator[tuple[int, list[str | None]]]:
    """The line of each template and what it can be; None where that cannot be told."""
    for node in calls:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        for which in makers.get(name, ()):
            expression = _argument(node, which)
            if expression is not None:
                yield node.lineno, list(_choices(expression, constants, name == "Message"))


def _argument(call: ast.Call, which: int | str) -> ast.expr | None:
    if isinstance(which, str):
        return next((keyword.value for keyword in call.keywords if keyword.arg == which), None)
    return call.args[which] if which < len(call.args) else None


def _choices(expression: ast.expr, constants: Mapping[str, str], strict: bool) -> Iterator[str | None]:
    """An error takes messages as well, so of it only what is surely a text is complained of."""
    match expression:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=first, orelse=second):
            yield from _choices(first, constants, strict)
            yield from _choices(second, constants, strict)
        case ast.Name(id=name) if name in constants:
            yield constants[name]
        case ast.JoinedStr() | ast.BinOp():
            yield None
        case _ if strict:
            yield None


def _bare(template: str) -> str:
    """Without its places."""
    pieces = template.split("{")
    return pieces[0] + "".join(piece.partition("}")[2] for piece in pieces[1:])


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


def _makers(classes: list[ast.ClassDef]) -> dict[str, tuple[int | str, ...]]:
    """With the errors: all classes that come from ``OhlcError``."""
    bases = {node.name: set(map(ast.unparse, node.bases)) for node in classes}
    errors = {"OhlcError"}
    while more := {name for name, of in bases.items() if errors & of} - errors:
        errors |= more
    return {**dict.fromkeys(errors, _OF_ERRORS), **MAKERS}
