"""What costs money: priced first, reserved in the purse, and only then sent."""

from __future__ import annotations

from databento import DBNStore

from ohlc_desktop.core.errors import Interruption
from ohlc_desktop.core.messages import Message
from ohlc_desktop.sources.databento.client import Client, typed
from ohlc_desktop.sources.databento.failures import cost_nothing
from ohlc_desktop.sources.databento.query import Query
from ohlc_desktop.sources.source import Fault, FetchError, Purse


def bought(client: Client, purse: Purse | None, query: Query) -> DBNStore:
    """The records of a query. Each attempt is reserved anew: an answer that was cut may be billed all the same.

    Raises:
        FetchError: no answer that can be used, or OVER_LIMIT; ``unpriced`` where nothing was ordered for want of a price.
        Interruption: cancelled or deferred while waiting for a turn; nothing was sent then.
    """
    if purse is None:
        raise FetchError(Fault.OVER_LIMIT, Message("Nothing may be spent on Databento here."))
    number = purse.reserve(_price(client, query), str(query))
    try:
        client.turn()
    except Interruption:
        purse.release(number)
        raise
    return _paid(client, purse, query, number)


def _price(client: Client, query: Query) -> int:
    try:
        return client.cost(query)
    except FetchError as error:
        error.unpriced = True
        raise


def _paid(client: Client, purse: Purse, query: Query, number: int) -> DBNStore:
    """The records, with what was reserved settled, or released where it is certain that nothing is billed."""
    try:
        store = client.download(query)
    except Exception as error:  # noqa: BLE001  # whatever the client raises becomes a typed outcome
        failure = typed(error, query.name.symbol)
        if cost_nothing(failure, error):
            purse.release(number)
        raise failure from None
    purse.settle(number)
    return store
