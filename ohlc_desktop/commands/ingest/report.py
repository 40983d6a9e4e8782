"""What ``ingest`` tells before it stores: lines for people, an event for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ohlc_desktop.commands.inspect import report as inspection
from ohlc_desktop.core.files.remembered import SKIP, RememberedFile
from ohlc_desktop.core.importing.events import IngestPreview
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.importer.files.ingest_plan import IngestPlan, PlannedSeries, RefusedFile
from ohlc_desktop.importer.files.series_plan import SeriesChange
from ohlc_desktop.sources.files.head_table import HeadTable

#: Sessions that a person is shown.
_SHOWN = 8
_COLUMNS = ("rows", "new", "equal", "different")


def lines(plan: IngestPlan, stronger: Mapping[PlannedSeries, bool], all_of_it: bool) -> Iterator[str]:
    """What would be stored, for people; with ``all_of_it`` every session.

    ``stronger`` says whether the source of a series counts more than all others that it has.
    """
    for file in plan.files:
        yield from inspection.lines(file.finding, all_of_it)
        yield from _remembered(file.used)
    for unusable in plan.unusable:
        yield from _unusable(unusable, all_of_it)
    for series in plan.series:
        yield ""
        yield from _series(series, stronger[series], all_of_it)


def _remembered(used: RememberedFile) -> Iterator[str]:
    told = [f"columns {','.join(name or SKIP for name in used.columns)}"] if used.columns else []
    told += [f"zone {used.zone}"] if used.zone else []
    told += [f"stamp {used.stamp}"] if used.stamp else []
    told += sorted(set(used.symbols.values()))
    if told:
        yield f"  remembered {'; '.join(told)}: said of files with these columns. --forget ends that."


def _unusable(file: RefusedFile, all_of_it: bool) -> Iterator[str]:
    if file.finding is not None:
        yield from inspection.lines(file.finding, all_of_it)
    yield from inspection.error_lines(file.error)


def _series(series: PlannedSeries, stronger: bool, all_of_it: bool) -> Iterator[str]:
    files, change = series.files, series.change
    many = f"{len(change.day):,} session{'s' if len(change.day) > 1 else ''}"
    yield f"{files.instrument.symbol} {files.timeframe.name} from {files.source}: {many}, {_dates(change)}"
    if not change.todo.any():
        yield "  all of it is stored already, just so"
        return
    yield f"  {change.new.sum():>9,} new candles"
    yield f"  {change.equal.sum():>9,} equal what is stored"
    different = int(change.different.sum())
    if different:
        yield f"  {different:>9,} differ: {_fate(stronger)}"
    yield from _sessions(change, all_of_it)


def _dates(change: SeriesChange) -> str:
    return f"{day_of(int(change.day[0]))} to {day_of(int(change.day[-1]))}"


def _fate(stronger: bool) -> str:
    if stronger:
        return "they replace what is stored, which is kept beside them"
    return "they are kept beside what is stored, whose source counts more"


def _sessions(change: SeriesChange, all_of_it: bool) -> Iterator[str]:
    """The sessions that would change: those that differ first, then the oldest."""
    places = np.flatnonzero(change.todo)
    shown = places if all_of_it else np.sort(places[np.argsort(change.different[places] == 0, kind="stable")][:_SHOWN])
    yield "  session    " + "".join(f"{name:>10}" for name in _COLUMNS)
    for place in shown.tolist():
        counts = (getattr(change, name)[place] for name in _COLUMNS)
        yield f"  {day_of(int(change.day[place]))} " + "".join(f"{count:>10,}" for count in counts)
    if len(places) > len(shown):
        yield f"  and {len(places) - len(shown):,} more; --verbose shows them"


def event(plan: IngestPlan, stronger: Mapping[PlannedSeries, bool]) -> IngestPreview:
    """The same for programs."""
    found = [file.finding for file in plan.files]
    failed = [_failure(file) for file in plan.unusable]
    return IngestPreview(inspection.entries(found), failed, [_entry(each, stronger[each]) for each in plan.series])


def _failure(file: RefusedFile) -> dict[str, object]:
    told: dict[str, object] = dict(inspection.failure(file.path, file.error))
    told["found"] = inspection.entries([file.finding])[0] if file.finding is not None else None
    told["columns"] = _columns(file.table) if file.table is not None else None
    return told


def _columns(table: HeadTable) -> dict[str, object]:
    return {"rows": table.rows, "guess": [role or SKIP for role in table.guess]}


def _entry(series: PlannedSeries, stronger: bool) -> dict[str, object]:
    files, change = series.files, series.change
    return {
        "symbol": files.instrument.symbol, "timeframe": files.timeframe.name, "source": files.source,
        "files": [str(file.finding.path) for file in files.files], "unchanged": not change.todo.any(),
        "replaces": stronger, **{name: int(getattr(change, name).sum()) for name in _COLUMNS},
        "sessions": [_session(change, place) for place in range(len(change.day))],
    }  # fmt: skip


def _session(change: SeriesChange, place: int) -> dict[str, object]:
    counts = {name: int(getattr(change, name)[place]) for name in _COLUMNS}
    return {"date": day_of(int(change.day[place])).isoformat(), **counts, "unchanged": not bool(change.todo[place])}


def closing(plan: IngestPlan) -> Sequence[str]:
    """What is said where nothing can or need be stored."""
    if plan.series:
        return ["All of it is stored already. Nothing was changed."]
    return ["Nothing was stored."]
