"""Edits of a list of drawings, which :class:`~ohlc_desktop.core.chart.steps.Steps` can take back.

The later a drawing stands in the list, the nearer to the viewer it is painted.
"""

from __future__ import annotations

from dataclasses import dataclass

from ohlc_desktop.core.chart.drawings import Drawing

Drawings = tuple[Drawing, ...]


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
