"""The languages of window, tray and charts: one row each, beside its texts in ``resources/translations``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language.

    Attributes:
        word: What the setting calls it.
        code: ISO 639-1; its texts are in ``ohlc_desktop_<code>.ts``, Qt's own in ``qtbase_<code>.qm``.
        name: What its speakers call it.
    """

    word: str
    code: str
    name: str


#: The texts in the code are in the first one.
LANGUAGES = (
    Language("ENGLISH", "en", "English"),
    Language("GERMAN", "de", "Deutsch"),
)
