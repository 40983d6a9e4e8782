"""Tiny as a feed: its name, how far it reaches, and how it writes instruments. Loads nothing heavy."""

from ohlc_desktop.feeds import FeedLimits, FeedSpec, Instrument

DAYS, MINUTES = FeedLimits(backfill=365, reach=3650, span=3650), FeedLimits(backfill=7, reach=30, span=7)
CODES = "FGHJKMNQUVXZ"


def symbol_of(instrument: "Instrument") -> str | None:
    """``NQ`` for a front month, ``NQZ26`` for a contract; Tiny has no shares."""
    if not instrument.root:
        return None
    if instrument.month is None:
        return instrument.root
    year, month = instrument.month
    return f"{instrument.root}{CODES[month - 1]}{year % 100:02d}"


TINY = FeedSpec(
    protocol=1,
    name="tiny",
    display_name="Tiny",
    title="Tiny Candles",
    rights="Tiny's candles are examples: not for trading.",
    source="ohlc_example.tiny_source:TinySource",
    limits={"1d": DAYS, "1m": MINUTES, "5m": MINUTES},
    symbols=("NQ", "NQZ26", "ES"),
    host=("candles.example", 443),
    symbol_of=symbol_of,
    most_a_second=5,
)
