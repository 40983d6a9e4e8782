"""What becomes of each instrument and timeframe in an ingest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.importer.arbitration import Arbitrated
from ohlc_desktop.importer.files.ingest_plan import IngestPlan
from ohlc_desktop.importer.files.series_plan import SeriesFiles
from ohlc_desktop.store.ledger import Item

#: So many files are named.
_NAMED = 5


class IngestItems:
    """The items of one run: a series of the files each, and every series that is made of them."""

    def __init__(self, plan: IngestPlan) -> None:
        self._items: dict[SeriesKey, Item] = {}
        self.names = _names([file.finding.path.name for file in plan.files])
        for series in plan.series:
            files = series.files
            told = Message("From {files}.", files=_names([each.finding.path.name for each in files.files]))
            refused = sum(file.finding.refused.faulty for file in files.files)
            key = (files.instrument.symbol, files.timeframe.name)
            before = self._items.get(key, Item(*key, ItemState.WAITING, message=told))
            ends = (int(series.change.day[0]) * 86400, int(series.change.day[-1] + 1) * 86400)
            self._items[key] = replace(before, start=ends[0], end=ends[1], quarantined=before.quarantined + refused)

    def add(self, files: SeriesFiles, count: int, told: Arbitrated) -> None:
        """Count what a batch brought."""
        symbol, own = files.instrument.symbol, files.timeframe.name
        self._count((symbol, own), count, told.added, told.revised)
        for name, change in told.derived.items():
            self._count((symbol, name), 0, change.added, change.revised)

    def _count(self, key: SeriesKey, fetched: int, added: int, revised: int) -> None:
        item = self._items.get(key, Item(*key, ItemState.FETCHING))
        self._items[key] = replace(
            item, state=ItemState.FETCHING, fetched=item.fetched + fetched, added=item.added + added,
            revised=item.revised + revised,
        )  # fmt: skip

    def finish(self, files: SeriesFiles) -> list[Item]:
        """End the items of an instrument that were stored; those that ended now."""
        ended = []
        for key, item in self._items.items():
            own = key == (files.instrument.symbol, files.timeframe.name)
            if own or (key[0] == files.instrument.symbol and item.state is ItemState.FETCHING):
                wrote = item.added + item.revised > 0
                self._items[key] = replace(item, state=ItemState.WRITTEN if wrote else ItemState.UNCHANGED)
                ended.append(self._items[key])
        return ended

    def finish_rest(self, state: ItemState, cause: str, message: Message) -> None:
        """End everything that is still open."""
        for key, item in self._items.items():
            if not item.state.final:
                self._items[key] = replace(item, state=state, cause=cause, message=message)

    def all(self) -> list[Item]:
        """Every item as it stands."""
        return list(self._items.values())

    def of(self, symbol: str) -> list[Item]:
        """Those of an instrument."""
        return [item for key, item in self._items.items() if key[0] == symbol]

    def counts(self) -> Counter[ItemState]:
        """Items by state."""
        return Counter(item.state for item in self._items.values())

    def totals(self) -> tuple[int, int, int]:
        """Candles added and revised, and rows quarantined, in all items."""
        items = self._items.values()
        return sum(i.added for i in items), sum(i.revised for i in items), sum(i.quarantined for i in items)


def _names(names: list[str]) -> str:
    """Some names, and how many there are more."""
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} (+{len(names) - _NAMED})"
