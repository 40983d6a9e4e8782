"""The profiles of a chart: of what is in sight, and of each trade date there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.annotations.days import visible_days
from ohlc_desktop.core.chart.profile.finest import FinestCandles, shares_of
from ohlc_desktop.core.chart.profile.profile_table import ProfileTable, table_of
from ohlc_desktop.core.chart.profile.settings import ProfileSettings
from ohlc_desktop.core.chart.profile.volume_profile import VolumeProfile, profile_of
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.timeframes import DAY


@dataclass(frozen=True, slots=True)
class ProfileRequest:
    """What profiles are wanted; two are equal when they ask for the same.

    Attributes:
        settings: How they are made.
        daily: The chart has candles of 1d or longer: ``start`` and ``end`` are trade dates (days since 1970-01-01, both
            among them); else they are UTC epoch seconds, ``end`` exclusive.
        start: Where what is in sight begins; ``end`` where it ends.
        until: What begins at this moment (UTC epoch seconds) or later is in no profile: it is in the future of a replay, or
            in a candle that is not drawn yet. With ``daily`` the last trade date that is in one.
        regular: Candles within regular trading hours only.
        sessions: The trade dates that each get a profile, oldest first.
        fixed: Stretches of time that each get one, (start, end) in UTC epoch seconds, the end exclusive. In charts of 1d
            and longer they are whole trade dates, from that of the start to that of the end.
    """

    settings: ProfileSettings
    daily: bool
    start: int
    end: int
    until: int
    regular: bool = False
    sessions: tuple[int, ...] = ()
    fixed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ChartProfiles:
    """Profiles, ready to be drawn.

    Attributes:
        request: What was asked for.
        visible: Of what is in sight; None where it was not asked for.
        sessions: Of trade dates (days since 1970-01-01): those that have candles.
        fixed: Of stretches of time, in the order of the request.
        dates: int64, the trade dates whose profiles are in ``of_dates``: those of which volume is known.
        of_dates: Their profiles, to be drawn; ``of_visible`` the one of what is in sight, where its volume is known.
        shares: The share of the volume that comes from candles of each timeframe, by its name, the finest first.
        candles: How many candles the profiles are made of; of ``unknown`` of them the volume is not known.
    """

    request: ProfileRequest
    visible: VolumeProfile | None = None
    sessions: Mapping[int, VolumeProfile] = field(default_factory=dict)
    fixed: tuple[VolumeProfile, ...] = ()
    dates: Int64 = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    of_dates: ProfileTable = field(default_factory=lambda: table_of(()))
    of_visible: ProfileTable = field(default_factory=lambda: table_of(()))
    shares: Mapping[str, float] = field(default_factory=dict)
    candles: int = 0
    unknown: int = 0


def request_of(
    series: ChartSeries, settings: ProfileSettings, first: int, last: int, regular: bool, sessions: bool,
    fixed: tuple[tuple[int, int], ...] = (),
) -> ProfileRequest:  # fmt: skip
    """What a chart asks for.

    Args:
        series: What is drawn.
        settings: How profiles are made.
        first: First place in sight; ``last`` the one after the last. At least one candle is in sight.
        last: See there.
        regular: Only regular trading hours are drawn.
        sessions: Trade dates are wide enough to have profiles of their own.
        fixed: As the request has them.
    """
    ts, seconds = series.candles.ts, series.timeframe.seconds
    if series.timeframe.daily:
        after = int(ts[last]) if last < len(ts) else int(ts[last - 1]) + seconds
        until = (int(ts[-1]) + seconds) // DAY - 1
        return ProfileRequest(settings, True, int(ts[first]) // DAY, after // DAY - 1, until, regular, (), fixed)
    dates: tuple[int, ...] = ()
    if sessions and settings.sessions:
        dates = tuple(series.days.trade_date[visible_days(series.days, first, last)].tolist())
    end, until = int(ts[last - 1]) + seconds, int(ts[-1]) + seconds
    return ProfileRequest(settings, False, int(ts[first]), end, until, regular, dates, fixed)


def profiles_of(source: FinestCandles, request: ProfileRequest) -> ChartProfiles:
    """The profiles that are asked for; takes up to 30 ms for 500,000 candles, so not for the GUI thread."""
    find = source.places_of if request.daily else source.places_between
    seen = source.part(find(request.start, request.end), request.regular)
    sessions = {date: _of_date(source, request, date) for date in request.sessions}
    sessions = {date: profile for date, profile in sessions.items() if profile.candles}
    visible = profile_of(seen.candles, source.tick, request.settings) if request.settings.visible else None
    stretches = [source.part(_fixed_places(source, request, each), request.regular) for each in request.fixed]
    fixed = tuple(profile_of(each.candles, source.tick, request.settings) for each in stretches)
    told = [*([seen] if request.settings.shown else []), *stretches]
    known = {date: profile for date, profile in sessions.items() if profile.known}
    return ChartProfiles(
        request, visible, sessions, fixed, np.array(list(known), dtype=np.int64), table_of(list(known.values())),
        table_of([visible] if visible is not None and visible.known else []), shares_of(told),
        sum(map(len, told)), sum(len(each) - int(np.count_nonzero(each.candles.volume)) for each in told),
    )  # fmt: skip


def _of_date(source: FinestCandles, request: ProfileRequest, date: int) -> VolumeProfile:
    places = _past(source, request, source.places_of(date, date))
    return profile_of(source.part(places, request.regular).candles, source.tick, request.settings)


def _fixed_places(source: FinestCandles, request: ProfileRequest, stretch: tuple[int, int]) -> slice:
    start, end = stretch
    if request.daily:
        return source.places_of(start // DAY, min((end - 1) // DAY, request.until))
    return _past(source, request, source.places_between(start, end))


def _past(source: FinestCandles, request: ProfileRequest, places: slice) -> slice:
    """Without what is in the future."""
    limit = source.places_between(request.until, request.until).start
    return slice(places.start, max(min(places.stop, limit), places.start))
