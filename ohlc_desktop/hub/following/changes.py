"""What each push wrote or took out, so that a machine that follows takes no more than that.

Series that are only made of finer candles are left out: followers make them as well. Changes are kept for some weeks; who
took a series longer ago takes it whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ohlc_desktop.hub.connection import HubConnection
    from ohlc_desktop.hub.merging import PushedRows, PushedSeries

#: For so many days changes are kept.
KEPT_DAYS = 30
#: What is made of finer candles.
_MADE = "derived"


def noting(rows: Iterable[PushedRows], given: set[int]) -> Iterator[PushedRows]:
    """Hands rows on, and notes the places of the series of which somebody gave one."""
    for part in rows:
        made = np.array([origin == _MADE for origin, _ in part.origins], dtype=np.bool_)
        places = part.series[~made[part.whose]] if len(made) else part.series
        given.update(np.flatnonzero(np.bincount(places)).tolist())
        yield part


def note(connection: HubConnection, push: int, series: Sequence[PushedSeries], numbers: Sequence[int]) -> None:
    """Keep what a push changed of the series with these numbers at the hub, whose summaries are up to date."""
    parts = [(number, *each) for one, number in zip(series, numbers, strict=True) for each in one.stretches]
    connection.execute(
        "INSERT INTO ohlc.change(series_id, push, start, until) SELECT s.id, %s, to_timestamp(t.start), to_timestamp(t.until)"
        " FROM unnest(%s::integer[], %s::bigint[], %s::bigint[]) AS t(id, start, until) JOIN ohlc.series AS s USING (id)"
        " WHERE s.given",
        (push, *(list(column) for column in zip(*parts, strict=True))) if parts else (push, [], [], []),
    )


def forget(connection: HubConnection) -> None:
    """Let go of what was changed long ago."""
    row = connection.execute(
        "SELECT max(id) FROM ohlc.push WHERE at < now() - make_interval(days => %s)", (KEPT_DAYS,)
    ).fetchone()
    if row is not None and row[0] is not None:
        with connection.transaction():
            connection.execute("UPDATE ohlc.importer SET forgotten = %s", (row[0],))
            connection.execute("DELETE FROM ohlc.change WHERE push <= %s", (row[0],))


def read(connection: HubConnection, symbol: str, timeframe: str, since: int) -> list[tuple[int, int]] | None:
    """Where pushes after number ``since`` changed a series: sorted, disjoint stretches; None where that is not kept any more."""
    row = connection.execute("SELECT max(forgotten) FROM ohlc.importer").fetchone()
    if row is not None and row[0] is not None and since < row[0]:
        return None
    return connection.execute(
        "SELECT extract(epoch FROM lower(part))::bigint, extract(epoch FROM upper(part))::bigint"
        " FROM (SELECT unnest(range_agg(tstzrange(c.start, c.until))) AS part FROM ohlc.change AS c"
        " JOIN ohlc.series AS s ON s.id = c.series_id JOIN ohlc.instrument AS i ON i.id = s.instrument_id"
        " WHERE i.symbol = %s AND s.timeframe = %s AND c.push > %s) AS parts ORDER BY 1",
        (symbol, timeframe, since),
    ).fetchall()
