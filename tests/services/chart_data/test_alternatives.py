"""What was said of a candle, of a store that real imports filled and to which another answer was told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.checking.objections import Objection, Reason
from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.importer.voices import Series
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data.alternatives import MOST, Alternatives, alternatives
from ohlc_desktop.services.chart_data.chart_reading import read_whole, refresh
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.evidence import levels, objections, statements
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.ui.chart.legend.candle_words import origin_text
from tests.conftest import Once
from tests.services.chart_data.chart_store import DAY, IMPORTED, future, imported, writing

M5, H1, D1 = (TIMEFRAMES[name] for name in ("5m", "1h", "1d"))
ES = future("ES")
#: Friday 2026-11-20 10:00 in Chicago: a busy hour of the last day but one.
BUSY = int(IMPORTED - 3 * DAY) // 3600 * 3600 - 6 * 3600
TICK = 0.25
Spoil = Callable[[Candles, int], None]


@pytest.fixture(scope="module")
def original(once: Once) -> Profile:
    """A filled profile that must not be changed."""
    return Profile(once("charts", imported), demo=True)


@pytest.fixture
def profile(original: Profile, tmp_path: Path) -> Profile:
    """A filled profile of the test's own."""
    return Profile(Path(shutil.copytree(original.folder, tmp_path / "filled")), demo=True)


