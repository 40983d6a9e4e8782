"""The arguments of the command line, and what ``--help`` says of them. What a command does is not known here.

Options that every command has are allowed before and after its name. Help names the unit, the spelling and the default
of every value; examples come last.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from ohlc_desktop.arguments.paid import DATABENTO_HELP, add_order, databento
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import UsageError, bare
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.layouts import ALL, FORMATS, LAYOUTS, SEPARATORS, WATCHLIST
from ohlc_desktop.sources.registry import feed_of

#: Carries out a command; returns the exit code.
Command = Callable[[argparse.Namespace], int]

#: Shells that can complete what is typed.
SHELLS = ("bash", "zsh", "fish")

_FEED = feed_of(demo=False)

_DESCRIPTION = f"""\
Complete futures candles from {_FEED.title} in a local SQLite file.

Without a command: the app, with its window and its icon in the tray."""

_EPILOG = """\
Exit codes: 0 all done; 1 some series failed or were deferred, or the doctor
found a problem; 2 wrong usage or configuration; 3 nothing could be fetched;
4 another import is running; 70 an unexpected fault; 130 cancelled.

Examples:
  ohlc-desktop --demo                        try it on a simulated market
  ohlc-desktop import ES NQ                  import two futures now
  ohlc-desktop status                        what is stored, and what is missing
  ohlc-desktop export NQ 1d -o nq.csv        a file for a spreadsheet

