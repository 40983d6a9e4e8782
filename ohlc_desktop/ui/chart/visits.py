"""The series that a chart has shown, to go back to them and forward again."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: So many are remembered.
LIMIT = 50

#: Instrument and timeframe.
Series = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Visits:
    """What was shown before and after what is shown now; immutable.

    Attributes:
        now: What is shown.
        past: Before it, oldest first.
        future: What was left by going back, the next one last.
    """

    now: Series
    past: tuple[Series, ...] = ()
    future: tuple[Series, ...] = ()

    def to(self, series: Series) -> Visits:
        """Show another series; what was left by going back is forgotten."""
        return self if series == self.now else Visits(series, (*self.past, self.now)[-LIMIT:])

    def back(self) -> Visits:
        """The series before; the same one if there is none."""
        if not self.past:
            return self
        return replace(self, now=self.past[-1], past=self.past[:-1], future=(*self.future, self.now))

    def forward(self) -> Visits:
        """The series that was left by going back; the same one if there is none."""
        if not self.future:
            return self
        return replace(self, now=self.future[-1], past=(*self.past, self.now), future=self.future[:-1])
