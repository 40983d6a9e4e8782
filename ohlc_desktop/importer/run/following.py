"""Which contract each continuous symbol follows: the name in every answer, and what the contracts' own candles prove."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from ohlc_desktop.core.following.followed import NamedContract
from ohlc_desktop.core.following.names import named_month
from ohlc_desktop.core.following.stretches import proven_stretches, with_told
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import DAY, EVER, SOURCES, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.run.companions import continuous_products
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import followed
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.watchlist import find_instrument

#: Days of newest candles that are held against the contracts' each time: as far as answers reach back and are corrected.
_RECENT = {True: 400, False: 70}


def note_follows(run: ImportRun, connection: Connection, request: FetchRequest, text: str) -> None:
    """Keep how an answer names the contract that a continuous symbol follows. Must run inside a transaction."""
    product = run.tools.products.get(request.instrument.root) if text else None
    if product is None:
        return
    now = run.time.now()
    month = named_month(text, product, datetime.fromtimestamp(now, UTC).date())
    contract = product.contract_symbol(*month) if month else ""
    number = run.numbers[request.instrument.symbol]
    followed.note_named(connection, number, request.timeframe, NamedContract(int(now // DAY), text, contract))


def prove_contracts(run: ImportRun) -> None:
    """Hold the newest candles of continuous symbols against those of the contracts that are stored."""
    now, at = run.time.now(), run.tools.clock.now()
    with run.tools.store.transaction(run.tools.cancel) as connection:
        for symbol, product in continuous_products(run).items():
            for name in SOURCES:
                _prove(connection, run.numbers[symbol], product, TIMEFRAMES[name], now, at)


def prove_stored(connection: Connection, products: Iterable[Product], now: float) -> None:
    """The same of whatever is stored of some futures; ``now`` in UTC epoch seconds. Must run inside a transaction."""
    for product in products:
        number = find_instrument(connection, product.symbol)
        for name in SOURCES if number is not None else ():
            _prove(connection, number or 0, product, TIMEFRAMES[name], now, now)


def _prove(connection: Connection, number: int, product: Product, timeframe: Timeframe, now: float, at: float) -> None:
    """Prove a series anew from the stretch on in which its recent candles begin; ``at`` by this machine's clock."""
    start = int(now) - _RECENT[timeframe.daily] * DAY
    spans = [each.first for each in followed.stretches(connection, number, timeframe.name) if each.last >= start]
    start = min([start, *spans[:1]])
    length = TIMEFRAMES["1d" if timeframe.daily else "5m"]
    contracts = followed.stored_contracts(connection, product, length.name, start)
    own = rows.read_series(connection, number, timeframe, start, EVER) if contracts else None
    if own is None or not len(own):
        return
    theirs = {
        contract: rows.read_series(connection, held, length, start - length.seconds, EVER)
        for contract, held in contracts.items()
    }
    found = proven_stretches(own, timeframe, theirs, length.seconds, float(product.tick))
    told = [each for each in followed.told_stretches(connection, number, timeframe.name) if each.first >= start]
    followed.save_stretches(connection, number, timeframe.name, start, with_told(found, told), at)
