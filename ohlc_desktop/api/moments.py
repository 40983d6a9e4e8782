"""Moments as callers write them, and aware times for what they get."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import UTC, date, datetime

from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.timeframes import DAY

#: A date, a time (UTC where it names no zone), or the text of one in ISO 8601.
Moment = str | date | datetime


def first_stamp(moment: Moment | None) -> int | None:
    """The first stamp that is not before a moment; a date begins at 00:00 UTC.

    Raises:
        UsageError: it is neither a date nor a time.
    """
    return None if moment is None else math.ceil(seconds(moment))


def end_stamp(moment: Moment | None) -> int | None:
    """The stamp after the last one that is not after a moment; a date is meant whole.

    Raises:
        UsageError: it is neither a date nor a time.
    """
    if moment is None:
        return None
    found = _read(moment)
    if isinstance(found, datetime):
        return math.floor(found.timestamp()) + 1
    return int(_midnight(found)) + DAY


def seconds(moment: Moment) -> float:
    """A moment as UTC epoch seconds; a date is 00:00 UTC.

    Raises:
        UsageError: it is neither a date nor a time.
    """
    found = _read(moment)
    return found.timestamp() if isinstance(found, datetime) else _midnight(found)


def aware(stamp: float | None) -> datetime | None:
    """UTC epoch seconds as a time; None stays None."""
    return None if stamp is None else time_of(stamp)


def time_of(stamp: float) -> datetime:
    """UTC epoch seconds as a time."""
    return datetime.fromtimestamp(stamp, UTC)


def _read(moment: Moment) -> date | datetime:
    found = _parsed(moment) if isinstance(moment, str) else moment
    if not isinstance(found, date) or found != found:  # pandas' NaT is a datetime that is not itself
        raise _refusal(moment)
    if isinstance(found, datetime) and found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    return found


def _parsed(text: str) -> date | datetime:
    for kind in (date, datetime):
        with suppress(ValueError):
            return kind.fromisoformat(text)
    raise _refusal(text)


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _refusal(moment: object) -> UsageError:
    return UsageError(
        "{moment} is neither a date nor a time.", "Nothing was read.",
        "Use a datetime, '2026-11-23' or '2026-11-23T14:05:00Z'.", moment=repr(moment)[:60],
    )  # fmt: skip
