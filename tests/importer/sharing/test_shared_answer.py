"""An answer as bytes comes back as it was, and what was not written so is none."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.checking.splits import Split
from ohlc_desktop.core.market.exchanges import Market
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import Purpose
from ohlc_desktop.importer.sharing.shared_answer import SharedAnswer, from_bytes, to_bytes
from ohlc_desktop.sources.source import Answer

NAME = "yahoo:0123456789abcdef:7203.T:1d:498312:498312"
_ROWS = RawRows(
    np.array([60, 120], dtype=np.int64),
    *(np.array(values, dtype=np.float64) for values in ([1.5, 2], [np.nan, -0.0], [np.inf, 1e300], [1, 2], [0, np.nan])),
)
FULL = SharedAnswer(
    Answer(
        _ROWS, 1795000000, 1795000001.5, 1795000002, 1795000003, np.array([180], dtype=np.int64),
        np.array([60, 120], dtype=np.int64), True, Market("Asia/Tokyo", "EQUITY", "OSA", "Osaka", 32400, None),
        (Split(1794000000, 20760, 4, 1),), "Gold Apr 25",
    ),
    Interval(0, 240), Purpose.BACKFILL, 1795000004.25, "alpha",
)  # fmt: skip
_NONE = np.empty(0, dtype=np.int64)
PLAIN = SharedAnswer(Answer(RawRows(_NONE, *[_NONE.astype(float)] * 5), None), Interval(-60, 60), Purpose.SYNC, 0.0, "")


def parts(shared: SharedAnswer) -> list[Any]:
    """All that an answer consists of, comparable: NaN is equal to itself, and -0.0 is not 0.0."""
    answer = shared.answer
    columns = [getattr(answer.rows, name) for name in ("ts", "open", "high", "low", "close", "volume")]
    plain = replace(shared, answer=replace(answer, rows=RawRows(_NONE, *[_NONE.astype(float)] * 5), valueless=_NONE, volumeless=_NONE))  # fmt: skip
    return [*((each.dtype, each.tobytes()) for each in (*columns, answer.valueless, answer.volumeless)), repr(plain)]


@pytest.mark.parametrize("shared", [FULL, PLAIN])
def test_an_answer_comes_back_as_it_was(shared: SharedAnswer) -> None:
    found = from_bytes(to_bytes(shared, NAME), NAME)
    assert found is not None
    assert parts(found) == parts(shared)
    found.answer.rows.open[:] = 1.0  # checks may write into it


def test_under_another_name_it_is_none() -> None:
    assert from_bytes(to_bytes(FULL, NAME), NAME.replace("7203", "7204")) is None


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_anything_else_is_none(value: bytes) -> None:
    assert from_bytes(value, NAME) is None
    assert from_bytes(_sealed(value), NAME) is None


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=len(to_bytes(FULL, NAME)) - 1), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_makes_it_none(place: int, change: int) -> None:
    value = bytearray(to_bytes(FULL, NAME))
    value[place] ^= change
    assert from_bytes(bytes(value), NAME) is None
    assert from_bytes(bytes(value[:place]), NAME) is None


def _sealed(packed: bytes) -> bytes:
    """Bytes with a checksum that is right: by somebody who knows how it is made."""
    return b"OHA1" + blake2b(packed, digest_size=32, key=blake2b(NAME.encode()).digest()).digest() + packed


def _with_head(**changes: object) -> bytes:
    body = zlib.decompress(to_bytes(FULL, NAME)[36:])
    size, *others = struct.unpack_from("<4I", body)
    text = json.dumps({**json.loads(body[16 : 16 + size]), **changes}).encode()
    return _sealed(zlib.compress(struct.pack("<4I", len(text), *others) + text + body[16 + size :]))


def test_a_head_that_is_written_anew_is_read() -> None:
    found = from_bytes(_with_head(machine="beta"), NAME)
    assert found is not None
    assert found.machine == "beta"


@pytest.mark.parametrize("change", [
    {"window": [0]}, {"window": [None, 1]}, {"window": [0, 2**63]}, {"window": "ab"}, {"purpose": "steal"}, {"at": None},
    {"at": "now"}, {"at": float("nan")}, {"feed_time": 1.5}, {"feed_time": True}, {"trading_end": 2**70}, {"moment": "x"},
    {"follows": 7}, {"follows": "x" * 1000}, {"machine": ["alpha"]}, {"machine": "a\nb"}, {"splits": [{"at": 1, "day": 1, "numerator": 0, "denominator": 1}]},
    {"splits": 7}, {"market": {"zone": "Mars/Phobos", "kind": "EQUITY", "exchange": "", "name": "", "begins": 0, "ends": 1}},
    {"market": {"zone": "Asia/Tokyo"}}, {"market": "Tokyo"}, {"server_time": "noon"},
])  # fmt: skip
def test_a_head_that_no_machine_writes_makes_it_none(change: dict[str, object]) -> None:
    assert from_bytes(_with_head(**change), NAME) is None


@pytest.mark.parametrize("sizes", [(0, 2, 1, 2), (10**6, 2, 1, 2), (1, 3, 1, 2), (1, 2**31, 2**31, 2**31), (1, 2, 0, 0)])
def test_sizes_that_are_wrong_make_it_none(sizes: tuple[int, ...]) -> None:
    body = zlib.decompress(to_bytes(FULL, NAME)[36:])
    assert from_bytes(_sealed(zlib.compress(struct.pack("<4I", *sizes) + body[16:])), NAME) is None
