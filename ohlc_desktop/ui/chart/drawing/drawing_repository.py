"""The drawings of every instrument: read once, kept whenever they change, the same on all charts of an instrument."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
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
        self._known: dict[str, list[Drawing]] = {}
        self._foreign: dict[str, Rows] = {}
        self._stores: dict[str, str] = {}  # where what is known was read
        self._kept: dict[str, frozenset[str]] = {}  # ids of what is there
        self._anew: set[str] = set()
        self._early: dict[str, list[Drawing]] = {}
        self._unsaved: dict[str, Rows] = {}
        self._waiting: dict[str, list[Show]] = {}
        self._told: set[str] = set()
        self._later = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._later.timeout.connect(self.save_again)

    def load(self, symbol: str, done: Show) -> None:
        """The drawings of an instrument, at once where they are known."""
        if symbol in self._known:
            done(self._known[symbol])
            return
        waiting = self._waiting.setdefault(symbol, [])
        waiting.append(done)
        if len(waiting) == 1:
            self._read(symbol)

    def keep(self, symbol: str, drawings: Sequence[Drawing]) -> None:
        """Make these the drawings of an instrument; until the stored ones could be read, they are added to them."""
        if symbol not in self._known:
            former = self._kept.get(symbol, frozenset()) if symbol in self._anew else frozenset()
            self._early[symbol] = [drawing for drawing in drawings if drawing.id not in former]
            self._read(symbol)
            return
        self._known[symbol] = list(drawings)
        self._save(symbol)
        self.changed.emit(symbol, list(drawings))

    def save_again(self) -> None:
        """Try once more to keep what could not be kept."""
        for symbol in self._early:
            self._read(symbol)
        for symbol in self._unsaved:
            self._write(symbol)

    def show_store(self, store: str) -> None:
        """The store that is there now: drawings that were read from another are read anew."""
        for symbol, known in list(self._stores.items()):
            if symbol in self._anew:  # it could not be read
                self._read(symbol)
            elif store and store != known and symbol in self._known and symbol not in self._unsaved:
                self._renew(symbol)

    def forget(self) -> None:
        """Let go of what is kept safely: it is read anew when a chart is opened."""
        self._known = {symbol: known for symbol, known in self._known.items() if symbol in self._unsaved}
        self._waiting.clear()

    def stop(self) -> None:
        """Give up a write that waits for another program's lock."""
        self._later.stop()
        self._stopping.set()

    def close(self) -> None:
        """Keep what is not kept yet, unless another program holds the database; after the worker has stopped."""
        self.stop()
        for symbol, rows in self._unsaved.items():
            try:
                known = self._stores.get(symbol, "")
                save_drawings(self._profile, symbol, rows, self._clock.now(), self._stopping, known)
            except (OhlcError, Cancelled):
                self.failed.emit(
                    OhlcError(self.tr("The drawings of {symbol} could not be stored.").format(symbol=symbol))
                )
        self._unsaved.clear()

    # -- reading -----------------------------------------------------------------------------------

    def _read(self, symbol: str) -> None:
        profile = self._profile
        self._work.run(
            lambda: load_drawings(profile, symbol), partial(self._loaded, symbol), partial(self._not_loaded, symbol)
        )

    def _loaded(self, symbol: str, drawn: Drawn) -> None:
        if symbol in self._known:
            return
        drawings, self._foreign[symbol] = _understood(drawn.rows)
        self._known[symbol], self._stores[symbol] = drawings, drawn.store
        self._kept[symbol] = stored = _ids(drawings)
        self._told.discard(symbol)
        early = self._early.pop(symbol, [])
        for done in self._waiting.pop(symbol, []):
            done(drawings)
        if early:
            self.keep(symbol, [*drawings, *(drawing for drawing in early if drawing.id not in stored)])
        elif symbol in self._anew:
            self.changed.emit(symbol, drawings)
        self._anew.discard(symbol)

    def _renew(self, symbol: str) -> None:
        """Another store has other drawings: take them, and add what was drawn and never kept."""
        kept = self._kept.get(symbol, frozenset())
        fresh = [drawing for drawing in self._known.pop(symbol, []) if drawing.id not in kept]
        self._unsaved.pop(symbol, None)
        self._anew.add(symbol)
        if fresh:
            self._early[symbol] = fresh
        self._read(symbol)

    def _not_loaded(self, symbol: str, error: OhlcError) -> None:
        self._waiting.pop(symbol, None)
        self._tell(symbol, error)

    # -- writing -----------------------------------------------------------------------------------

    def _save(self, symbol: str) -> None:
        rows = [(drawing.kind.value, json.dumps(drawing.to_json())) for drawing in self._known[symbol]]
        self._unsaved[symbol] = [*self._foreign.get(symbol, []), *rows]
        self._write(symbol)

    def _write(self, symbol: str) -> None:
        profile, clock, rows, stopping = self._profile, self._clock, self._unsaved[symbol], self._stopping
        store, ids = self._stores.get(symbol, ""), _ids(self._known.get(symbol, []))
        self._work.run(
            lambda: save_drawings(profile, symbol, rows, clock.now(), stopping, store),
            partial(self._saved, symbol, rows, ids), partial(self._not_saved, symbol),
        )  # fmt: skip

    def _saved(self, symbol: str, rows: Rows, ids: frozenset[str], _: None) -> None:
        self._told.discard(symbol)
        self._kept[symbol] = ids
        if self._unsaved.get(symbol) is rows:
            del self._unsaved[symbol]

    def _not_saved(self, symbol: str, error: OhlcError) -> None:
        if isinstance(error, OtherStore):
            self._renew(symbol)
        else:
            self._tell(symbol, error)

    def _tell(self, symbol: str, error: OhlcError) -> None:
        """Something did not work; as long as there is anything to be kept it is tried again."""
        if (self._unsaved or self._early) and not self._stopping.is_set():
            self._later.start()
        if symbol not in self._told:
            self._told.add(symbol)
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
