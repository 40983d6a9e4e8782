"""An answer of a feed as bytes, and back: for other machines, which trust nothing that they find.

A value is a mark, a checksum and compressed columns. The checksum is keyed by the name under which the value lies, so that
what is cut short, foreign, changed, or filed under another name is no answer. Nothing is ever unpickled.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import pytz

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.checking.splits import Split
from ohlc_desktop.core.market.exchanges import Market
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import Purpose
from ohlc_desktop.sources.source import Answer

#: Mark and version of the bytes.
_MARK = b"OHA1"
_DIGEST = 32
#: Bytes of an answer that is not compressed: more is none.
_LARGEST = 16_000_000
#: Length of the head, rows, stamps without values, and without volume.
_SIZES = struct.Struct("<4I")
_STAMP, _PRICE = np.dtype("<i8"), np.dtype("<f8")
_PRICES = ("open", "high", "low", "close", "volume")
#: Whole numbers and texts beyond these are not of a feed.
_MOST, _LONGEST = 2**40, 200


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """What one machine was answered.

    Attributes:
        answer: As the feed gave it.
        window: The stretch that it answers, in stamps of the series.
        purpose: Why it was asked for.
        at: When, UTC epoch seconds by the feed's clock as that machine knew it: candles that were forming then are in it.
        machine: Which one asked.
    """

    answer: Answer
    window: Interval
    purpose: Purpose
    at: float
    machine: str


def to_bytes(shared: SharedAnswer, name: str) -> bytes:
    """The value to be kept under a name."""
    answer, rows = shared.answer, shared.answer.rows
    head = {
        "window": [*shared.window], "purpose": shared.purpose.value, "at": shared.at, "machine": shared.machine,
        "feed_time": answer.feed_time, "server_time": answer.server_time, "trading_end": answer.trading_end,
        "moment": answer.moment, "settles_late": answer.settles_late, "follows": answer.follows,
        "market": None if answer.market is None else asdict(answer.market),
        "splits": [asdict(split) for split in answer.splits],
    }  # fmt: skip
    text = json.dumps(head).encode()
    sizes = _SIZES.pack(len(text), len(rows), len(answer.valueless), len(answer.volumeless))
    stamps = (rows.ts, answer.valueless, answer.volumeless)
    columns = [each.astype(_STAMP).tobytes() for each in stamps]
    prices = [getattr(rows, each).astype(_PRICE).tobytes() for each in _PRICES]
    packed = zlib.compress(b"".join((sizes, text, *columns, *prices)), 1)
    return _MARK + _checksum(packed, name) + packed


def from_bytes(value: bytes, name: str) -> SharedAnswer | None:
    """The answer that lies under a name; None for anything that is not one, whole and as it was written."""
    packed = value[len(_MARK) + _DIGEST :]
    if value[: len(_MARK)] != _MARK or value[len(_MARK) : len(_MARK) + _DIGEST] != _checksum(packed, name):
        return None
    try:
        return _read(_unpacked(packed))
    except (ValueError, TypeError, KeyError, LookupError, ArithmeticError, RecursionError, struct.error, zlib.error):
        return None


def _checksum(packed: bytes, name: str) -> bytes:
    return blake2b(packed, digest_size=_DIGEST, key=blake2b(name.encode()).digest()).digest()


def _unpacked(packed: bytes) -> bytes:
    reader = zlib.decompressobj()
    found = reader.decompress(packed, _LARGEST)
    if not reader.eof or reader.unused_data:
        raise ValueError("not whole")
    return found


def _read(found: bytes) -> SharedAnswer:
    head_size, rows, valueless, volumeless = _SIZES.unpack_from(found)
    head = json.loads(found[_SIZES.size : _SIZES.size + head_size])
    place = _SIZES.size + head_size
    ends = np.cumsum([0, rows, valueless, volumeless, *[rows] * len(_PRICES)]) * 8 + place
    if int(ends[-1]) != len(found):
        raise ValueError("not as long as it says")
    parts = [found[start:end] for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
    stamps = [_column(part, _STAMP) for part in parts[:3]]
    prices = (np.frombuffer(part, _PRICE).astype(np.float64) for part in parts[3:])
    return _told(head, RawRows(stamps[0], *prices), *stamps[1:])


def _column(part: bytes, kind: np.dtype[Any]) -> Int64:
    return np.frombuffer(part, kind).astype(np.int64)


def _told(head: Mapping[str, Any], rows: RawRows, valueless: Int64, volumeless: Int64) -> SharedAnswer:
    answer = Answer(
        rows, _whole(head["feed_time"]), _number(head["server_time"]), _whole(head["trading_end"]),
        _whole(head["moment"]), valueless, volumeless, head["settles_late"] is True, _market(head["market"]),
        tuple(_split(each) for each in head["splits"]), _text(head["follows"]),
    )  # fmt: skip
    start, end = (_whole(each) for each in head["window"])
    at = _number(head["at"])
    if start is None or end is None or at is None:
        raise ValueError("neither a time nor a window")
    return SharedAnswer(answer, Interval(start, end), Purpose(head["purpose"]), at, _text(head["machine"]))


def _market(told: Mapping[str, Any] | None) -> Market | None:
    if told is None:
        return None
    zone, kind, exchange, name = (_text(told[each]) for each in ("zone", "kind", "exchange", "name"))
    if zone not in pytz.all_timezones_set:
        raise ValueError("no time zone")
    return Market(zone, kind, exchange, name, _whole(told["begins"]), _whole(told["ends"]))


def _split(told: Mapping[str, Any]) -> Split:
    values = [_whole(told[name]) for name in ("at", "day", "numerator", "denominator")]
    at, day, numerator, denominator = (value if value is not None else 0 for value in values)
    if numerator < 1 or denominator < 1:
        raise ValueError("no split")
    return Split(at, day, numerator, denominator)


def _whole(value: object) -> int | None:
    if value is not None and (type(value) is not int or abs(value) > _MOST):
        raise ValueError("no whole number")
    return value


def _number(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("no number")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
        raise ValueError("no text")
    return value
