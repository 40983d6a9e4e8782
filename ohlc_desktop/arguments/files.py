"""The arguments of the commands that take in files of other programs."""

from __future__ import annotations

import argparse

from ohlc_desktop.arguments.group import SYMBOLS, CommandGroup, add_json


def add_inspect(group: CommandGroup) -> None:
    """``inspect``: what is in files; stores nothing."""
    one = group.add(
        "inspect", "say what is in files of candles of other programs",
        "  ohlc-desktop inspect 'NQ 12-26.Last.txt'   the contract by the file's name\n"
        "  ohlc-desktop inspect prices.csv --symbol NQ\n"
        "  ohlc-desktop inspect --json *.scid         for programs",
        "Text of NinjaTrader, Sierra Chart, TradingView, Kibot, FirstRate, MetaStock and\n"
        "TradeStation, .scid, and any other text whose first line names its columns.\n"
        "Proves the time zone of a file, and which end of a candle its stamps mean.\n"
        "Stores nothing.",
    )  # fmt: skip
    _add_files(one)
    add_json(one)


def add_ingest(group: CommandGroup) -> None:
    """``ingest``: store what is in files."""
    one = group.add(
        "ingest", "store candles from files of other programs",
        "  ohlc-desktop ingest 'NQ 12-26.Last.txt'    shows what it would store, and asks\n"
        "  ohlc-desktop ingest --dry-run *.scid       only shows it\n"
        "  ohlc-desktop ingest es.csv --symbol ES --zone America/Chicago --stamp open",
        "Reads what inspect reads. Shows what would be new, what is replaced and what is\n"
        "refused, by session; stores it with all longer timeframes when you agree. What a\n"
        "file does not prove is asked. Adjusted prices are never stored.\n"
        "Ctrl+C cancels it within a second; whole sessions that were stored stay.",
    )  # fmt: skip
    _add_files(one)
    one.add_argument(
        "--zone", metavar="ZONE",
        help="the time zone of its clock, such as America/Chicago or UTC (default: as the file proves)",
    )  # fmt: skip
    one.add_argument(
        "--stamp", choices=("open", "end"), help="which end of a candle its stamps name (default: as the file proves)"
    )
    one.add_argument(
        "--source", metavar="NAME",
        help="where the candles come from, as the archive calls it (default: the program, such as ninjatrader)",
    )  # fmt: skip
    one.add_argument(
        "--unadjusted", action="store_true", help="say that its prices are as they were traded, of one contract"
    )
    one.add_argument(
        "--columns", metavar="LIST",
        help="what stands in its columns, such as date,time,open,high,low,close,skip,volume (default: as its header tells)",
    )  # fmt: skip
    one.add_argument(
        "--forget", action="store_true", help="forget what was said of files with such columns: zone, stamp, instrument"
    )
    one.add_argument("--dry-run", action="store_true", help="show what would be stored, and store nothing")
    one.add_argument("--yes", action="store_true", help="do not ask whether to store it")
    add_json(one, "one JSON object a line; needs --yes or --dry-run")


def _add_files(one: argparse.ArgumentParser) -> None:
    """The files themselves, and whose candles they hold."""
    one.add_argument("files", nargs="+", metavar="PATH", help="a file of candles, or of ticks")
    one.add_argument(
        "--symbol", dest="instrument", metavar="SYMBOL",
        help=f"the instrument, {SYMBOLS} (default: as the file's name or its rows tell)",
    )  # fmt: skip
