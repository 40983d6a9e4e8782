"""The templates of messages, taken from the sources: the literals from which messages and errors are made.

What settings and indicators are called is declared, and taken from the declarations. A template has to be a literal, a choice between literals, or a constant of a module: else nobody could translate it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
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


@cache
def found() -> Found:
    """Those of the whole package."""
    trees = {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    constants = {name: text for tree in trees.values() for name, text in _constants(tree)}
    makers = _makers(list(trees.values()))
    shown = {name: tree for name, tree in trees.items() if not name.startswith(LEFT_OUT)}
    templates = set(_titles())
    composed: list[str] = []
    for name, tree in sorted(shown.items()):
        for line, texts in texts_of(tree, constants | dict(_constants(tree)), makers):
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
    tree: ast.AST, constants: Mapping[str, str], makers: Mapping[str, tuple[int | str, ...]] = MAKERS
) -> Iterator[tuple[int, list[str | None]]]:
    """The line of each template and what it can be; None where that cannot be told."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
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


def _makers(trees: list[ast.Module]) -> dict[str, tuple[int | str, ...]]:
    """With the errors: all classes that come from ``OhlcError``."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    errors = {"OhlcError"}
    while more := {node.name for node in classes if errors & set(map(ast.unparse, node.bases))} - errors:
        errors |= more
    return {**dict.fromkeys(errors, _OF_ERRORS), **MAKERS}
