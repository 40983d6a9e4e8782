"""All values that sources have of one candle, one below the other, each with what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.sources.choice_steps import (
    ChoiceChange,
    choose_candle,
    choose_session,
    chosen_places,
    row_of,
    take_back_candle,
    take_back_session,
)
from ohlc_desktop.ui.sources.source_texts import CHOICE, source_title, ticks_text
from ohlc_desktop.ui.widgets.labels import TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP

if TYPE_CHECKING:
    from ohlc_desktop.services.sources.source_reading import Comparison

_PRICES = 4
_Action = tuple[str, str, Callable[[], ChoiceChange]]


class CandleValues(QWidget):
    """The values.

    Attributes:
        change_wanted: A :class:`ChoiceChange`.
    """

    change_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(4)
        self.buttons: list[QPushButton] = []

    def show_candle(self, shown: Comparison | None, place: int) -> None:
        """Show a candle of a session; none."""
        self._clear()
        if shown is None or not 0 <= place < len(shown.ts):
            return
        for column, title in enumerate(("", "O", "H", "L", "C", self.tr("Volume"), self.tr("Off by"))):
            self._put(0, column, TintedLabel(title))
        ts = int(shown.ts[place])
        stands = row_of(shown.stored, ts)
        origin = shown.origins[place]
        for line, name in enumerate(shown.rows, 1):
            row = row_of(shown.rows[name], ts)
            standing = not origin.made and origin.sources == (name,)
            self._add(shown, line, (source_title(name), row, stands), standing)
            self._offer(line, self._actions(shown, place, name) if row is not None else [])
        if origin.made and stands is not None:
            made = self.tr("made of {sources}").format(sources=" + ".join(map(source_title, origin.sources)))
            self._add(shown, len(shown.rows) + 1, (made, stands, stands), True)
        self._grid.setColumnStretch(0, 1)

    @property
    def height_needed(self) -> int:
        """Of all its lines, logical pixels."""
        self._grid.activate()
        return self._grid.totalSizeHint().height()

    def set_enabled(self, enabled: bool) -> None:
        """Whether anything can be done now."""
        for button in self.buttons:
            button.setEnabled(enabled)

    # -- inside ------------------------------------------------------------------------------------

    def _clear(self) -> None:
        self.buttons = []
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()  # type: ignore[union-attr]
            if widget is not None:
                widget.setParent(None)  # at once: else it is there until the event loop comes round
                widget.deleteLater()

    def _put(self, row: int, column: int, widget: QWidget) -> None:
        side = Qt.AlignmentFlag.AlignRight if 0 < column <= _PRICES + 2 else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(widget, row, column, side | Qt.AlignmentFlag.AlignVCenter)
        widget.show()  # at once: what is hidden needs no room

    def _add(
        self, shown: Comparison, line: int,
        told: tuple[str, tuple[float, ...] | None, tuple[float, ...] | None], standing: bool,
    ) -> None:  # fmt: skip
        """A line: who says it, what, and by how much it is off what stands."""
        name, row, stands = told
        title = self.tr("{source} stands").format(source=name) if standing else name
        self._put(line, 0, _bold(TintedLabel(title, self, "text"), standing))
        if row is None or stands is None:
            self._put(line, 1, TintedLabel(self.tr("none"), self))
            return
        for kind in range(_PRICES):
            label = TintedLabel(format_axis(shown.instrument, row[kind]), self, "text")
            self._put(line, 1 + kind, _bold(label, row[kind] != stands[kind]))
        volume = TintedLabel(
            wording.count(int(row[_PRICES])), self, "muted" if row[_PRICES] == stands[_PRICES] else "text"
        )
        self._put(line, 1 + _PRICES, volume)
        apart = max(abs(row[kind] - stands[kind]) for kind in range(_PRICES))
        text = ticks_text(shown.instrument, apart) if apart else "–"
        self._put(line, 2 + _PRICES, TintedLabel(text, self, "attention" if apart else "muted"))

    def _actions(self, shown: Comparison, place: int, name: str) -> list[_Action]:
        many = len(shown.ts) > 1 or not shown.timeframe.daily
        if name == CHOICE:
            actions: list[_Action] = [
                (self.tr("Take &back"), self.tr("The strongest source stands again"), partial(take_back_candle, shown, place)),
                (
                    self.tr("Take session back"), self.tr("In the whole session the strongest source stands again"),
                    partial(take_back_session, shown),
                ),
            ]  # fmt: skip
            return actions[: 1 + (many and len(chosen_places(shown)) > 1)]
        actions = [
            (
                self.tr("Use this"), self.tr("{source} stands for this candle, whatever others say").format(source=name),
                partial(choose_candle, shown, place, name),
            ),
            (
                self.tr("Use for session"),
                self.tr("{source} stands for the whole session, whatever others say").format(source=name),
                partial(choose_session, shown, name),
            ),
        ]  # fmt: skip
        return actions[: 1 + many]

    def _offer(self, line: int, actions: list[_Action]) -> None:
        for column, (text, tip, change) in enumerate(actions, 3 + _PRICES):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.setToolTip(tip)
            button.setAccessibleName(f"{text.replace('&', '')}: {tip}")
            button.clicked.connect(lambda _, change=change: self.change_wanted.emit(change()))
            self._grid.addWidget(button, line, column)
            button.show()
            self.buttons.append(button)


def _bold(label: QLabel, bold: bool) -> QLabel:
    font = label.font()
    font.setBold(bold)
    label.setFont(font)
    return label