Tab completion: ohlc-desktop completion --help"""

_SYMBOLS = (
    f"as {_FEED.display_name} writes it ({', '.join(_FEED.symbols)}), as NinjaTrader does ('MNQ 12-26'),"
    " or the root of a future (NQ)"
)
_CANDLE_OR_SESSION = "the trade date of a session, or the time of a candle in UTC"
_SEVERAL = f"{_CANDLE_OR_SESSION}; several with commas between them"


class _Parser(argparse.ArgumentParser):
    """Argument errors end like all others: what happened and what to do, exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Raise instead of exiting.

        Raises:
            UsageError: always.
        """
        raise UsageError(f"{message[:1].upper()}{bare(message[1:])}.", hint=f"See: {self.prog} --help")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """End after ``--help``, once it is written: at the end of Python nobody could be told that its reader is gone."""
        sys.stdout.flush()
        super().exit(status, message)


class _Version(argparse.Action):
    """Prints the version; to find it takes long, so only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it and end."""
        sys.stdout.write(f"ohlc-desktop {_version()}\n")
        parser.exit()


def make_parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser of the whole command line.

    Args:
        commands: What carries out each command, by its words: ``import``, ``watch add``; "" is the app.
    """
    parser = _Parser(
        "ohlc-desktop", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    _add_common(parser, top=True)
    parser.set_defaults(command=commands[""])
    parser.add_argument("--hidden", action="store_true", help="show the icon in the tray only, as at login")
    group = _Group(parser.add_subparsers(title="commands", metavar="COMMAND", dest="name"), "", commands)
    for add in (
        _import, _run, _status, _export, _rolls, _inspect, _ingest, _watch, _sources, _databento, _backup, _restore, _doctor,
        _completion,
    ):  # fmt: skip
        add(group)
    return parser


class _Group:
    """Commands that are added to a parser."""

    def __init__(self, actions: argparse._SubParsersAction[Any], before: str, commands: Mapping[str, Command]) -> None:
        self._actions, self._before, self._commands = actions, before, commands

    def add(self, name: str, text: str, examples: str, more: str = "") -> argparse.ArgumentParser:
        """A command: its name, what it does in a line, examples of its use, and what else is to be known of it."""
        sentence = text[0].upper() + text[1:] + "."
        parser: argparse.ArgumentParser = self._actions.add_parser(
            name, help=text, description=f"{sentence}\n\n{more}" if more else sentence,
            epilog=f"Examples:\n{examples}", formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        _add_common(parser, top=False)
        parser.set_defaults(command=self._commands[f"{self._before} {name}".strip()])
        return parser

    def within(self, parser: argparse.ArgumentParser, name: str) -> _Group:
        """The commands of a command."""
        actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")
        return _Group(actions, name, self._commands)


def _add_common(parser: argparse.ArgumentParser, top: bool) -> None:

    def default(value: object) -> object:
        return value if top else argparse.SUPPRESS

    parser.add_argument(
        "--demo", action="store_true", default=default(False), help="a simulated market in a profile of its own"
    )
    parser.add_argument(
        "--profile", metavar="DIR", default=default(None),
        help="the data folder (default: OHLC_DESKTOP_HOME, else the usual one of the system)",
    )  # fmt: skip
    parser.add_argument(
        "--verbose", dest="verbosity", action="store_const", const=1, default=default(0), help="show every step"
    )
    parser.add_argument(
        "-q", "--quiet", dest="verbosity", action="store_const", const=-1, default=default(0), help="show problems only"
    )


def _add_json(
    parser: argparse.ArgumentParser, text: str = "answer with one JSON document on stdout", inner: bool = False
) -> None:
    """The answer for programs; ``inner``: of a command within one that has the option as well."""
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS if inner else False, help=text)


def _import(group: _Group) -> None:
    one = group.add(
        "import", "import now: the watchlist, or the instruments named",
        "  ohlc-desktop import                        the watchlist\n"
        "  ohlc-desktop import ES NQ --timeframes 5m,1d\n"
        "  ohlc-desktop import 'MNQ 12-26'            a contract\n"
        "  ohlc-desktop import NQ --source databento --from 2024-01-02\n"
        "  ohlc-desktop import --json                 for programs",
        f"Asks {_FEED.display_name} for what is missing, stores it, and says what is missing still.\n"
        "Ctrl+C cancels it within a second; what is complete stays stored.\n"
        "With --source it buys from a paid feed: shows the price, and asks before.",
    )  # fmt: skip
    one.add_argument("symbols", nargs="*", metavar="SYMBOL", help=f"an instrument, {_SYMBOLS}; default: the watchlist")
    one.add_argument(
        "--timeframes", metavar="LIST",
        help="import only these, separated by commas, such as 5m,1d (default: those of the settings)",
    )  # fmt: skip
    add_order(one)
    _add_json(one, "one JSON object a line; the last is run_done")
    triggers = [trigger.value for trigger in Trigger if trigger is not Trigger.INGEST]
    one.add_argument("--trigger", default=Trigger.MANUAL.value, choices=triggers, help=argparse.SUPPRESS)
    one.add_argument("--planned", metavar="TIME", type=_moment, help=argparse.SUPPRESS)
    one.add_argument("--series", metavar="LIST", default="", help=argparse.SUPPRESS)


def _run(group: _Group) -> None:
    one = group.add(
        "run", "keep the daily schedule without a screen, in the foreground",
        "  ohlc-desktop run                           until Ctrl+C or SIGTERM\n"
        "  ohlc-desktop run --json                    for a collector of logs",
        "For servers and containers: imports every trading day at 14:05 and 14:35\n"
        "Pacific, and says on stdout what it does and why it waits.",
    )  # fmt: skip
    _add_json(one, "one JSON object a line instead of sentences")


def _status(group: _Group) -> None:
    one = group.add(
        "status", "what is stored, what is missing, when the next import is due",
        "  ohlc-desktop status                        a line for each timeframe\n"
        "  ohlc-desktop status NQ                     first and last candle of each\n"
        "  ohlc-desktop status --json                 for programs",
    )  # fmt: skip
    one.add_argument(
        "symbols", nargs="*", metavar="SYMBOL",
        help=f"an instrument whose timeframes are shown with their numbers, {_SYMBOLS}; default: the states of all",
    )  # fmt: skip
    _add_json(one)


def _export(group: _Group) -> None:
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
        help=f"an instrument, {_SYMBOLS}, or a continuous series (NQ@volume:difference, see ohlc-desktop rolls --help);"
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
    _add_json(one, "tell on stdout in one JSON document which files were written; not for candles on the terminal")


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


def _rolls(group: _Group) -> None:
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
        f"  feed          as {_FEED.display_name}'s own front month went over, daily candles and\n"
        "                shorter ones on days of their own\n"
        "Adjustments: none, difference (older prices moved), ratio (multiplied).",
    )  # fmt: skip
    one.add_argument("root", metavar="ROOT", help="the root of a future, such as NQ")
    one.add_argument("--rule", default="volume", metavar="RULE", help="by which rule (default: %(default)s)")
    _add_json(one)


