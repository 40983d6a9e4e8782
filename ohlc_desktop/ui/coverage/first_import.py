"""What the coverage page shows before the first import: what will be downloaded, and one button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.timeframes import TIMEFRAMES, sources_of
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.widgets.boxes import TOP, hbox, vbox
from ohlc_desktop.ui.widgets.labels import PrimaryButton, Sentence, SpokenLabel, TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument

#: Requests that a session with the feed costs before the first candles.
_SESSION = 2
#: Seconds that one answer takes, roughly.
_ANSWER = 0.8
_EDGE = 9


def estimate(instruments: int, settings: Settings) -> tuple[int, float]:
    """Requests and seconds, roughly, that the first import of so many instruments takes at the pace of the settings."""
    requests = instruments * len(sources_of(settings.timeframes)) + (_SESSION if instruments else 0)
    answering = requests * _ANSWER / settings.concurrency
    pacing = requests / settings.requests_per_second if settings.requests_per_second else 0.0
    return requests, max(answering, pacing)


class FirstImport(QWidget):
    """The call to action of a new profile, with its ``button``."""

    def __init__(self, feed: FeedSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._values: dict[str, SpokenLabel] = {}
        self._build()

    def show_plan(self, instruments: Sequence[Instrument], settings: Settings) -> None:
        """Say what an import of these instruments downloads."""
        requests, seconds = estimate(len(instruments), settings)
        symbols = ", ".join(instrument.symbol for instrument in instruments)
        texts = {
            "instruments": self._listed(symbols, len(instruments)),
            "timeframes": self._listed(", ".join(settings.timeframes), len(settings.timeframes)),
            "reach": self._reach(settings),
            "requests": self._requests(requests, settings),
            "time": self.tr("a few seconds") if self._feed.simulated else self._about(seconds),
        }
        for key, text in texts.items():
            self._values[key].setText(text)
        self.button.setEnabled(bool(instruments))

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        frame = QFrame()
        frame.setMaximumWidth(640)
        title, intro = heading(QLabel(self.tr("No candles yet"))), Sentence(self._what(), colour="text")
        vbox(title, intro, self._make_facts(), self._make_button(), parent=frame, margins=_EDGE, spacing=MARGIN)
        vbox(2, hbox(1, (frame, 4), 1), 3, parent=self, margins=_EDGE)

    def _what(self) -> str:
        if self._feed.simulated:
            return self.tr(
                "The first import fills this demo profile with simulated candles; nothing is downloaded. Afterwards each "
                "import adds only what is new."
            )
        return self.tr(
            "The first import downloads the history of your watchlist from {feed} and checks it. Afterwards each "
            "import asks only for what is new or missing."
        ).format(feed=self._feed.title)

    def _make_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(GAP)
        titles = {
            "instruments": self.tr("Instruments"), "timeframes": self.tr("Timeframes"), "reach": self.tr("How far back"),
            "requests": self.tr("Requests"), "time": self.tr("Takes"),
        }  # fmt: skip
        for row, (key, title) in enumerate(titles.items()):
            self._values[key] = SpokenLabel(title, selectable=False)
            grid.addWidget(TintedLabel(title), row, 0, TOP)
            grid.addWidget(self._values[key], row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _make_button(self) -> QHBoxLayout:
        self.button = PrimaryButton(self.tr("Import &now"))
        self.button.setAccessibleName(self.tr("Import now"))
        self.button.setDefault(True)
        self.button.setAutoDefault(True)
        cancel = TintedLabel(self.tr("You can cancel at any time; what is stored by then stays."))
        return hbox(self.button, cancel, 1, spacing=MARGIN)

    # -- texts -------------------------------------------------------------------------------------

    def _listed(self, names: str, number: int) -> str:
        return self.tr("{names} ({count})").format(names=names, count=wording.count(number))

    def _reach(self, settings: Settings) -> str:
        parts = []
        for name in sorted(sources_of(settings.timeframes), key=list(TIMEFRAMES).index):
            fed = [tf.name for tf in TIMEFRAMES.values() if tf.source == name]
            names = fed[0] if len(fed) == 1 else self.tr("{first} to {last}").format(first=fed[0], last=fed[-1])
            days = wording.count(self._feed.limits_of(TIMEFRAMES[name]).backfill)
            parts.append(self.tr("{timeframes}: {days} days").format(timeframes=names, days=days))
        return "; ".join(parts)

    def _requests(self, requests: int, settings: Settings) -> str:
        if self._feed.simulated:
            return self.tr("none")
        if not settings.requests_per_second:
            return self.tr("about {count}").format(count=wording.count(requests))
        return self.tr("about {count}, at most {pace} a second").format(
            count=wording.count(requests), pace=f"{settings.requests_per_second:g}"
        )

    def _about(self, seconds: float) -> str:
        rounded = max(5, round(seconds / 5) * 5)
        return self.tr("about {time}").format(time=wording.span(rounded))
