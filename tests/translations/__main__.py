"""``python -m tests.translations update | compile | check``.

update: bring the ``.ts`` of every language in step with the code, and list the sentences for the program; a new language
gets its own. Then translate what is new, in Qt Linguist or by hand. compile: make the ``.qm`` files that are shipped.
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
from tests.translations.message_templates import found
from tests.translations.templates import PACKAGE, templates

TOOLS = Path(PySide6.__file__).parent
SENTENCES = FOLDER / "sentences.txt"


def marked() -> str:
    """A source that marks sentences and templates, for lupdate to find."""
    texts = [("Sentences", text) for text in templates()] + [("Messages", text) for text in sorted(found().templates)]
    lines = "".join(f"QT_TRANSLATE_NOOP({context!r}, {text!r})\n" for context, text in texts)
    return f"from PySide6.QtCore import QT_TRANSLATE_NOOP\n{lines}"


def listing() -> str:
    """What the program reads at run time: one template a line."""
    return "".join(f"{text}\n" for text in templates())


def update(targets: list[Path]) -> None:
    """Add what is new and drop what is gone; translations stay."""
    with tempfile.TemporaryDirectory() as folder:
        extra = Path(folder) / "sentences.py"
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
            SENTENCES.write_text(listing(), encoding="utf-8")
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
