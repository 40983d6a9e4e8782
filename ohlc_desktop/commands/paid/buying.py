"""``import --source`` of a paid feed: what it costs, a question, and then an import like any other."""

from __future__ import annotations

import argparse
import sys
import threading
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from ohlc_desktop.commands import importing
from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.terminal.cancelling import Stop, Stopped, cancelled_by_signals
from ohlc_desktop.commands.terminal.display import Display, Lines, Terminal
from ohlc_desktop.core.arbitration.precedence import Precedence, SourceKind
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import Cancelled, OhlcError, UsageError
from ohlc_desktop.core.importing.events import PRICE, Notice, RunDone
from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.importing.spending import DOLLAR, dollars
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.importer.paid.offer import BOUGHT, Offer, Wish
from ohlc_desktop.importer.paid.purchase import Purchase, carry_out, priced
from ohlc_desktop.importer.paid.purse import MonthlyPurse, over_limit
from ohlc_desktop.profile import create
from ohlc_desktop.sources.databento.spec import BY_RULE, DATABENTO
from ohlc_desktop.sources.databento.symbols import read_continuous
from ohlc_desktop.sources.registry import PAID_FEEDS, account_of, paid_feeds
from ohlc_desktop.sources.source import Fault, FetchError
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.sources import precedence

_NOTHING = "Nothing was bought."


@dataclass(frozen=True, slots=True)
class BuyRequest:
    """What the command line asks for.

    Attributes:
        feed: The paid feed.
        first: First trade date; None for the oldest.
        last: Last trade date, included; None for the newest.
        yes: Nobody is asked.
    """

    feed: FeedSpec
    first: date | None
    last: date | None
    yes: bool


class NothingBought(OhlcError):
    """A paid feed gave no price, or the price is more than may be spent."""

    exit_code = 3


def requested(options: argparse.Namespace) -> BuyRequest:
    """What the arguments of the command line ask for.

    Raises:
        UsageError: the source is none that can be bought from, or what to buy is not said.
    """
    if not options.source:
        raise UsageError("--from, --to and --yes are for buying.", _NOTHING, "Name the paid feed: --source databento")
    feed = _feed_named(options.source)
    if not options.symbols or options.series or options.planned:
        raise UsageError(
            "Buying needs the instruments to buy.", _NOTHING, "Name them: ohlc-desktop import NQ --source databento"
        )
    if options.timeframes and options.timeframes != BOUGHT:
        raise UsageError("Only 1m is bought; all other timeframes are made of it.", _NOTHING, "Leave --timeframes out.")
    if options.start and options.end and options.start > options.end:
        raise UsageError("--from is after --to.", _NOTHING, "Exchange the two dates.")
    return BuyRequest(_by_rule(feed, options.symbols), options.start, options.end, options.yes)


def _feed_named(name: str) -> FeedSpec:
    """A paid feed; plug-ins are loaded only where it is none of ours."""
    feed = next((feed for feed in PAID_FEEDS if feed.name == name), None) or paid_feeds().get(name)
    if feed is None:
        raise UsageError(
            "{name} is no feed that can be bought from.", _NOTHING,
            "Use one of: {names}. Of a plug-in that cannot be used ohlc-desktop doctor says why.",
            name=name, names=", ".join(paid_feeds()),
        )  # fmt: skip
    return feed


def run(context: Context, request: BuyRequest, names: ImportRequest, as_json: bool) -> int:
    """Buy; returns the exit code.

    Args:
        context: Profile and settings.
        request: From whom, and of which time.
        names: The instruments, in any of the accepted spellings; a continuous symbol as the feed writes it is one too.
        as_json: Print the worker protocol instead of lines for people; nobody is asked then.

    Raises:
        UsageError: there is nobody to ask, the demo is to buy, or files have the feed's name.
    """
    if context.profile.demo:
        raise UsageError("The demo buys nothing.", "Nothing was changed.", "Leave --demo out.")
    if not request.yes and (as_json or sys.stdin is None or not sys.stdin.isatty()):
        raise UsageError(
            "There is nobody to ask whether candles may be bought.", _NOTHING,
            "Say so on the command line: --yes. The monthly limit of the settings holds all the same.",
        )  # fmt: skip
    if request.feed in PAID_FEEDS:
        names = replace(names, symbols=tuple(_our_symbol(name) for name in names.symbols))
    limit = round(context.settings.monthly_limit * DOLLAR)
    purse = MonthlyPurse(context.profile.database, account_of(request.feed), limit, context.clock)
    wishes = tuple(Wish(context.instrument(name), request.first, request.last) for name in names.symbols)
    purchase = Purchase(request.feed, wishes, purse)
    display: Display = Lines(sys.stdout) if as_json else Terminal(context.verbosity, demo=False)
    offer = _offered(context, purchase, display)
    if not offer.requests:
        return _ended(display, RunState.DONE, 0, _nothing_left(request.feed), as_json)
    if not _agreed(offer, request, display):
        return _ended(display, RunState.CANCELLED, Stopped.exit_code, Message(_NOTHING), as_json)

    def work(context: Context, store: Store, _: Order, display: Display, stop: Stop) -> int:
        return carry_out(purchase, offer, _tools(context, store, display, stop.cancel)).exit_code

    return importing.run(context, names, as_json, work)


