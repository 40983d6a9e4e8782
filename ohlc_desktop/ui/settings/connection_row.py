"""Below the address of a server: a button that tries it, and what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ohlc_desktop.core.errors import bare
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.settings import Unusable
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.boxes import TOP, hbox
from ohlc_desktop.ui.widgets.form import FormNote
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN


class Connection(NamedTuple):
    """What was found at an address: whether it can be used, and what is to be said of it."""

    ok: bool
    told: Message


class ConnectionRow(QWidget):
    """Tries the address that stands in the field, saved or not.

    Attributes:
        answered: A test has ended and its result is shown.
    """

    answered = Signal()

    def __init__(
        self, test: Callable[[str, Callable[[Connection], None]], None], address: Callable[[], str], spoken: str
    ) -> None:
        """
        Args:
            test: Tries an address, and calls back on this thread.
            address: What stands in the field; raises Unusable.
            spoken: What the button does, for screen readers.
        """
        super().__init__()
        self._test = test
        self._address = address
        self._asking = self._tested = False
        self.note = FormNote()
        self.button = QPushButton(self.tr("&Test connection"))
        self.button.setAccessibleName(spoken)
        self.button.clicked.connect(self._ask)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # no wider while there is no note
        margins = (MARGIN, GAP + 3, MARGIN, GAP + 3)
        at = TOP | Qt.AlignmentFlag.AlignLeft
        hbox((self.button, at), (self.note, 1), parent=self, margins=margins, spacing=MARGIN)

    def tell(self, severity: Severity, text: str) -> None:
        """Say how things stand without a test; what a test found stays."""
        if not self._tested:
            self.note.tell(severity, text)

    def _ask(self) -> None:
        try:
            address = self._address()
        except Unusable as error:
            told = self.tr("Not tested: {reason}.").format(reason=bare(shown(error.message)))
            self.note.tell(Severity.FAILING, told)
            return
        if not address:
            self.note.tell(Severity.ATTENTION, self.tr("Write an address first."))
            return
        if self._asking:
            return
        self._tested = True
        self._asking = True  # the button stays enabled: else the focus would go on to the next switch
        self.note.tell(Severity.BUSY, self.tr("Connecting…"))
        self._test(address, self._tell)

    def _tell(self, found: Connection) -> None:
        self._asking = False
        self.note.tell(Severity.OK if found.ok else Severity.FAILING, shown(found.told))
        self.answered.emit()
