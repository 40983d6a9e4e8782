"""Whether what a plug-in declares as its feed can be used: checked once, when it is loaded, so that nothing else has to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from ohlc_desktop.core.errors import Unfit
from ohlc_desktop.core.market.feed_spec import PROTOCOL, RESERVED, SOURCE_NAME, FeedLimits, FeedSpec
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import SOURCES

#: Where a class is, as an entry point states it.
_PLACE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")


def declared(given: object) -> FeedSpec:
    """The feed that a plug-in declares.

    Args:
        given: Of the plug-in; a :class:`FeedSpec`, it is hoped.

    Raises:
        Unfit: it is none, or one that cannot be used; its message says why.
    """
    if not isinstance(given, FeedSpec):
        raise Unfit(Message("It is no FeedSpec."))
    fault = next(_faults(given), None)
    if fault is not None:
        raise Unfit(fault)
    return given


def _faults(given: FeedSpec) -> Iterator[Message]:
    """What is wrong; each check relies on those before it having found nothing."""
    if given.protocol != PROTOCOL:
        yield Message(
            "It was made for version {theirs} of the protocol of feeds; this program speaks version {ours}.",
            theirs=str(given.protocol), ours=PROTOCOL,
        )  # fmt: skip
    if not (isinstance(given.name, str) and SOURCE_NAME.fullmatch(given.name)):
        yield Message("The name of a feed must be lower case letters, digits, - and _, at most 32 of them.")
    if given.name in RESERVED:
        yield Message("The name {name} is taken by the program itself.", name=given.name)
    if not all(_is_text(text) for text in (given.display_name, given.title, given.rights, *_texts(given.symbols))):
        yield Message("Its names, its rights and its three example symbols must be texts.")
    if not (isinstance(given.source, str) and _PLACE.fullmatch(given.source)):
        yield Message("Its source must be written as package.module:Class.")
    if not (callable(given.symbol_of) and isinstance(given.habits, Message)):
        yield Message("Its symbol_of must be a function, and its habits a Message.")
    yield from chain(_faults_of_limits(given.limits), _faults_of_host(given))


def _texts(symbols: object) -> tuple[object, ...]:
    return symbols if isinstance(symbols, tuple) and len(symbols) == 3 else (None,)


def _faults_of_limits(limits: object) -> Iterator[Message]:
    if not (isinstance(limits, Mapping) and limits and all(isinstance(each, FeedLimits) for each in limits.values())):
        yield Message("Its limits must be FeedLimits by timeframe, at least of one.")
        return
    for name, each in limits.items():
        if name not in SOURCES:
            yield Message("Feeds are asked for {names} only, not for {name}.", names=", ".join(SOURCES), name=str(name))
        days = (each.backfill, each.reach, each.span)
        if not (all(type(day) is int for day in days) and 0 < each.backfill <= each.reach and each.span > 0):
            yield Message("The limits of {name} must be whole days, and its backfill within its reach.", name=str(name))
        elif name == "1d" and each.span < each.backfill:
            yield Message("The span of 1d must not be less than its backfill: days are asked for in one request.")


def _faults_of_host(given: FeedSpec) -> Iterator[Message]:
    host = given.host
    if host is not None and not (
        isinstance(host, tuple) and len(host) == 2 and _is_text(host[0]) and type(host[1]) is int
    ):
        yield Message("Its host must be a name and a port, or None.")
    numbers = (given.most_a_second, given.most_a_day)
    if not all(type(number) in (int, float) and number >= 0 for number in numbers):
        yield Message("What it allows a second and a day must be numbers that are not negative.")
    if type(given.shared) is not bool or not isinstance(given.library, str):
        yield Message("Whether its answers are shared must be True or False, and the library that reads them a text.")
    if type(given.paid) is not bool:
        yield Message("Whether it is paid must be True or False.")
    if given.paid and ("1m" not in given.limits or given.most_a_day):
        yield Message("A paid feed must give 1m, because only minutes are bought, and its most_a_day must be 0.")
    if given.simulated or given.habits_file:
        yield Message("A plug-in's feed can neither be simulated nor have a file of habits.")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