def _offered(context: Context, purchase: Purchase, display: Display) -> Offer:
    """What is left to buy, and its price. Imports go on meanwhile, and while somebody thinks about it.

    Raises:
        NothingBought: there is no price.
        Stopped: cancelled by a signal.
    """
    create(context.profile)
    database = context.profile.database
    with cancelled_by_signals() as cancel, closing(open_store(database, demo=False)) as store, store.errors():
        _refuse_name_of_files(purchase.feed, precedence.read(store.connection))
        try:
            return priced(purchase, _tools(context, store, display, cancel))
        except Cancelled:
            raise Stopped("Cancelled.", _NOTHING) from None
        except FetchError as error:
            raise NothingBought(error.message, _NOTHING, _hint(error.fault, purchase.feed)) from error


def _refuse_name_of_files(feed: FeedSpec, known: Precedence) -> None:
    """Let no feed of a plug-in speak for files that were taken in under its name: they would become one source."""
    if any(source.name == feed.name and source.kind is SourceKind.FILE for source in known.known):
        raise UsageError(
            "{name} is the name of files that were taken in.", _NOTHING,
            "Take them out, and in again under another name: ohlc-desktop sources remove {name}", name=feed.name,
        )  # fmt: skip


def _tools(context: Context, store: Store, display: Display, cancel: threading.Event) -> Tools:
    return Tools(
        store, context.clock, context.settings, context.feed, display.show, cancel, products=context.catalogue.products
    )


def _nothing_left(feed: FeedSpec) -> Message:
    return Message(
        "There is nothing left to buy of this: it is stored, or {feed} does not have it.", feed=feed.display_name
    )


def _ended(display: Display, state: RunState, code: int, message: Message, as_json: bool) -> int:
    """Nothing was to be done after all."""
    if as_json:
        display.show(RunDone(None, state, code, message=message))
    else:
        sys.stdout.write(f"{message}\n")
    return code


def _hint(fault: Fault, feed: FeedSpec) -> str:
    if fault is Fault.NO_ACCESS and feed in PAID_FEEDS:
        return "See https://databento.com/portal"
    return "" if fault.permanent else "Try again later."


def _agreed(offer: Offer, request: BuyRequest, display: Display) -> bool:
    """Tell the price, and ask.

    Raises:
        NothingBought: it is more than may be spent this month.
    """
    for message in _price_lines(offer, request.feed):
        display.show(Notice("info", PRICE, message))
    if offer.cost > offer.budget.left:
        raise NothingBought(
            over_limit(offer.cost, offer.budget), _NOTHING,
            "Buy a shorter time with --from and --to, or raise the limit: monthly_limit in the settings.",
        )  # fmt: skip
    if request.yes:
        return True
    sys.stdout.write(f"Buy it for {dollars(offer.cost)}? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _price_lines(offer: Offer, feed: FeedSpec) -> list[Message]:
    """The price of each instrument, and where the month stands."""
    lines = [
        Message(
            "{symbol}: 1m candles from {start} to {end} cost {cost} at {feed}.",
            symbol=lot.instrument.symbol, start=iso(lot.requests[0].start), end=iso(lot.requests[-1].end),
            cost=dollars(lot.cost), feed=feed.title,
        )
        for lot in offer.lots if lot.requests
    ]  # fmt: skip
    month = Message(
        "In {month} (UTC) {used} of {limit} are spent or reserved.",
        month=offer.budget.month, used=dollars(offer.budget.used), limit=dollars(offer.budget.limit),
    )  # fmt: skip
    return [*lines, month]


def _by_rule(feed: FeedSpec, names: list[str]) -> FeedSpec:
    """The feed, or that of Databento whose rule a continuous symbol names: ``NQ.v.0`` follows the volume."""
    if feed not in PAID_FEEDS:
        return feed
    rules = {found[1] for found in map(read_continuous, names) if found}
    if len(rules) > 1 or (rules and feed not in (DATABENTO, BY_RULE[min(rules)])):
        raise UsageError(
            "Continuous series of several rules were named.", _NOTHING, "Buy those of each rule by themselves."
        )
    return BY_RULE[rules.pop()] if rules else feed


def _our_symbol(name: str) -> str:
    """A continuous symbol as our notation has it; any other name as it is."""
    found = read_continuous(name)
    return f"{found[0]}=F" if found else name
