"""Undo and redo for a list of drawings: immutable, so that a history can be kept, compared and handed on freely.

The later a drawing stands in the list, the nearer to the viewer it is painted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ohlc_desktop.core.chart.drawings import Drawing

Drawings = tuple[Drawing, ...]

#: So many edits can be undone. A step costs one tuple: the drawings themselves are shared.
LIMIT = 100


@dataclass(frozen=True, slots=True)
class Add:
    """Put a drawing in front; one with the same id is replaced where it is."""

    drawing: Drawing

    def apply(self, drawings: Drawings) -> Drawings:
        """The list afterwards."""
        if any(each.id == self.drawing.id for each in drawings):
            return Change(self.drawing).apply(drawings)
        return (*drawings, self.drawing)


@dataclass(frozen=True, slots=True)
class Change:
    """Replace the drawing that has the same id; nothing happens if there is none."""

    drawing: Drawing

    def apply(self, drawings: Drawings) -> Drawings:
        """The list afterwards."""
        return tuple(self.drawing if each.id == self.drawing.id else each for each in drawings)


@dataclass(frozen=True, slots=True)
class Delete:
    """Take one drawing away."""

    id: str

    def apply(self, drawings: Drawings) -> Drawings:
        """The list afterwards."""
        return tuple(each for each in drawings if each.id != self.id)


@dataclass(frozen=True, slots=True)
class DeleteAll:
    """Take all away but those that are locked."""

    def apply(self, drawings: Drawings) -> Drawings:
        """The list afterwards."""
        return tuple(each for each in drawings if each.locked)


@dataclass(frozen=True, slots=True)
class ToFront:
    """Paint one drawing over all others."""

    id: str

    def apply(self, drawings: Drawings) -> Drawings:
        """The list afterwards."""
        return (*Delete(self.id).apply(drawings), *(each for each in drawings if each.id == self.id))


Edit = Add | Change | Delete | DeleteAll | ToFront


@dataclass(frozen=True, slots=True)
class History:
    """A list of drawings with what it was before and what was undone.

    Attributes:
        now: The drawings, the nearest to the viewer last.
        past: Earlier lists, oldest first, at most ``LIMIT``.
        future: Lists that were undone, the next to be redone last.
    """

    now: Drawings = ()
    past: tuple[Drawings, ...] = ()
    future: tuple[Drawings, ...] = ()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return bool(self.future)

    def do(self, edit: Edit) -> History:
        """The history after an edit; the same one if the edit changes nothing. What was undone is forgotten."""
        after = edit.apply(self.now)
        return self if after == self.now else History(after, (*self.past, self.now)[-LIMIT:])

    def undo(self) -> History:
        """The history one edit earlier; the same one if there is none."""
        if not self.past:
            return self
        return replace(self, now=self.past[-1], past=self.past[:-1], future=(*self.future, self.now))

    def redo(self) -> History:
        """The history with the last undo taken back; the same one if there is none."""
        if not self.future:
            return self
        return replace(self, now=self.future[-1], past=(*self.past, self.now), future=self.future[:-1])
