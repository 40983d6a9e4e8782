"""The sentences that rooms without Qt may have shown to a person, taken from their sources as templates.

Every string and f-string with words in it counts, but for what cannot be shown: docstrings, log lines, SQL, patterns,
annotations, faults of ours. Values are numbered in their order: ``The database {0} cannot be written: {1}.``
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ohlc_desktop
from tests.translations.composed import COMPOSED, NOT_SHOWN

PACKAGE = Path(ohlc_desktop.__file__).parent
ROOMS = ("core", "store", "redis_share", "importer", "sources", "calendars")
FILES = ("profile.py", "resource_files.py", "services/chart_data/chart_reading.py", "services/chart_data/indicator_declarations.py", "services/health/network.py", "services/importing/import_runner.py", "services/scheduling/scheduler.py")
#: Shown on the command line only, which is English.
LEFT_OUT = {"backup.py", "checking.py", "restore.py"}
#: What is in such a call is no text for a person, or marked for Qt elsewhere.
_CALLS = re.compile(
    r"(_log|re|logging|struct)\..*|getattr|setattr|Declaration|WordSetting|Whole|Number|TypeError|KeyError|AssertionError|IndexError"
)
_NO_TEXT = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA|BEGIN|CREATE|DROP|ALTER|FROM|AND s\.|CASE WHEN)\b|\?mode=|//\{|^\{0\}[.?-]|^ohlc:|\n")
_WORDS = re.compile(r"[A-Za-z]{2}.* .*|[A-Za-z]{2}.*\{\d\}|\{\d\}.*[a-z]{2}")
_PLACE = re.compile(r"\{[a-z_]*(:[^}]*)?\}")


def templates() -> list[str]:
    """All of them, sorted; no two alike."""
    paths = [path for room in ROOMS for path in (PACKAGE / room).rglob("*.py") if path.name not in LEFT_OUT]
    found = {text for path in (*paths, *(PACKAGE / name for name in FILES)) for text in texts_of(path)}
    return sorted((found | set(COMPOSED)) - NOT_SHOWN)


def texts_of(path: Path) -> Iterator[str]:
    """The templates of a source file."""
    tree = ast.parse(path.read_text("utf-8"))
    hidden = {part for node in ast.walk(tree) for part in _hidden(node)}
    for node in ast.walk(tree):
        text = "" if node in hidden else _template(node)
        if _WORDS.search(text) and not _NO_TEXT.search(text):
            yield text


def _hidden(node: ast.AST) -> Iterator[ast.AST]:
    """What below a node is no text of its own."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Call) and _CALLS.fullmatch(ast.unparse(node.func)):
        yield from ast.walk(node)
    elif isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
    for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
        if annotation is not None:
            yield from ast.walk(annotation)


def _template(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        raw = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        raw = node.value
    else:
        return ""
    numbers = iter(range(99))
    return _PLACE.sub(lambda _: f"{{{next(numbers)}}}", raw).strip()
