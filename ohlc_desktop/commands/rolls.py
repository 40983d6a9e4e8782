"""``rolls``: the ledger of a future's rolls as a table with receipts, or as a JSON document."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.tables import aligned
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.continuous.evidence import SEEN
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll, RollProof
from ohlc_desktop.core.continuous.making import NextRoll, next_roll
from ohlc_desktop.core.continuous.spec import Rolling, RollRule, parse_rolling
from ohlc_desktop.core.continuous.terms import contract_terms
from ohlc_desktop.core.errors import OhlcError, UsageError
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.sessions import day_number, day_of
from ohlc_desktop.store.contracts.roll_ledger import read_ledger
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.series.series_summary import load_calendar

_COLUMNS = ("last day", "old", "new", "old close", "new close", "difference", "old volume", "new volume", "proof")
#: What decided a roll, where it was not the rule.
_DECIDED = {"expiry": "last trading day", SEEN: "seen in the candles"}

#: The rolls of each family.
_Rolls = dict[Family, tuple[LedgerRoll, ...]]


def run(context: Context, root: str, rule: str, as_json: bool = False) -> int:
    """Tell the rolls of a root by a rule; returns the exit code. Nothing is written.

    Raises:
        UsageError: there is no such root or rule.
        OhlcError: nothing is stored that rolls could be told of.
    """
    product, rolling = _product(context, root), parse_rolling(rule)
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.look() as connection:
        rolls = {family: read_ledger(connection, product, rolling, family) for family in Family}
        calendar = load_calendar(connection, product.calendar)
    coming = next_roll(product, calendar, rolling, Family.INTRADAY, day_number(context.today))
    if as_json:
        documents.write(context, _document(product, rolling, rolls, coming))
        return 0
    if not any(rolls.values()):
        raise _nothing_told(context, product, rolling)
    sys.stdout.writelines(f"{line}\n" for line in _lines(product, rolling, rolls, coming))
    return 0


def _product(context: Context, root: str) -> Product:
    product = context.catalogue.products.get(root.strip().upper().removesuffix("=F"))
    if product is None:
        near = context.catalogue.nearest(root)
        hint = (
            f"Did you mean {' or '.join(name.removesuffix('=F') for name in near)}?" if near else "Use one such as NQ."
        )
        raise UsageError(f"'{root.strip()[:40]}' is not the root of a future.", "Nothing was looked up.", hint)
    return product


def _nothing_told(context: Context, product: Product, rolling: Rolling) -> OhlcError:
    today = day_number(context.today)
    traded = " ".join(term.symbol for term in contract_terms(product, today, today, None)[:2])
    return OhlcError(
        f"No roll of {product.root} by {rolling} is known.",
        "Its contracts are not stored, or none of them has ended yet.",
        f"Import its contracts and its front month, as in: ohlc-desktop import {product.symbol} {traded}",
    )


# -- for people -----------------------------------------------------------------------------------------------------------


def _lines(product: Product, rolling: Rolling, rolls: _Rolls, coming: NextRoll | None) -> Iterator[str]:
    own = rolling.rule is RollRule.FEED
    families = [family for family in Family if rolls[family]] if own else [Family.DAILY]
    for family in families:
        if own:
            yield f"{family} candles"
        yield from _table(product, rolls[family])
        yield ""
    yield from _receipts(rolls[families[-1]])
    if coming is not None:
        yield f"Next: {coming.old} to {coming.new} after {_day(coming.until)}."


def _table(product: Product, rolls: Sequence[LedgerRoll]) -> Iterator[str]:
    right = (False, False, False, True, True, True, True, True, False)
    return aligned([_COLUMNS, *(_row(product, roll) for roll in rolls)], right)


def _row(product: Product, roll: LedgerRoll) -> tuple[str, ...]:
    instrument = product.continuous()
    prices = [
        instrument.format_price(price) if price is not None else "-" for price in (roll.old_close, roll.new_close)
    ]
    points = "-" if roll.points is None else f"{'+' if roll.points > 0 else ''}{instrument.format_price(roll.points)}"
    volumes = [f"{volume:,}" if volume is not None else "-" for volume in (roll.old_volume, roll.new_volume)]
    return (_day(roll.until), roll.old, roll.new, *prices, points, *volumes, _proof(roll))


def _proof(roll: LedgerRoll) -> str:
    if roll.proof is RollProof.UNKNOWN:
        return f"not known: import {', '.join(roll.missing)}"
    told = [f"{roll.proof} by {'settlements' if roll.settled else 'closes'}" if roll.priced else str(roll.proof)]
    if roll.priced and roll.priced != roll.until:
        told.append(f"of {_day(roll.priced)}")
    if roll.source:
        told.append(f"({roll.source})")
    decided = _DECIDED.get(roll.decided) if roll.decided not in roll.rolling else None
    return " ".join(told) + (f"; {decided}" if decided else "")


def _receipts(rolls: Sequence[LedgerRoll]) -> Iterator[str]:
    counts = [sum(roll.proof is proof for roll in rolls) for proof in RollProof]
    told = [
        f"{count} {word}" for count, word in zip(counts, ("proven", "estimated", "not known"), strict=True) if count
    ]
    yield f"{len(rolls)} roll{'s' if len(rolls) != 1 else ''}: {', '.join(told)}. Difference: new close less old close."


def _day(number: int) -> str:
    return day_of(number).isoformat()


# -- for programs ---------------------------------------------------------------------------------------------------------


def _document(product: Product, rolling: Rolling, rolls: _Rolls, coming: NextRoll | None) -> dict[str, Any]:
    return {
        "root": product.root, "rule": str(rolling), "tick": float(product.tick),
        "rolls": [_entry(product, roll) for family in Family for roll in rolls[family]],
        "next": None if coming is None else {
            "old": coming.old, "new": coming.new, "last_day": _day(coming.until), "time": iso(coming.ts),
        },
    }  # fmt: skip


def _entry(product: Product, roll: LedgerRoll) -> dict[str, Any]:
    first = iso(roll.ts)
    return {
        "family": str(roll.family), "old": roll.old, "new": roll.new, "last_day": _day(roll.until),
        "first": first[:10] if roll.family is Family.DAILY else first, "decided": roll.decided,
        "proof": str(roll.proof), "priced": None if roll.priced is None else _day(roll.priced),
        "old_close": roll.old_close, "new_close": roll.new_close, "difference": roll.points,
        "ticks": roll.ticks(product.tick), "ratio": roll.ratio, "old_volume": roll.old_volume,
        "new_volume": roll.new_volume, "settlements": roll.settled, "source": roll.source,
        "missing": list(roll.missing),
    }  # fmt: skip
