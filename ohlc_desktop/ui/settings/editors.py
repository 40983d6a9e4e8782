"""One editor for each kind of setting. An editor shows a value, gives back what was entered, and judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QGridLayout, QWidget

from ohlc_desktop.core.settings import (
    ClockTime,
    Declaration,
    FeedNames,
    FolderSetting,
    Number,
    Secret,
    Switch,
    Timeframes,
    Unusable,
    WebAddress,
    Whole,
    WordSetting,
)
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.services.i18n.messages import translated
from ohlc_desktop.sources.registry import feed_of
from ohlc_desktop.ui.widgets.boxes import hbox
from ohlc_desktop.ui.widgets.form import Chip, Toggle
from ohlc_desktop.ui.widgets.labels import Sentence

translate = QCoreApplication.translate

#: Arrow keys and buttons are let come to rest before the value is taken.
_RESTING_MS = 400
_COLUMNS = 6
_MINUTES_OF_A_DAY = 24 * 60
_STEP_MINUTES = 5
_ALSO_CALLED = {"1h": "60m"}


class Editor(QWidget):
    """What is common to all editors.

    Attributes:
        committed: The user has finished; ask :meth:`raw`.
        touched: The entered value changed, maybe not for the last time.
        wide: True when it needs the whole width of the page.
    """

    committed = Signal()
    touched = Signal()
    wide = False

    def __init__(self, name: str, *fields: QWidget) -> None:
        """
        Args:
            name: What it edits.
            fields: What is edited in, which screen readers know by the name.
        """
        super().__init__()
        self.name = name
        self._fields = fields
        for field in fields:
            field.setAccessibleName(name)

    def show_value(self, value: Any) -> None:
        """Show a value of the setting; never emits."""
        raise NotImplementedError

    def raw(self) -> object:
        """What was entered.

        Raises:
            Unusable: it makes no sense; says what to enter instead.
        """
        raise NotImplementedError

    def describe(self, text: str) -> None:
        """Tell screen readers more than the name."""
        for field in self._fields:
            field.setAccessibleDescription(text)


class SwitchEditor(Editor):
    """On or off."""

    def __init__(self, name: str) -> None:
        self.toggle = Toggle()
        super().__init__(name, self.toggle)
        self.toggle.clicked.connect(self.committed)
        hbox(self.toggle, 1, parent=self)

    def show_value(self, value: Any) -> None:
        """Show on or off."""
        self.toggle.setChecked(bool(value))

    def raw(self) -> object:
        """True or False."""
        return self.toggle.isChecked()


class Stepper(QAbstractSpinBox):
    """A field for a number or time that takes any text, so that a wrong one can be explained.

    Attributes:
        stepped: Arrow keys or buttons changed the text.
    """

    stepped = Signal()

    def __init__(self, kind: Number | Whole | ClockTime) -> None:
        super().__init__()
        self._kind = kind
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(108)

    def stepBy(self, steps: int) -> None:  # noqa: N802
        """Add some steps; a text that is no value stays."""
        try:
            value = self._kind.parse(self.lineEdit().text())
        except ValueError:
            return
        self.lineEdit().setText(written(self._kind, _stepped(self._kind, value, steps)))
        self.stepped.emit()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:  # noqa: N802
        """Both ways always; at an end nothing changes."""
        return QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Everything may be typed; the page refuses with a sentence."""
        return QValidator.State.Acceptable, text, position

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scrolling the page must not change a value in passing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class StepperEditor(Editor):
    """A number with its unit, or a time."""

    def __init__(self, name: str, kind: Number | Whole | ClockTime, unit: str) -> None:
        self.field = Stepper(kind)
        super().__init__(name, self.field)
        self._kind = kind
        self._shown = ""
        self._resting = QTimer(self, singleShot=True, interval=_RESTING_MS)
        self._resting.timeout.connect(self.committed)
        self.field.stepped.connect(self._resting.start)
        self.field.editingFinished.connect(self._finish)
        self.field.lineEdit().textChanged.connect(self.touched)
        suffix = Sentence(unit, small=True)
        suffix.setWordWrap(False)
        hbox(self.field, suffix, 1, parent=self)

    def show_value(self, value: Any) -> None:
        """Show a value, unless the user is in the middle of changing it."""
        text = written(self._kind, value)
        if self.field.hasFocus() and self.field.lineEdit().text() != self._shown and text == self._shown:
            return
        self._shown = text
        with QSignalBlocker(self.field.lineEdit()):
            self.field.lineEdit().setText(text)

    def raw(self) -> object:
        """The text."""
        return self.field.lineEdit().text()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape brings the value in force back."""
        if event.key() == Qt.Key.Key_Escape and self.field.lineEdit().text() != self._shown:
            self.field.lineEdit().setText(self._shown)
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        self._resting.stop()
        self.committed.emit()


class ChoiceEditor(Editor):
    """One of some words."""

    def __init__(self, name: str, kind: WordSetting) -> None:
        self.box = _Combo()
        super().__init__(name, self.box)
        self.box.setFixedWidth(190)
        for word, label in zip(kind.words, kind.labels, strict=True):
            self.box.addItem(translated(label), word)
        self.box.activated.connect(lambda _: self.committed.emit())
        hbox(self.box, 1, parent=self)

    def show_value(self, value: Any) -> None:
        """Show a word."""
        self.box.setCurrentIndex(self.box.findData(value))

    def raw(self) -> object:
        """The word."""
        return self.box.currentData()


class _Combo(QComboBox):
    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class TimeframesEditor(Editor):
    """Chips to choose timeframes with."""

    wide = True

    def __init__(self, name: str) -> None:
        self.chips = {timeframe: Chip(timeframe) for timeframe in TIMEFRAMES}
        super().__init__(name, *self.chips.values())
        grid = QGridLayout()
        grid.setSpacing(2)
        for place, (timeframe, chip) in zip(_places(self.chips), self.chips.items(), strict=True):
            self._name_chip(timeframe, chip)
            grid.addWidget(chip, *place)
        hbox(grid, 1, parent=self)

    def show_value(self, value: Any) -> None:
        """Show which are wanted."""
        for timeframe, chip in self.chips.items():
            chip.setChecked(timeframe in value)

    def raw(self) -> object:
        """The names of the chosen ones."""
        chosen = [timeframe for timeframe, chip in self.chips.items() if chip.isChecked()]
        if not chosen:
            raise Unusable("choose at least one timeframe")
        return chosen

    def _name_chip(self, timeframe: str, chip: Chip) -> None:
        other = _ALSO_CALLED.get(timeframe)
        if other:
            chip.setToolTip(self.tr("{timeframe} is also called {other}: one series.").format(
                timeframe=timeframe, other=other))  # fmt: skip
        chip.setAccessibleName(self.tr("Timeframe {timeframe}").format(timeframe=timeframe))
        chip.clicked.connect(self.committed)


def editor_for(declaration: Declaration) -> Editor:
    """The editor of a setting, named for it."""
    name, kind = translated(declaration.label), declaration.kind
    match kind:
        case Switch():
            return SwitchEditor(name)
        case Number() | Whole():
            return StepperEditor(name, kind, translated(kind.unit))
        case ClockTime():
            return StepperEditor(name, kind, translate("Settings", "Pacific time"))
        case WordSetting():
            return ChoiceEditor(name, kind)
        case Timeframes():
            return TimeframesEditor(name)
        case FeedNames():
            from ohlc_desktop.ui.settings.feeds_editor import FeedsEditor

            return FeedsEditor(name)
        case Secret():
            from ohlc_desktop.ui.settings.secret_editor import SecretEditor

            return SecretEditor(name)
        case FolderSetting():
            from ohlc_desktop.ui.settings.folder_editor import FolderEditor

            return FolderEditor(name)
        case WebAddress():
            from ohlc_desktop.ui.settings.address_editor import AddressEditor

            return AddressEditor(name)
        case _:
            raise NotImplementedError(declaration.key)


def written(kind: object, value: Any) -> str:
    """A value as people write it in a field."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(kind, WordSetting):
        return translated(kind.labels[kind.words.index(value)])
    if isinstance(value, bool):
        on, off = translate("Settings", "on"), translate("Settings", "off")
        return on if value else off
    if isinstance(kind, FeedNames):
        return ", ".join(value or (feed_of(demo=False).name,))
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(kind, FolderSetting) and not value:
        return translate("Settings", "no folder")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _stepped(kind: Number | Whole | ClockTime, value: Any, steps: int) -> Any:
    """The value some steps on: within the limits; a time on full five minutes, around midnight."""
    if isinstance(kind, ClockTime):
        minutes = (value.hour * 60 + value.minute) // _STEP_MINUTES * _STEP_MINUTES + steps * _STEP_MINUTES
        return time(*divmod(minutes % _MINUTES_OF_A_DAY, 60))
    return min(max(value + steps * kind.step, kind.low), kind.high)


def _places(timeframes: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Row and column of each; days begin a row of their own."""
    row, column = 0, 0
    for timeframe in timeframes:
        if column == _COLUMNS or (timeframe == "1d" and column):
            row, column = row + 1, 0
        yield row, column
        column += 1
