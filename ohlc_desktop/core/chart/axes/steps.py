"""A state with what it was before and what was left by going back: edits that can be undone, charts that were shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

State = TypeVar("State")

#: So many steps back are remembered.
LIMIT = 100


@dataclass(frozen=True, slots=True)
class Steps(Generic[State]):
    """What was before and after the present state; immutable, so that it can be kept, compared and handed on freely.

    Attributes:
        now: The present state.
        past: Before it, oldest first, at most ``LIMIT``.
        future: What was left by going back, the next one last.
    """

    now: State
    past: tuple[State, ...] = ()
    future: tuple[State, ...] = ()

    def to(self, state: State) -> Steps[State]:
        """Go on to another state; what was left by going back is forgotten. The same object if it is the present one."""
        return self if state == self.now else Steps(state, (*self.past, self.now)[-LIMIT:])

    def back(self) -> Steps[State]:
        """The state before; the same object if there is none."""
        if not self.past:
            return self
        return replace(self, now=self.past[-1], past=self.past[:-1], future=(*self.future, self.now))

    def forward(self) -> Steps[State]:
        """The state that was left by going back; the same object if there is none."""
        if not self.future:
            return self
        return replace(self, now=self.future[-1], past=(*self.past, self.now), future=self.future[:-1])
