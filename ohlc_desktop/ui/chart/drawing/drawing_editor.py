"""The drawings of one chart and what can be done with them, without a mouse: select, change, undo, copy, move by keys.

Edits go through an undo history, and each is told to the world at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, Signal

from ohlc_desktop.core.chart.axes.steps import Steps
from ohlc_desktop.core.chart.drawings import edits
from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind, new_id
from ohlc_desktop.core.chart.drawings.edits import Drawings, drawn_at
from ohlc_desktop.core.chart.drawings.moving import move_body
from ohlc_desktop.core.chart.drawings.pasting import fitted
from ohlc_desktop.core.chart.drawings.styles import StyleBook, renamed, style_of, styled
from ohlc_desktop.core.continuous.spec import is_adjusted
from ohlc_desktop.ui.chart.drawing.drawing_aim import Aim
from ohlc_desktop.ui.chart.drawing.drawing_clipboard import from_clipboard, to_clipboard
from ohlc_desktop.ui.chart.drawing.drawing_finder import DrawingFinder
from ohlc_desktop.ui.chart.engine.surface import PriceSurface

# A copy lies so far from what was copied, logical pixels.
_ASIDE = QPointF(20, 20)


class DrawingEditor(QObject):
    """The drawings of one chart.

    Attributes:
        symbol: The instrument that the drawings belong to; what ``changed`` tells is to be saved for it.
        aim: Turns pixels into anchors; whether they snap is its ``magnet``.
        history: What is drawn, with what can be undone and redone.
        styles: How new drawings look.
        preview: What is shown in the place of the drawing with its id, while its properties are chosen.
        all_hidden: None is shown, whether it is hidden by itself or not.
        changed: list[Drawing]: an edit, an undo or a redo is done; to be saved.
        replaced: Other drawings are shown, as they are stored or come from another chart.
        selection_changed: Another drawing is selected, or none.
        hiding_changed: ``all_hidden`` is another now.
        properties_wanted: The :class:`Drawing` whose properties are to be asked for.
        template_wanted: The :class:`Drawing` whose look is to be remembered by a name.
        styles_changed: ``styles`` are to be remembered.
    """

    changed = Signal(list)
    replaced = Signal()
    selection_changed = Signal()
    hiding_changed = Signal()
    properties_wanted = Signal(object)
    template_wanted = Signal(object)
    styles_changed = Signal()

    def __init__(self, surface: PriceSurface, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surface = surface
        self.symbol = ""
        self.aim = Aim(surface)
        self.styles = StyleBook()
        self.all_hidden = False
        self._finder = DrawingFinder(surface)
        self._selected = ""
        self.preview: Drawing | None = None
        self._nudged = ""  # what the last edit has moved by keys
        self.history: Steps[Drawings] = Steps(())
        self._until: int | None = None
        self._fresh: set[str] = set()  # drawn while some are hidden for what they tell of a future
        self._visible: tuple[object, Drawings] = (None, ())

    # -- what is drawn -----------------------------------------------------------------------------

    @property
    def drawings(self) -> list[Drawing]:
        """All drawings, the nearest to the viewer last; a drag that is under way is not in it yet."""
        return list(self.history.now)

    @property
    def visible(self) -> Drawings:
        """Those that are shown: the same tuple as long as nothing changes."""
        if self.all_hidden:
            return ()
        if self._visible[0] is not self.history.now:
            self._visible = self.history.now, tuple(filter(self._seen, self.history.now))
        return self._visible[1]

    def _seen(self, drawing: Drawing) -> bool:
        if drawing.hidden or self._until is None or drawing.id in self._fresh:
            return not drawing.hidden
        return all(anchor.ts <= self._until for anchor in drawing.points)

    def hide_after(self, moment: int | None) -> None:
        """Hide drawings of which an anchor lies after a moment (UTC epoch seconds): they tell of a future; None for none.

        What is drawn meanwhile stays in sight, wherever it reaches.
        """
        if (moment is None) is not (self._until is None):
            self._fresh.clear()
        self._until, self._visible = moment, (None, ())
        self._surface.repaint_drawings()

    @property
    def selected(self) -> Drawing | None:
        """The selected drawing."""
        return next((each for each in self.history.now if each.id == self._selected), None)

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way that an edit would disturb."""
        return False

    def select(self, name: str) -> None:
        """Select the drawing with an id; none if it is empty."""
        if name != self._selected:
            self._selected, self._nudged = name, ""
            self._surface.repaint_drawings()
            self.selection_changed.emit()

    def select_next(self, step: int = 1) -> bool:
        """Select the next of the drawings in sight, the lowest first; False if there is none."""
        found = [each.id for each in self._finder.in_sight(self.visible)]
        if not found:
            return False
        before = found.index(self._selected) if self._selected in found else (-1 if step > 0 else 0)
        self.select(found[(before + step) % len(found)])
        return True

    # -- edits -------------------------------------------------------------------------------------

    def do(self, edit: Callable[..., Drawings], *about: object) -> bool:
        """Make an edit; False if it changes nothing or a gesture is under way."""
        return not self.busy and self._go_to(self.history.to(edit(self.history.now, *about)))

    def change(self, drawing: Drawing) -> bool:
        """Put a drawing in the place of that with the same id."""
        return self.do(edits.change, drawing)

    def undo(self) -> bool:
        """Take the last edit back; False if there is none or the mouse is in the middle of one."""
        return not self.busy and self._go_to(self.history.back())

    def redo(self) -> bool:
        """Do again what was undone last; False likewise."""
        return not self.busy and self._go_to(self.history.forward())

    def delete_selected(self) -> bool:
        """Delete the selected drawing; False if there is none, or it is locked."""
        drawing = self.selected
        return drawing is not None and not drawing.locked and self.do(edits.delete, drawing.id)

    def delete_all(self) -> bool:
        """Delete all drawings but locked ones; can be undone. False if there are none."""
        return self.do(edits.delete_all)

    def lock_all(self, locked: bool) -> bool:
        """Lock all drawings, or none."""
        return self.do(edits.lock_all, locked)

    def hide_all(self, hidden: bool) -> None:
        """Show no drawing, or those again that are not hidden by themselves; not an edit, and not remembered."""
        if hidden is not self.all_hidden:
            self.all_hidden = hidden
            self._surface.repaint_drawings()
            self.hiding_changed.emit()

    def hide(self, drawing: Drawing) -> bool:
        """Hide a drawing, or show it again."""
        return self.change(replace(drawing, hidden=not drawing.hidden))

    def ask_properties(self) -> bool:
        """Have the properties of the selected drawing asked for; False if there is none."""
        drawing = self.selected
        if drawing is not None and not self.busy:
            self.properties_wanted.emit(drawing)
        return drawing is not None

    def nudge(self, candles: int, ticks: int) -> bool:
        """Move the selected drawing by keys; False if there is none, or it is locked. Many moves are one edit."""
        drawing = self.selected
        if drawing is None or drawing.locked or self.busy:
            return False
        moved = move_body(drawing, lambda anchor: self._nudged_anchor(drawing, anchor, candles, ticks))
        history = self.history.to(edits.change(self.history.now, moved))
        if self._nudged == drawing.id and history is not self.history:
            history = replace(history, past=self.history.past)
        self._go_to(history)
        self._nudged = drawing.id
        return True

    def _nudged_anchor(self, drawing: Drawing, anchor: Anchor, candles: int, ticks: int) -> Anchor:
        candles = 0 if drawing.kind is DrawingKind.HORIZONTAL else candles
        return self.aim.stepped(anchor, candles, 0 if drawing.kind is DrawingKind.VERTICAL else ticks)

    def show_preview(self, drawing: Drawing | None) -> None:
        """Show a drawing as it would be; None for as it is."""
        self.preview = drawing
        self._surface.repaint_drawings()

    # -- styles ------------------------------------------------------------------------------------

    def keep_default(self, drawing: Drawing, usual: bool = False) -> None:
        """Have new drawings of its kind look like this one, or as by themselves again."""
        self.styles.set_default(drawing.kind, {} if usual else style_of(drawing))
        self.styles_changed.emit()

    def keep_template(self, drawing: Drawing, name: str) -> None:
        """Remember the look of a drawing by a name."""
        self.styles.set_template(drawing.kind, name, style_of(drawing))
        self.styles_changed.emit()

    def forget_template(self, kind: DrawingKind, name: str) -> None:
        """Forget a named look."""
        self.styles.set_template(kind, name, None)
        self.styles_changed.emit()

    # -- copies ------------------------------------------------------------------------------------

    def copy(self) -> bool:
        """Put the selected drawing on the clipboard; False if there is none."""
        drawing = self.selected
        if drawing is not None:
            to_clipboard([drawing], self.symbol)
        return drawing is not None

    def cut(self) -> bool:
        """The same, and delete it unless it is locked."""
        return self.copy() and self.delete_selected()

    def paste(self) -> bool:
        """Draw what is on the clipboard; False if that is no drawing, or there is nothing to draw on.

        A copy on the same instrument lies beside what was copied; on another one it keeps its stamps, and its prices as
        :func:`~ohlc_desktop.core.chart.drawings.pasting.fitted` has it.
        """
        symbol, drawings = from_clipboard()
        if not drawings or self.busy or not len(self._surface.series):
            return False
        there = {each.points for each in self.history.now}
        if symbol != self.symbol:
            pane = self._surface.price_rect()
            high, low = (self._surface.from_pixel(corner)[1] for corner in (pane.topLeft(), pane.bottomLeft()))
            drawings = fitted(drawings, self._surface.series.instrument, low, high)
        while any(each.points in there for each in drawings):
            drawings = [self._aside(each) for each in drawings]
        return self._put(drawings)

    def duplicate(self, drawing: Drawing) -> bool:
        """Draw the same beside a drawing."""
        return self._put([self._aside(drawing)])

    def draw(self, kind: DrawingKind, *points: Anchor) -> bool:
        """Draw a new one at these points, with the look of new ones of its kind."""
        return self._put([self._drawn(styled(Drawing(new_id(), kind, points), self.styles.default(kind)))])

    def _drawn(self, drawing: Drawing) -> Drawing:
        """A new drawing, which knows of the rolls that the prices it is drawn at have behind them."""
        series = self._surface.series
        return drawn_at(drawing, series.rolls) if is_adjusted(series.instrument.symbol) else drawing

    def _aside(self, drawing: Drawing) -> Drawing:
        by, free = _ASIDE, replace(drawing, locked=False)
        in_time, in_price = drawing.kind is not DrawingKind.HORIZONTAL, drawing.kind is not DrawingKind.VERTICAL
        moved = move_body(free, lambda anchor: self.aim.moved(anchor, by, in_time, in_price))
        return moved if moved.points != drawing.points else move_body(free, lambda a: self.aim.stepped(a, 1, -1))

    def _put(self, drawings: Iterable[Drawing]) -> bool:
        """Draw these, under ids of their own, and select the last."""
        fresh = [renamed(drawing, new_id()) for drawing in drawings]
        self._fresh.update(drawing.id for drawing in fresh)
        done = self.do(edits.add_all, fresh)
        if done:
            self.hide_all(False)
            self.select(fresh[-1].id)
        return done

    # -- inside ------------------------------------------------------------------------------------

    def _go_to(self, history: Steps[Drawings]) -> bool:
        """Make this the history and tell; False if it is already."""
        if history is self.history:
            return False
        self._keep(history)
        self.changed.emit(self.drawings)
        return True

    def _keep(self, history: Steps[Drawings]) -> None:
        self.history, self._nudged = history, ""
        if self._selected and self.selected is None:
            self._selected = ""
            self.selection_changed.emit()
        self._surface.repaint_drawings()
