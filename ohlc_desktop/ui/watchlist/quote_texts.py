"""Prices of the watchlist in words: what stands in the cells, their tooltips and what screen readers say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.numbers import write_decimals
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.watchlist.rows import Watched, WatchlistColumn

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.core.market.quotes import Newest, Quote

translate = QCoreApplication.translate

NONE = "–"
#: Times of the last so many days are told by their weekday alone.
_WEEK = 6 * DAY


def quote_text(row: Watched, column: WatchlistColumn, now: float) -> str:
    """What stands in a cell of prices at ``now`` (UTC epoch seconds); a dash for what is not known, nothing for a picture."""
    quote = row.quote
    if column is WatchlistColumn.COURSE:
        return "" if quote is not None and quote.course_percent is not None else NONE
    if quote is None:
        return NONE
    match column:
        case WatchlistColumn.LAST:
            return _price(row.instrument, quote.last)
        case WatchlistColumn.CHANGE:
            return _change(row.instrument, quote)
        case WatchlistColumn.PERCENT:
            return NONE if quote.percent is None else percent_text(quote.percent)
    return _time(quote.newest, row.behind, now)


def percent_text(percent: float) -> str:
    """``+0.21 %``, always with its sign."""
    return wording.percent(percent, 2, signed=True)


def quote_tip(row: Watched, column: WatchlistColumn, now: float) -> str:
    """What a cell of prices says when it is pointed at: what the price is, of when, and what it is measured from."""
    if row.quote is None:
        return translate("Quotes", "No candles are stored yet. The next import fetches them.")
    if column is WatchlistColumn.COURSE:
        return spoken_course(row)
    lines = [_newest_line(row.quote.newest), *_stale_line(row, now)]
    if column in (WatchlistColumn.CHANGE, WatchlistColumn.PERCENT):
        lines.insert(0, _measured_line(row.instrument, row.quote))
    return "\n".join(lines)


def spoken_course(row: Watched) -> str:
    """The course in words: ``Up 3.1 % in 30 trade dates``."""
    quote = row.quote
    if quote is None or quote.course_percent is None:
        return translate("Quotes", "Fewer than two daily closes are stored.")
    percent, count = quote.course_percent, wording.count(len(quote.course))
    if not round(percent, 1):
        return translate("Quotes", "Unchanged in {count} trade dates").format(count=count)
    text = (
        translate("Quotes", "Up {percent} % in {count} trade dates")
        if percent > 0
        else translate("Quotes", "Down {percent} % in {count} trade dates")
    )
    return text.format(percent=write_decimals(abs(percent), 1), count=count)


def header_tip(column: WatchlistColumn) -> str:
    """What a column of prices shows; empty for the others."""
    measured = translate(
        "Quotes", "Against the daily close of the trade date before, which is the settlement for futures"
    )
    return {
        WatchlistColumn.LAST: translate("Quotes", "Close of the newest stored candle"),
        WatchlistColumn.CHANGE: measured,
        WatchlistColumn.PERCENT: measured,
        WatchlistColumn.TIME: translate("Quotes", "When that candle ended, on this computer's clock; of a daily candle its trade date"),
        WatchlistColumn.COURSE: translate("Quotes", "The last 30 daily closes"),
    }.get(column, "")  # fmt: skip


# -- parts -------------------------------------------------------------------------------------------


def _price(instrument: Instrument, price: float) -> str:
    from ohlc_desktop.core.chart.axes.price_labels import format_axis  # with numpy, which the idle tray goes without

    return format_axis(instrument, price)


def _change(instrument: Instrument, quote: Quote) -> str:
    change = quote.change
    if change is None or quote.settled is None:
        return NONE
    sign = "+" if change > 0 else "-" if change < 0 else ""
    if instrument.tick is not None:
        return f"{sign}{_price(instrument, abs(change))}"
    prices = (_price(instrument, price) for price in (quote.last, quote.settled))
    return f"{sign}{write_decimals(abs(change), max(len(text.partition('.')[2]) for text in prices))}"


def _time(newest: Newest, behind: bool, now: float) -> str:
    if newest.daily:
        text = wording.on_day(_day(newest.stamp), "%Y-%m-%d")
    else:
        moment = datetime.fromtimestamp(newest.ended).astimezone()
        text = wording.on_day(moment, "%H:%M") if 0 <= now - newest.ended < _WEEK else moment.strftime("%Y-%m-%d %H:%M")
    return translate("Quotes", "{time}, {age} old").format(time=text, age=_age(newest, now)) if behind else text


def _age(newest: Newest, now: float) -> str:
    return wording.age(now - newest.ended)


def _day(stamp: int) -> date:
    return datetime.fromtimestamp(stamp, UTC).date()


def _newest_line(newest: Newest) -> str:
    if newest.daily:
        text = translate("Quotes", "Newest stored candle: {timeframe} of {day}")
        return text.format(timeframe=newest.timeframe, day=wording.on_day(_day(newest.stamp), "%Y-%m-%d"))
    text = translate("Quotes", "Newest stored candle: {timeframe}, ended {when}")
    return text.format(timeframe=TIMEFRAMES[newest.timeframe].name, when=wording.when(newest.ended))


def _stale_line(row: Watched, now: float) -> list[str]:
    if row.quote is None or not row.behind:
        return []
    text = translate("Quotes", "This price is {age} old: newer candles should be in the feed by now.")
    return [text.format(age=_age(row.quote.newest, now))]


def _measured_line(instrument: Instrument, quote: Quote) -> str:
    if quote.before is None:
        return translate("Quotes", "Not known: no daily close of a trade date before is stored.")
    day = wording.on_day(_day(quote.before * DAY), "%Y-%m-%d")
    if quote.settled is None:
        return translate("Quotes", "Not known: the daily close of {day} is not stored.").format(day=day)
    if instrument.root:
        text = translate("Quotes", "Against {price}, the daily close of {day}, which is the settlement")
    else:
        text = translate("Quotes", "Against {price}, the daily close of {day}")
    return text.format(price=_price(instrument, quote.settled), day=day)
