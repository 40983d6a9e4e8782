"""The column block: packing, joining, merging and cutting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ohlc_desktop.core.candles import ROW_BYTES, Candles, concat, empty, join_packed, make, merge

price = st.floats(allow_nan=False, allow_infinity=False, width=64)
volume = st.integers(0, 2**53)


@st.composite
def blocks(draw: st.DrawFn) -> Candles:
    """A stored series: sorted stamps without repeats."""
    ts = sorted(draw(st.sets(st.integers(0, 60), max_size=12)))
    columns = [draw(hnp.arrays(np.float64, len(ts), elements=price)) for _ in range(4)]
    return make(ts, *columns, draw(hnp.arrays(np.int64, len(ts), elements=volume)))


def rows(block: Candles) -> list[tuple[float, ...]]:
    return list(zip(*(column.tolist() for column in block.columns), strict=True))


@given(st.lists(blocks(), max_size=4))
def test_packed_blocks_come_back_as_they_were(parts: list[Candles]) -> None:
    packed = [part.pack() for part in parts]
    assert all(len(data) == ROW_BYTES * len(part) for data, part in zip(packed, parts, strict=True))
    joined = join_packed(packed)
    assert rows(joined) == [row for part in parts for row in rows(part)] == rows(concat(parts))
    assert [column.dtype for column in joined.columns] == [np.int64, *[np.float64] * 4, np.int64]


@given(blocks())
def test_one_block_is_unpacked_from_bytes_or_a_memoryview(block: Candles) -> None:
    assert rows(join_packed([block.pack()])) == rows(join_packed([memoryview(block.pack())])) == rows(block)


def test_a_view_with_steps_is_packed_in_its_own_order() -> None:
    block = make(range(6), *[np.arange(6.0)] * 4, range(6))
    assert rows(join_packed([block.take(slice(None, None, 2)).pack()])) == rows(block)[::2]


def test_a_cut_block_is_refused() -> None:
    data = make([60], [1], [2], [0], [1], [5]).pack()
    with pytest.raises(ValueError, match="whole candles"):
        join_packed([data[:-1]])


@given(st.lists(blocks(), max_size=4))
def test_prices_are_converted_while_blocks_are_joined(parts: list[Candles]) -> None:
    whole = concat(parts)
    with np.errstate(over="ignore"):
        joined = join_packed((part.pack() for part in parts), np.float32, len(whole))
        expected = [column.astype(np.float32) for column in whole.columns[1:5]]
    assert [column.dtype for column in joined.columns] == [np.int64, *[np.float32] * 4, np.int64]
    assert joined.ts.tolist() == whole.ts.tolist()
    assert joined.volume.tolist() == whole.volume.tolist()
    for column, wanted in zip(joined.columns[1:5], expected, strict=True):
        assert np.array_equal(column, wanted)
    assert sum(column.nbytes for column in joined.columns) == 32 * len(whole)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_another_number_of_candles_than_told_is_refused(count: int) -> None:
    data = make([60, 120], [1, 1], [2, 2], [0, 0], [1, 1], [5, 5]).pack()
    with pytest.raises(ValueError, match="were told"):
        join_packed([data], count=count)


def test_prices_of_float32_are_packed_as_they_are_stored() -> None:
    light = join_packed([make([60], [1.5], [2], [0.25], [1], [5]).pack()], np.float32)
    assert light.pack() == make([60], [1.5], [2], [0.25], [1], [5]).pack()


def test_no_block_is_no_candles() -> None:
    assert len(join_packed([])) == len(concat([])) == len(empty()) == len(join_packed([b""])) == 0


@given(blocks(), blocks())
def test_merging_keeps_everything_once_and_the_newer_candle_wins(old: Candles, new: Candles) -> None:
    expected = {row[0]: row for row in [*rows(old), *rows(new)]}
    assert rows(merge(old, new)) == [expected[ts] for ts in sorted(expected)]


@given(blocks(), st.integers(-5, 65), st.integers(-5, 65))
def test_between_takes_the_start_and_leaves_the_end(block: Candles, start: int, end: int) -> None:
    assert rows(block.between(start, end)) == [row for row in rows(block) if start <= row[0] < end]
