"""The row of indicators, and the small window with the details and the fix that each opens."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QFormLayout, QFrame, QLabel, QPushButton, QToolButton, QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.health.health_checks import Indicator, IndicatorName
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import Sentence, SpokenLabel, TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading, severity_icon

_POPUP_WIDTH = 420


class IndicatorStrip(QWidget):
    """One button for each indicator: mark, name and a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[IndicatorName, Indicator] = {}
        self._details = Details(self)
        self._details.hide()
        self.buttons = {name: self._make_button(name) for name in IndicatorName}
        margins = (MARGIN - GAP // 2, 0, MARGIN, GAP)
        hbox(*self.buttons.values(), 1, parent=self, margins=margins, spacing=0)
        self.buttons[IndicatorName.HUB].hide()

    def show_indicators(self, indicators: Mapping[IndicatorName, Indicator]) -> None:
        """Show how everything stands; an open details window follows."""
        self.buttons[IndicatorName.HUB].setVisible(IndicatorName.HUB in indicators)
        for name, indicator in indicators.items():
            if self._shown.get(name) != indicator:
                self._shown[name] = indicator
                self._show(indicator)

    def _make_button(self, name: IndicatorName) -> QToolButton:
        button = QToolButton(toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon, autoRaise=True)
        button.setObjectName(f"indicator-{name.value}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setText(indicator_title(name))
        button.setIcon(severity_icon(Severity.UNKNOWN))
        button.clicked.connect(lambda: self._open(name))
        return button

    def _show(self, indicator: Indicator) -> None:
        button = self.buttons[indicator.name]
        title = indicator_title(indicator.name)
        text = self.tr("{name}: {word}").format(name=title, word=indicator.word)
        button.setText(f" {text}")  # the style leaves hardly any room behind the mark
        button.setIcon(severity_icon(indicator.severity))
        tip = "\n".join(shown(message) for message in (indicator.detail, indicator.fix) if message)
        button.setToolTip(f"{text}\n{tip}".strip())  # a narrow window shortens the text
        button.setAccessibleName(text)
        button.setAccessibleDescription(tip)
        if self._details.isVisible() and self._details.name is indicator.name:
            self._details.show_indicator(title, indicator)

    def _open(self, name: IndicatorName) -> None:
        indicator = self._shown.get(name)
        if indicator is None:
            return
        self._details.show_indicator(indicator_title(name), indicator)
        self._details.open_below(self.buttons[name])

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Draw the marks anew in a new theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for indicator in self._shown.values():
                self.buttons[indicator.name].setIcon(severity_icon(indicator.severity))


def indicator_title(name: IndicatorName) -> str:
    """What an indicator is called."""
    titles = {
        IndicatorName.REDIS: QCoreApplication.translate("IndicatorStrip", "Redis"),
        IndicatorName.HUB: QCoreApplication.translate("IndicatorStrip", "Hub"),
        IndicatorName.TIME_ZONE: QCoreApplication.translate("IndicatorStrip", "Pacific time"),
        IndicatorName.SCHEDULE: QCoreApplication.translate("IndicatorStrip", "Schedule"),
        IndicatorName.FEED: QCoreApplication.translate("IndicatorStrip", "Feed"),
        IndicatorName.DATABASE: QCoreApplication.translate("IndicatorStrip", "Database"),
    }
    return titles[name]


class Details(QFrame):
    """Everything about one indicator, and what to do about it.

    Attributes:
        name: The indicator that is shown.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.name: IndicatorName | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFixedWidth(_POPUP_WIDTH)
        self._icon, self._title, self._word = QLabel(), heading(QLabel()), QLabel()
        self._detail, self._fix = Sentence(colour="text"), Sentence(colour="text")
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(MARGIN)
        self._facts.setVerticalSpacing(GAP // 2)
        self._copy = QPushButton(self.tr("Co&py"))
        self._copy.clicked.connect(lambda: QApplication.clipboard().setText(self._copied))
        top = hbox(self._icon, self._title, self._word, 1, self._copy)
        vbox(top, self._detail, self._fix, self._facts, parent=self, margins=MARGIN)

    def show_indicator(self, title: str, indicator: Indicator) -> None:
        """Fill in an indicator."""
        self.name = indicator.name
        self._icon.setPixmap(severity_icon(indicator.severity, 20).pixmap(20))
        self._title.setText(title)
        self._word.setText(indicator.word)
        self._detail.setText(shown(indicator.detail))
        self._fix.setText(self.tr("What to do: {fix}").format(fix=shown(indicator.fix)) if indicator.fix else "")
        self._fix.setVisible(bool(indicator.fix))
        self._fill(indicator.facts)
        self._copied = _as_text(title, indicator)
        self.setAccessibleName(title)
        self.setAccessibleDescription(self._copied)
        self.adjustSize()

    def open_below(self, button: QWidget) -> None:
        """Open under a button, inside the screen."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(0, button.height() + 2))
        area = button.screen().availableGeometry()
        corner.setX(max(area.left(), min(corner.x(), area.right() - self.width())))
        corner.setY(max(area.top(), min(corner.y(), area.bottom() - self.height())))
        self.move(corner)
        self.show()
        self._copy.setFocus()

    def _fill(self, facts: tuple[tuple[str, str], ...]) -> None:
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, value in facts:
            label = SpokenLabel(name)
            label.setText(value)
            self._facts.addRow(TintedLabel(name), label)


def _as_text(title: str, indicator: Indicator) -> str:
    lines = [f"{title}: {indicator.word}", shown(indicator.detail), shown(indicator.fix)]
    lines += [f"{name}: {value}" for name, value in indicator.facts]
    return "\n".join(line for line in lines if line)
