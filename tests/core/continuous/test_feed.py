"""When a feed's continuous series rolled, told by its candles: each family by itself, over both changes of clocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, concat
from ohlc_desktop.core.continuous.evidence import SEEN, FeedSeries
from ohlc_desktop.core.continuous.ledger import Family, RollProof, begins
from ohlc_desktop.core.continuous.making import NextRoll, StoredRoot, followed, made_ledger, next_roll
from ohlc_desktop.core.continuous.spec import Rolling, RollRule, parse_rolling
from ohlc_desktop.core.continuous.stitching import ContinuousCandles, stitched, stretches
from ohlc_desktop.core.following.stretches import proven_stretches
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.timeframes import DAY, HOUR, TIMEFRAMES
from tests.core.continuous.paper_market import PaperMarket
from tests.core.helpers import day, ny, session_of, utc

FEED, HOURLY = Rolling(RollRule.FEED), Family.INTRADAY
#: The session of 2026-06-15 opens on Sunday evening; four hours into it the feed's intraday candles change contract.
CHANGED = utc("2026-06-15 02:00")
#: The quarterly contracts end a week or two after the clocks change in March, and a month after they do in November.
SPAN = day("2026-02-16"), day("2026-12-29")


def joined(*parts: Candles) -> Candles:
    return concat(parts)


def proven_by(front: Candles, own: dict[str, Candles], name: str) -> FeedSeries:
    """What contracts prove of a series."""
    timeframe = TIMEFRAMES[name]
    return FeedSeries(int(front.ts[0]), proven_stretches(front, timeframe, own, timeframe.seconds, 0.1))


class PaperFeed:
    """NQ as a feed has it: daily candles follow a contract to its end, hours leave it four sessions before."""

    def __init__(self) -> None:
        self.market = PaperMarket("NQ")
        self.held = {each.symbol: each for each in self.market.active}
        self.hours = {symbol: self.market.hourly(each, *SPAN) for symbol, each in self.held.items()}
        self.days = {symbol: self.market.daily(each) for symbol, each in self.held.items()}
        self.left = {"NQH26.CME": utc("2026-03-16 02:00"), "NQM26.CME": CHANGED, "NQU26.CME": utc("2026-09-16 02:00"),
                     "NQZ26.CME": utc("2026-12-14 03:00")}  # fmt: skip

    def hourly(self) -> Candles:
        bounds = [0, *self.left.values(), utc("2027-01-01")]
        names = [*self.left, "NQH27.CME"]
        return joined(*(self.hours[name].between(bounds[n], bounds[n + 1]) for n, name in enumerate(names)))

    def daily(self) -> Candles:
        ends = [0, *((self.held[name].ends + 1) * DAY for name in self.held)]
        return joined(*(each.between(ends[n], ends[n + 1]) for n, each in enumerate(self.days.values())))

    def stored(self, **changes: object) -> StoredRoot:
        feed = {
            HOURLY: proven_by(self.hourly(), self.hours, "1h"),
            Family.DAILY: proven_by(self.daily(), self.days, "1d"),
        }
        return replace(self.market.stored(feed), newest=SPAN[1], **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def feed() -> PaperFeed:
    return PaperFeed()


def test_each_family_rolls_when_it_rolls(feed: PaperFeed) -> None:
    hours = {roll.old: roll for roll in made_ledger(feed.stored(), FEED, HOURLY)}
    assert {name: hours[name].ts for name in feed.left} == feed.left
    june = hours["NQM26.CME"]
    assert (june.new, june.decided, june.proof) == ("NQU26.CME", SEEN, RollProof.PROVEN)
    assert day_of(june.until).isoformat() == "2026-06-12"  # the close before the session in which it rolled
    assert day_of(hours["NQU26.CME"].until).isoformat() == "2026-09-15"  # on that Tuesday evening Wednesday had begun
    truth = feed.held["NQU26.CME"].settles[june.until] - feed.held["NQM26.CME"].settles[june.until]
    assert june.ticks(feed.market.product.tick) == truth
    daily = {roll.old: roll for roll in made_ledger(feed.stored(), FEED, Family.DAILY)}["NQM26.CME"]
    assert day_of(daily.ts // DAY).isoformat() == "2026-06-19"  # Juneteenth: the contract ended on the 18th
    assert (daily.decided, day_of(daily.until).isoformat()) == (SEEN, "2026-06-18")


def test_a_feed_may_roll_weeks_before_the_end(feed: PaperFeed) -> None:
    ends = {each.symbol: each.ends for each in feed.market.active}
    bounds = [0, *((end - 16) * DAY for end in ends.values())]
    front = joined(*(days.between(bounds[n], bounds[n + 1]) for n, days in enumerate(feed.days.values())))
    some = {name: feed.days[name] for name in ("NQU26.CME", "NQZ26.CME")}
    stored = feed.stored(feed={Family.DAILY: proven_by(front, some, "1d")})
    found = {roll.old: roll for roll in made_ledger(stored, FEED, Family.DAILY)}
    assert [found[name].new for name in ("NQH26.CME", "NQM26.CME", "NQU26.CME")] == ["NQM26.CME", "NQU26.CME", "NQZ26.CME"]
    assert (found["NQM26.CME"].decided, found["NQU26.CME"].decided) == ("expiry", SEEN)
    assert found["NQU26.CME"].ts // DAY > ends["NQU26.CME"] - 20
    guessed = found["NQM26.CME"]  # of June nothing is stored, but from here on the candles are of September
    assert guessed.ts == int(front.ts[np.searchsorted(front.ts, bounds[list(ends).index("NQM26.CME") + 1])])
    assert guessed.until < guessed.ts // DAY <= ends["NQM26.CME"]


def test_what_the_candles_do_not_tell_is_taken_from_a_step_that_was_seen_and_then_from_the_rule(feed: PaperFeed) -> None:
    step = ContractChange(CHANGED + HOUR, 273.25)
    alone = {
        HOURLY: FeedSeries(int(feed.hourly().ts[0]), (), [step]), Family.DAILY: FeedSeries(int(feed.daily().ts[0]), ())
    }  # fmt: skip
    stored = feed.stored(feed=alone, days={}, contracts=())
    june = next(roll for roll in made_ledger(stored, FEED, HOURLY) if roll.old == "NQM26.CME")
    assert (june.ts, june.decided, june.proof, june.points) == (step.ts, SEEN, RollProof.ESTIMATED, 273.25)
    daily = next(roll for roll in made_ledger(stored, FEED, Family.DAILY) if roll.old == "NQM26.CME")
    assert (daily.until, daily.decided, daily.proof) == (day("2026-06-18"), "expiry", RollProof.UNKNOWN)
    assert daily.points is None


def test_a_contract_that_is_not_stored_is_neither_passed_over_nor_kept_beyond_the_next_one() -> None:
    """The feed leaves June a week and a half before its end. June's candles are missing: March's and September's tell it."""
    feed = PaperFeed()
    feed.left["NQM26.CME"] = utc("2026-06-08 02:00")
    hours = {name: own for name, own in feed.hours.items() if name != "NQM26.CME"}
    stored = feed.stored(feed={HOURLY: proven_by(feed.hourly(), hours, "1h")})
    found = {roll.old: roll for roll in made_ledger(stored, FEED, HOURLY)}
    assert [(found[old].new, found[old].ts) for old in ("NQH26.CME", "NQM26.CME")] == [
        ("NQM26.CME", begins(day("2026-03-20"), HOURLY, feed.market.calendar)),
        ("NQU26.CME", feed.left["NQM26.CME"]),
    ]  # fmt: skip


