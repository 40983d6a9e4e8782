"""Tries an address that a person wrote: whether it can be used, and what is to be said of it. Called off the GUI thread."""

from __future__ import annotations

from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.redis_share.status import RedisState, probe


def try_redis(url: str) -> tuple[bool, Message]:
    """Whether a Redis can be used."""
    found = probe(url)
    return found.state is RedisState.OK, sentences(found.detail, found.fix)


def try_hub(url: str) -> tuple[bool, Message]:
    """Whether a hub can be used, and what its user may do; loads the driver of PostgreSQL."""
    from ohlc_desktop.hub.following.health import probe as probe_hub

    found = probe_hub(url)
    state = found.state
    if found.cause or state is None:
        return False, sentences(found.problem, found.fix)
    filled = Message("{machine} fills it.", machine=state.machine) if state.machine else Message("It is empty.")
    rights = Message("This user may read and push.") if state.writer else Message("This user may read, and not push.")
    answer = Message("The hub answers in {latency:.1f} ms.", latency=found.latency_ms or 0.0)
    return True, sentences(answer, filled, rights)
