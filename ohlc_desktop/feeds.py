"""What authors of plug-ins import: all that is needed to declare and to ask a feed of candles.

A distribution lists its feeds in the entry point group :data:`GROUP`; each entry point names a :class:`FeedSpec`, in a
module that loads nothing heavy, for the tray reads it. The :class:`Source` that the spec names is loaded when an import
begins. ``resources/docs/feeds.md`` has a complete example. Other modules of this program may change at any time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ohlc_desktop.core.importing.spending import micros
from ohlc_desktop.core.market.feed_spec import PROTOCOL, FeedLimits, FeedSpec
from ohlc_desktop.core.messages import Message

if TYPE_CHECKING:
    from ohlc_desktop.core.checking.quality import RawRows
    from ohlc_desktop.core.checking.splits import Split
    from ohlc_desktop.core.following.followed import NamedMonth
    from ohlc_desktop.core.market.exchanges import Market
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.core.planning.coverage import Interval
    from ohlc_desktop.core.planning.plan import FetchRequest
    from ohlc_desktop.sources.source import Answer, Fault, FetchError, PaidSource, Source, SourceTools

__all__ = [
    "GROUP",
    "PROTOCOL",
    "Answer",
    "Fault",
    "FeedLimits",
    "FeedSpec",
    "FetchError",
    "FetchRequest",
    "Instrument",
    "Interval",
    "Market",
    "Message",
    "NamedMonth",
    "PaidSource",
    "RawRows",
    "Source",
    "SourceTools",
    "Split",
    "micros",
]

#: The entry point group of feeds.
GROUP = "ohlc_desktop.sources"

#: What loads numpy, and where it is: only a source needs it.
_LATER = {
    "RawRows": "ohlc_desktop.core.checking.quality",
    "Instrument": "ohlc_desktop.core.market.instruments",
    "FetchRequest": "ohlc_desktop.core.planning.plan",
    "Interval": "ohlc_desktop.core.planning.coverage",
    "Market": "ohlc_desktop.core.market.exchanges",
    "NamedMonth": "ohlc_desktop.core.following.followed",
    "Split": "ohlc_desktop.core.checking.splits",
    **dict.fromkeys(
        ("Answer", "Fault", "FetchError", "PaidSource", "Source", "SourceTools"), "ohlc_desktop.sources.source"
    ),
}


def __getattr__(name: str) -> object:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
