"""What ``status`` says of contracts: which one each continuous symbol follows, and which are imported around rolls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ohlc_desktop.core.following.followed import FollowedContract
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument


def beside_watched(instruments: Iterable[Instrument], watched: Sequence[Instrument]) -> dict[str, str]:
    """The contracts that are not watched themselves, and for each the symbol of the same future that is."""
    others = {i.root: i.symbol for i in sorted(watched, key=lambda i: i.continuous)}
    return {i.symbol: others[i.root] for i in instruments if i.month and i.root in others and i not in watched}


def follows_json(found: FollowedContract | None) -> dict[str, Any] | None:
    """What a series follows, as ``status --json`` says it."""
    if found is None:
        return None
    return {
        "contract": found.contract,
        "proven": found.proven,
        "named": found.named or None,
        "active": found.quiet.active if found.quiet else None,
    }


def follows_lines(follows: Mapping[SeriesKey, FollowedContract], feed: FeedSpec) -> list[str]:
    """One line for each contract that a continuous symbol follows, with the source timeframes that do."""
    found: dict[tuple[str, FollowedContract], list[str]] = {}
    for (symbol, name), contract in follows.items():
        found.setdefault((symbol, contract), []).append(name)
    return [
        f"Contract   {symbol} {' '.join(names)}: {contract.told_by(feed.display_name)}"
        for (symbol, contract), names in found.items()
    ]


def beside_lines(beside: Mapping[str, str]) -> list[str]:
    """One line for the contracts that are only imported around rolls; their series are shown when they are named."""
    return [f"Rolls      {' '.join(beside)}: imported beside the watchlist"] if beside else []
