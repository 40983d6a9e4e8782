"""How a series is witnessed in sum, in a line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.sources.source_texts import differing_text, source_title

if TYPE_CHECKING:
    from ohlc_desktop.core.arbitration.verdict import SessionVerdict
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.services.sources.source_reading import SeriesWitness

translate = QCoreApplication.translate
_EPOCH = date(1970, 1, 1)
# So many days that the feed took back are named one by one.
_NAMED = 3


def day_text(day: int) -> str:
    """A trade date (a day number) with its weekday."""
    return wording.on_day(_EPOCH + timedelta(days=day), "%Y-%m-%d")


def verdict_text(verdict: SessionVerdict) -> str:
    """How a session is witnessed, as sentences, with the names that people know its sources by."""
    return shown(verdict.told(source_title))


def witness_text(instrument: Instrument, found: SeriesWitness) -> str:
    """How a series is witnessed."""
    return "  ·  ".join(part for part in (*_verdict(instrument, found), _back(found)) if part)


def _verdict(instrument: Instrument, found: SeriesWitness) -> list[str]:
    verdict = found.verdict
    if len(verdict.sources) < 2:
        return [
            translate("Sources", "one source: {source}").format(
                source="".join(map(source_title, verdict.sources)) or "–"
            )
        ]
    told = translate("Sources", "{equal} of {count} sessions equal in {sources}")
    equal = told.format(
        equal=wording.count(verdict.equal), count=wording.count(verdict.sessions),
        sources=", ".join(map(source_title, verdict.sources)),
    )  # fmt: skip
    differing = differing_text(instrument, verdict.candles, verdict.apart) if verdict.candles else ""
    return [differing, equal]


def _back(found: SeriesWitness) -> str:
    """Which days the feed took back."""
    days = found.taken_back
    if not days:
        return ""
    if len(days) > _NAMED:
        return translate("Sources", "{count} days taken back by the feed, they stay").format(
            count=wording.count(len(days))
        )
    return translate("Sources", "taken back by the feed, stays: {days}").format(days=", ".join(map(day_text, days)))
