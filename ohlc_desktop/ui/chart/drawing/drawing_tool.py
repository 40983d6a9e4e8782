"""The hand that draws: mouse and keys of a chart become drawings.

The chart gives every event to the tool before it handles it itself. Between events the tool is in one of three states:
it waits, it places a new drawing (:class:`~ohlc_desktop.ui.chart.drawing.drawing_gestures.Placing`) or it drags one
(:class:`~ohlc_desktop.ui.chart.drawing.drawing_gestures.Dragging`). Edits go through an undo history, and are told to the world
when a gesture ends, never while the mouse moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent

from ohlc_desktop.core.chart.axes.steps import Steps
from ohlc_desktop.core.chart.drawings import edits
from ohlc_desktop.core.chart.drawings.drawings import BODY, Drawing, DrawingKind, Handle
from ohlc_desktop.core.chart.drawings.edits import Drawings
from ohlc_desktop.ui.chart.drawing.drawing_finder import DrawingFinder
from ohlc_desktop.ui.chart.drawing.drawing_gestures import Aim, Dragging, Placing
from ohlc_desktop.ui.chart.drawing.drawing_menu import MenuItem, items_for
from ohlc_desktop.ui.chart.engine.surface import PriceSurface
from ohlc_desktop.ui.chart.items.paint_drawings import ShownDrawings

_LEFT = Qt.MouseButton.LeftButton


class DrawingTool(QObject):
    """Draws on one chart, and changes what is drawn there.

    A measure vanishes with the next click or Esc, as traders know it; ``start(Kind.MEASURE, keep=True)``, which a
    toolbar does for a Shift-click, makes it a drawing like the others. Rectangles and measures are touched at their
    lines only, so that the chart can be panned within them. A locked drawing can be selected, but does not take the
    mouse: the chart can be panned by it.

    ``press`` (also for the second one of a double click), ``move``, ``release`` and ``key`` return True if the event is
    used up. Moving without a button never is: the crosshair goes on.

    Attributes:
        symbol: The instrument that the drawings belong to; what ``changed`` tells is to be saved for it.
        aim: Turns pixels into anchors; whether they snap is its ``magnet``.
        history: What is drawn, with what can be undone and redone.
        changed: list[Drawing]: an edit, an undo or a redo is done; to be saved.
        replaced: Other drawings are shown, as they are stored or come from another chart.
        tool_changed: The :class:`DrawingKind` that is placed next, or None.
    """

    changed = Signal(list)
    replaced = Signal()
    tool_changed = Signal(object)

    def __init__(self, surface: PriceSurface, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surface = surface
        self.symbol = ""
        self.aim = Aim(surface)
        self._finder = DrawingFinder(surface)
        self.history: Steps[Drawings] = Steps(())
        self._placing: Placing | None = None
        self._dragging: Dragging | None = None
        self._passing: Drawing | None = None  # the measure that vanishes
        self._selected = ""
        self._until: int | None = None
        self._hovered: tuple[Drawing, Handle] | None = None

    # -- what is drawn -----------------------------------------------------------------------------

    @property
    def drawings(self) -> list[Drawing]:
        """All drawings, the nearest to the viewer last; a drag that is under way is not in it yet."""
        return list(self.history.now)

    @property
    def kind(self) -> DrawingKind | None:
        """What the next clicks place."""
        return None if self._placing is None else self._placing.kind

    @property
    def selected(self) -> Drawing | None:
        """The selected drawing."""
        return next((each for each in self.history.now if each.id == self._selected), None)

    def set_drawings(self, symbol: str, drawings: Iterable[Drawing]) -> None:
        """Show what is stored for an instrument, and forget the history. ``changed`` is not sent.

        Nothing happens if these are shown already, as when the chart hears of its own change. Another instrument ends
        whatever was begun; another list for the same one, as from a second chart, only a drag.
        """
        now, other = tuple(drawings), symbol != self.symbol
        if not other and now == self.history.now:
            return
        self.symbol = symbol
        if other:
            self.start(None)
        self._dragging = None
        self._keep(Steps(now))
        self.replaced.emit()

    def hide_after(self, moment: int | None) -> None:
        """Hide drawings of which an anchor lies after a moment (UTC epoch seconds): they tell of a future; None for none."""
        self._until = moment
        self._hovered = None
        self._surface.repaint_drawings()

    @property
    def _seen(self) -> Drawings:
        """The drawings that are shown, the nearest to the viewer last."""
        until = self._until
        if until is None:
            return self.history.now
        return tuple(each for each in self.history.now if all(anchor.ts <= until for anchor in each.points))

    def shown(self) -> ShownDrawings:
        """What is to be painted now."""
        now = self._seen
        if self._dragging is not None:
            now = edits.change(now, self._dragging.now)
        draft = self._passing if self._placing is None else self._placing.draft
        hovered = "" if self._hovered is None else self._hovered[0].id
        return ShownDrawings(now, self._selected, hovered, draft)

    # -- what can be asked -------------------------------------------------------------------------

    def start(self, kind: DrawingKind | None, keep: bool = False) -> None:
        """Place a drawing with the next clicks; None stops it. ``keep`` makes a measure stay."""
        before = self.kind
        self._dragging = self._passing = self._hovered = None
        self._selected = "" if kind is not None else self._selected
        self._placing = None if kind is None else Placing(self.aim, kind, keep)
        if before is not kind:
            self.tool_changed.emit(kind)
        self._surface.repaint_drawings()

    def cancel(self) -> bool:
        """Undo a gesture that is under way, or let a measure vanish, or deselect: what Esc does; False if nothing."""
        if self._placing is not None:
            self.start(None)
        elif self._dragging is not None or self._passing is not None:
            self._dragging = self._passing = None
        elif self._selected:
            self._selected = ""
        else:
            return False
        self._surface.repaint_drawings()
        return True

    def undo(self) -> bool:
        """Take the last edit back; False if there is none or the mouse is in the middle of one."""
        return self._go_to(self.history.back())

    def redo(self) -> bool:
        """Do again what was undone last; False likewise."""
        return self._go_to(self.history.forward())

    def delete_selected(self) -> bool:
        """Delete the selected drawing; False if there is none, or it is locked."""
        drawing = self.selected
        if drawing is None or drawing.locked or self._dragging is not None:
            return False
        return self._do(edits.delete, drawing.id)

    def delete_all(self) -> bool:
        """Delete all drawings but locked ones; can be undone. False if there are none."""
        return self._dragging is None and self._do(edits.delete_all)

    # -- mouse -------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> bool:
        """Set an anchor, or take hold of a drawing."""
        point = event.position()
        if self._dragging is not None:
            return True
        if self._passing is not None:
            self._passing = None
            self._surface.repaint_drawings()
        if event.button() is not _LEFT or not self._reaches(point):
            return False
        if self._placing is not None:
            self._placing.press(point, event.modifiers())
            self._surface.repaint_drawings()
            return True
        return self._take(point)

    def move(self, event: QMouseEvent) -> bool:
        """Let the gesture follow, or show what could be taken."""
        if self._placing is None and self._dragging is None and not self.history.now:
            return False
        point, held = event.position(), bool(event.buttons() & _LEFT)
        if self._dragging is not None and not held:
            return self._drop()  # the release went elsewhere, to a window that opened over the chart
        if self._dragging is not None:
            self._follow(self._dragging, point, event.modifiers())
            return True
        if self._placing is not None:
            down = self._placing.pressed is not None
            if held == down:  # else the chart's axis is dragged between two clicks
                self._follow(self._placing, point, event.modifiers())
            return down
        if not event.buttons():
            self._hover(self._find(point))
        return False

    def release(self, event: QMouseEvent) -> bool:
        """End the gesture: here, and only here, it becomes an edit."""
        if event.button() is not _LEFT:
            return self._dragging is not None
        if self._dragging is not None:
            self._follow(self._dragging, event.position(), event.modifiers())
            return self._drop()
        if self._placing is None or self._placing.pressed is None:
            return False
        finished = self._placing.release(event.position(), event.modifiers())
        if finished is not None:
            self._place(finished)
        return True

    def leave(self) -> None:
        """The pointer has left the chart."""
        self._hover(None)

    def cursor(self) -> QCursor | None:
        """The cursor that tells what a press would do; None for the chart's own."""
        if self._placing is not None:
            return QCursor(Qt.CursorShape.CrossCursor)
        if self._dragging is not None:
            return QCursor(Qt.CursorShape.ClosedHandCursor)
        if self._hovered is None:
            return None
        drawing, handle = self._hovered
        held = handle == BODY or drawing.locked
        return QCursor(Qt.CursorShape.PointingHandCursor if held else Qt.CursorShape.SizeAllCursor)

    def context_menu_items(self, point: QPointF) -> list[MenuItem]:
        """What can be done with the drawing at a point, which becomes the selected one; nothing beside them."""
        found = None if self._dragging is not None else self._find(point)
        if found is None:
            return []
        self._select(found[0].id)
        return items_for(found[0], self._do)

    def key(self, event: QKeyEvent) -> bool:
        """Esc, Delete, Backspace, Ctrl+Z, Ctrl+Shift+Z, Ctrl+Y."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        keys = {
            (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier): self.cancel,
            (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier): self.delete_selected,
            (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier): self.delete_selected,
            (Qt.Key.Key_Z, control): self.undo,
            (Qt.Key.Key_Z, control | shift): self.redo,
            (Qt.Key.Key_Y, control): self.redo,
        }
        action = keys.get((Qt.Key(key), modifiers))
        return action() if action is not None else False

    # -- inside ------------------------------------------------------------------------------------

    def _reaches(self, point: QPointF) -> bool:
        """Whether there is something to draw on at a point."""
        return len(self._surface.series) > 0 and self._surface.price_rect().contains(point)

    def _find(self, point: QPointF) -> tuple[Drawing, Handle] | None:
        """The drawing at a point of the price pane, and which part of it."""
        return self._finder.find(self._seen, self._selected, point) if self._reaches(point) else None

    def _take(self, point: QPointF) -> bool:
        """Select what is at a point and begin to drag it."""
        found = self._find(point)
        self._select("" if found is None else found[0].id)
        if found is None or found[0].locked:
            return False
        self._dragging = Dragging(self.aim, *found, point)
        return True

    def _follow(self, gesture: Placing | Dragging, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if gesture.move(point, modifiers):
            self._surface.repaint_drawings()

    def _drop(self) -> bool:
        """End a drag."""
        dragging, self._dragging = self._dragging, None
        if dragging is not None:
            self._do(edits.change, dragging.now)
            self._hovered = None
            self._surface.repaint_drawings()
        return True

    def _place(self, drawing: Drawing) -> None:
        """A drawing is finished."""
        passing = drawing.kind is DrawingKind.MEASURE and self._placing is not None and not self._placing.keep
        self.start(None)
        if passing:
            self._passing = drawing
        else:
            self._selected = drawing.id
            self._do(edits.add, drawing)

    def _hover(self, found: tuple[Drawing, Handle] | None) -> None:
        before, self._hovered = self._hovered, found
        if (before and before[0].id) != (found and found[0].id):
            self._surface.repaint_drawings()

    def _select(self, name: str) -> None:
        if name != self._selected:
            self._selected = name
            self._surface.repaint_drawings()

    def _do(self, edit: Callable[..., Drawings], *about: object) -> bool:
        return self._go_to(self.history.to(edit(self.history.now, *about)), mid_drag=True)

    def _go_to(self, history: Steps[Drawings], mid_drag: bool = False) -> bool:
        """Make this the history and tell; False if it is already."""
        if history is self.history or (self._dragging is not None and not mid_drag):
            return False
        self._keep(history)
        self.changed.emit(self.drawings)
        return True

    def _keep(self, history: Steps[Drawings]) -> None:
        self.history = history
        if self.selected is None:
            self._selected = ""
        if self._hovered is not None and self._hovered[0] not in history.now:
            self._hovered = None
        self._surface.repaint_drawings()
