"""Drawing with mouse and keys.

The chart gives every event to the tool before it handles it itself. Between events the tool is in one of three states:
it waits, it places a new drawing (:class:`~ohlc_desktop.ui.chart.drawing.drawing_gestures.Placing`) or it drags one
(:class:`~ohlc_desktop.ui.chart.drawing.drawing_gestures.Dragging`). A gesture becomes an edit when it ends, never while the
mouse moves.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent

from ohlc_desktop.core.chart.axes.steps import Steps
from ohlc_desktop.core.chart.drawings import edits
from ohlc_desktop.core.chart.drawings.drawings import BODY, Drawing, DrawingKind, Handle
from ohlc_desktop.core.chart.drawings.edits import Drawings
from ohlc_desktop.ui.chart.drawing.drawing_editor import DrawingEditor
from ohlc_desktop.ui.chart.drawing.drawing_gestures import Dragging, Placing
from ohlc_desktop.ui.chart.drawing.drawing_keys import act_on_drawings
from ohlc_desktop.ui.chart.engine.surface import PriceSurface
from ohlc_desktop.ui.chart.items.drawn.drawn_frame import ShownDrawings

_LEFT = Qt.MouseButton.LeftButton


class DrawingTool(DrawingEditor):
    """Draws on one chart, and changes what is drawn there.

    A measure vanishes with the next click or Esc, as traders know it; ``start(Kind.MEASURE, keep=True)``, which a
    toolbar does for a Shift-click, makes it a drawing like the others. What is filled can be taken within its fill; the
    chart is panned beside it. A locked drawing can be selected, but does not take the mouse: the chart can be panned by
    it. Held Ctrl, a drawing stays and a copy of it is dragged.

    ``press`` (also for the second one of a double click), ``move``, ``release`` and ``key`` return True if the event is
    used up. Moving without a button never is: the crosshair goes on.

    Attributes:
        tool_changed: The :class:`DrawingKind` that is placed next, or None.
    """

    tool_changed = Signal(object)

    def __init__(self, surface: PriceSurface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._placing: Placing | None = None
        self._dragging: Dragging | None = None
        self._passing: Drawing | None = None  # the measure that vanishes
        self._hovered: tuple[Drawing, Handle] | None = None

    # -- what is drawn -----------------------------------------------------------------------------

    @property
    def kind(self) -> DrawingKind | None:
        """What the next clicks place."""
        return None if self._placing is None else self._placing.kind

    @property
    def busy(self) -> bool:
        """Whether a drawing is dragged."""
        return self._dragging is not None

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

    def shown(self) -> ShownDrawings:
        """What is to be painted now."""
        now = self.visible
        if self.preview is not None:
            now = edits.change(now, self.preview)
        if self._dragging is not None:
            now = edits.add(now, self._dragging.now)
        draft = self._passing if self._placing is None else self._placing.draft
        hovered = "" if self._hovered is None else self._hovered[0].id
        return ShownDrawings(now, self._selected, hovered, draft)

    # -- what can be asked -------------------------------------------------------------------------

    def start(self, kind: DrawingKind | None, keep: bool = False) -> None:
        """Place a drawing with the next clicks; None stops it. ``keep`` makes a measure stay."""
        before = self.kind
        self._dragging = self._passing = self._hovered = None
        if kind is not None:
            self.select("")
            self.hide_all(False)
            self.styles.note_use(kind)
        style = None if kind is None else self.styles.default(kind)
        self._placing = None if kind is None else Placing(self.aim, kind, keep, style)
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
            self.select("")
        else:
            return False
        self._surface.repaint_drawings()
        return True

    # -- mouse -------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> bool:
        """Set an anchor, or take hold of a drawing; a double click asks for its properties."""
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
        if event.type() is QEvent.Type.MouseButtonDblClick and self._find(point) is not None:
            return self.ask_properties()
        return self._take(point, event.modifiers())

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
        held = handle <= BODY or drawing.locked
        return QCursor(Qt.CursorShape.PointingHandCursor if held else Qt.CursorShape.SizeAllCursor)

    def drawing_at(self, point: QPointF) -> Drawing | None:
        """The drawing at a point."""
        found = None if self._dragging is not None else self._find(point)
        return found[0] if found is not None else None

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key is for, as :mod:`~ohlc_desktop.ui.chart.drawing.drawing_keys` has it."""
        return act_on_drawings(self, event)

    # -- inside ------------------------------------------------------------------------------------

    def _reaches(self, point: QPointF) -> bool:
        """Whether there is something to draw on at a point, or to take: below the prices only vertical lines."""
        upright = self.kind in (None, DrawingKind.VERTICAL)
        room = self._surface.plot_rect() if upright else self._surface.price_rect()
        return len(self._surface.series) > 0 and room.contains(point)

    def _find(self, point: QPointF) -> tuple[Drawing, Handle] | None:
        """The drawing at a point, and which part of it."""
        return self._finder.find(self.visible, self._selected, point) if self._reaches(point) else None

    def _take(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Select what is at a point and begin to drag it, or a copy of it."""
        found = self._find(point)
        self.select("" if found is None else found[0].id)
        if found is None or found[0].locked:
            return False
        copies = bool(modifiers & Qt.KeyboardModifier.ControlModifier) and found[1] <= BODY
        self._dragging = Dragging(self.aim, *found, point, copies)
        return True

    def _follow(self, gesture: Placing | Dragging, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if gesture.move(point, modifiers):
            self._surface.repaint_drawings()

    def _drop(self) -> bool:
        """End a drag."""
        dragging, self._dragging = self._dragging, None
        if dragging is not None and dragging.now is not dragging.before:
            self.do(edits.add, dragging.now)
            self.select(dragging.now.id)
        self._hovered = None
        self._surface.repaint_drawings()
        return True

    def _place(self, drawing: Drawing) -> None:
        """A drawing is finished; what a text says is asked for."""
        passing = drawing.kind is DrawingKind.MEASURE and self._placing is not None and not self._placing.keep
        self.start(None)
        if passing:
            self._passing = drawing
            return
        self._selected = drawing.id
        self._fresh.add(drawing.id)
        self.do(edits.add, self._drawn(drawing))
        self.selection_changed.emit()
        if drawing.kind is DrawingKind.TEXT:
            self.ask_properties()

    def _hover(self, found: tuple[Drawing, Handle] | None) -> None:
        before, self._hovered = self._hovered, found
        if (before and before[0].id) != (found and found[0].id):
            self._surface.repaint_drawings()

    def _keep(self, history: Steps[Drawings]) -> None:
        super()._keep(history)
        if self._hovered is not None and self._hovered[0] not in history.now:
            self._hovered = None
