"""What a person types into a chart: a symbol, a timeframe, or both.

====================================  ==========================================================
``NQ``, ``nq=f``, ``MNQ 12-26``       an instrument of the watchlist, in the timeframe shown
``nas``, ``gold``                     the start of a symbol, or words of a name
``5``, ``60``, ``240``                minutes; 60 is 1h, 240 is 4h, 1440 is 1d
``D``, ``W``, ``M``, ``1h``, ``4H``   a timeframe of the instrument shown
``ES 15``, ``es,15m``, ``ES 1 hour``  both
``NQ@volume:difference``, ``NQ@``     a continuous series of contracts (see ``core.continuous.spec``)
====================================  ==========================================================

Upper or lower case makes no difference, with one exception. ``M`` after a number is a month and ``m`` a minute where there
are both, as on TradingView: ``1M`` is 1mo, ``1m`` is 1m; the other one is offered second. ``15M`` can only be minutes and
``3m`` only months. Without a number, ``M`` and ``m`` are a month.

What can be a timeframe is one first: ``M`` is a month before it is MNQ, ``D`` is a day before it is the share D; the
symbols are offered after it. Roots that begin with a digit (``6E``) are no timeframes, and ``6`` alone is the start of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from ohlc_desktop.core.chart.axes.time_texts import ENGLISH
from ohlc_desktop.core.continuous.spec import RollRule, is_spec, specs_meant
from ohlc_desktop.core.market.catalogue import ninjatrader_name
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import NOTHING, Message, verbatim
from ohlc_desktop.core.timeframes import DAY, MINUTE, NAMES, TIMEFRAMES, Timeframe

#: So many readings are offered at most.
MOST = 12

# The rules of continuous series.
_RULES = " ".join(rule.value for rule in RollRule)

# No symbol with a timeframe is as long.
_LONGEST = 48

# Of a text that nothing is meant by this much is repeated.
_LONGEST_SHOWN = 24

# An instrument that is not on the watchlist comes after those there whose symbol a text begins.
_LATER = 1.5

_SHAPE = re.compile(r"([0-9]{0,5})\s*([a-z]*)")
_NAME = re.compile(r"([0-9]+)(m|h|d|wk|mo)")

# The words of a unit, and its name in timeframes.
_UNITS = {
    word: unit
    for unit, words in {
        "m": "m min mins minute minutes",
        "h": "h hr hrs hour hours hourly",
        "d": "d day days daily",
        "wk": "w wk wks week weeks weekly",
        "mo": "mo month months monthly",
    }.items()
    for word in words.split()
}
_ONE = {
    "m": Message("1 minute"), "h": Message("1 hour"), "d": Message("1 day"), "wk": Message("1 week"), "mo": Message("1 month"),
}  # fmt: skip

# Other ways to say a timeframe.
_SAME = {"7d": "1wk"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One reading of what was typed.

    Attributes:
        symbol: Of an instrument of the watchlist, or the one shown.
        timeframe: Name of a timeframe.
        name: What the instrument is called: ``E-mini S&P 500``.
    """

    symbol: str
    timeframe: str
    name: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What can be meant by a text.

    Attributes:
        choices: Without repeats, the best first.
        problem: Why there are none; nothing if there are some.
    """

    choices: tuple[Suggestion, ...]
    problem: Message = NOTHING


def understand(
    text: str, watched: Sequence[Instrument], current: tuple[str, str], others: Sequence[Instrument] = ()
) -> Typed:
    """What a person means by a text.

    Args:
        text: As typed so far.
        watched: The instruments that can be shown, in the order of the watchlist, which is kept among equals.
        current: Symbol and name of the timeframe that are shown.
        others: More instruments that can be shown: after those of the watchlist whose symbol it is or begins.
    """
    words = text.replace(",", " ").split()
    if not words:
        return Typed((), Message("Type a symbol, a timeframe or both: NQ, 5, 1h, ES 15."))
    if len(text) > _LONGEST:
        return Typed((), Message("No symbol is longer than {count} characters.", count=_LONGEST))
    if is_spec(words[0]):
        return _continuous(words, [*watched, *others], current)
    names = {instrument.symbol: instrument.name for instrument in (*watched, *others)}
    found = sorted(_readings(words, watched, others, current), key=lambda reading: reading[0])
    pairs = list(dict.fromkeys(pair for _, pair in found))[:MOST]
    choices = tuple(Suggestion(symbol, name, names.get(symbol, symbol)) for symbol, name in pairs)
    return Typed(choices, NOTHING if choices else _problem(words, [*watched, *others]))


def _continuous(words: Sequence[str], known: Sequence[Instrument], current: tuple[str, str]) -> Typed:
    """The continuous series of a root that can be shown: ``NQ@volume:difference``, and a timeframe after it."""
    names = {instrument.root: instrument.name for instrument in known if instrument.continuous}
    frames = [timeframe.name for timeframe in timeframes_meant(" ".join(words[1:]))] if words[1:] else [current[1]]
    specs = specs_meant(words[0], names) if frames else []
    choices = tuple(Suggestion(str(spec), name, names[spec.root]) for spec in specs for name in frames)[:MOST]
    rules = Message("Write a continuous series as NQ@volume:difference. It rolls by one of: {rules}.", rules=_RULES)
    return Typed(choices, NOTHING if choices else rules)


def timeframes_meant(text: str) -> list[Timeframe]:
    """The timeframes that a text can mean, the best first; none if it is no timeframe."""
    match = _SHAPE.fullmatch(text.strip().casefold())
    if match is None or not any(match.groups()):
        return []
    number, word = match[1].lstrip("0") or ("1" if not match[1] else "0"), match[2]
    if word in ("q", "quarter", "quarters", "quarterly"):
        names = ["3mo"] if number == "1" else []
    elif not word:
        names = [number + "m"]
    elif word == "m":
        month_first = not match[1] or text.strip().endswith("M")
        names = [number + "mo", number + "m"] if month_first else [number + "m", number + "mo"]
        names = names[:1] if not match[1] else names
    else:
        names = [number + _UNITS[word]] if word in _UNITS else []
    found = (_timeframe(name) for name in names)
    return [timeframe for timeframe in found if timeframe is not None]


def timeframe_title(name: str) -> Message:
    """A timeframe in words: ``5 minutes``, ``1 hour``, ``3 months``; the name itself if there is no such timeframe."""
    match = _NAME.fullmatch(name)
    if match is None:
        return verbatim(name)
    count, unit = int(match[1]), match[2]
    if count == 1:
        return _ONE[unit]
    return {
        "m": Message("{count} minutes", count=count), "h": Message("{count} hours", count=count),
        "d": Message("{count} days", count=count), "wk": Message("{count} weeks", count=count),
        "mo": Message("{count} months", count=count),
    }[unit]  # fmt: skip


def _timeframe(name: str) -> Timeframe | None:
    """The timeframe of a number and a unit; minutes and hours by their length."""
    match = _NAME.fullmatch(_SAME.get(name, name))
    if match is None:
        return None
    size = {"m": MINUTE, "h": 60 * MINUTE}.get(match[2])
    if size is None:
        return TIMEFRAMES.get(match[0])
    seconds = int(match[1]) * size
    return next((tf for tf in TIMEFRAMES.values() if tf.seconds == seconds and tf.seconds <= DAY), None)


def _readings(
    words: Sequence[str], watched: Sequence[Instrument], others: Sequence[Instrument], current: tuple[str, str]
) -> Iterator[tuple[tuple[float, int], tuple[str, str]]]:
    """Every pair of symbol and timeframe that the words can mean, with how far-fetched it is."""
    for timeframe in timeframes_meant(" ".join(words)):
        yield (0, 0), (current[0], timeframe.name)
    for count in range(len(words), 0, -1):
        rest = words[count:]
        names = [timeframe.name for timeframe in timeframes_meant(" ".join(rest))] if rest else [current[1]]
        if not names:
            continue
        symbol_text = " ".join(words[:count])
        of_others = ((rank + _LATER, symbol) for rank, symbol in _instruments(symbol_text, others))
        for rank, symbol in chain(_instruments(symbol_text, watched), of_others):
            for name in names:
                yield (rank, len(rest)), (symbol, name)


def strange_names(text: str, current: tuple[str, str]) -> list[tuple[str, str]]:
    """What a text names that is not known: the symbol as typed and a timeframe, all of it as a symbol first."""
    words = text.replace(",", " ").split()
    found = [(" ".join(words), current[1])] if words else []
    if len(words) > 1:
        found += [(" ".join(words[:-1]), timeframe.name) for timeframe in timeframes_meant(words[-1])[:1]]
    return found


def _instruments(text: str, watched: Sequence[Instrument]) -> Iterator[tuple[int, str]]:
    """The instruments that a text can mean: 1 by a whole name, 2 by its start, 3 and 4 by words of what it is called."""
    typed = text.casefold()
    for instrument in watched:
        spellings, called = _spellings(instrument), instrument.name.casefold()
        if typed in spellings:
            yield 1, instrument.symbol
        elif any(spelling.startswith(typed) for spelling in spellings):
            yield 2, instrument.symbol
        elif len(typed) > 1 and called.startswith(typed):
            yield 3, instrument.symbol
        elif len(typed) > 1 and _names(typed, called):
            yield 4, instrument.symbol


def _spellings(instrument: Instrument) -> set[str]:
    """How the symbol can be written: in full, without the exchange, the root, NinjaTrader's."""
    symbol = instrument.symbol
    written = {symbol, symbol.partition("=")[0], symbol.partition(".")[0] if instrument.month else symbol}
    written.add(ninjatrader_name(instrument))
    if instrument.continuous:
        written |= {instrument.root, f"{instrument.root} ##-##"}
    elif instrument.month:
        year, month = instrument.month
        named = f"{instrument.root} {ENGLISH.months[month - 1]}"
        written |= {f"{instrument.root} {month}-{year % 100:02d}", f"{instrument.root} {month:02d}-{year}"}
        written |= {f"{named}{year % 100:02d}", f"{named} {year}"}
    return {spelling.casefold() for spelling in written}


