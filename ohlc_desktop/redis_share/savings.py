"""What Redis saved today: answers that machines took instead of asking, and which machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ohlc_desktop.core.messages import Message

if TYPE_CHECKING:
    from redis import Redis
    from redis.client import Pipeline

KEEP = 2 * 86_400
#: So many machines are told of, and so many characters of their names.
MACHINES, LONGEST = 5, 60
_MOST = 10**12


@dataclass(frozen=True, slots=True)
class Savings:
    """Requests that were saved on a day.

    Attributes:
        requests: By all machines.
        machines: Those that took most of the answers, with how many, the first one first; five at most.
    """

    requests: int = 0
    machines: tuple[tuple[str, int], ...] = ()

    @property
    def message(self) -> Message:
        """The same as a sentence."""
        if not self.requests:
            return Message("It has saved no request today (since 00:00 UTC).")
        names = ", ".join(f"{name} {count:,}" for name, count in self.machines)
        return Message(
            "Requests that it saved today (since 00:00 UTC): {count:,}, for {machines}.",
            count=self.requests, machines=names,
        )  # fmt: skip


def note(redis: Redis, day: str, machine: str, requests: int) -> bool:
    """Add the requests that a machine saved on a day, an ISO date."""
    total, by_machine = _keys(day)
    pipe = redis.pipeline(transaction=True)
    pipe.incrby(total, requests)
    pipe.zincrby(by_machine, requests, machine[:LONGEST])
    for key in (total, by_machine):
        pipe.expire(key, KEEP)
    pipe.execute()
    return True


def ask(pipe: Pipeline, day: str) -> None:
    """Ask for the savings of a day, an ISO date; :func:`read` reads the two answers."""
    total, by_machine = _keys(day)
    pipe.get(total)
    pipe.zrevrange(by_machine, 0, MACHINES - 1, withscores=True)


def read(total: object, by_machine: object) -> Savings:
    """What the answers of Redis say; what is none of ours counts as nothing."""
    if not isinstance(total, bytes) or not total.isdigit() or len(total) > 12 or not isinstance(by_machine, list):
        return Savings()
    return Savings(int(total), tuple((_name(name), int(min(max(count, 0), _MOST))) for name, count in by_machine))


def _name(name: bytes) -> str:
    text = name[: 4 * LONGEST].decode("utf-8", "replace")
    return "".join(each if each.isprintable() else "?" for each in text)[:LONGEST]


def _keys(day: str) -> tuple[str, str]:
    return f"ohlc:saved:{day}", f"ohlc:saved:{day}:machines"
