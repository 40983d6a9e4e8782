"""A declared setting on the settings page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.settings import ClockTime, Declaration, Origin, Settings, Timeframes, Unusable
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n.messages import shown, translated
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.ui.settings.editors import Editor, editor_for, written
from ohlc_desktop.ui.settings.form_row import FormRow
from ohlc_desktop.ui.widgets.form import LinkButton


class SettingRow(FormRow):
    """One declared setting: its editor, its way back to the default, and why a value is refused."""

    def __init__(
        self, declaration: Declaration, live_settings: LiveSettings, feed: FeedSpec, beside: Callable[[time], str]
    ) -> None:
        """``beside`` tells a time of day in Los Angeles in the zone that the user chose."""
        self._help = translated(declaration.help).format(feed=feed.display_name)
        super().__init__(translated(declaration.label), self._help)
        self._declaration, self._beside = declaration, beside
        self._live_settings = live_settings
        self._value: Any = declaration.default
        self._refused = False
        self.editor: Editor = editor_for(declaration)
        everything = isinstance(declaration.kind, Timeframes)
        self.reset = LinkButton(self.tr("Select all") if everything else self.tr("Reset"))
        self._name_reset()
        self.place(self.editor, self.editor.wide, self.reset)
        self.editor.committed.connect(self._save)
        self.editor.touched.connect(self._judge_again)
        self.reset.clicked.connect(self._reset)

    def show_settings(self, settings: Settings) -> None:
        """Show the value in force, unless something else was entered and refused."""
        key = self._declaration.key
        self._value = getattr(settings, key)
        self._show_help()
        forced = self._live_settings.forced_by(key)
        self.editor.setEnabled(forced is None)
        self.reset.setVisible(settings.origins.get(key) is Origin.FILE)
        if self._refused and forced is None:
            return
        self.editor.show_value(self._value)
        self._tell_origin(forced)

    def _show_help(self) -> None:
        """What it is for; a time of the schedule in the chosen zone too."""
        beside = self._beside(self._value) if isinstance(self._declaration.kind, ClockTime) else ""
        told = self.tr("Today that is {time}.").format(time=beside) if beside else ""
        self.help.setText(f"{self._help} {told}".strip())

    # -- entering ----------------------------------------------------------------------------------

    def _save(self) -> None:
        if not self.editor.isEnabled():
            return
        try:
            value = self._entered()
            self._refused = False
            if value != self._value:
                self._live_settings.set(self._declaration.key, self._stored(value))
            self.show_settings(self._live_settings.current)
        except Unusable as error:
            self._refuse(self._sentence(shown(error.message)))
        except OhlcError as error:
            self._refuse(shown(sentences(error.title, error.hint)))

    def _entered(self) -> Any:
        """The value that was entered.

        Raises:
            Unusable: it makes no sense.
        """
        value = self._declaration.kind.parse(self.editor.raw())
        if value == "":
            raise Unusable("write something, or reset it to the default")
        return value

    def _stored(self, value: Any) -> Any:
        # All timeframes stay all when a later version knows more of them.
        everything = isinstance(self._declaration.kind, Timeframes) and value == self._declaration.default
        return None if everything else value

    def _judge_again(self) -> None:
        """While a refused text is corrected, say at once when it is right."""
        if not self._refused:
            return
        try:
            self._entered()
        except Unusable as error:
            self._refuse(self._sentence(shown(error.message)))
        else:
            self.note.clear()

    def _reset(self) -> None:
        try:
            self._live_settings.set(self._declaration.key, None)
        except OhlcError as error:
            self._refuse(shown(sentences(error.title, error.hint)))
            return
        self._refused = False
        self.show_settings(self._live_settings.current)

    # -- telling -----------------------------------------------------------------------------------

    def _refuse(self, sentence: str) -> None:
        self._refused = True
        self.note.tell(Severity.FAILING, sentence)
        self.editor.describe(sentence)

    def _sentence(self, reason: str) -> str:
        if self._declaration.secret:
            kept = self.tr("The old address stays in force.")
        else:
            kept = self.tr("Still in force: {value}.").format(value=written(self._declaration.kind, self._value))
        return self.tr("{reason}. {kept}").format(reason=reason[:1].upper() + bare(reason[1:]), kept=kept)

    def _tell_origin(self, forced: Origin | None) -> None:
        self.note.clear()
        variable = self._declaration.variable
        if forced is Origin.DOTENV:
            text = self.tr("Set by {variable} in .env; change it there.").format(variable=variable)
            self.note.tell(Severity.OFF, text, locked=True)
        elif forced is Origin.ENVIRONMENT:
            text = self.tr("Set by {variable} in the environment; change it there.").format(variable=variable)
            self.note.tell(Severity.OFF, text, locked=True)
        self.editor.describe(" ".join((self.help.text(), self.note.text)).strip())

    def _name_reset(self) -> None:
        name, kind = self.editor.name, self._declaration.kind
        self.reset.setAccessibleName(self.tr("Reset {name} to its default").format(name=name))
        default = self.tr("all") if isinstance(kind, Timeframes) else written(kind, self._declaration.default)
        self.reset.setToolTip(self.tr("Back to the default: {value}").format(value=default))
