"""The settings of one chart in one dialog. The chart shows each change at once; Cancel brings back what was before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from ohlc_desktop.core.chart.options import ChartOptions, Style
from ohlc_desktop.core.chart.saved.templates import ChartTemplate, applied
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.chart.items.colours import chart_colours, told_apart
from ohlc_desktop.ui.chart.settings.option_form import OptionForm, align_labels
from ohlc_desktop.ui.chart.settings.pages import pages
from ohlc_desktop.ui.chart.settings.template_menu import TemplateMenu
from ohlc_desktop.ui.chart.window.memory import Memory
from ohlc_desktop.ui.widgets.boxes import hbox, scrolled, vbox
from ohlc_desktop.ui.widgets.form import FormNote
from ohlc_desktop.ui.widgets.tables import RoomyRows, framed
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours

_SIZE = (660, 420)


class ChartSettingsDialog(QDialog):
    """Asks how a chart is drawn.

    Attributes:
        changed: :class:`ChartOptions` that the chart is to show now, also those of before when the dialog is cancelled.
        chosen_for_all: A :class:`ChartTemplate` for all charts of the window.
        options: As they are shown now. To be read only.
        pages: The list of pages; ``forms`` the pages themselves, in the same order.
        note: What is to be told of the colours, or what was done.
    """

    changed = Signal(object)
    chosen_for_all = Signal(object)

    def __init__(self, options: ChartOptions, title: str, memory: Memory, parent: QWidget | None = None) -> None:
        """
        Args:
            options: How the chart is drawn.
            title: Which chart it is.
            memory: Where templates are kept.
            parent: The window.
        """
        super().__init__(parent)
        self._before = self.options = options
        self.setWindowTitle(self.tr("Chart settings – {chart}").format(chart=title))
        self.templates = TemplateMenu(memory, lambda: self.options, self)
        self.pages, self._stack, self.note = QListWidget(), QStackedWidget(), FormNote(filled=True)
        self.forms: list[OptionForm] = []
        for name, form in pages().items():
            self.pages.addItem(name)
            self._stack.addWidget(scrolled(form))
            self.forms.append(form)
            form.edited.connect(self._take)
        align_labels(self.forms)
        self._build()
        self._connect()
        self.pages.setCurrentRow(0)
        self._show()

    def reject(self) -> None:
        """Draw the chart as it was."""
        self._take(self._before)
        super().reject()

    def _build(self) -> None:
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setItemDelegate(RoomyRows(self.pages))
        self.pages.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.pages.setFixedWidth(self.pages.sizeHintForColumn(0) + GAP)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.template_button = QPushButton(self.tr("&Templates"))
        self.template_button.setMenu(self.templates)
        self.default_button = QPushButton(self.tr("Use as &default"))
        self.reset_button = QPushButton(self.tr("R&eset"))
        for button in (self.template_button, self.default_button, self.reset_button):
            button.setAutoDefault(False)
        row = hbox(self.template_button, self.default_button, self.reset_button, 1, buttons)
        vbox(
            (hbox(framed(self.pages), (self._stack, 1)), 1),
            self.note,
            row,
            parent=self,
            margins=MARGIN,
            spacing=GAP + 4,
        )
        self.resize(*_SIZE)

    def _connect(self) -> None:
        self.pages.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.default_button.clicked.connect(self.templates.keep_default)
        self.reset_button.clicked.connect(lambda: self._use(ChartTemplate("", ChartOptions())))
        self.templates.chosen.connect(self._use)
        self.templates.chosen_for_all.connect(self._use)
        self.templates.chosen_for_all.connect(self.chosen_for_all)
        self.templates.told.connect(lambda text: self.note.tell(Severity.OK, text))

    def _use(self, template: ChartTemplate) -> None:
        self._take(applied(template, self.options))

    def _take(self, options: ChartOptions) -> None:
        """Have the chart drawn like this."""
        if options != self.options:
            self.options = options
            self._show()
            self.changed.emit(options)

    def _show(self) -> None:
        for form in self.forms:
            form.show_options(self.options)
        self.note.tell(Severity.ATTENTION, self._warning())

    def _warning(self) -> str:
        """What makes candles hard to see; empty where nothing does."""
        chosen = self.options.appearance
        if not (chosen.body or chosen.border or chosen.wick) and self.options.style is not Style.HOLLOW:
            return self.tr("Without body, border and wick no candle is seen. Switch one of them on.")
        if not told_apart(chart_colours(colours(self), chosen)):
            return self.tr("Some candles can hardly be told from the background. Choose colours further apart.")
        return ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Show the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "template_button"):
            self._show()
