"""How a text of the lower rooms is read: which templates made it, with which values. See `services.i18n.sentences`.

A text of several sentences is taken apart; a value may be a sentence itself. Of all ways to read a text the one counts
that leaves the fewest letters untranslated. What is not known stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from PySide6.QtCore import QLocale

from ohlc_desktop.resource_files import resource
from ohlc_desktop.services.i18n.day_names import names
from ohlc_desktop.services.i18n.sentences import in_language

#: A template with fewer letters says little of its own: it is used only where its values are known as well.
TELLING = 6
#: A sentence with its values is looked for in so many pieces between stops, colons and semicolons.
_PIECES = 8
#: A value is a sentence with values of its own so deep at most.
DEEPEST = 4
_FIELD = re.compile(r"\{(\d+)\}")
_VERBATIM = ("'", "one of: ", "one of ", "Did you mean ", "There are ")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DATE = re.compile(rf"({'|'.join(_DAYS)})( \d{{4}}-\d\d-\d\d(?: \d\d:\d\d(?: [A-Z]+)?)?)")
_END = re.compile(r"(?<=[.!?:;])\s+")
#: How the name of a file or folder begins, which may have blanks and dots in it.
_PLACE = re.compile(r"/|\\\\|[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Template:
    """A text with numbered places for values: the parts around them, and what it is called as a whole."""

    text: str
    parts: tuple[str, ...]

    @property
    def letters(self) -> int:
        """How much it says of its own."""
        return sum(map(_letters, self.parts))

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


def read(text: str) -> str:
    """A text in the language that is spoken, as far as it is known."""
    return _sentences(text, 0).text


def forget() -> None:
    """Another language is spoken from now on."""
    for function in (_whole, _sentences):
        function.cache_clear()


@cache
def _templates() -> tuple[Template, ...]:
    """All templates, those that say most first."""
    lines = resource("translations/sentences.txt").read_text("utf-8").splitlines()
    return tuple(sorted(map(template_of, lines), key=lambda template: (-template.letters, -len(template.text))))


@lru_cache(512)
def _beginning_with(word: str) -> tuple[Template, ...]:
    """Those that can make a text with this first word."""
    return tuple(template for template in _templates() if _first_word(template) in (word, None))


def _first_word(template: Template) -> str | None:
    """None where a value may be in it."""
    word, blank, _ = template.parts[0].partition(" ")
    return word if blank or len(template.parts) == 1 else None


@dataclass(frozen=True, slots=True, order=True)
class _Read:
    """A way to read a text: how many letters are not known, in how many pieces it was taken, and the translation."""

    strange: int
    pieces: int
    text: str


@lru_cache(2048)
def _sentences(text: str, depth: int) -> _Read:
    """Sentences one after another, read in the best way; found from the end, as the rest is read once only."""
    begins = [0, *(found.end() for found in _END.finditer(text) if found.end() < len(text)), len(text)]
    best = _Read(0, 0, "")
    after = [best]
    for at in reversed(range(len(begins) - 1)):
        pieces = (text[begins[at] : end] for end in begins[at + 1 : at + 1 + _PIECES])
        best = min(_readings(zip(pieces, after, strict=False), depth))
        after.insert(0, best)
    return best


def _readings(beginnings: Iterable[tuple[str, _Read]], depth: int) -> Iterator[_Read]:
    """The ways to read beginnings of a text, each before the best reading of the rest; the first may be strange."""
    for number, (piece, rest) in enumerate(beginnings):
        bare = piece.rstrip()
        known = _whole(bare, depth) or (_Read(_letters(bare), 1, bare) if not number else None)
        if known is not None:
            text = f"{known.text}{piece[len(bare) :]}{rest.text}"
            yield _Read(known.strange + rest.strange, known.pieces + rest.pieces, text)


@lru_cache(2048)
def _whole(text: str, depth: int) -> _Read | None:
    """One sentence or phrase, translated by the template that leaves the least unknown; None where there is none."""
    best: _Read | None = None
    for template in _beginning_with(text.partition(" ")[0]):
        values = template.values(text)
        if values is None:
            continue
        known = [_value(value, depth + 1, before) for value, before in zip(values, template.parts[:-1], strict=True)]
        strange = sum(value.strange for value in known)
        if (template.letters >= TELLING or not strange) and (best is None or strange < best.strange):
            best = _Read(strange, 1, _filled(template, [value.text for value in known]))
        if best is not None and not best.strange:
            break
    return best


def _filled(template: Template, values: list[str]) -> str:
    text = in_language(template.text) or template.text
    return _FIELD.sub(lambda field: values[int(field[1])], text)


def _value(value: str, depth: int, before: str) -> _Read:
    """A value, which may be a phrase itself, after the part of the template before it.

    What is quoted or to be typed, and the name of a file, is left as it is; so is a single word, unless in brackets.
    """
    if before.endswith(_VERBATIM) or _PLACE.match(value):
        return _Read(0, 1, value)
    day = _DATE.fullmatch(value)
    if day is not None:
        return _Read(0, 1, f"{_weekday(day[1])}{day[2]}")
    if " " not in value:
        return (before.endswith("(") and _whole(value, depth)) or _Read(0, 1, value)
    if depth > DEEPEST:
        return _Read(_letters(value), 1, value)
    ways = [_sentences(value, depth)]
    stopped = _whole(f"{value}.", depth)
    if stopped is not None:
        ways.append(_Read(stopped.strange, 1, stopped.text.removesuffix(".")))
    if ", " in value:
        ways.append(_listed(value.split(", "), depth + 1))
    best = min(ways, key=lambda way: way.strange)
    # a stop in what is not known rather ends the sentence that it would be a value of
    return replace(best, strange=best.strange + 1) if best.strange and _END.search(value) else best


def _listed(values: list[str], depth: int) -> _Read:
    read = [_value(value, depth, "") for value in values]
    return _Read(sum(each.strange for each in read), len(read), ", ".join(each.text for each in read))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _weekday(name: str) -> str:
    return names().standaloneDayName(_DAYS.index(name) + 1, QLocale.FormatType.ShortFormat)
