"""The arguments of the commands that give candles to other programs."""

from __future__ import annotations

import argparse

from ohlc_desktop.arguments.group import FEED, SYMBOLS, CommandGroup, add_json
from ohlc_desktop.core.layouts import ALL, FORMATS, LAYOUTS, SEPARATORS, WATCHLIST


def add_export(group: CommandGroup) -> None:
    """``export``: candles of one series, or of several."""
    one = group.add(
        "export", "write the candles of one series, or of several",
        "  ohlc-desktop export NQ 1d --for spreadsheet -o nq.csv\n"
        "  ohlc-desktop export ES=F 5m --from 2026-11-02 --to 2026-11-06 --format json\n"
        "  ohlc-desktop export NQ,ES 5m,1d --format parquet -o candles\n"
        "  ohlc-desktop export watchlist all -o candles      a file for each series\n"
        "  ohlc-desktop export NQ,ES 1m,1d --format ninjatrader -o candles",
    )  # fmt: skip
    one.add_argument(
        "symbol", metavar="SYMBOL",
        help=f"an instrument, {SYMBOLS}, or a continuous series (NQ@volume:difference, see ohlc-desktop rolls --help);"
        f" several with commas between, or {WATCHLIST} for all on it",
    )  # fmt: skip
    one.add_argument(
        "timeframe", metavar="TIMEFRAME",
        help=f"1m, 2m, 5m, 15m, 30m, 1h, 4h, 1d, 1wk, 1mo, ...; several with commas between, or {ALL}",
    )  # fmt: skip
    one.add_argument(
        "--from", dest="start", metavar="TIME",
        help="first time or date, ISO 8601, in the zone of --timezone where no offset is given (default: the oldest candle)",
    )  # fmt: skip
    one.add_argument(
        "--to", dest="end", metavar="TIME", help="last time or date, included (default: the newest candle)"
    )
    one.add_argument(
        "--format",
        choices=FORMATS,
        default="csv",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: %(default)s)",
    )
    one.add_argument(
        "-o", "--output", metavar="FILE",
        help="write here; a folder for several series, and for a data set (default: to the terminal; files for a"
        " program into the current folder, named as it wants them)",
    )  # fmt: skip
    _export_contents(one)
    one.add_argument("--force", action="store_true", help="replace a file even if it is no earlier export")
    add_json(one, "tell on stdout in one JSON document which files were written; not for candles on the terminal")


def _export_contents(one: argparse.ArgumentParser) -> None:
    one.add_argument("--table", action="store_true", help="several series in one table, with columns that name them")
    one.add_argument("--known", action="store_true", help="with a column that says how well each candle is known")
    one.add_argument("--contract", action="store_true", help="with a column that says of which contract each candle is")
    one.add_argument(
        "--estimated",
        action="store_true",
        help="adjust a continuous series also where both contracts' closes are not known",
    )
    one.add_argument(
        "--timezone", metavar="ZONE", help="the zone of times below 1d, such as America/Chicago (default: UTC)"
    )
    one.add_argument(
        "--for", dest="reader", choices=sorted(LAYOUTS),
        help="columns and times as this program reads them (default: time, open, high, low, close, volume)",
    )  # fmt: skip
    one.add_argument(
        "--decimal-comma", action="store_true",
        help="CSV with prices as 20123,25 and semicolons between, as a European Excel reads it",
    )  # fmt: skip
    one.add_argument(
        "--separator", choices=sorted(SEPARATORS),
        help="between the fields of CSV (default: comma; with --decimal-comma semicolon)",
    )  # fmt: skip


def add_rolls(group: CommandGroup) -> None:
    """``rolls``: when a future rolled, and by how much."""
    one = group.add(
        "rolls", "show when a future rolled from contract to contract, and by how much",
        "  ohlc-desktop rolls NQ                      by volume\n"
        "  ohlc-desktop rolls CL --rule expiry-5      five business days earlier\n"
        "  ohlc-desktop rolls GC --rule notice --json",
        "Made of the stored candles of the contracts. A roll is proven where both have\n"
        "a close for the last day before it; the difference is the new one less the old.\n\n"
        "Rules, as they also stand in a continuous series (NQ@volume:difference):\n"
        "  expiry        the last trading day; expiry-5 five business days before\n"
        "  notice        the business day before the first notice day; notice-2 earlier\n"
        "  volume        the first day on which a later contract is traded more\n"
        f"  feed          as {FEED.display_name}'s own front month went over, daily candles and\n"
        "                shorter ones on days of their own\n"
        "Adjustments: none, difference (older prices moved), ratio (multiplied).",
    )  # fmt: skip
    one.add_argument("root", metavar="ROOT", help="the root of a future, such as NQ")
    one.add_argument("--rule", default="volume", metavar="RULE", help="by which rule (default: %(default)s)")
    add_json(one)
