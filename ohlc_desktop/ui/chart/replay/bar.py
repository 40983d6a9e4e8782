"""What a replay is played with: a bar over the foot of the chart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QActionGroup, QKeySequence, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.chart.replay.player import PACES, ReplayPlayer
from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import StripButton
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture
from ohlc_desktop.ui.widgets.theme import GAP, colours, paint_ground

_HIGH = 40


class ReplayBar(QWidget):
    """Steps, plays, and ends a replay; hidden while there is none.

    Attributes:
        back: One candle less; ``forward`` one more; ``play`` goes on by itself or stops.
        pace: How fast; ``close_button`` shows all that there is again.
        left: How many candles are still hidden.
    """

    def __init__(self, player: ReplayPlayer, parent: QWidget) -> None:
        super().__init__(parent)
        self._player = player
        self.setAccessibleName(self.tr("Replay"))
        self.back = StripButton(self.tr("Step back"), Picture.STEP_BACK, tip=self.tr("Step back (Shift+Left)"))
        self.play = StripButton(self.tr("Play"), Picture.PLAY)
        self.forward = StripButton(
            self.tr("Step forward"), Picture.STEP_FORWARD, tip=self.tr("Step forward (Shift+Right)")
        )
        self._keys: list[QShortcut] = []
        self._paces = QMenu(self)
        self._paces.aboutToShow.connect(self._fill_paces)
        self.pace = StripButton(self.tr("Candles a second"), menu=self._paces)
        self.left = QLabel()
        self.close_button = StripButton(
            self.tr("End the replay"), Picture.CLOSE, tip=self.tr("End the replay: show all candles")
        )
        self._build()
        player.changed.connect(self.show_state)
        self.show_state()

    def add_keys(self, chart: QWidget) -> None:
        """Let the chart take the keys of the replay while there is one."""
        keys = {
            "Shift+Left": self.back.click, "Shift+Right": self.forward.click, "Shift+Down": self.play.click,
        }  # fmt: skip
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), chart, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
            self._keys.append(shortcut)
        self.show_state()

    def show_state(self) -> None:
        """Show what can be done now, and how many candles are left of the series that the chart shows now."""
        player = self._player
        if self.isVisible() is not (player.moment is not None):
            self.setVisible(player.moment is not None)
        for key in self._keys:
            key.setEnabled(player.moment is not None)
        word = self.tr("Pause") if player.playing else self.tr("Play")
        self.play.show_picture(Picture.PAUSE if player.playing else Picture.PLAY)
        self.play.setAccessibleName(word)
        self.play.setToolTip(self.tr("{word} (Shift+Down)").format(word=word))
        self.pace.setText(f"{player.pace:g}×")
        left = player.left
        text = self.tr("1 candle left") if left == 1 else self.tr("{count} candles left")
        self.left.setText(text.format(count=wording.count(left)))
        self.forward.setEnabled(left > 0)
        self.play.setEnabled(left > 0)
        self.place()

    def place(self) -> None:
        """Stand over the middle of the foot of the chart."""
        parent = self.parentWidget()
        if not self.isHidden() and parent is not None:
            size = self.sizeHint()
            self.setGeometry(
                (parent.width() - size.width()) // 2, parent.height() - size.height() - 4 * GAP, size.width(), size.height()
            )  # fmt: skip
            self.raise_()

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """As wide as its buttons."""
        return QSize(super().sizeHint().width(), _HIGH)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, 3, GAP, 3)
        row.setSpacing(2)
        for widget in (self.back, self.play, self.forward, self.pace, self.left, self.close_button):
            row.addWidget(widget)
        self.left.setMargin(4)
        self.back.clicked.connect(partial(self._player.step, -1))
        self.forward.clicked.connect(partial(self._player.step, 1))
        self.play.clicked.connect(lambda: self._player.play(not self._player.playing))
        self.close_button.clicked.connect(self._player.stop)

    def _fill_paces(self) -> None:
        self._paces.clear()
        group = QActionGroup(self._paces)
        for pace in PACES:
            text = self.tr("1 candle a second") if pace == 1 else self.tr("{count} candles a second")
            action = self._paces.addAction(text.format(count=f"{pace:g}"), partial(self._player.set_pace, pace))
            action.setCheckable(True)
            action.setChecked(pace == self._player.pace)
            group.addAction(action)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """A panel with a border."""
        c = colours(self)
        paint_ground(self, c.panel, QPen(c.line, 1))
