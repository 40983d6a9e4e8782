"""Whether the days of a file close at the settlement, as those of a source do of which that is known.

Last trades lie off it on nearly every day: of 21 days of NQ of an export of TradingView one closed at the settlement, of 59 of
Sierra Chart all did.
"""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.arbitration.precedence import SETTLING
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.importer.files.series_plan import SpooledFile
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import precedence
from ohlc_desktop.store.sources.source_rows import rows_of

#: So many days at least must be compared, and such a share of their closes be the same.
_LEAST, _SAME = 10, 0.9


def note_settlements(connection: Connection, number: int, source: str, file: SpooledFile) -> None:
    """Keep of the source of a file of days what its closes are, where those of another source tell. Must run inside a transaction.

    Args:
        connection: Of the store.
        number: The instrument's number in the store.
        source: What the file's candles are said to come from.
        file: Its candles.
    """
    timeframe = file.finding.timeframe
    if timeframe is None or not timeframe.daily or source in SETTLING:
        return
    mine, _ = file.spool.read(0, file.spool.count)
    for name in SETTLING:
        theirs = rows_of(connection, number, timeframe, name, int(mine.ts[0]), int(mine.ts[-1]) + DAY)
        _, one, other = np.intersect1d(mine.ts, theirs.ts, assume_unique=True, return_indices=True)
        same = int(np.count_nonzero(mine.close[one] == theirs.close[other]))
        if len(one) >= _LEAST:
            precedence.note_settlements(connection, source, same >= _SAME * len(one))
