"""Reading ``.ts`` files, and what is wrong with them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "translations"
_FIELDS = re.compile(r"\{\w+(?::[^}]*)?\}|%n|<[^>]+>")


@dataclass(frozen=True, slots=True)
class CatalogueMessage:
    """One text: where it belongs, English, and its translation, which may not be finished."""

    context: str
    source: str
    translation: str
    finished: bool


def catalogues() -> list[Path]:
    """The ``.ts`` files."""
    return sorted(FOLDER.glob("*.ts"))


def messages(path: Path) -> Iterator[CatalogueMessage]:
    """All texts of a file."""
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            found = message.find("translation")
            text = "" if found is None else "".join(found.itertext())
            finished = found is not None and found.get("type") is None and bool(text)
            yield CatalogueMessage(context.findtext("name") or "", message.findtext("source") or "", text, finished)


def faults(path: Path) -> list[str]:
    """What is not translated, and translations that do not fit their text."""
    return [f"[{each.context}] {each.source!r}: {why}" for each in messages(path) for why in _wrong(each)]


def _wrong(message: CatalogueMessage) -> Iterator[str]:
    source, translation = message.source, message.translation
    if not message.finished:
        yield "not translated"
        return
    if sorted(_FIELDS.findall(source)) != sorted(_FIELDS.findall(translation)):
        yield f"other values: {translation!r}"
    if source.endswith("…") != translation.endswith("…") or source.count("\n") != translation.count("\n"):
        yield f"another end or other lines: {translation!r}"
    if _mnemonics(source) != _mnemonics(translation):
        yield f"a key is missing or too many: {translation!r}"


def _mnemonics(text: str) -> int:
    return len(re.findall(r"&(?=\w)", text.replace("&&", "")))
