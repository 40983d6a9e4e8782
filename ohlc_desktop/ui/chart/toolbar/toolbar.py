"""The row of buttons above the charts of a window, and the column beside them for drawing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from ohlc_desktop.core.chart.drawings.drawings import DrawingKind
from ohlc_desktop.core.chart.options import Scale
from ohlc_desktop.ui.chart.drawing.drawing_tool import DrawingTool
from ohlc_desktop.ui.chart.toolbar.menus import ActiveChart, Menus
from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import Strip, StripButton
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture
from ohlc_desktop.ui.chart.window.texts import LINK_COLOURS, kind_word, link_word, style_word, zone_word


class Toolbar(Strip):
    """What acts on the active chart. Shows what it is told, and tells what is wanted; menus tell for themselves.

    Attributes:
        menus: The menus.
        symbol: The button of somebody who wants to type a symbol or timeframe.
        date: The one that goes to a date.
        back: The one that shows the series before; ``forward`` the one that was left.
        replay: The one that begins and ends a replay.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.set_names(self.tr("Chart tools"), self.tr("More tools"))
        self.menus = Menus(self)
        self._favourites: dict[str, StripButton] = {}
        self._build_series()
        self._build_look()
        self._build_window()

    def show_state(self, shown: ActiveChart) -> None:
        """Show how the active chart stands."""
        before, self.menus.shown = self.menus.shown, shown
        if shown == before:
            return
        if shown.favourites != before.favourites or shown.timeframe != before.timeframe:
            self._show_favourites(shown)
        self._show_series(shown)
        self._show_look(shown)
        self._show_window(shown)
        self.arrange()

    # -- building ----------------------------------------------------------------------------------

    def _build_series(self) -> None:
        tip = self.tr("Another instrument: press here, or just type its symbol in the chart")
        self.symbol = self.add(StripButton(self.tr("Instrument"), tip=tip))
        self.symbol.set_strong(boxed=True)
        tip = self.tr("The series before (Alt+Left)")
        self.back = self.add(StripButton(self.tr("Back"), Picture.BACK, tip=tip), 90)
        tip = self.tr("The series that was left (Alt+Right)")
        self.forward = self.add(StripButton(self.tr("Forward"), Picture.FORWARD, tip=tip), 90)
        tip = self.tr("Timeframe: choose here, or just type it in the chart")
        self.timeframe = self.add(StripButton(self.tr("Timeframe"), tip=tip, menu=self.menus.timeframe), apart=True)
        self.timeframe.set_strong()

    def _build_look(self) -> None:
        menus = self.menus
        style = StripButton(self.tr("Style"), Picture.CANDLES, menu=menus.style)
        self.style_button = self.add(style, 30, apart=True)
        word = self.tr("Indicators")
        self.add(StripButton(word, Picture.INDICATORS, word, menu=menus.indicators), 10, shrinks=True)
        tip = self.tr("Compare with other instruments, in percent")
        self.add(StripButton(self.tr("Compare"), Picture.COMPARE, tip=tip, menu=menus.compare), 40)
        zone = StripButton(self.tr("Time zone"), Picture.ZONE, "UTC", menu=menus.zone)
        self.zone = self.add(zone, 45, apart=True, shrinks=True)
        self.rth = self._switch(self.tr("Regular trading hours only"), self.tr("RTH"), 35)
        self.log = self._switch(self.tr("Logarithmic prices"), self.tr("Log"), 70, apart=True)
        self.percent = self._switch(self.tr("Prices in percent"), self.tr("%"), 70)
        self.auto = self._switch(self.tr("Fit prices to what is in sight"), self.tr("Auto"), 60)
        self.rth.clicked.connect(lambda on: menus.choose(rth_only=on))
        self.log.clicked.connect(lambda on: menus.choose(scale=Scale.LOG if on else Scale.LINEAR))
        self.percent.clicked.connect(lambda on: menus.choose(scale=Scale.PERCENT if on else Scale.LINEAR))
        self.auto.clicked.connect(lambda on: menus.choose(auto_scale=on))
        tip = self.tr("What the chart shows")
        self.add(StripButton(self.tr("View"), Picture.VIEW, tip=tip, menu=menus.view), 15, apart=True)
        tip = self.tr("Go to a date (Ctrl+G)")
        self.date = self.add(StripButton(self.tr("Go to date"), Picture.DATE, tip=tip), 50)
        tip = self.tr("Replay: hide the future, and show it candle by candle")
        self.replay = self.add(StripButton(self.tr("Replay"), Picture.REPLAY, tip=tip, checkable=True), 55)

    def _build_window(self) -> None:
        tip = self.tr("Link colour: charts of one colour share instrument and crosshair")
        link = StripButton(self.tr("Link"), Picture.LINK, tip=tip, menu=self.menus.link)
        self.link = self.add(link, 20, apart=True, far=True)
        self.layout_button = self.add(StripButton(self.tr("Layout"), Picture.ONE, menu=self.menus.layout), 25)
        tip = self.tr("Copy or save the picture or the candles")
        self.add(StripButton(self.tr("Snapshot"), Picture.SNAPSHOT, tip=tip, menu=self.menus.snapshot), 30)

    def _switch(self, name: str, text: str, rank: int, apart: bool = False) -> StripButton:
        return self.add(StripButton(name, text=text, checkable=True), rank, apart)

    # -- showing -----------------------------------------------------------------------------------

    def _show_series(self, shown: ActiveChart) -> None:
        self.symbol.setText(shown.symbol)
        name = self.tr("Instrument: {symbol}, {name}").format(symbol=shown.symbol, name=shown.name)
        self.symbol.setAccessibleName(name if shown.symbol else self.tr("Instrument"))
        self.timeframe.setText(shown.timeframe)
        self.timeframe.setAccessibleName(self.tr("Timeframe: {name}").format(name=shown.timeframe))
        self.back.setEnabled(shown.can_go_back)
        self.forward.setEnabled(shown.can_go_forward)

    def _show_favourites(self, shown: ActiveChart) -> None:
        """A button for each, after the button of the menu."""
        if tuple(self._favourites) != shown.favourites:
            for button in self._favourites.values():
                self.remove(button)
            self._favourites = {name: self._favourite(name) for name in shown.favourites}
        for name, button in self._favourites.items():
            button.setChecked(name == shown.timeframe)

    def _favourite(self, name: str) -> StripButton:
        button = StripButton(self.tr("Timeframe {name}").format(name=name), text=name, checkable=True)
        button.clicked.connect(lambda: self._show_favourites(self.menus.shown))  # the chart decides what is checked
        button.clicked.connect(lambda: self.menus.timeframe_chosen.emit(name))
        return self.add(button, 80, before=self.style_button)

    def _show_look(self, shown: ActiveChart) -> None:
        options = shown.options
        self.style_button.show_picture(Picture(options.style))
        self.style_button.setToolTip(self.tr("Style: {style}").format(style=style_word(options.style)))
        self.zone.setText(zone_word(options.zone))
        self.zone.setToolTip(self.tr("Times are shown for: {zone}").format(zone=zone_word(options.zone)))
        self.rth.setChecked(options.rth_only)
        self.log.setChecked(options.scale is Scale.LOG)
        self.percent.setChecked(options.scale is Scale.PERCENT)
        self.auto.setChecked(options.auto_scale)
        self.date.setEnabled(shown.candles)
        self.replay.setEnabled(shown.candles)
        self.replay.setChecked(shown.replayed)

    def _show_window(self, shown: ActiveChart) -> None:
        colour = shown.link.colour
        self.link.show_dot(LINK_COLOURS.get(colour, QColor()))
        word = link_word(colour).replace("&", "")
        self.link.setAccessibleName(self.tr("Link: {colour}").format(colour=word))
        self.layout_button.show_picture(Picture(shown.layout))


