"""What became of the last push, for whoever shows it; imports nothing heavy."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ohlc_desktop.core.messages import NOTHING, Message, recalled, to_plain
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts

_OUTCOME = "hub_outcome"


@dataclass(frozen=True, slots=True)
class PushOutcome:
    """The last push.

    Attributes:
        at: When it ended, UTC epoch seconds.
        cause: A typed word of ``hub.failures``; empty where all was told.
        message: What went wrong; nothing where all was told.
        push: Number of the newest push at the hub, as far as it is known here; 0 before the first.
        candles: Candles that were sent.
    """

    at: float
    cause: str = ""
    message: Message = NOTHING
    push: int = 0
    candles: int = 0


def keep_outcome(connection: Connection, outcome: PushOutcome) -> None:
    """Keep what became of a push in the place of the last one. Must run inside a transaction."""
    plain = to_plain(outcome.message) if outcome.message else None
    told = {"at": outcome.at, "cause": outcome.cause, "text": str(outcome.message), "message": plain,
            "push": outcome.push, "candles": outcome.candles}  # fmt: skip
    facts.keep_fact(connection, _OUTCOME, json.dumps(told, ensure_ascii=False))


def forget_outcome(connection: Connection) -> None:
    """As before the first push. Must run inside a transaction."""
    facts.forget_fact(connection, _OUTCOME)


def last_outcome(connection: Connection) -> PushOutcome | None:
    """What became of the last push; None before the first."""
    kept = facts.fact(connection, _OUTCOME)
    if kept is None:
        return None
    told = json.loads(kept)
    message = recalled(told["text"], told["message"])
    return PushOutcome(told["at"], told["cause"], message, told["push"], told["candles"])