def test_a_contract_that_hardly_trades_is_followed_where_the_candles_are_its_own() -> None:
    market = PaperMarket("GC")
    months = {each.symbol: each for each in market.contracts}
    names = ["GCJ26.CMX", "GCK26.CMX", "GCM26.CMX"]
    days = {name: market.daily(months[name]) for name in names}
    ends = [day("2026-04-01"), *(months[name].ends for name in names)]
    front = joined(*(days[name].between((ends[n] + 1) * DAY, (ends[n + 1] + 1) * DAY) for n, name in enumerate(names)))
    stored = replace(market.stored({Family.DAILY: proven_by(front, days, "1d")}), newest=ends[-1] - 1)
    found = made_ledger(stored, FEED, Family.DAILY)
    assert [(roll.old, roll.new) for roll in found] == [("GCJ26.CMX", "GCK26.CMX"), ("GCK26.CMX", "GCM26.CMX")]
    assert [roll.until for roll in found] == ends[1:3]
    assert [roll.proof for roll in found] == [RollProof.PROVEN] * 2


# -- sessions, and the clocks --------------------------------------------------------------------------------------------


def of_hours(feed: PaperFeed, rule: str) -> tuple[ContinuousCandles, StoredRoot]:
    stored, rolling = feed.stored(), parse_rolling(rule)
    wanted, between = followed(rolling, made_ledger(stored, rolling, HOURLY), ())
    lent = stretches(made_ledger(stored, FEED, HOURLY))
    return stitched(wanted, between, feed.hours, feed.hourly(), lent), stored


