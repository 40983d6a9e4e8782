"""By whom a session is witnessed: worked out by hand on few candles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ohlc_desktop.core.arbitration.claims import Claim, claim, contradicting, standing
from ohlc_desktop.core.arbitration.precedence import KnownSource, Precedence, Provenance, SourceKind
from ohlc_desktop.core.arbitration.verdict import SessionEvidence, SessionVerdict, Witnessed, judge
from ohlc_desktop.core.arbitration.witnesses import SourceWitnesses, session_witness
from ohlc_desktop.core.candles import make
from ohlc_desktop.core.market.sessions import day_calendar
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES

ORDER = Precedence((KnownSource("file", SourceKind.FILE), KnownSource("yahoo", SourceKind.FEED)))
SESSIONS = day_calendar("days", 100, 103, "UTC", strict=True)
M1 = TIMEFRAMES["1m"]


def own(name: str, closes: dict[int, float], known: int = 1) -> Claim:
    """A source's candles: closes by minute of day 100."""
    ts = [100 * DAY + minute * 60 for minute in closes]
    flat = list(closes.values())
    rows = make(ts, flat, flat, flat, flat, [1] * len(ts))
    return claim(Provenance((name,)), rows, np.full(len(ts), known, dtype=np.int8))


def verdicts(*claims: Claim, days: int = 1, lacked: Sequence[int] = (), tick: float | None = 0.25) -> Any:
    """The verdicts where each source speaks of some days from day 100 on."""
    stands = standing(claims, ORDER, daily=False)
    heard = {c.provenance.text: [Interval(100 * DAY, (100 + days) * DAY)] for c in claims}
    told = {c.provenance.text: contradicting(stands, c, heard[c.provenance.text]) for c in claims}
    evidence = SessionEvidence(
        stands.candles.ts, stands.known, stands.whose, stands.provenances, told, heard, np.array(lacked, dtype=np.int64),
        ORDER.ordered(heard),
    )  # fmt: skip
    return judge(evidence, SESSIONS, M1, tick)


def test_two_sources_are_compared_by_price_and_not_by_volume() -> None:
    file, yahoo = own("file", {0: 5.0, 1: 6.0, 2: 7.0}), own("yahoo", {0: 5.0, 1: 6.0, 2: 7.0})
    yahoo.candles.volume[:] = 9
    (found,) = verdicts(file, yahoo)
    assert found == SessionVerdict(100, 3, ("file", "yahoo"), compared=3)
    assert found.witnessed is Witnessed.EQUAL
    assert str(found.told()) == "Witnessed: 3 candles are equal in several sources (file+yahoo)."
    (found,) = verdicts(file, own("yahoo", {0: 5.5, 1: 6.0, 3: 7.0}))
    assert found == SessionVerdict(100, 4, ("file", "yahoo"), compared=2, different=1, ticks=2.0, lacking=2)
    assert found.witnessed is Witnessed.DIFFERENT
    assert "2 candles that several sources have (file+yahoo) 1 differ, by at most 2 ticks" in str(found.told())
    assert verdicts(file, own("yahoo", {0: 5.5}), tick=None)[0].ticks == 0.5


def test_one_source_is_witnessed_by_its_own_voices_or_by_nobody() -> None:
    (found,) = verdicts(own("yahoo", {0: 5.0, 1440: 6.0}), days=2)[:1]
    assert (found.day, found.candles, found.witnessed) == (100, 1, Witnessed.NOT)
    (found,) = verdicts(own("yahoo", {0: 5.0, 1: 6.0}, known=0))
    assert (found.agreed, found.witnessed) == (2, Witnessed.VOICES)
    assert "said the same of these candles twice" in str(found.told())
    (found,) = verdicts(own("file", dict.fromkeys(range(10), 5.0)), own("yahoo", {0: 5.0}))
    assert (found.compared, found.lacking, found.witnessed) == (1, 9, Witnessed.NOT), "one of ten is no witness"


def test_a_session_that_the_feed_takes_back_says_so() -> None:
    gone = [100 * DAY, 100 * DAY + 60]
    (found,) = verdicts(own("yahoo", {0: 5.0, 1: 6.0}), lacked=gone)
    assert found.taken_back
    assert "leaves this session out; what it gave before stays stored" in str(found.told())
    assert not verdicts(own("yahoo", {0: 5.0, 1: 6.0}), lacked=gone[:1])[0].taken_back


def test_what_this_app_exported_itself_witnesses_nothing_but_may_differ() -> None:
    exported = own("ohlc-desktop", {0: 5.0, 1: 6.0})
    (found,) = verdicts(exported, own("yahoo", {0: 5.0, 1: 6.0}))
    assert (found.compared, found.witnessed) == (0, Witnessed.NOT)
    assert str(found.told()) == "Only yahoo has these candles; an export of OHLC Desktop is no second source."
    (found,) = verdicts(exported, own("yahoo", {0: 5.0, 1: 6.0}), own("file", {0: 5.0, 1: 6.0}))
    assert (found.compared, found.witnessed) == (2, Witnessed.EQUAL)
    (found,) = verdicts(exported, own("yahoo", {0: 5.5, 1: 6.0}))
    assert (found.different, found.witnessed) == (1, Witnessed.DIFFERENT)
    over = own("hub", {0: 5.0, 1: 6.0})
    (found,) = verdicts(over, own("yahoo", {0: 5.0, 1: 6.0}))
    assert (found.compared, found.witnessed) == (0, Witnessed.NOT)
    assert str(found.told()).startswith("yahoo has these candles, and the hub, which passes on")
    # a chart tells the same
    ts, day = exported.candles.ts, Interval(100 * DAY, 101 * DAY)
    for names, told in ((("ohlc-desktop", "yahoo"), Witnessed.NOT), (("hub", "yahoo"), Witnessed.NOT), (("file", "yahoo"), Witnessed.EQUAL)):
        witnesses = SourceWitnesses("1m", names, dict.fromkeys(names, (day,)))
        assert session_witness(witnesses, day, ts, np.ones(len(ts), np.int8)).witnessed is told
