"""A field for a number that reads both notations, shows what cannot be read, and changes no digit of what is typed."""

from __future__ import annotations

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from ohlc_desktop.core.numbers import NoNumber, read_number
from ohlc_desktop.services.i18n.day_names import NUMBERS


class NumberBox(QDoubleSpinBox):
    """A number within limits; text that is none stays, and :attr:`hasAcceptableInput` is false meanwhile."""

    def __init__(self, smallest: float, largest: float, decimals: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(NUMBERS)
        self.setDecimals(decimals)
        self.setRange(smallest, largest)
        self.setSingleStep(10.0 ** min(1 - decimals, 0))

    @property
    def usable(self) -> bool:
        """Whether the text says a number within the limits."""
        return self._read(self.lineEdit().text()) is not None

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Everything may be typed."""
        read = self._read(text)
        return QValidator.State.Intermediate if read is None else QValidator.State.Acceptable, text, position

    def valueFromText(self, text: str) -> float:  # noqa: N802  # named by Qt
        """The number that the text says; the last one while it says none."""
        read = self._read(text)
        return self.value() if read is None else read

    def _read(self, text: str) -> float | None:
        """None too where it has more decimals than are kept."""
        try:
            value = read_number(text)
        except NoNumber:
            return None
        kept = round(value, self.decimals()) == value
        return value if kept and self.minimum() <= value <= self.maximum() else None
