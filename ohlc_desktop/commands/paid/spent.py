"""``sources spent``: what was spent on paid feeds this month, and the same of one of them for its own command."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.importing.spending import DOLLAR, Budget, dollars, month_of
from ohlc_desktop.sources.registry import account_of, paid_feeds
from ohlc_desktop.store.accounts import spending
from ohlc_desktop.store.accounts.spending import Unsettled
from ohlc_desktop.store.database import open_reader


@dataclass(frozen=True, slots=True)
class Spent:
    """Where a month stands with one provider.

    Attributes:
        account: The name under which it is counted.
        budget: Where the month stands.
        unsettled: The reservations in it of which nobody knows the end, oldest first.
    """

    account: str
    budget: Budget
    unsettled: tuple[Unsettled, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The same for people."""
        return [
            f"Month:     {self.budget.month} (UTC)",
            f"Limit:     {dollars(self.budget.limit)}; monthly_limit in the settings",
            f"Spent:     {dollars(self.budget.settled)}",
            f"Reserved:  {dollars(self.budget.reserved)}",
            *(
                f"           {dollars(amount)} {iso(at)} {what}: its end was never heard of"
                for at, amount, what in self.unsettled
            ),
        ]

    @property
    def document(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "month": self.budget.month, "limit": self.budget.limit / DOLLAR, "spent": self.budget.settled / DOLLAR,
            "reserved": self.budget.reserved / DOLLAR,
        }  # fmt: skip


def spent(context: Context, *accounts: str) -> list[Spent]:
    """Where this month stands with some providers; with all that something was ever spent on as well where none is named."""
    now, limit = context.clock.now(), round(context.settings.monthly_limit * DOLLAR)
    if not context.profile.database.exists():
        month = month_of(now)
        return [Spent(name, Budget(month.name, limit, 0, 0)) for name in accounts or _known()]
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
        month = month_of(spending.span_of_now(store.connection, now)[0])
        names = accounts or tuple(dict.fromkeys((*_known(), *spending.accounts(store.connection))))
        return [
            Spent(
                name, spending.budget(store.connection, name, month, limit),
                tuple(spending.unsettled(store.connection, name, month)),
            )
            for name in names
        ]  # fmt: skip


def show(context: Context, as_json: bool) -> int:
    """Tell what was spent on each paid feed, of plug-ins too; returns the exit code."""
    found = spent(context)
    if as_json:
        documents.write(context, {"spent": [{"name": each.account, **each.document} for each in found]})
    else:
        sys.stdout.write("\n".join("\n".join((each.account, *each.lines, "")) for each in found))
    return 0


def _known() -> tuple[str, ...]:
    return tuple(dict.fromkeys(account_of(feed) for feed in paid_feeds().values()))
