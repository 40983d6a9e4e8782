"""The drawings of every instrument: read once, kept whenever they change, the same on all charts of an instrument."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from ohlc_desktop.core.chart.drawings.drawings import Drawing
from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import Cancelled, OhlcError, OtherStore
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.chart_data.chart_reading import Drawn, load_drawings, save_drawings
from ohlc_desktop.store.drawings import DrawingRow

Rows = list[tuple[str, str]]
Show = Callable[[list[Drawing]], None]

#: What could not be kept is tried again after so many milliseconds.
AGAIN_MS = 15_000


@dataclass(slots=True)
class _Instrument:
    """The drawings of one instrument, as far as they are known and kept.

    Attributes:
        drawings: None until they could be read.
        foreign: Rows that this version cannot read.
        store: Where they were read; empty before.
        kept: Ids of those that are stored.
        anew: They are to be read again, from another store.
        early: Drawn before the stored ones could be read.
        unsaved: Rows that are not kept yet.
        waiting: Who is to be shown them once they are read.
        writing: They are being written; what changes meanwhile is written afterwards, once.
        told: Why they cannot be read or kept was told.
    """

    drawings: list[Drawing] | None = None
    foreign: Rows = field(default_factory=list)
    store: str = ""
    kept: frozenset[str] = frozenset()
    anew: bool = False
    early: list[Drawing] | None = None
    unsaved: Rows | None = None
    waiting: list[Show] = field(default_factory=list)
    writing: bool = False
    told: bool = False


class DrawingRepository(QObject):
    """Keeps drawings.

    Rows that this version cannot read, as those of a newer one, are kept as they are. What could not be kept, because
    another program holds the database, is tried again some seconds later, with :meth:`save_again`, and at the end.
    When a backup was put in the place of the database, its drawings are shown, and what was not kept yet is added.

    Attributes:
        changed: Symbol and list[Drawing]: drawn on one chart, to be shown on the others of the instrument; or read
            anew.
        failed: An :class:`OhlcError`: drawings could not be read or kept; told once until they are.
    """

    changed = Signal(str, list)
    failed = Signal(object)

    def __init__(self, profile: Profile, clock: Clock, work: BackgroundWorker, parent: QObject | None = None) -> None:
        """
        Args:
            profile: Whose drawings.
            clock: The one clock.
            work: A worker that no chart waits for: a database that is locked keeps it waiting for seconds.
            parent: Owner.
        """
        super().__init__(parent)
        self._profile, self._clock, self._work = profile, clock, work
        self._stopping = threading.Event()
        self._instruments: defaultdict[str, _Instrument] = defaultdict(_Instrument)
        self._later = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._later.timeout.connect(self.save_again)

    def load(self, symbol: str, done: Show) -> None:
        """The drawings of an instrument, at once where they are known."""
        one = self._instruments[symbol]
        if one.drawings is not None:
            done(one.drawings)
            return
        one.waiting.append(done)
        if len(one.waiting) == 1:
            self._read(symbol)

    def keep(self, symbol: str, drawings: Sequence[Drawing]) -> None:
        """Make these the drawings of an instrument; until the stored ones could be read, they are added to them."""
        one = self._instruments[symbol]
        if one.drawings is None:
            one.early = [drawing for drawing in drawings if not (one.anew and drawing.id in one.kept)]
            self._read(symbol)
            return
        one.drawings = list(drawings)
        rows = [(drawing.kind.value, json.dumps(drawing.to_json())) for drawing in drawings]
        one.unsaved = [*one.foreign, *rows]
        if not one.writing:
            self._write(symbol)
        self.changed.emit(symbol, list(drawings))

    def save_again(self) -> None:
        """Try once more to keep what could not be kept."""
        for symbol, one in self._instruments.items():
            if one.early is not None:
                self._read(symbol)
            if one.unsaved is not None and not one.writing:
                self._write(symbol)

    def show_store(self, store: str) -> None:
        """The store that is there now: drawings that were read from another are read anew."""
        for symbol, one in list(self._instruments.items()):
            if one.anew:  # it could not be read
                self._read(symbol)
            elif store and store != one.store and one.drawings is not None and one.unsaved is None:
                self._renew(symbol)

    def forget(self) -> None:
        """Let go of what is kept safely: it is read anew when a chart is opened."""
        for one in self._instruments.values():
            one.drawings = None if one.unsaved is None else one.drawings
            one.waiting.clear()

    def stop(self) -> None:
        """Give up a write that waits for another program's lock."""
        self._later.stop()
        self._stopping.set()

    def close(self) -> None:
        """Keep what is not kept yet, unless another program holds the database; after the worker has stopped."""
        self.stop()
        for symbol, one in self._instruments.items():
            if one.unsaved is None:
                continue
            rows, one.unsaved = one.unsaved, None
            try:
                save_drawings(self._profile, symbol, rows, self._clock.now(), self._stopping, one.store)
            except (OhlcError, Cancelled):
                self.failed.emit(
                    OhlcError(self.tr("The drawings of {symbol} could not be stored.").format(symbol=symbol))
                )

    # -- reading -----------------------------------------------------------------------------------

    def _read(self, symbol: str) -> None:
        profile = self._profile
        self._work.run(
            lambda: load_drawings(profile, symbol), partial(self._loaded, symbol), partial(self._not_loaded, symbol)
        )

    def _loaded(self, symbol: str, drawn: Drawn) -> None:
        one = self._instruments[symbol]
        if one.drawings is not None:
            return
        drawings, one.foreign = _understood(drawn.rows)
        one.drawings, one.store, one.kept, one.told = drawings, drawn.store, _ids(drawings), False
        early, one.early = one.early, None
        waiting, one.waiting = one.waiting, []
        anew, one.anew = one.anew, False
        for done in waiting:
            done(drawings)
        if early:
            self.keep(symbol, [*drawings, *(drawing for drawing in early if drawing.id not in one.kept)])
        elif anew:
            self.changed.emit(symbol, drawings)

    def _renew(self, symbol: str) -> None:
        """Another store has other drawings: take them, and add what was drawn and never kept."""
        one = self._instruments[symbol]
        fresh = [drawing for drawing in one.drawings or () if drawing.id not in one.kept]
        one.drawings, one.unsaved, one.anew = None, None, True
        one.early = fresh or one.early
        self._read(symbol)

    def _not_loaded(self, symbol: str, error: OhlcError) -> None:
        self._instruments[symbol].waiting.clear()
        self._tell(symbol, error)

    # -- writing -----------------------------------------------------------------------------------

    def _write(self, symbol: str) -> None:
        profile, clock, stopping, one = self._profile, self._clock, self._stopping, self._instruments[symbol]
        rows, store, ids = one.unsaved, one.store, _ids(one.drawings or [])
        assert rows is not None
        one.writing = True
        self._work.run(
            lambda: save_drawings(profile, symbol, rows, clock.now(), stopping, store),
            partial(self._saved, symbol, rows, ids), partial(self._not_saved, symbol),
        )  # fmt: skip

    def _saved(self, symbol: str, rows: Rows, ids: frozenset[str], _: None) -> None:
        one = self._instruments[symbol]
        one.told, one.kept, one.writing = False, ids, False
        if one.unsaved is rows:
            one.unsaved = None
        elif one.unsaved is not None:
            self._write(symbol)

    def _not_saved(self, symbol: str, error: OhlcError) -> None:
        self._instruments[symbol].writing = False
        if isinstance(error, OtherStore):
            self._renew(symbol)
        else:
            self._tell(symbol, error)

    def _tell(self, symbol: str, error: OhlcError) -> None:
        """Something did not work; as long as there is anything to be kept it is tried again."""
        left = any(one.unsaved is not None or one.early is not None for one in self._instruments.values())
        if left and not self._stopping.is_set():
            self._later.start()
        if not self._instruments[symbol].told:
            self._instruments[symbol].told = True
            self.failed.emit(error)


def _ids(drawings: Sequence[Drawing]) -> frozenset[str]:
    return frozenset(drawing.id for drawing in drawings)


def _understood(rows: Sequence[DrawingRow]) -> tuple[list[Drawing], Rows]:
    """The drawings in rows, and the rows that are none to this version."""
    drawings: list[Drawing] = []
    foreign: Rows = []
    for row in rows:
        try:
            drawings.append(Drawing.from_json(json.loads(row.data)))
        except (ValueError, TypeError, RecursionError):
            foreign.append((row.kind, row.data))
    return drawings, foreign
