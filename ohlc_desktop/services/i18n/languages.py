"""The language of windows, tray and notifications. Command line, logs and the database are always English.

The texts of a language are in ``resources/translations/ohlc_desktop_<code>.qm``, Qt's own (of standard buttons) come
with Qt. Numbers and dates are written as the system does, unless another language than the system's was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from ohlc_desktop.core.languages import LANGUAGES
from ohlc_desktop.resource_files import MissingResource, resource
from ohlc_desktop.services.i18n import day_names
from ohlc_desktop.services.i18n.day_names import NUMBERS

#: ISO 639-1, by the setting's word.
CODES = {language.word: language.code for language in LANGUAGES}
_SOURCE = LANGUAGES[0].code


class Languages(QObject):
    """Makes the program speak a language; its texts are those of the last :meth:`speak`.

    Attributes:
        code: The language spoken, such as ``de``.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.code = _SOURCE
        self._formats_before = QLocale()
        self._translators: list[QTranslator] = []

    def speak(self, choice: str) -> bool:
        """Speak the language of the setting, ``SYSTEM`` being the system's; whether that is another than before.

        What has been shown is not changed by this: it has to be made anew.
        """
        code = CODES.get(choice) or _best(QLocale.system().uiLanguages())
        QLocale.setDefault(NUMBERS)
        day_names.speak(_named(code))
        if code == self.code:
            return False
        self._remove()
        self.code = code
        if code != _SOURCE:
            self._install(code)
        return True

    def silence(self) -> None:
        """Back to the texts in the code, and to how numbers and dates were written before; idempotent."""
        self._remove()
        QLocale.setDefault(self._formats_before)
        day_names.speak(None)

    def _remove(self) -> None:
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
            translator.deleteLater()
        self._translators, self.code = [], _SOURCE

    def _install(self, code: str) -> None:
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for path in (f"{folder}/qtbase_{code}.qm", str(_texts_of(code))):
            translator = QTranslator(self)
            if translator.load(path) and QCoreApplication.installTranslator(translator):
                self._translators.append(translator)


def _texts_of(code: str) -> object:
    try:
        return resource(f"translations/ohlc_desktop_{code}.qm")
    except MissingResource:
        return ""  # English is better than no window


def _best(wanted: Iterable[str]) -> str:
    """The first of the system's languages, such as ``de-AT``, that we have texts in."""
    codes = (name.replace("_", "-").split("-")[0] for name in wanted)
    return next((code for code in codes if code in CODES.values()), _SOURCE)


def _named(code: str) -> QLocale:
    """Whose names of days and months go with a language: the system's where it speaks it."""
    system, own = QLocale.system(), QLocale(code)
    return system if system.language() is own.language() else own
