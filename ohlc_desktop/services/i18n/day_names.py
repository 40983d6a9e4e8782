"""Names of days and months in the language that is spoken. Numbers do not follow it: see :mod:`~ohlc_desktop.core.numbers`."""

from __future__ import annotations

from PySide6.QtCore import QLocale

#: How Qt writes numbers in every window: as exchanges write prices, whatever the system's locale.
NUMBERS = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)

_spoken: list[QLocale] = []


def speak(locale: QLocale | None) -> None:
    """Take the names from this locale; None for the default one."""
    _spoken[:] = [] if locale is None else [locale]


def names() -> QLocale:
    """Where the names are taken from."""
    return _spoken[0] if _spoken else QLocale()