def _inspect(group: _Group) -> None:
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
    one.add_argument("files", nargs="+", metavar="PATH", help="a file of candles, or of ticks")
    one.add_argument(
        "--symbol", dest="instrument", metavar="SYMBOL",
        help=f"the instrument, {_SYMBOLS} (default: as the file's name or its rows tell)",
    )  # fmt: skip
    _add_json(one)


def _ingest(group: _Group) -> None:
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
    one.add_argument("files", nargs="+", metavar="PATH", help="a file of candles, or of ticks")
    one.add_argument(
        "--symbol", dest="instrument", metavar="SYMBOL",
        help=f"the instrument, {_SYMBOLS} (default: as the file's name or its rows tell)",
    )  # fmt: skip
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
    one.add_argument("--unadjusted", action="store_true", help="say that its prices are as they were traded")
    one.add_argument(
        "--columns", metavar="LIST",
        help="what stands in its columns, such as date,time,open,high,low,close,skip,volume (default: as its header tells)",
    )  # fmt: skip
    one.add_argument(
        "--forget", action="store_true", help="forget what was said of files with such columns: zone, stamp, instrument"
    )
    one.add_argument("--dry-run", action="store_true", help="show what would be stored, and store nothing")
    one.add_argument("--yes", action="store_true", help="do not ask whether to store it")
    _add_json(one, "one JSON object a line; needs --yes or --dry-run")


def _watch(group: _Group) -> None:
    examples = (
        "  ohlc-desktop watch                         show the watchlist\n"
        "  ohlc-desktop watch add SI 'MNQ 12-26' AAPL\n"
        "  ohlc-desktop watch remove GC"
    )
    watch = group.add("watch", "the instruments that are imported every day", examples)
    _add_json(watch)
    actions = group.within(watch, "watch")
    one = actions.add("list", "show the watchlist", "  ohlc-desktop watch list --json")
    _add_json(one, inner=True)
    one = actions.add(
        "add", "add instruments; all or none", "  ohlc-desktop watch add SI 'MNQ 12-26' AAPL",
        f"{_FEED.display_name} is asked about those that are no futures of the catalogue.",
    )  # fmt: skip
    one.add_argument("symbols", nargs="+", metavar="SYMBOL", help=f"an instrument, {_SYMBOLS}")
    one.add_argument("--unchecked", action="store_true", help=f"do not ask {_FEED.display_name} whether it knows them")
    _add_json(one, inner=True)
    one = actions.add("remove", "remove instruments; their candles stay stored", "  ohlc-desktop watch remove GC CL")
    one.add_argument("symbols", nargs="+", metavar="SYMBOL", help=f"an instrument of the watchlist, {_SYMBOLS}")
    _add_json(one, inner=True)


def _sources(group: _Group) -> None:
    examples = (
        "  ohlc-desktop sources                       show them, strongest first\n"
        "  ohlc-desktop sources prefer ninjatrader    let it count more than all others\n"
        "  ohlc-desktop sources compare NQ 1m 2026-11-20\n"
        "  ohlc-desktop sources choose NQ 1m 2026-11-20T15:30Z yahoo\n"
        "  ohlc-desktop sources take-back NQ 1m 2026-11-20T15:30Z"
    )
    sources = group.add("sources", "where candles come from, which source counts more, and choices by hand", examples)
    _add_json(sources)
    actions = group.within(sources, "sources")
    one = actions.add("list", "show the sources, strongest first", "  ohlc-desktop sources list --json")
    _add_json(one, inner=True)
    one = actions.add(
        "prefer",
        "put sources in front of the others; what is stored follows",
        "  ohlc-desktop sources prefer kibot yahoo",
    )
    one.add_argument("names", nargs="+", metavar="NAME", help="a source; the first counts most")
    one.add_argument("--dry-run", action="store_true", help="tell how many candles would change, and change nothing")
    one.add_argument("--progress", action="store_true", help="a line of JSON for each step before the answer")
    _add_json(one, inner=True)
    one = actions.add(
        "compare",
        "show candles of which sources give different prices",
        "  ohlc-desktop sources compare NQ 1m 2026-11-20",
    )
    _add_series(one)
    one.add_argument("when", nargs="?", metavar="TIME", help=f"{_CANDLE_OR_SESSION} (default: all)")
    _add_json(one, inner=True)
    one = actions.add(
        "choose", "let what one source says stand", "  ohlc-desktop sources choose NQ 1d 2026-11-20 yahoo"
    )
    _add_series(one)
    one.add_argument("when", metavar="TIME", help=_SEVERAL)
    one.add_argument("source", metavar="NAME", help="the source whose candles are to stand")
    _add_json(one, inner=True)
    one = actions.add("take-back", "take such a choice back", "  ohlc-desktop sources take-back NQ 1d 2026-11-20")
    _add_series(one)
    one.add_argument("when", metavar="TIME", help=_SEVERAL)
    _add_json(one, inner=True)