@pytest.mark.parametrize(("trade_date", "opens"), [("2026-03-09", "2026-03-08 18:00"), ("2026-11-02", "2026-11-01 18:00")])
def test_hours_change_contract_with_the_session_on_the_days_that_the_clocks_change(
    feed: PaperFeed, trade_date: str, opens: str
) -> None:
    """So many business days before the end that the roll is on the weekend of the clocks."""
    contract = next(each for each in feed.market.active if each.ends > day(trade_date))
    business = [each for each in feed.market.business_days if day(trade_date) <= each <= contract.ends]
    series, stored = of_hours(feed, f"expiry-{len(business)}")
    roll = next(each for each in series.rolls if each.old == contract.symbol)
    assert roll.ts == ny(opens) == session_of("cme_equity", trade_date)[0]
    place = int(np.searchsorted(series.candles.ts, roll.ts))
    assert series.candles.ts[place] == roll.ts
    assert place in series.starts
    names = [series.contracts[n] for n in series.contract_numbers()[place - 1 : place + 1].tolist()]
    assert names == [roll.old, roll.new]
    assert stored.newest == SPAN[1]


def test_hours_of_a_contract_that_is_not_stored_are_lent_by_the_feed_as_far_as_it_followed_it(feed: PaperFeed) -> None:
    stored, rolling = feed.stored(), parse_rolling("expiry")
    wanted, between = followed(rolling, made_ledger(stored, rolling, HOURLY), ())
    without = {name: own for name, own in feed.hours.items() if name != "NQM26.CME"}
    series = stitched(wanted, between, without, feed.hourly(), stretches(made_ledger(stored, FEED, HOURLY)))
    whole, _ = of_hours(feed, "expiry")
    lent = series.candles.ts[series.contract_numbers() == series.contracts.index("NQM26.CME")]
    assert lent[-1] == CHANGED - HOUR  # from then on the feed's candles are of September
    assert set(series.candles.ts.tolist()) < set(whole.candles.ts.tolist())
    assert np.isin(series.candles.close, whole.candles.close).all()


def test_a_contract_s_own_candles_come_before_those_that_are_lent(feed: PaperFeed) -> None:
    stored, rolling = feed.stored(), parse_rolling("expiry")
    wanted, between = followed(rolling, made_ledger(stored, rolling, HOURLY), ())
    front = feed.hourly()
    higher = replace(front, high=front.high + 100)
    series = stitched(wanted, between, feed.hours, higher, stretches(made_ledger(stored, FEED, HOURLY)))
    assert float((series.candles.high - series.candles.close).max()) < 100


def test_beyond_the_stored_sessions_a_contract_ends_with_the_evening(feed: PaperFeed) -> None:
    known = feed.market.calendar
    assert begins(day("2019-06-21"), HOURLY, known) == ny("2019-06-21 18:00")
    assert begins(day("2026-06-18"), HOURLY, None) == ny("2026-06-18 18:00")
    assert begins(day("2026-06-18"), Family.DAILY, None) == (day("2026-06-18") + 1) * DAY


def test_a_part_of_a_series_has_the_rolls_in_it(feed: PaperFeed) -> None:
    series, _ = of_hours(feed, "volume")
    roll = series.rolls[-1]
    part = series.between(roll.ts - DAY, roll.ts + DAY)
    assert (part.contracts, part.rolls) == ((roll.old, roll.new), (roll,))
    assert part.candles.ts[part.starts[1]] == roll.ts
    late = series.between(roll.ts, roll.ts + DAY)
    assert (late.contracts, late.rolls, late.starts.tolist()) == ((roll.new,), (), [0])
    none = series.between(0, 1)
    assert (len(none), none.contracts, none.rolls) == (0, (), ())


def test_the_roll_to_come(feed: PaperFeed) -> None:
    product, known = feed.market.product, feed.market.calendar
    expiry, volume, today = parse_rolling("expiry"), parse_rolling("volume"), day("2026-12-18")
    assert next_roll(product, known, expiry, Family.DAILY, today) == NextRoll(
        "NQZ26.CME", "NQH27.CME", today, (today + 1) * DAY,
    )  # fmt: skip
    assert next_roll(product, known, expiry, HOURLY, today + 1) == NextRoll(
        "NQH27.CME", "NQM27.CME", day("2027-03-19"), ny("2027-03-21 18:00"),
    )  # fmt: skip
    assert next_roll(product, known, volume, Family.DAILY, today) is None
