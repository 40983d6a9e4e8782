"""The column of buttons beside the charts of a window, for drawing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.chart.drawings.drawings import DrawingKind
from ohlc_desktop.ui.chart.drawing.drawing_tool import DrawingTool
from ohlc_desktop.ui.chart.texts import kind_word
from ohlc_desktop.ui.chart.toolbar.flyout import FlyoutButton
from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import Strip, StripButton
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture
from ohlc_desktop.ui.widgets.labels import key_text

_Kind = DrawingKind
_LINES = (_Kind.TREND, _Kind.RAY, _Kind.EXTENDED, _Kind.HORIZONTAL, _Kind.HORIZONTAL_RAY, _Kind.VERTICAL)
_SHAPES = (_Kind.RECTANGLE, _Kind.CHANNEL, _Kind.FIBONACCI)
_POSITIONS = (_Kind.LONG, _Kind.SHORT)
_MEASURES = (_Kind.MEASURE, _Kind.PRICE_RANGE, _Kind.DATE_RANGE, _Kind.VOLUME_PROFILE)
_TEXTS = (_Kind.TEXT,)

#: Keys of tools, with Alt as a letter alone asks for a symbol. None is the mnemonic of a button that lies on a chart.
KEYS = {
    _Kind.TREND: "Alt+T", _Kind.HORIZONTAL: "Alt+H", _Kind.HORIZONTAL_RAY: "Alt+J", _Kind.VERTICAL: "Alt+V",
    _Kind.FIBONACCI: "Alt+F", _Kind.CHANNEL: "Alt+C", _Kind.RECTANGLE: "Alt+Shift+R", _Kind.MEASURE: "Alt+M",
    _Kind.LONG: "Alt+B", _Kind.SHORT: "Alt+S", _Kind.TEXT: "Alt+X",
}  # fmt: skip


class DrawingBar(Strip):
    """What draws on the active chart.

    Attributes:
        kinds: What starts each kind of drawing.
        groups: The button of each group of kinds.
        chosen: Something was pressed here: the chart should have the keyboard.
        objects_wanted: The list of all drawings is to be shown.
    """

    chosen = Signal()
    objects_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.set_names(self.tr("Drawing tools"), self.tr("More drawing tools"))
        self._tool: DrawingTool | None = None
        self.kinds: dict[DrawingKind, QAction] = {kind: self._action(kind) for kind in DrawingKind}
        self.groups: dict[tuple[DrawingKind, ...], FlyoutButton] = {}
        self._build_groups()
        self._build_switches()
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
        return tool.tool_changed, tool.changed, tool.replaced, tool.hiding_changed

    # -- building ----------------------------------------------------------------------------------

    def _action(self, kind: DrawingKind) -> QAction:
        action = QAction(kind_word(kind), self)
        action.setCheckable(True)
        action.setShortcut(QKeySequence(KEYS.get(kind, "")))
        action.triggered.connect(lambda _on, kind=kind: self._start(kind))
        self.addAction(action)  # else its keys would work only while the button of its group is in sight
        return action

    def _build_groups(self) -> None:
        tip = self.tr("Pointer: move and select (Esc)")
        self.pointer = self.add(StripButton(self.tr("Pointer"), Picture.POINTER, tip=tip, checkable=True))
        self.pointer.clicked.connect(lambda: self._start(None))
        names = {
            _LINES: self.tr("Lines"), _SHAPES: self.tr("Shapes and levels"), _POSITIONS: self.tr("Positions"),
            _MEASURES: self.tr("Measures"), _TEXTS: self.tr("Text"),
        }  # fmt: skip
        for number, (kinds, name) in enumerate(names.items()):
            button = FlyoutButton(name, [(self.kinds[kind], Picture(kind)) for kind in kinds])
            self.groups[kinds] = button
            self.add(button, 1 + number, apart=not number)
        self.kinds[_Kind.MEASURE].setToolTip(self.tr("Measure points, ticks, dollars and bars; Shift keeps it"))

    def _build_switches(self) -> None:
        tip = self.tr("Magnet: snap to open, high, low and close (hold Ctrl)")
        magnet = StripButton(self.tr("Magnet"), Picture.MAGNET, tip=tip, checkable=True)
        self.magnet = self.add(magnet, 14, apart=True)
        self.magnet.clicked.connect(self._set_magnet)
        self.lock = self.add(StripButton(self.tr("Lock all drawings"), Picture.LOCK, checkable=True), 15)
        self.lock.clicked.connect(self._lock)
        self.hidden = self.add(StripButton(self.tr("Hide all drawings"), Picture.EYE, checkable=True), 10)
        self.hidden.clicked.connect(self._hide)

    def _build_edits(self) -> None:
        tip = self.tr("Undo (Ctrl+Z)")
        self.undo = self.add(StripButton(self.tr("Undo"), Picture.UNDO, tip=tip), 16, apart=True)
        self.redo = self.add(StripButton(self.tr("Redo"), Picture.REDO, tip=self.tr("Redo (Ctrl+Shift+Z)")), 17)
        tip = self.tr("List of all drawings and indicators (Alt+O)")
        self.objects = self.add(StripButton(self.tr("Objects"), Picture.OBJECTS, tip=tip), 11)
        tip = self.tr("Delete the selected drawing (Del); without one, all")
        self.delete = self.add(StripButton(self.tr("Delete"), Picture.DELETE, tip=tip), 13)
        self.undo.clicked.connect(lambda: self._tool is not None and self._tool.undo())
        self.redo.clicked.connect(lambda: self._tool is not None and self._tool.redo())
        self.objects.clicked.connect(self.objects_wanted)
        self.delete.clicked.connect(self._delete)
        for keys, button in (("Ctrl+Alt+H", self.hidden), ("Alt+O", self.objects)):
            QShortcut(QKeySequence(keys), self).activated.connect(button.click)

    # -- doing -------------------------------------------------------------------------------------

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

    def _lock(self, on: bool) -> None:
        if self._tool is not None:
            self._tool.lock_all(on)
        self._show_state()
        self.chosen.emit()

    def _hide(self, on: bool) -> None:
        if self._tool is not None:
            self._tool.hide_all(on)
        self._show_state()
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
        from ohlc_desktop.ui.chart.dialogs.delete_question import ask_delete

        question = self.tr("Delete all drawings of {symbol}?").format(symbol=tool.symbol)
        told = self.tr("Locked ones stay. Ctrl+Z brings them back while the chart shows {symbol}.")
        ask_delete(self.window(), question, told.format(symbol=tool.symbol), tool.delete_all)

    # -- showing -----------------------------------------------------------------------------------

    def _show_state(self) -> None:
        """Show how the tool stands."""
        tool = self._tool
        kind = None if tool is None else tool.kind
        self.pointer.setChecked(kind is None)
        for each, action in self.kinds.items():
            action.setChecked(each is kind)
        for kinds, button in self.groups.items():
            last = kinds[0] if tool is None else tool.styles.last_used(kinds)
            button.show_tool(self.kinds[kind if kind in kinds and kind is not None else last])
        self.undo.setEnabled(tool is not None and bool(tool.history.past))
        self.redo.setEnabled(tool is not None and bool(tool.history.future))
        drawn = [] if tool is None else tool.drawings
        self.delete.setEnabled(bool(drawn))
        self._show_switches(tool, bool(drawn) and all(drawing.locked for drawing in drawn))

    def _show_switches(self, tool: DrawingTool | None, locked: bool) -> None:
        self.magnet.setChecked(tool is not None and tool.aim.magnet)
        self.lock.setEnabled(tool is not None and bool(tool.drawings))
        self.lock.setChecked(locked)
        self.lock.setToolTip(self.tr("Unlock all drawings") if locked else self.tr("Lock all drawings"))
        hidden = tool is not None and tool.all_hidden
        self.hidden.setChecked(hidden)
        self.hidden.show_picture(Picture.EYE_OFF if hidden else Picture.EYE)
        tip = self.tr("All drawings are hidden: show them") if hidden else self.tr("Hide all drawings")
        self.hidden.setToolTip(f"{tip} ({key_text('Ctrl+Alt+H')})")
