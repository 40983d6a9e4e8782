"""A running import in words, and its instruments as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.importing.state import ImportState, ItemView, Phase
from ohlc_desktop.core.numbers import write_number
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown

translate = QCoreApplication.translate


def progress_text(state: ImportState, now: float) -> str:
    """One line about a running import: how far, what it waits for, how long and how fast; the end may be cut off."""
    if state.phase is Phase.STARTING:
        return translate("Progress", "Starting…")
    if state.phase is Phase.CANCELLING:
        return translate("Progress", "Cancelling: what was answered is stored…")
    if not state.total:
        return translate("Progress", "Planning…")
    done, total = wording.count(state.done), wording.count(state.total)
    parts = [translate("Progress", "{done} of {total} requests").format(done=done, total=total)]
    if state.wait is not None and state.wait.until - now > 1:
        parts.append(
            translate("Progress", "{why} ({left})").format(
                why=shown(state.wait.message), left=wording.span(state.wait.until - now)
            )
        )
    if state.eta is not None and state.done >= _TELLING:
        parts.append(translate("Progress", "about {left} left").format(left=wording.span(state.eta)))
    parts.append(translate("Progress", "{count} candles written").format(count=wording.count(state.written)))
    if state.rate > 0:
        parts.append(translate("Progress", "{rate} requests a second").format(rate=write_number(state.rate, 1)))
    return "  ·  ".join(parts)


#: After fewer requests nothing can be said of the time that is left.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """An instrument of an import: how many of its series are finished, and what they brought."""

    symbol: str
    state: ItemState
    series: int
    finished: int
    written: int
    revised: int
    quarantined: int
    missing: int
    message: str

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Candles written, revised, quarantined and missing."""
        return self.written, self.revised, self.quarantined, self.missing


def instrument_rows(state: ImportState) -> list[InstrumentRow]:
    """One row for each instrument, in the order of the import."""
    found: dict[str, list[ItemView]] = defaultdict(list)
    for item in state.items.values():
        found[item.symbol].append(item)
    return [_row(symbol, found[symbol]) for symbol in state.symbols]


def _row(symbol: str, items: Sequence[ItemView]) -> InstrumentRow:
    return InstrumentRow(
        symbol,
        _state(item.state for item in items),
        len(items),
        sum(item.state.final for item in items),
        sum(item.added for item in items),
        sum(item.revised for item in items),
        sum(item.quarantined for item in items),
        sum(item.missing for item in items),
        "\n".join(dict.fromkeys(shown(item.message) for item in items if item.message)),
    )


def _state(states: Iterable[ItemState]) -> ItemState:
    """What is said of an instrument whose series are in different states."""
    return max(states, key=lambda state: (not state.final, state.urgency), default=ItemState.WAITING)