def hear(profile: Profile, spoil: Spoil, like: Profile | None = None) -> None:
    """Tell the store another answer for ten days of 5m, as the importer does: as stored there, or in another profile, but
    for the candle at ``BUSY``."""
    with writing(like or profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        stored = rows.read_rows(connection, number, M5, BUSY - 10 * int(DAY), BUSY + 2 * int(DAY), given=True)
    with writing(profile) as connection:
        series = Series(connection, number, ES, M5, "demo")
        answer = Candles(*(column.copy() for column in stored.columns))
        spoil(answer, int(np.searchsorted(answer.ts, BUSY)))
        derived = series.hear(answer)
        rows.write(connection, number, M5, derived.candles, "demo", 1000)
        levels.write(connection, number, M5, derived.candles.ts, derived.levels)
        series.save(derived)


def told(profile: Profile, stamp: int = BUSY) -> Alternatives:
    """What is said of a candle."""
    found = alternatives(profile, ES, M5, stamp)
    assert found is not None
    return found


def wide(answer: Candles, at: int) -> None:
    """A wick that nobody believes."""
    answer.high[at] += 300.0


def edge(answer: Candles, at: int) -> None:
    """A trade at the edge, counted to the candle before."""
    answer.high[at] += 2 * TICK


def deep(answer: Candles, at: int) -> None:
    """Another trade at the edge."""
    answer.low[at] -= TICK


def test_a_candle_of_one_voice_says_so(original: Profile) -> None:
    found = told(original)
    assert (found.stamp, found.known) == (BUSY, Confidence.SINGLE)
    assert str(found.why) == "One of Yahoo's voices alone is known; nothing contradicts it."
    assert (len(found.stands), len(found.others), len(found.parts), found.finer) == (1, 0, 0, "")


def test_a_row_that_is_not_credible_is_shown_beside_the_one_that_stands(original: Profile, profile: Profile) -> None:
    hear(profile, wide)
    found, before = told(profile), told(original)
    assert found.known is Confidence.CHOSEN
    assert str(found.why).startswith("Another row is not credible")
    assert [column.tolist() for column in found.stands.columns] == [column.tolist() for column in before.stands.columns]
    assert len(found.others) == 1
    assert float(found.others.high[0]) == float(before.stands.high[0]) + 300.0


def test_rows_that_differ_at_the_edge(original: Profile, profile: Profile) -> None:
    hear(profile, edge)
    found = told(profile)
    assert found.known is Confidence.CHOSEN
    assert "differ by a few ticks" in str(found.why)
    assert float(found.stands.high[0]) == float(told(original).stands.high[0]) + 2 * TICK
    assert found.others.high.tolist() == told(original).stands.high.tolist()


def test_a_row_without_volume_lends_one(profile: Profile) -> None:
    """The prices are those of the answer, the volume is of the other row, or of the minutes."""

    def mute(answer: Candles, at: int) -> None:
        answer.volume[at] = 0
        answer.high[at] += 2 * TICK

    hear(profile, mute)
    found = told(profile)
    assert found.stands.volume[0] > 0
    assert str(found.why).endswith("Its volume was taken from another row or from finer candles.")
    assert 0 in found.others.volume.tolist()  # told as unknown wherever it is shown


def test_whoever_answers_last_the_same_is_told(original: Profile, tmp_path: Path) -> None:
    """Each answer is the market's but for one fault."""
    seen = set()
    for number, order in enumerate(((wide, edge, deep), (edge, deep, wide), (deep, wide, edge))):
        profile = Profile(Path(shutil.copytree(original.folder, tmp_path / str(number))), demo=True)
        for spoil in order:
            hear(profile, spoil, original)
        found = told(profile)
        assert (found.known, len(found.others)) == (Confidence.CHOSEN, 3)
        seen.add((str(found.why), *(tuple(column.tolist()) for block in (found.stands, found.others) for column in block.columns)))
    assert len(seen) == 1


def mark(profile: Profile, level: Confidence, stamps: list[int], timeframe: str = "5m") -> None:
    """Say how well candles are known."""
    ts = np.array(stamps, dtype=np.int64)
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        told_levels = CandleConfidence(ts, np.full(len(ts), level, dtype=np.int8))
        levels.write(connection, number, TIMEFRAMES[timeframe], ts, told_levels)


@pytest.mark.parametrize(
    ("level", "why"),
    [
        (Confidence.AGREED, "Two of Yahoo's voices said the same prices."),
        (Confidence.DISPUTED, "Nothing tells which row is true: the one that claims less stands."),
        (Confidence.SUSPECT, "No row is credible; the most modest one stands."),
        (Confidence.CHOSEN, "Yahoo's rows differ; other candles decided for the one that stands."),
    ],
)
def test_every_level_has_a_sentence(profile: Profile, level: Confidence, why: str) -> None:
    mark(profile, level, [BUSY])
    assert (told(profile).known, str(told(profile).why)) == (level, why)


@pytest.mark.parametrize(
    ("reason", "level", "told_of"),
    [
        (Reason.SETTLEMENT, Confidence.SUSPECT, "Without it the candle reaches from 6400.25 to 6410.50; the one before closed at 6405.75."),
        (Reason.SPARED, Confidence.SINGLE, "with the day's settlement, from 6400.25 to 6410.50, close 6405.75"),
        (Reason.BEYOND, Confidence.SUSPECT, "which reaches from 6400.25 to 6410.50."),
        (Reason.UNSEEN, Confidence.SUSPECT, "they reach from 6400.25 to 6410.50."),
        (Reason.APART, Confidence.SINGLE, "from 6400.25 to 6410.50, as two contracts do"),
    ],
)
def test_what_another_timeframe_says_against_a_candle_is_told_with_its_prices(
    profile: Profile, reason: Reason, level: Confidence, told_of: str
) -> None:
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        found = [Objection(BUSY, reason, 6400.25, 6410.5, 6405.75)]
        objections.replace(connection, number, M5, BUSY, BUSY + 1, tuple(Reason), found)
    mark(profile, level, [BUSY])
    why = str(told(profile).why)
    assert told_of in why
    assert ("No row is credible" in why, "One of Yahoo's voices" in why) == (False, level is Confidence.SINGLE)


def test_a_coarse_candle_shows_which_of_its_parts_are_the_least_known(profile: Profile) -> None:
    mark(profile, Confidence.SUSPECT, [BUSY + 300, BUSY + 3300])
    mark(profile, Confidence.DISPUTED, [BUSY + 600])
    mark(profile, Confidence.SUSPECT, [BUSY], "1h")
    found = alternatives(profile, ES, H1, BUSY)
    assert found is not None
    assert (found.known, found.finer, found.parts.ts.tolist()) == (Confidence.SUSPECT, "5m", [BUSY + 300, BUSY + 3300])
    assert str(found.why) == (
        "It is made of 5m candles, and as well known as the least known of them."
        " 2 of them are like that; their own chart shows what was said of each."
    )
    mark(profile, Confidence.SUSPECT, [BUSY + 300 * n for n in range(12)])
    found = alternatives(profile, ES, H1, BUSY)
    assert found is not None
    assert (len(found.parts), "12 of them" in str(found.why)) == (MOST, True)
    calm = alternatives(profile, ES, H1, BUSY - 3600)
    assert calm is not None
    assert (calm.known, len(calm.parts), "are like that" in str(calm.why)) == (Confidence.SINGLE, 0, False)


@pytest.mark.parametrize("timeframe", [tf for tf in TIMEFRAMES.values() if tf.name != "2m"], ids=lambda tf: tf.name)
def test_every_timeframe_answers(original: Profile, timeframe: object) -> None:
    with writing(original) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        newest = int(rows.read_rows(connection, number, timeframe, 0, 2**62).ts[-1])  # type: ignore[arg-type]
    found = alternatives(original, ES, timeframe, newest)  # type: ignore[arg-type]
    assert found is not None
    assert (found.known, bool(found.finer)) == (Confidence.SINGLE, timeframe.derived)  # type: ignore[attr-defined]


def test_what_is_not_there_any_more(original: Profile, tmp_path: Path) -> None:
    assert alternatives(original, ES, M5, BUSY + 1) is None
    assert alternatives(original, replace(ES, symbol="ZZ=F"), M5, BUSY) is None
    with pytest.raises(StoreError):
        alternatives(Profile(tmp_path / "none", demo=True), ES, M5, BUSY)


def test_each_candle_of_a_chart_is_named_for_the_source_that_it_stands_of(profile: Profile) -> None:
    """As the archive has it, also where the stronger source lacks a candle."""
    day = BUSY // int(DAY) * int(DAY)
    before = read_whole(profile, "ES=F", M5, IMPORTED)
    assert not before.witnesses.spoken
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        calendar = series_summary.load_calendar(connection, "cme_equity")
        assert calendar is not None
        stretch = Interval(day, day + int(DAY))
        has = rows.read_rows(connection, number, M5, *stretch)
        _, state = read_state(connection, ES, calendar, DEMO, IMPORTED)
        put(connection, number, state, M5, "ninjatrader", has.take(np.arange(len(has)) % 7 > 0), stretch, IMPORTED)
        origins = connection.execute(
            "SELECT origin FROM candle WHERE instrument_id=? AND timeframe='5m' ORDER BY ts", (number,)
        ).fetchall()
    series = read_whole(profile, "ES=F", M5, IMPORTED)
    named = {"demo": DEMO.display_name}
    shown = [origin_text(series, place, "the feed") for place in range(len(series))]
    assert shown == [named.get(origin, origin) for (origin,) in origins]
    assert set(shown) == {DEMO.display_name, "ninjatrader"}
    again = refresh(profile, before, IMPORTED)
    assert again is not None
    assert again.series.witnesses == series.witnesses


def test_two_sources_stand_side_by_side_with_who_counts_more(profile: Profile) -> None:
    day = BUSY // int(DAY) * int(DAY)
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        calendar = series_summary.load_calendar(connection, "cme_equity")
        assert calendar is not None
        stretch = Interval(day, day + int(DAY))
        has = rows.read_rows(connection, number, M5, *stretch)
        close = has.close.copy()
        close[has.ts == BUSY] = has.low[has.ts == BUSY]
        _, state = read_state(connection, ES, calendar, DEMO, IMPORTED)
        file = Candles(has.ts, has.open, has.high, has.low, close, has.volume)
        put(connection, number, state, M5, "ninjatrader", file, stretch, IMPORTED)
    found = told(profile)
    assert (found.origin, found.source) == ("ninjatrader", "ninjatrader")
    assert [(said.source, float(said.row.close[0])) for said in found.sources] == [
        (DEMO.display_name, float(has.close[has.ts == BUSY][0]))
    ]  # fmt: skip
    assert str(found.why) == f"ninjatrader gives it. {DEMO.display_name} gives other prices; ninjatrader counts more."
    assert str(told(profile, BUSY + 300).why) == f"ninjatrader gives it. {DEMO.display_name} gives the same prices."
    hour = alternatives(profile, ES, H1, BUSY)
    assert hour is not None
    assert (hour.origin, hour.source, hour.sources) == ("derived", "ninjatrader", ())
    before = told(profile, day - 300)
    assert (before.origin, before.source, before.sources) == ("demo", DEMO.display_name, ())


def test_a_day_that_the_feed_leaves_out_now_says_that_it_stays(profile: Profile) -> None:
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        days = rows.read_newest(connection, number, D1, 5).ts
        statements.note_lacked(connection, number, D1, days[:1], days[1:])
    first, second = (alternatives(profile, ES, D1, int(ts)) for ts in days[:2])
    assert first is not None
    assert second is not None
    assert "leaves it out now; it stays stored" in str(first.why)
    assert "leaves it out" not in str(second.why)
