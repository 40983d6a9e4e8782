"""What Redis saved today: answers that machines took instead of asking, which machines, and what all of them sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ohlc_desktop.core.messages import Message, sentences

if TYPE_CHECKING:
    from redis import Redis
    from redis.client import Pipeline

KEEP = 2 * 86_400
#: So many machines are told of, and so many characters of their names.
MACHINES, LONGEST = 5, 60
_MOST = 10**12


@dataclass(frozen=True, slots=True)
class Savings:
    """Requests that were saved on a day, and those that were sent.

    Attributes:
        requests: Saved by all machines.
        machines: Those that took most of the answers, with how many, the first one first; five at most.
        sent: Requests to one feed by all machines.
    """

    requests: int = 0
    machines: tuple[tuple[str, int], ...] = ()
    sent: int = 0

    @property
    def message(self) -> Message:
        """The same as sentences."""
        if not self.sent:
            return self._saved
        sent = Message("All machines that share it have sent {count:,} requests today.", count=self.sent)
        return sentences(self._saved, sent)

    @property
    def _saved(self) -> Message:
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


def ask(pipe: Pipeline, day: str, feed: str) -> None:
    """Ask for what there is of a day, an ISO date, and a feed; :func:`read` reads the three answers."""
    total, by_machine = _keys(day)
    pipe.get(total)
    pipe.zrevrange(by_machine, 0, MACHINES - 1, withscores=True)
    pipe.get(quota_key(day, feed))


def read(total: object, by_machine: object, sent: object) -> Savings:
    """What the answers of Redis say; what is none of ours counts as nothing."""
    if not isinstance(by_machine, list) or not _count(total):
        return Savings(sent=_sent(sent))
    machines = ((_name(name), int(min(max(count, 0), _MOST))) for name, count in by_machine)
    return Savings(_count(total), tuple(machines), _sent(sent))


def quota_key(day: str, feed: str) -> str:
    """Where the requests of a day, an ISO date, to a feed are counted; the feed by the name under which that is done."""
    return f"ohlc:quota:{day}:{feed}" if feed else f"ohlc:quota:{day}"


def _count(told: object) -> int:
    return int(told) if isinstance(told, bytes) and told.isdigit() and len(told) < len(str(_MOST)) else 0


def _sent(told: object) -> int:
    """Of a count of requests, which is kept with the limit that it keeps to."""
    count, _, limit = told.partition(b"/") if isinstance(told, bytes) else (b"", b"", b"")
    return _count(count) if _count(count) <= _count(limit) else 0


def _name(name: bytes) -> str:
    text = name[: 4 * LONGEST].decode("utf-8", "replace")
    return "".join(each if each.isprintable() else "?" for each in text)[:LONGEST]


def _keys(day: str) -> tuple[str, str]:
    return f"ohlc:saved:{day}", f"ohlc:saved:{day}:machines"
