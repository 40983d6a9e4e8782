"""What is told of the sources of a candle, in the words that the legend, the data window and the card share."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.arbitration.verdict import Witnessed
from ohlc_desktop.core.arbitration.witnesses import SessionWitness, others_at, session_witness
from ohlc_desktop.core.chart.series import ChartSeries, Flag
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import EVER
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.chart.legend.candle_words import Note, flags_of, origin_text
from ohlc_desktop.ui.sources.source_texts import source_title, ticks_text, titles

translate = QCoreApplication.translate


def others_text(series: ChartSeries, place: int) -> str:
    """Which sources have other prices of a candle, and by how much; empty where none has."""
    witnesses = series.witnesses
    if not witnesses.several or witnesses.timeframe != series.timeframe.name:
        return ""
    told = translate("Sources", "{source} differs by {ticks}")
    found = others_at(witnesses, int(series.candles.ts[place]))
    return ", ".join(
        told.format(source=source_title(name), ticks=ticks_text(series.instrument, apart)) for name, apart in found
    )


def session_at(series: ChartSeries, place: int) -> SessionWitness:
    """How the session of a candle is witnessed; from 1d on that is the candle itself."""
    ts, days = series.candles.ts, series.days
    row = int(np.searchsorted(days.first, place, side="right")) - 1
    if series.timeframe.daily or row < 0:
        first, last = place, place + 1
        span = Interval(int(ts[place]), int(ts[last]) if last < len(ts) else EVER)
    else:
        first = int(days.first[row])
        last = int(days.first[row + 1]) if row + 1 < len(days) else len(ts)
        span = Interval(int(days.open[row]), int(days.close[row]))
    return session_witness(series.witnesses, span, ts[first:last], series.known[first:last])


def session_text(series: ChartSeries, found: SessionWitness) -> str:
    """How a session is witnessed, in a few words."""
    if found.witnessed is Witnessed.DIFFERENT:
        most = ticks_text(series.instrument, found.apart)
        told = translate("Sources", "{count} differ by up to {ticks}")
        return told.format(count=wording.count(found.different), ticks=most)
    if found.witnessed is Witnessed.EQUAL:
        return translate("Sources", "equal in {sources}").format(sources=titles(found.sources))
    if found.witnessed is Witnessed.VOICES:
        return translate("Sources", "two voices of the feed agree")
    return translate("Sources", "one source, said once")


def _standing(series: ChartSeries, place: int) -> str:
    """The source that gave a candle; what was made of others is told elsewhere."""
    several = series.witnesses.several and not flags_of(series, place) & Flag.DERIVED
    return origin_text(series, place, "") if several else ""


def source_notes(series: ChartSeries, place: int) -> list[Note]:
    """What the legend tells of the sources of a candle; nothing where one feed gave all and took nothing back."""
    witnesses = series.witnesses
    if not witnesses.several and not len(witnesses.lacked):
        return []
    found = session_at(series, place)
    back = translate("Sources", "session taken back by the feed") if found.taken_back else ""
    verdict = translate("Sources", "session: {verdict}").format(verdict=session_text(series, found))
    told = [Note(others_text(series, place), True), Note(back, True), Note(_standing(series, place), False)]
    told.append(Note(verdict if witnesses.several else "", found.witnessed is Witnessed.DIFFERENT))
    return [note for note in told if note.text]
