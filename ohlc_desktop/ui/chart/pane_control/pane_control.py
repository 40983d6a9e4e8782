"""The panes of one chart in the user's hands: which one is meant, what can be done with it, and doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.pane_layout import pane_edits
from ohlc_desktop.core.chart.pane_layout.pane_edits import PaneCommand, commands_for
from ohlc_desktop.core.chart.pane_layout.pane_state import PRICE, VOLUME
from ohlc_desktop.ui.chart.engine.canvas import Staleness
from ohlc_desktop.ui.chart.panes.frame import Pane, PaneSlot

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.pane_control.pane_buttons import PaneButtons
    from ohlc_desktop.ui.chart.panes.view import ChartView


class PaneControl:
    """Acts on the panes of one chart, which are named as :meth:`ChartView.pane` names them.

    Attributes:
        buttons: Those that are shown in a pane; None before the pointer was over one of several for the first time.
    """

    def __init__(self, view: ChartView) -> None:
        self._view = view
        self._commands: dict[PaneCommand, ChartOptions] = {}
        self._commands_of: tuple[ChartOptions, tuple[int, ...], int] | None = None
        self.buttons: PaneButtons | None = None

    def under(self, point: QPointF) -> Pane | None:
        """The pane at a logical pixel of the chart, its axis included; None below all."""
        frame, y = self._view.frame, point.y() * self._view.devicePixelRatioF()
        panes = frame.panes if frame is not None else ()
        return next((pane for pane in panes if pane.rect.top() <= y <= pane.rect.bottom()), None)

    def commands(self, name: str) -> dict[PaneCommand, ChartOptions]:
        """What can be done with a pane now, and what it makes of the options; nothing for one that is gone."""
        slot, slots = self._slot(name), self._view.pane_stack.slots
        if slot is None or self._view.model is None:
            return {}
        of = self._view.options, tuple(each.number for each in slots), slot.number
        before = self._commands_of
        if before is None or before[0] is not of[0] or before[1:] != of[1:]:  # else as at the last move of the mouse
            self._commands_of, self._commands = of, commands_for(*of)
        return self._commands

    def run(self, name: str, command: PaneCommand) -> None:
        """Do it, if it can still be done."""
        options = self.commands(name).get(command)
        if options is not None:
            self._view.edit(options)

    def toggle_maximised(self, name: str) -> None:
        """Show a pane alone, or all again."""
        slot = self._slot(name)
        if slot is not None:
            self.run(name, PaneCommand.RESTORE if slot.state.maximised else PaneCommand.MAXIMISE)

    def maximise_at(self, point: QPointF) -> None:
        """Likewise for the pane at a logical pixel, unless something is drawn there that can be pressed."""
        pane = self.under(point)
        if pane is not None and self._view.doubt_under(point) is None and self._view.hole_under(point) is None:
            self.toggle_maximised(pane.name)

    def scales(self) -> dict[str, PriceScale]:
        """What the axes of the panes below the prices show now."""
        frame = self._view.frame
        return {pane.name: pane.scale for pane in frame.panes if pane.name != PRICE} if frame is not None else {}

    def stretch(self, name: str, scale: PriceScale, factor: float, pixel: float | None = None) -> None:
        """Show values of a pane below the prices ``factor`` times as tall as on a scale, from then on.

        What is at ``pixel``, the middle if not given, stays there; volume always begins at nothing.
        """
        fixed = scale.bottom if name == VOLUME else pixel
        self._view.stretched[name] = scale.zoomed(factor, fixed)
        self._view.invalidate(Staleness.FRAME)

    def fit(self, name: str) -> None:
        """Let values of a pane below the prices follow what is in sight again."""
        self._view.stretched.pop(name, None)
        self._view.invalidate(Staleness.FRAME)

    def reset(self) -> None:
        """Give all panes their usual heights."""
        self._view.edit(pane_edits.as_by_default(self._view.options))

    def hover(self, point: QPointF | None) -> None:
        """Show the buttons of the pane at a logical pixel; none without one, and while something is drawn."""
        pane = None if point is None or self._view.tool.kind is not None else self.under(point)
        if pane is not None and self.buttons is None:
            from ohlc_desktop.ui.chart.pane_control.pane_buttons import PaneButtons

            self.buttons = PaneButtons(self._view, self)
        if self.buttons is not None:
            self.buttons.show_for(pane)

    def _slot(self, name: str) -> PaneSlot | None:
        return next((slot for slot in self._view.pane_stack.slots if slot.name == name), None)
