"""The context menus of a window of charts: each place of a chart has its own, all that is left the window's menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from ohlc_desktop.core.chart.drawings.drawings import Drawing
from ohlc_desktop.core.chart.indicators import IndicatorSpec
from ohlc_desktop.core.chart.profile.settings import ProfileSettings
from ohlc_desktop.ui.chart.drawing.drawing_menu import common_items, items_for
from ohlc_desktop.ui.chart.legend.legend_lines import left_out
from ohlc_desktop.ui.chart.menus.axis_items import price_axis_items, time_axis_items
from ohlc_desktop.ui.chart.menus.candle_items import candle_items
from ohlc_desktop.ui.chart.menus.continuous_items import continuous_items
from ohlc_desktop.ui.chart.menus.menu_items import MenuItem, fill_menu
from ohlc_desktop.ui.chart.menus.places import MenuPlace, Spot, place_at, place_by_key
from ohlc_desktop.ui.chart.menus.study_items import left_out_items, pane_items, subject_items
from ohlc_desktop.ui.chart.pane_control.pane_menu import all_panes_items
from ohlc_desktop.ui.chart.toolbar.menus import Menus

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
    from ohlc_desktop.ui.chart.window.chart_actions import ChartActions


class ContextMenus(QObject):
    """Opens them over the active chart."""

    def __init__(
        self, window: QWidget, active: Callable[[], ChartCell], actions: ChartActions, menus: Menus, feed: str
    ) -> None:  # fmt: skip
        """
        Args:
            window: Parent of the menus.
            active: The chart that they are about.
            actions: What is done through dialogs.
            menus: The window's own, which end the menus of candles and of the chart.
            feed: Name of the feed.
        """
        super().__init__(window)
        self._window, self._active, self._actions, self._menus, self._feed = window, active, actions, menus, feed

    def open(self, event: QContextMenuEvent) -> None:
        """Open the menu of the place where the pointer is, or by key that of what is selected."""
        view = self._active().view
        at = view.mapFromGlobal(event.globalPos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = place_by_key(view)
            self._popup(place, view.mapToGlobal(self._point_of(place)))
        else:
            inside = view.rect().contains(at)
            self._popup(place_at(view, QPointF(at)) if inside else MenuPlace(Spot.CHART), event.globalPos())

    def open_left_out(self, at: QPoint) -> None:
        """Open a menu of the studies for which the legend has no line, at a point of the active chart."""
        view = self._active().view
        frame = view.frame
        if frame is not None:
            menu = self._made()
            fill_menu(menu, left_out_items(view, left_out(frame)))
            menu.popup(view.mapToGlobal(at))

    def items(self, place: MenuPlace) -> list[MenuItem]:
        """What a place offers by itself, before the menus of the window."""
        view, about = self._active().view, place.about
        match place.spot, about:
            case Spot.PRICE_AXIS, _ if (
                place.pane is None or view.frame is None or place.pane.name == view.frame.price.name
            ):
                return price_axis_items(view)
            case ((Spot.PRICE_AXIS | Spot.PANE), _) if place.pane is not None:
                return pane_items(view, place.pane.name)
            case Spot.TIME_AXIS, _:
                return time_axis_items(view, self._actions.ask_date)
            case _, IndicatorSpec() | ProfileSettings() | str():
                return subject_items(view, about)
            case Spot.DRAWING, Drawing():
                return items_for(about, view.tool)
            case Spot.CANDLE, _:
                return candle_items(self._active(), place, self._actions, self._feed)
        return []

    def _popup(self, place: MenuPlace, at: QPoint) -> None:
        """Show the menu of a place; what it is about is selected, so that one sees it."""
        view, menu, items = self._active().view, self._made(), self.items(place)
        if isinstance(place.about, Drawing):
            view.legend.select(None)
            view.tool.select(place.about.id)
        elif isinstance(place.about, IndicatorSpec):
            view.legend.select(place.about)
        fill_menu(menu, items)
        if place.spot in (Spot.CANDLE, Spot.PANE, Spot.CHART):
            menu.addSeparator()
            self._add_general(menu)
        menu.popup(at)

    def _made(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add_general(self, menu: QMenu) -> None:
        """What is there everywhere: the window's menus, the panes, the drawings, and the settings of the chart."""
        view, menus = self._active().view, self._menus
        for one in (menus.indicators, menus.compare, menus.style, menus.view, menus.zone, menus.link, menus.snapshot):
            menu.addMenu(one)
        self._add_continuous(menu)
        fill_menu(menu.addMenu(self.tr("Pa&nes")), all_panes_items(view))
        if view.model is not None:
            fill_menu(menu, common_items(view.tool))
        menu.addSeparator()
        settings = MenuItem(self.tr("Chart s&ettings…"), self._actions.open_settings, keys="Ctrl+,")
        table = MenuItem(self.tr("Table &of candles…"), menus.table_wanted.emit, keys="Ctrl+T")
        fill_menu(menu, [settings, table])

    def _add_continuous(self, menu: QMenu) -> None:
        cell = self._active()
        if cell.series is None:
            return

        def switch(symbol: str) -> None:
            cell.switch(symbol, cell.timeframe)

        items = continuous_items(cell.series.instrument, self._feed, switch, self._actions.show_rolls)
        if items:
            fill_menu(menu.addMenu(self.tr("Cont&inuous series")), items)

    def _point_of(self, place: MenuPlace) -> QPoint:
        """Where a menu that was asked for by key appears."""
        view = self._active().view
        middle: QPoint = view.rect().center()
        return view.point_of(place.candle) if place.spot is Spot.CANDLE else middle
