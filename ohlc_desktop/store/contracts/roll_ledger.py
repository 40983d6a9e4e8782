"""The ledger of rolls in the file: kept for each root by the rules that have no number, made anew when its candles changed.

What is kept is always what :func:`ohlc_desktop.core.continuous.making.made_ledger` makes of the stored candles. Whose
candles have changed since is noticed when the ledger is read; then it is made, and whoever may write keeps it. The ledger of
an earlier moment is made by the same function of what was known then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import UTC, datetime

from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll, RollProof
from ohlc_desktop.core.continuous.making import made_ledger
from ohlc_desktop.core.continuous.spec import Rolling, RollRule
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.stored_root import FAMILIES, pattern, read_root
from ohlc_desktop.store.evidence import facts, superseded
from ohlc_desktop.store.series.point_in_time import NotRecorded
from ohlc_desktop.store.sources.precedence import LAST_TRADES, SETTLEMENTS

#: The rules whose ledgers are kept.
KEPT = tuple(Rolling(rule) for rule in RollRule)
#: The name of the fact that says of which candles the ledger of a root was made; the number is that of the way it is made.
_MADE = "rolls 6 {root}"
_COLUMNS = ", ".join(field.name for field in fields(LedgerRoll))


def read_ledger(
    connection: Connection, product: Product, rolling: Rolling, family: Family, moment: float | None = None
) -> tuple[LedgerRoll, ...]:
    """The rolls of a root by a rule in one family of candles, oldest first; always those of the candles as they are.

    With a moment (UTC epoch seconds) those of the candles as they were then.

    Raises:
        NotRecorded: what was known at that moment is not.
    """
    return read_by_rules(connection, product, [rolling], family, moment)[0]


def read_by_rules(
    connection: Connection, product: Product, rules: Sequence[Rolling], family: Family, moment: float | None = None
) -> list[tuple[LedgerRoll, ...]]:
    """The same by several rules, one after the other, with no more than one look at the candles."""
    if moment is None and set(rules) <= set(KEPT) and _is_current(connection, product):
        return [_kept(connection, product, rolling, family) for rolling in rules]
    if moment is not None:
        _refuse_unrecorded(connection, moment)
    stored = read_root(connection, product, moment, [family])
    return [made_ledger(stored, rolling, family) for rolling in rules]


def _refuse_unrecorded(connection: Connection, moment: float) -> None:
    since = superseded.recorded_since(connection)
    if since is not None and moment < since:
        raise NotRecorded(
            "Which rolls were known before {moment} UTC is not recorded.",
            "Until then an older version of the app imported the candles, without writing down what else tells of rolls.",
            "Ask for a later moment, or read what is known now.",
            moment=f"{datetime.fromtimestamp(since, UTC):%Y-%m-%d %H:%M}",
        )  # fmt: skip


def read_ledgers(connection: Connection, product: Product) -> tuple[LedgerRoll, ...]:
    """The rolls of a root by every rule that has no number, in both families of candles; each ledger oldest first."""
    ledgers = ((rolling, family) for rolling in KEPT for family in Family)
    if _is_current(connection, product):
        return tuple(roll for key in ledgers for roll in _kept(connection, product, *key))
    stored = read_root(connection, product)
    return tuple(roll for key in ledgers for roll in made_ledger(stored, *key))


def kept_ledger(connection: Connection, product: Product, rolling: Rolling, family: Family) -> tuple[LedgerRoll, ...]:
    """The rolls that are kept, oldest first; none where the candles have changed since. Costs nothing."""
    return _kept(connection, product, rolling, family) if _is_current(connection, product) else ()


def keep_ledger(connection: Connection, product: Product) -> bool:
    """Make the ledger of a root anew if its candles changed; whether they did. Must run inside a transaction."""
    if _is_current(connection, product):
        return False
    stored = read_root(connection, product)
    connection.execute("DELETE FROM roll WHERE root=?", (product.root,))
    for rolling in KEPT:
        for family in Family:
            _save(connection, product, made_ledger(stored, rolling, family))
    facts.keep_fact(connection, _MADE.format(root=product.root), root_state(connection, product))
    return True


def keep_ledgers(connection: Connection, products: Mapping[str, Product]) -> None:
    """The same for every root of which contracts are stored."""
    symbols = [symbol for (symbol,) in connection.execute("SELECT symbol FROM instrument")]
    for product in products.values():
        if any(symbol.startswith(product.root) and symbol.endswith(product.suffix) for symbol in symbols):
            keep_ledger(connection, product)


def _save(connection: Connection, product: Product, rolls: Iterable[LedgerRoll]) -> None:
    places = ",".join("?" * (len(fields(LedgerRoll)) + 1))
    connection.executemany(
        f"INSERT INTO roll(root, {_COLUMNS}) VALUES ({places})", ((product.root, *astuple(roll)) for roll in rolls)
    )


def _kept(connection: Connection, product: Product, rolling: Rolling, family: Family) -> tuple[LedgerRoll, ...]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM roll WHERE root=? AND rolling=? AND family=? ORDER BY until, ts",
        (product.root, str(rolling), str(family)),
    )
    return tuple(_roll(row) for row in rows)


def _roll(row: tuple[object, ...]) -> LedgerRoll:
    values = dict(zip((field.name for field in fields(LedgerRoll)), row, strict=True))
    values |= {"family": Family(str(values["family"])), "proof": RollProof(str(values["proof"]))}
    return LedgerRoll(**{**values, "settled": bool(values["settled"])})  # type: ignore[arg-type]


def _is_current(connection: Connection, product: Product) -> bool:
    return facts.fact(connection, _MADE.format(root=product.root)) == root_state(connection, product)


def root_state(connection: Connection, product: Product) -> str:
    """Names what is stored that the ledger of a root is made of: each change of it, or of its sessions, changes this."""
    names = ",".join(f"'{timeframe.name}'" for timeframe in FAMILIES.values())
    row = connection.execute(
        "SELECT count(*), coalesce(sum(s.revision), 0), coalesce(sum(s.count), 0),"
        " (SELECT count(*) FROM superseded WHERE owner=?1 OR owner IN"
        " (SELECT CAST(id AS TEXT) FROM instrument WHERE symbol=?2 OR symbol GLOB ?3)),"
        " (SELECT coalesce(group_concat(key), '') FROM (SELECT key FROM meta"
        f" WHERE key GLOB '{SETTLEMENTS}*' OR key GLOB '{LAST_TRADES}*' ORDER BY key)) FROM series AS s"
        " JOIN instrument AS i ON i.id=s.instrument_id"
        f" WHERE (i.symbol=?2 OR i.symbol GLOB ?3) AND s.timeframe IN ({names})",
        (product.calendar, product.symbol, pattern(product)),
    ).fetchone()
    return " ".join(map(str, row))