def _names(typed: str, called: str) -> bool:
    """Whether all words begin words of a name, or all of the text is part of it."""
    of_name = [word for word in re.split(r"[^\w&.]+", called) if word]
    return typed in called or all(any(word.startswith(part) for word in of_name) for part in typed.split())


def _problem(words: Sequence[str], watched: Sequence[Instrument]) -> Message:
    """Why nothing can be meant."""
    for count in range(len(words)):
        rest = " ".join(words[count:])
        known = not count or any(rank == 1 for rank, _ in _instruments(" ".join(words[:count]), watched))
        if known and _is_duration(rest):
            return Message(
                "There is no timeframe {text}. There are {names}.", text=_shown(rest), names=", ".join(NAMES)
            )
    if not watched:
        return Message("No instrument is on the watchlist.")
    return Message("Nothing on the watchlist is called {text}.", text=_shown(" ".join(words)))


def _is_duration(text: str) -> bool:
    """Whether a text is a number, with or without a unit."""
    match = _SHAPE.fullmatch(text.casefold())
    return match is not None and bool(match[1]) and (not match[2] or match[2] in _UNITS or match[2] in ("y", "s"))


def _shown(text: str) -> str:
    printable = "".join(c if c.isprintable() else "?" for c in text)
    return f"{printable[: _LONGEST_SHOWN - 1]}…" if len(printable) > _LONGEST_SHOWN else printable
