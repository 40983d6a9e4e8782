"""``python -m tests.translations update | compile | check``.

update: bring the ``.ts`` of every language in step with the code; a new language gets its own. Then translate what is new, in Qt Linguist or by hand. compile: make the ``.qm`` files that are shipped.
check: say what is not translated.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6

from ohlc_desktop.core.languages import LANGUAGES
from tests.translations.catalogue import FOLDER, catalogues, faults
from tests.translations.message_templates import PACKAGE, found

TOOLS = Path(PySide6.__file__).parent


def marked() -> str:
    """A source that marks the templates of messages, for lupdate to find."""
    lines = "".join(f"QT_TRANSLATE_NOOP('Messages', {text!r})\n" for text in sorted(found().templates))
    return f"from PySide6.QtCore import QT_TRANSLATE_NOOP\n{lines}"


def update(targets: list[Path]) -> None:
    """Add what is new and drop what is gone; translations stay."""
    with tempfile.TemporaryDirectory() as folder:
        extra = Path(folder) / "templates.py"
        extra.write_text(marked(), encoding="utf-8")
        sources = [str(path) for path in (*sorted(PACKAGE.rglob("*.py")), extra)]
        for target in targets:
            run("lupdate", *sources, "-no-obsolete", "-locations", "none", "-source-language", "en", "-ts", str(target))


def compiled(source: Path, target: Path) -> None:
    """Make a ``.qm``."""
    run("lrelease", str(source), "-qm", str(target))


def run(tool: str, *arguments: str) -> None:
    """One of Qt's tools, which come with PySide6."""
    done = subprocess.run([next(TOOLS.glob(f"{tool}*")), *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def main(arguments: list[str]) -> None:
    """Do what is asked for."""
    match arguments:
        case ["update"]:
            update([FOLDER / f"ohlc_desktop_{language.code}.ts" for language in LANGUAGES[1:]])
        case ["compile"]:
            for source in catalogues():
                compiled(source, source.with_suffix(".qm"))
        case ["check"]:
            pass
        case _:
            sys.exit(__doc__)
    for source in catalogues():
        print("\n".join([f"{source.name}:", *(f"  {fault}" for fault in faults(source))]))


if __name__ == "__main__":
    main(sys.argv[1:])
