"""The settings page: a form rendered from the declarations, and what is no declared setting beside it.

A value is written when its editor is done and the value can be used; else the reason stands below the field
and the value in force stays in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from itertools import chain
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.schedule.times import at_pacific, pacific
from ohlc_desktop.core.settings import (
    DECLARATIONS,
    ClockTime,
    Declaration,
    FeedNames,
    Group,
    Origin,
    Settings,
    Timeframes,
    Unusable,
)
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown, translated
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.sources.registry import feed_of
from ohlc_desktop.ui.settings.editors import Editor, editor_for, written
from ohlc_desktop.ui.settings.feeds_editor import FeedsEditor, FindFeeds, FoundFeeds
from ohlc_desktop.ui.widgets.boxes import TOP, hbox, vbox
from ohlc_desktop.ui.widgets.form import Card, FormNote, LinkButton, Toggle
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading

if TYPE_CHECKING:
    from ohlc_desktop.platform.protocol import Autostart
    from ohlc_desktop.profile import Profile
    from ohlc_desktop.redis_share.status import RedisStatus

    TestRedis = Callable[[str, Callable[[RedisStatus], None]], None]

translate = QCoreApplication.translate

_WIDEST = 820
_CONTROLS = 216
#: What is seen when the page opens; the rest is built a moment later, so that opening it does not take long.
_SEEN_FIRST = (Group.SCHEDULE, Group.DATA, Group.FEED)


class SettingsPage(QWidget):
    """All settings of the profile.

    Args:
        live_settings: The settings in force, which are shown and written.
        autostart: Whether the app starts at login; its real state is looked up whenever the page is shown.
        profile: Whose folder is shown.
        test_redis: Tries an address and calls back on this thread with what it found.
        clock: The one clock.
        find_feeds: Looks for the feeds of plug-ins and calls back likewise; without it ours alone can be chosen.
    """

    def __init__(
        self, live_settings: LiveSettings, autostart: Autostart, profile: Profile, test_redis: TestRedis,
        clock: Clock, parent: QWidget | None = None, find_feeds: FindFeeds = lambda _done: None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName(self.tr("Settings"))
        self._live_settings = live_settings
        self._autostart = autostart
        self._profile = profile
        self._test_redis, self._clock, self._find_feeds = test_redis, clock, find_feeds
        self.rows: dict[str, SettingRow] = {}
        self._wanted = ""
        self.problem = FormNote(filled=True)
        self._build()
        live_settings.changed.connect(self._show_settings)
        live_settings.error_changed.connect(self._show_problem)
        self._show_settings(live_settings.current)
        self._show_problem(live_settings.error)

    def bring_up(self, key: str) -> None:
        """Scroll to a setting, which may not be there yet, and give it the focus."""
        self._wanted = key
        self._bring_up()

    def _bring_up(self) -> None:
        if self._wanted in self.rows:
            row, self._wanted = self.rows[self._wanted], ""
            self._area.ensureWidgetVisible(row, 0, MARGIN)
            row.editor.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Others may have changed whether the app starts at login."""
        super().showEvent(event)
        self.login.look()

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        intro = Sentence(
            self.tr(
                "Changes take effect at once and are kept in settings.toml. The environment and .env win over them."
            )
        )
        self.login, self.folder = LoginRow(self._autostart), FolderRow(self._profile)
        self._groups = vbox()
        self._add_groups(_SEEN_FIRST, {Group.SCHEDULE: self.login, Group.DATA: self.folder})
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        vbox(intro, self.problem, self._groups, 1, parent=page, margins=(MARGIN, MARGIN, MARGIN, MARGIN * 2))
        if "feeds" in self.rows:
            self._find_feeds(self._show_feeds)
        self._area = _scrolled(page)
        vbox(self._area, parent=self)
        QTimer.singleShot(0, self, self._build_rest)

    def _build_rest(self) -> None:
        self.redis = RedisRow(self._test_redis, lambda: str(self.rows["redis_url"].editor.raw()))
        self._add_groups([group for group in Group if group not in _SEEN_FIRST], {Group.REDIS: self.redis})
        self._show_settings(self._live_settings.current)
        QTimer.singleShot(0, self, self._bring_up)  # once it is laid out

    def _add_groups(self, groups: Iterable[Group], extras: Mapping[Group, QWidget]) -> None:
        """Put groups below the others, all at once: laying out what is on the screen takes its time."""
        holder = QWidget()
        vbox(*chain.from_iterable(self._make_group(group, extras.get(group)) for group in groups), parent=holder)
        self._groups.addWidget(holder)

    def _make_group(self, group: Group, extra: QWidget | None) -> tuple[QWidget, QWidget]:
        """The title and the declared settings of a group, and below them what is none."""
        title = heading(QLabel(group_title(group)))
        title.setContentsMargins(2, MARGIN, 0, 0)
        card = Card()
        card.setAccessibleName(title.text())
        for declaration in DECLARATIONS:
            if declaration.group is group and not (self._profile.demo and isinstance(declaration.kind, FeedNames)):
                row = self.rows[declaration.key] = SettingRow(
                    declaration, self._live_settings, feed_of(self._profile.demo), self._beside
                )
                card.add(row)
        if extra is not None:
            card.add(extra)
        return title, card

    # -- showing -----------------------------------------------------------------------------------

    def _beside(self, at: time) -> str:
        """A time of day in Los Angeles as it is told today in the chosen zone; empty where that is the same."""
        today = datetime.fromtimestamp(self._clock.now(), pacific()).date()
        return wording.beside_pacific(at_pacific(today, at).timestamp())

    def _show_settings(self, settings: Settings) -> None:
        for row in self.rows.values():
            row.show_settings(settings)

    def _show_feeds(self, found: FoundFeeds) -> None:
        editor = self.rows["feeds"].editor
        if isinstance(editor, FeedsEditor):
            editor.show_found(found)

    def _show_problem(self, error: OhlcError | None) -> None:
        if error is None:
            self.problem.clear()
            return
        kept = self.tr("The last good settings stay in force.")
        self.problem.tell(Severity.FAILING, " ".join((shown(error.title), kept, shown(error.hint))))