def _add_series(one: argparse.ArgumentParser) -> None:
    one.add_argument("symbol", metavar="SYMBOL", help=f"an instrument, {_SYMBOLS}")
    one.add_argument("timeframe", metavar="TIMEFRAME", help="one that sources give themselves, such as 1m or 1d")


def _databento(group: _Group) -> None:
    account = group.add("databento", "the key of Databento, a paid feed, and what was spent on it", *DATABENTO_HELP)
    _add_json(account)
    for one in databento(group.within(account, "databento")):
        _add_json(one, inner=True)


def _backup(group: _Group) -> None:
    one = group.add(
        "backup", "copy the database to a file, also while the app runs and imports",
        "  ohlc-desktop backup                        into the data folder\n"
        "  ohlc-desktop backup /mnt/nas/              a file named by the time, there",
        "The copy is checked whole before it counts. Settings are not in it.",
    )  # fmt: skip
    one.add_argument("file", nargs="?", metavar="FILE", help="a file or a folder (default: backups in the data folder)")
    one.add_argument("--force", action="store_true", help="replace an earlier backup of that name")
    _add_json(one)


def _restore(group: _Group) -> None:
    one = group.add(
        "restore", "put a backup in the place of the database, which is backed up first",
        "  ohlc-desktop restore /mnt/nas/ohlc-2026-11-24T143005Z.sqlite3",
        "Checks the backup, shows what it would replace, and asks.",
    )  # fmt: skip
    one.add_argument("file", metavar="FILE", help="a backup")
    one.add_argument("--yes", action="store_true", help="do not ask")
    _add_json(one, "answer with one JSON document on stdout; needs --yes")


def _doctor(group: _Group) -> None:
    one = group.add(
        "doctor", "check time zone, clock, database, Redis and network",
        "  ohlc-desktop doctor\n"
        "  ohlc-desktop doctor --repair",
        "A sentence for each, and what to do. Exit code 1 when one is a problem.",
    )  # fmt: skip
    one.add_argument(
        "--repair", action="store_true", help="make derived blocks and summaries anew from the stored rows"
    )
    _add_json(one)


def _completion(group: _Group) -> None:
    one = group.add(
        "completion", "print what makes a shell complete commands, options, symbols and timeframes",
        "  bash, in ~/.bashrc:           eval \"$(ohlc-desktop completion bash)\"\n"
        "  zsh, in ~/.zshrc:             autoload -Uz compinit; compinit\n"
        "                                eval \"$(ohlc-desktop completion zsh)\"\n"
        "  fish, in config.fish:         ohlc-desktop completion fish | source\n"
        "\n"
        "Or save what it prints where the shell looks for it by itself, which keeps\n"
        "the start of a terminal fast:\n"
        "  bash  ~/.local/share/bash-completion/completions/ohlc-desktop\n"
        "  zsh   _ohlc-desktop, in a folder of $fpath\n"
        "  fish  ~/.config/fish/completions/ohlc-desktop.fish",
    )  # fmt: skip
    one.add_argument("shell", choices=SHELLS, help="the shell that is to complete")


def _moment(text: str) -> str:
    """An occurrence as the ledger writes it: ISO 8601 in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("use a time such as 2026-11-23T22:05:00Z") from None
    return iso((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ohlc-desktop")
    except PackageNotFoundError:
        return "unknown (not installed)"
