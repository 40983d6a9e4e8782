"""Sentences of the lower rooms in the user's language.

Errors, reasons of runs and what happened to a series are English sentences made by rooms that know no Qt; the database
and the logs keep them so. When one is shown, `localised` finds the template it was made from, takes the values out, and
puts them into the template's translation (context ``Sentences``). The templates are in
``resources/translations/sentences.txt``, which ``python -m tests.translations update`` takes from the sources.

A text of several sentences is taken apart; a value may be a sentence itself. What is not known stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QCoreApplication, QLocale

from ohlc_desktop.resource_files import resource

CONTEXT = "Sentences"
#: A template with fewer letters says little of its own: it is used only where its values are known as well.
TELLING = 6
_FIELD = re.compile(r"\{(\d+)\}")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})(?= \d{{4}}-\d\d-\d\d)")
_END = re.compile(r"(?<=[.!?:;])\s")


@dataclass(frozen=True, slots=True)
class Template:
    """A text with numbered places for values: the parts around them, and what it is called as a whole."""

    text: str
    parts: tuple[str, ...]

    @property
    def letters(self) -> int:
        """How much it says of its own."""
        return sum(character.isalpha() for part in self.parts for character in part)

    def values(self, text: str) -> list[str] | None:
        """The values with which it makes a text, as short as can be from the left; None where it does not."""
        first, *rest = self.parts
        if not text.startswith(first):
            return None
        if not rest:
            return [] if text == first else None
        last = rest.pop()
        end = len(text) - len(last)
        at, found = len(first), []
        for part in rest:
            place = text.find(part, at + 1, end)
            if place < 0:
                return None
            found.append(text[at:place])
            at = place + len(part)
        return [*found, text[at:end]] if end > at and text.endswith(last) else None


def template_of(text: str) -> Template:
    """A template as it is written, with ``{0}``, ``{1}``, … in this order."""
    return Template(text, tuple(_FIELD.split(text)[::2]))


def localised(text: str) -> str:
    """A text in the user's language, as far as it is known; any text may be given."""
    return _sentences(text).text if text and _translated() else text


def forget() -> None:
    """Another language is spoken from now on."""
    for function in (_translated, _whole, _sentences):
        function.cache_clear()


@cache
def _translated() -> bool:
    """Whether the language has sentences at all."""
    return bool(_in_language("Nothing was changed."))


@cache
def _templates() -> tuple[Template, ...]:
    """All templates, those that say most first."""
    lines = resource("translations/sentences.txt").read_text("utf-8").splitlines()
    return tuple(sorted(map(template_of, lines), key=lambda template: -template.letters))


@dataclass(frozen=True, slots=True, order=True)
class _Known:
    """A translated text, and how many phrases in it are not known."""

    strange: int
    text: str


@lru_cache(2048)
def _sentences(text: str) -> _Known:
    """Sentences one after another."""
    parts, strange = [], 0
    while text:
        part, text = _beginning(text)
        parts.append(part.text)
        strange += part.strange
    return _Known(strange, " ".join(parts))


def _beginning(text: str) -> tuple[_Known, str]:
    """The beginning that is known best, translated, and the rest; else the first sentence as it is."""
    ends = [*(found.start() for found in _END.finditer(text)), len(text)]
    found = [(known.strange, end, known) for end in ends if (known := _whole(text[:end])) is not None]
    _, end, part = min(found, default=(0, ends[0], _Known(1, text[: ends[0]])))
    return part, text[end:].lstrip()


@lru_cache(2048)
def _whole(text: str) -> _Known | None:
    """One sentence or phrase, translated by the template that leaves the least unknown; None where there is none."""
    best: _Known | None = None
    for template in _templates():
        values = template.values(text)
        if values is None:
            continue
        known = [_value(value) for value in values]
        strange = sum(value.strange for value in known)
        if (template.letters >= TELLING or not strange) and (best is None or strange < best.strange):
            best = _Known(strange, _filled(template, [value.text for value in known]))
    return best


def _filled(template: Template, values: list[str]) -> str:
    text = _in_language(template.text) or template.text
    return _FIELD.sub(lambda field: values[int(field[1])], text)


def _value(value: str) -> _Known:
    """A value, which may be a phrase itself; one without blanks is a name or a number, and known as it is."""
    if " " not in value:
        return _whole(value) or _Known(0, _number(value))
    for end in ("", "."):
        known = _whole(value + end)
        if known is not None:
            return _Known(known.strange, known.text.removesuffix(end))
    if _DAY.match(value):
        return _Known(0, _DAY.sub(_weekday, value))
    return _sentences(value)


def _number(value: str) -> str:
    """A number such as ``1,234`` as the language groups it; anything else as it is."""
    return QLocale().toString(int(value.replace(",", ""))) if _GROUPED.fullmatch(value) else value


def _weekday(found: re.Match[str]) -> str:
    return QLocale().standaloneDayName(_DAYS.index(found[1]) + 1, QLocale.FormatType.ShortFormat)


def _in_language(text: str) -> str:
    """The translation of a template; empty without one. (``translate`` answers with the text itself then.)"""
    found = QCoreApplication.translate(CONTEXT, text)
    return "" if found == text else found
