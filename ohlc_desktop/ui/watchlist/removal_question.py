"""Asks what becomes of the candles of instruments that are taken off the watchlist."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.watchlist.rows import Watched


class RemovalQuestion(QMessageBox):
    """Keep them, delete them, or remove nothing.

    Attributes:
        answered: The instruments are to be removed; carries whether their candles are deleted.
    """

    answered = Signal(bool)

    def __init__(self, gone: Sequence[Watched], feed: FeedSpec, importing: bool, parent: QWidget) -> None:
        """
        Args:
            gone: What is to be removed; at least one of them has candles.
            feed: Whose reach tells what cannot be had again.
            importing: An import runs: nothing can be deleted.
            parent: The page.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        one = self.tr("Remove {symbol} from the watchlist?").format(symbol=gone[0].symbol)
        many = self.tr("Remove {count} instruments from the watchlist?").format(count=wording.count(len(gone)))
        self.setWindowTitle(self.tr("Remove from the watchlist"))
        self.setText(one if len(gone) == 1 else many)
        self.setInformativeText("\n\n".join((self._kept(gone), self._deleted(feed, importing))))
        self._keep = self.addButton(self.tr("&Keep candles"), QMessageBox.ButtonRole.AcceptRole)
        self._delete = self.addButton(self.tr("&Delete candles"), QMessageBox.ButtonRole.DestructiveRole)
        self.addButton(QMessageBox.StandardButton.Cancel)
        self.setDefaultButton(self._keep)
        self._delete.setEnabled(not importing)
        self.finished.connect(self._answer)

    def _kept(self, gone: Sequence[Watched]) -> str:
        text = self.tr(
            "{count} candles are stored. Kept, they stay in the database and can still be charted and exported."
        )
        return text.format(count=wording.count(sum(row.candles for row in gone)))

    def _deleted(self, feed: FeedSpec, importing: bool) -> str:
        if importing:
            return self.tr("They cannot be deleted while an import runs.")
        text = self.tr(
            "Deleted, they are gone: {feed} gives 1m candles of the last {minutes} days only, and 5m of the last {days}."
        )
        minutes, days = (feed.limits_of(TIMEFRAMES[name]).reach for name in ("1m", "5m"))
        return text.format(feed=feed.display_name, minutes=minutes, days=days)

    def _answer(self) -> None:
        clicked = self.clickedButton()
        if clicked is self._keep or clicked is self._delete:
            self.answered.emit(clicked is self._delete)