class FormRow(QWidget):
    """A name and a sentence on the left, a control on the right, a note below.

    Attributes:
        note: What went wrong with it, or where its value comes from.
    """

    def __init__(self, title: str, help_: str) -> None:
        super().__init__()
        self.note = FormNote(small=True)
        self.help = Sentence(help_, small=True)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(MARGIN, GAP + 3, MARGIN, GAP + 3)
        self.grid.setHorizontalSpacing(MARGIN)
        self.grid.setVerticalSpacing(2)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnMinimumWidth(1, _CONTROLS)
        self.grid.setColumnMinimumWidth(2, LinkButton(self.tr("Reset")).sizeHint().width())
        self.grid.addWidget(QLabel(title), 0, 0)
        self.grid.addWidget(self.help, 1, 0)

    def place(self, control: QWidget, wide: bool = False, last: QWidget | None = None) -> None:
        """Put in the control, and maybe a small button at the end of the row."""
        if wide:
            self.grid.addWidget(self.help, 1, 0, 1, 3 if last is None else 2)
            self.grid.setRowMinimumHeight(2, GAP // 2)
            self.grid.addWidget(control, 3, 0, 1, 3)
        else:
            self.grid.addWidget(control, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        if last is not None:
            self.grid.addWidget(last, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self.grid.addWidget(self.note, 4, 0, 1, 3)


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


class LoginRow(FormRow):
    """Whether the app starts when the user logs in."""

    def __init__(self, autostart: Autostart) -> None:
        title = translate("LoginRow", "Start at login")
        super().__init__(title, translate("LoginRow", "Starts in the tray, without a window."))
        self._autostart = autostart
        self.toggle = Toggle()
        self.toggle.setAccessibleName(title)
        self.toggle.setAccessibleDescription(self.help.text())
        self.toggle.setToolTip(autostart.where)
        self.toggle.clicked.connect(self._change)
        holder = QWidget()
        hbox(self.toggle, 1, parent=holder)
        self.place(holder)

    def look(self) -> None:
        """Show the real state."""
        self.note.clear()
        self._show_state()

    def _change(self, wanted: bool) -> None:
        self.note.clear()
        try:
            (self._autostart.enable if wanted else self._autostart.disable)()
        except (OhlcError, OSError) as error:
            self._tell(error)
        self._show_state()

    def _show_state(self) -> None:
        try:
            self.toggle.setChecked(self._autostart.enabled())
        except (OhlcError, OSError) as error:
            self._tell(error)

    def _tell(self, error: OhlcError | OSError) -> None:
        if isinstance(error, OhlcError):
            text = shown(sentences(error.title, error.hint))
        else:
            text = self.tr("Start at login was not changed: {reason}. Make {place} writable, then try again.").format(
                reason=bare(error.strerror or error), place=self._autostart.where
            )
        self.note.tell(Severity.FAILING, text)


class FolderRow(FormRow):
    """Where the data is, and how to have it elsewhere."""

    def __init__(self, profile: Profile) -> None:
        told = translate(
            "FolderRow",
            "Database, settings and logs. For another folder quit, move this one if you want to keep its data, and "
            "start with --profile DIR or with OHLC_DESKTOP_HOME set to it.",
        )
        super().__init__(translate("FolderRow", "Data folder"), told)
        self._folder = profile.folder
        self.path = Sentence(str(profile.folder), colour="text")
        self.path.setAccessibleName(self.tr("Data folder {path}").format(path=profile.folder))
        self.open = QPushButton(self.tr("&Open folder"))
        self.open.setAccessibleName(self.tr("Open the data folder"))
        self.open.clicked.connect(self._open)
        line = QWidget()
        hbox((self.path, 1), self.open, parent=line)
        self.place(line, wide=True)

    def _open(self) -> None:
        self.note.clear()
        if not self._folder.is_dir():
            self.note.tell(Severity.ATTENTION, self.tr("The folder does not exist yet; the first import makes it."))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self.note.tell(Severity.ATTENTION, self.tr("No program is set up to show folders; open it by hand."))


class RedisRow(QWidget):
    """Tries the address that stands in the field, saved or not.

    Attributes:
        answered: A test has ended and its result is shown.
    """

    answered = Signal()

    def __init__(self, test: TestRedis, address: Callable[[], str]) -> None:
        super().__init__()
        self._test = test
        self._address = address
        self._asking = False
        self.note = FormNote()
        self.button = QPushButton(self.tr("&Test connection"))
        self.button.setAccessibleName(self.tr("Test the connection to Redis"))
        self.button.clicked.connect(self._ask)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # no wider while there is no note
        margins = (MARGIN, GAP + 3, MARGIN, GAP + 3)
        hbox((self.button, TOP), (self.note, 1), parent=self, margins=margins, spacing=MARGIN)

    def _ask(self) -> None:
        try:
            address = self._address()
        except Unusable as error:
            told = self.tr("Not tested: {reason}.").format(reason=bare(shown(error.message)))
            self.note.tell(Severity.FAILING, told)
            return
        if self._asking:
            return
        self._asking = True  # the button stays enabled: else the focus would go on to the next switch
        self.note.tell(Severity.BUSY, self.tr("Connecting…"))
        self._test(address, self._tell)

    def _tell(self, status: RedisStatus) -> None:
        self._asking = False
        severity = Severity.OK if status.state.value == "ok" else Severity.FAILING
        self.note.tell(severity, shown(sentences(status.detail, status.fix)))
        self.answered.emit()


def group_title(group: Group) -> str:
    """The heading of a group."""
    titles = {
        Group.SCHEDULE: translate("Settings", "Schedule"),
        Group.DATA: translate("Settings", "Data"),
        Group.FEED: translate("Settings", "Pace and quota"),
        Group.REDIS: translate("Settings", "Redis"),
        Group.HUB: translate("Settings", "Hub"),
        Group.NOTIFICATIONS: translate("Settings", "Notifications"),
        Group.APPEARANCE: translate("Settings", "Appearance"),
        Group.ADVANCED: translate("Settings", "Advanced"),
    }
    return titles[group]


def _scrolled(page: QWidget) -> QScrollArea:
    """A page in the middle, scrolled when it is too long."""
    middle = QWidget()
    hbox(1, (page, 100), 1, parent=middle)
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumSize(QSize(520, 240))
    area.setWidget(middle)
    return area
