"""What can be translated: the texts that lupdate finds in the package, by context."""

from __future__ import annotations

import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

import PySide6

from tests.translations.message_templates import PACKAGE

Texts = frozenset[tuple[str, str]]


def lupdate() -> Path | None:
    """The tool; some builds of PySide6 come without it."""
    return next(iter(Path(PySide6.__file__).parent.glob("lupdate*")), None)


@cache
def listed() -> Texts:
    """Contexts and texts; asked for once in a process, as it takes a second."""
    tool = lupdate()
    assert tool is not None
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "all.ts"
        files = [str(path) for path in sorted(PACKAGE.rglob("*.py"))]
        subprocess.run([str(tool), *files, "-ts", str(found)], check=True, capture_output=True, timeout=60)
        contexts = ElementTree.parse(found).getroot().iter("context")
        return frozenset(
            (context.findtext("name") or "", message.findtext("source") or "")
            for context in contexts for message in context.iter("message")
        )  # fmt: skip
