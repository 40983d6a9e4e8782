"""Sentences of the lower rooms in the user's language.

Errors, reasons of runs and what happened to a series are English sentences made by rooms that know no Qt; the database
and the logs keep them so. When one is shown, `localised` finds the template it was made from, takes the values out, and
puts them into the template's translation (context ``Sentences``). The templates are in
``resources/translations/sentences.txt``, which ``python -m tests.translations update`` takes from the sources.

In English nothing is done, and `sentence_reading`, which does it, is not loaded into the idle tray.
"""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.messages import Message

CONTEXT = "Sentences"
#: A text that is longer is no sentence of ours.
LONGEST = 1_500
_READING = "ohlc_desktop.services.i18n.sentence_reading"


def localised(message: str | Message) -> str:
    """A message or text in the user's language, as far as it is known; any text may be given."""
    text = str(message)
    if not text or len(text) > LONGEST or not _translated():
        return text
    from ohlc_desktop.services.i18n.sentence_reading import read

    return read(text)


def forget() -> None:
    """Another language is spoken from now on."""
    _translated.cache_clear()
    if _READING in sys.modules:
        sys.modules[_READING].forget()


def in_language(text: str) -> str:
    """The translation of a template; empty without one. (``translate`` answers with the text itself then.)"""
    found = QCoreApplication.translate(CONTEXT, text)
    return "" if found == text else found


@cache
def _translated() -> bool:
    """Whether the language has sentences at all."""
    return bool(in_language("Nothing was changed."))
