"""What is asked of Databento, in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.sources.databento.decoding import DEFINITION, SCHEMA
from ohlc_desktop.sources.databento.symbols import DatabentoName, name_of

DATASET = "GLBX.MDP3"


@dataclass(frozen=True, slots=True)
class Query:
    """Records of one schema and one symbol, for ``start <= ts < end`` (ISO, UTC).

    Attributes:
        limit: How many records at most; None for all.
    """

    name: DatabentoName
    schema: str
    start: str
    end: str
    limit: int | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of the client's functions that price and download."""
        return {
            "dataset": DATASET, "symbols": self.name.symbol, "stype_in": self.name.kind,
            "schema": self.schema, "start": self.start, "end": self.end, "limit": self.limit,
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name.symbol} {self.schema} {self.start[:10]} {self.end[:10]}"


def minutes_query(request: FetchRequest, rule: str) -> Query:
    """The minutes of a request; ``rule`` as of :func:`name_of`."""
    return Query(name_of(request.instrument, rule), SCHEMA, iso(request.start), iso(request.end))


def definition_query(request: FetchRequest, rule: str) -> Query:
    """The definitions of the day on which most of the first session lies; on days without trading there are none.

    Not beyond what is bought: of the evening after it there may be no data yet, and to ask for it is refused.
    """
    day = (request.start + DAY // 2) // DAY * DAY
    end = min(day + DAY, request.end)
    return Query(name_of(request.instrument, rule), DEFINITION, iso(day), iso(end), limit=1)
