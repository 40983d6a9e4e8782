"""What an answer says of its instrument: where it trades, until when, and which contract it follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytz

from ohlc_desktop.core.market.exchanges import Market
from ohlc_desktop.core.market.instruments import Instrument

# The only keys looked at: asking for tradingPeriods would send another request.
META_KEYS = (
    "symbol", "dataGranularity", "regularMarketTime", "currentTradingPeriod", "exchangeTimezoneName", "instrumentType",
    "exchangeName", "fullExchangeName", "shortName",
)  # fmt: skip


def trading_end(meta: Mapping[str, Any]) -> int | None:
    """When today's regular hours end, in UTC epoch seconds; None where that is not told."""
    return epoch(_regular(meta).get("end"))


def _regular(meta: Mapping[str, Any]) -> Mapping[str, Any]:
    period = meta.get("currentTradingPeriod")
    regular = period.get("regular") if isinstance(period, Mapping) else None
    return regular if isinstance(regular, Mapping) else {}


def market_of(meta: Mapping[str, Any]) -> Market | None:
    """Where an instrument trades; None without a time zone and a kind, or with a zone that nobody knows."""
    zone, kind, exchange, name = (
        str(meta.get(key) or "")
        for key in ("exchangeTimezoneName", "instrumentType", "exchangeName", "fullExchangeName")
    )
    if not kind or zone not in pytz.all_timezones_set:
        return None
    regular = _regular(meta)
    begins, ends = (_clock_time(epoch(regular.get(key)), zone) for key in ("start", "end"))
    return Market(zone, kind.upper(), exchange.upper(), name, begins, ends)


def _clock_time(moment: int | None, zone: str) -> int | None:
    if moment is None:
        return None
    at = datetime.fromtimestamp(moment, pytz.timezone(zone))
    return at.hour * 3600 + at.minute * 60 + at.second


def followed_name(meta: Mapping[str, Any], instrument: Instrument) -> str:
    """The name of an answer for a continuous future, which ends with the month that it follows: "Gold Apr 25"."""
    return str(meta.get("shortName") or "") if instrument.continuous else ""


def epoch(value: Any) -> int | None:
    """Epoch seconds of what yfinance or Yahoo gives for a time."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    return int(value) if isinstance(value, (int, float)) and value == value else None
