"""Whether the hub can be used, why not, and what to do: for the window, ``status`` and the doctor."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from enum import StrEnum

from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.settings.masking import mask_url
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.hub.failures import HubError
from ohlc_desktop.hub.reading import STALE, HubReader, HubState, SharedWatchlist

#: What to do on a machine that is to import for a hub which another one fills.
LED = Message(
    "Let this machine follow it with OHLC_DESKTOP_HUB_ROLE=follow; or let it fill the hub from now on:"
    " ohlc-desktop hub push --take-over"
)


class HubWord(StrEnum):
    """How the hub stands, in one word: as ``status --json`` says it."""

    OK = "ok"
    EMPTY = "empty"
    STALE = "stale"
    READ_ONLY = "read_only"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class HubHealth:
    """What is known about the hub.

    Attributes:
        address: Masked.
        state: The hub at a glance, as last seen; None where it has not been seen.
        cause: A typed word where it cannot be used now; else empty.
        problem: What keeps it from being used; nothing where it can.
        fix: What to do then.
        latency_ms: How long one question took; None where it was not measured.
        shared: The watchlists that machines share.
    """

    address: str
    state: HubState | None = None
    cause: str = ""
    problem: Message = NOTHING
    fix: Message = NOTHING
    latency_ms: float | None = None
    shared: tuple[SharedWatchlist, ...] = ()

    @property
    def works(self) -> bool:
        """Whether it answered when it was asked last."""
        return self.state is not None and not self.cause

    def failed(self, error: HubError) -> HubHealth:
        """The same after it could not be used; what was seen before stays known."""
        return replace(self, cause=error.cause, problem=error.title, fix=error.hint, latency_ms=None)


def probe(url: str, cancel: threading.Event | None = None) -> HubHealth:
    """Ask the hub how it is; never raises a :class:`HubError`, and holds no password.

    Raises:
        Cancelled: ``cancel`` was set meanwhile.
    """
    found = HubHealth(mask_url(url))
    try:
        with HubReader(url, cancel or threading.Event()) as reader:
            reader.state()
            began = time.perf_counter()
            state = reader.state()
            latency = (time.perf_counter() - began) * 1000
            return replace(found, state=state, latency_ms=latency, shared=tuple(reader.watchlists()))
    except HubError as error:
        return found.failed(error)


@dataclass(frozen=True, slots=True)
class HubVerdict:
    """How the hub stands for this machine: a word, what is so and what it means, and what to do."""

    word: HubWord
    detail: Message
    fix: Message = NOTHING


def judge(health: HubHealth, follows: bool, now: float) -> HubVerdict:
    """What is known of the hub means for a machine that follows it, or fills it.

    Args:
        health: What is known.
        follows: This machine follows it.
        now: UTC epoch seconds.
    """
    state = health.state
    if health.cause or state is None:
        meaning = (
            Message("Until it can be used, this machine asks its own feed.")
            if follows
            else Message("Imports go on; what they bring is pushed as soon as it can be used.")
        )
        return HubVerdict(HubWord.FAILING, sentences(health.problem, meaning), health.fix)
    led = bool(state.leader) and not follows
    if not follows and not led and not state.writer:
        detail = Message("The hub answers, but this user may only read: nothing is pushed.")
        fix = Message("Ask who runs it to grant the role that ends in _writer, or let this machine follow.")
        return HubVerdict(HubWord.READ_ONLY, detail, fix)
    if state.pushed is None:
        detail = Message("The hub answers, and nothing was pushed to it yet.")
        fix = Message("Import on the machine that fills it.")
        return HubVerdict(HubWord.EMPTY, detail, fix if follows else NOTHING)
    if now - state.pushed > STALE:
        detail = Message(
            "The hub answers, but nothing was pushed to it for {days} days.", days=int((now - state.pushed) // DAY)
        )
        return HubVerdict(HubWord.STALE, detail, Message("See whether {machine} still imports.", machine=state.machine))
    if follows:
        return HubVerdict(
            HubWord.OK, Message("This machine follows the hub, which {machine} fills.", machine=state.machine)
        )
    if led:
        detail = Message("Another machine, {machine}, fills the hub, so imports here follow it.", machine=state.leader)
        return HubVerdict(HubWord.OK, detail, LED)
    return HubVerdict(HubWord.OK, Message("This machine fills the hub."))