class DrawingBar(Strip):
    """What draws on the active chart.

    Attributes:
        kinds: The button of each kind of drawing.
        chosen: Something was pressed here: the chart should have the keyboard.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.set_names(self.tr("Drawing tools"), self.tr("More drawing tools"))
        self._tool: DrawingTool | None = None
        self.kinds: dict[DrawingKind, StripButton] = {}
        self._build_kinds()
        self._build_edits()
        self._show_state()

    def attach(self, tool: DrawingTool | None) -> None:
        """Draw on another chart."""
        if tool is self._tool:
            return
        for signal in self._signals():
            signal.disconnect(self._show_state)
        self._tool = tool
        for signal in self._signals():
            signal.connect(self._show_state)
        self._show_state()

    def _signals(self) -> tuple[SignalInstance, ...]:
        tool = self._tool
        if tool is None:
            return ()
        return tool.tool_changed, tool.changed, tool.replaced

    def _build_kinds(self) -> None:
        self.pointer = StripButton(
            self.tr("Pointer"), Picture.POINTER, tip=self.tr("Pointer: move and select (Esc)"), checkable=True
        )
        self.pointer.clicked.connect(lambda: self._start(None))
        self.add(self.pointer)
        for kind in DrawingKind:
            button = StripButton(kind_word(kind), Picture(kind), checkable=True)
            button.clicked.connect(lambda _on, kind=kind: self._start(kind))
            self.kinds[kind] = button
            self.add(button, 10, apart=kind is next(iter(DrawingKind)))
        self.kinds[DrawingKind.MEASURE].setToolTip(self.tr("Measure points, ticks, dollars and bars; Shift keeps it"))

    def _build_edits(self) -> None:
        tip = self.tr("Magnet: snap to open, high, low and close (hold Ctrl)")
        magnet = StripButton(self.tr("Magnet"), Picture.MAGNET, tip=tip, checkable=True)
        self.magnet = self.add(magnet, 14, apart=True)
        self.magnet.clicked.connect(self._set_magnet)
        tip = self.tr("Undo (Ctrl+Z)")
        self.undo = self.add(StripButton(self.tr("Undo"), Picture.UNDO, tip=tip), 11, apart=True)
        self.redo = self.add(StripButton(self.tr("Redo"), Picture.REDO, tip=self.tr("Redo (Ctrl+Shift+Z)")), 12)
        tip = self.tr("Delete the selected drawing (Del); without one, all")
        self.delete = self.add(StripButton(self.tr("Delete"), Picture.DELETE, tip=tip), 13)
        self.undo.clicked.connect(lambda: self._tool is not None and self._tool.undo())
        self.redo.clicked.connect(lambda: self._tool is not None and self._tool.redo())
        self.delete.clicked.connect(self._delete)

    def _start(self, kind: DrawingKind | None) -> None:
        """Place a drawing next; Shift keeps a measure."""
        if self._tool is not None:
            shifted = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tool.start(None if kind is self._tool.kind else kind, keep=shifted)
        self._show_state()
        self.chosen.emit()

    def _set_magnet(self, on: bool) -> None:
        if self._tool is not None:
            self._tool.aim.magnet = on
        self.chosen.emit()

    def _delete(self) -> None:
        """The selected drawing; where none is, all, if the user says so."""
        tool = self._tool
        if tool is not None and tool.selected is None:
            self._ask_all(tool)
        elif tool is not None:
            tool.delete_selected()
        self.chosen.emit()

    def _ask_all(self, tool: DrawingTool) -> None:
        question = self.tr("Delete all drawings of {symbol}?").format(symbol=tool.symbol)
        box = QMessageBox(QMessageBox.Icon.Question, self.window().windowTitle(), question, parent=self.window())
        told = self.tr("Locked ones stay. Ctrl+Z brings them back while the chart shows {symbol}.")
        box.setInformativeText(told.format(symbol=tool.symbol))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.addButton(self.tr("&Delete"), QMessageBox.ButtonRole.DestructiveRole).clicked.connect(tool.delete_all)
        box.setDefaultButton(box.addButton(self.tr("&Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.open()

    def _show_state(self) -> None:
        """Show how the tool stands."""
        tool = self._tool
        kind = None if tool is None else tool.kind
        self.pointer.setChecked(kind is None)
        for each, button in self.kinds.items():
            button.setChecked(each is kind)
        self.magnet.setChecked(tool is not None and tool.aim.magnet)
        self.undo.setEnabled(tool is not None and bool(tool.history.past))
        self.redo.setEnabled(tool is not None and bool(tool.history.future))
        self.delete.setEnabled(tool is not None and bool(tool.drawings))
