"""The settings page: a form rendered from the declarations, and what is no declared setting beside it.

A value is written when its editor is done and the value can be used; else the reason stands below the field
and the value in force stays in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.schedule.times import at_pacific, pacific
from ohlc_desktop.core.settings import DECLARATIONS, FeedNames, Group, Settings
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.core.states.updates import NOT_ASKED, UpdateState
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.sources.registry import feed_of
from ohlc_desktop.ui.settings.connection_row import Connection, ConnectionRow
from ohlc_desktop.ui.settings.feeds_editor import FeedsEditor, FindFeeds, FoundFeeds
from ohlc_desktop.ui.settings.rows import FolderRow, LoginRow
from ohlc_desktop.ui.settings.setting_row import SettingRow
from ohlc_desktop.ui.settings.version_row import VersionRow
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.form import Card, FormNote
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.theme import MARGIN, heading

if TYPE_CHECKING:
    from ohlc_desktop.platform.protocol import Autostart
    from ohlc_desktop.profile import Profile
    from ohlc_desktop.services.health.health_checks import Indicator

    TestConnection = Callable[[str, str, Callable[[Connection], None]], None]

translate = QCoreApplication.translate

_WIDEST = 820
#: What is seen when the page opens; the rest is built a moment later, so that opening it does not take long.
_SEEN_FIRST = (Group.SCHEDULE, Group.DATA, Group.FEED)


class SettingsPage(QWidget):
    """All settings of the profile.

    Args:
        live_settings: The settings in force, which are shown and written.
        autostart: Whether the app starts at login; its real state is looked up whenever the page is shown.
        profile: Whose folder is shown.
        test: Tries the address in a setting, by its key, and calls back on this thread with what it found.
        clock: The one clock.
        find_feeds: Looks for the feeds of plug-ins and calls back likewise; without it ours alone can be chosen.

    Attributes:
        newest_wanted: The newest version is to be asked for; the answer goes to :meth:`show_updates`.
    """

    newest_wanted = Signal()

    def __init__(
        self, live_settings: LiveSettings, autostart: Autostart, profile: Profile, test: TestConnection,
        clock: Clock, parent: QWidget | None = None, find_feeds: FindFeeds = lambda _done: None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName(self.tr("Settings"))
        self._live_settings = live_settings
        self._autostart = autostart
        self._profile = profile
        self._test, self._clock, self._find_feeds = test, clock, find_feeds
        self.rows: dict[str, SettingRow] = {}
        self.version: VersionRow | None = None
        self.hub: ConnectionRow | None = None
        self._hub_indicator: Indicator | None = None
        self._updates = NOT_ASKED
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
        self.redis = self._connection("redis_url", self.tr("Test the connection to Redis"))
        self.hub = self._connection("hub_url", self.tr("Test the connection to the hub"))
        self.version = VersionRow()
        self.version.ask_wanted.connect(self.newest_wanted)
        extras = {Group.REDIS: self.redis, Group.HUB: self.hub, Group.ADVANCED: self.version}
        self._add_groups([group for group in Group if group not in _SEEN_FIRST], extras)
        self._show_settings(self._live_settings.current)
        self.show_updates(self._updates)
        self.show_hub(self._hub_indicator)
        QTimer.singleShot(0, self, self._bring_up)  # once it is laid out

    def show_hub(self, indicator: Indicator | None) -> None:
        """Tell below its address how the hub is, as long as nobody has just tried one."""
        self._hub_indicator = indicator
        if indicator is not None and self.hub is not None:
            facts = [f"{name}: {value}" for name, value in indicator.facts[1:]]
            told = [shown(sentences(indicator.detail, indicator.fix)), ". ".join(facts) + "." if facts else ""]
            self.hub.tell(indicator.severity, " ".join(told).strip())

    def _connection(self, key: str, spoken: str) -> ConnectionRow:
        """Below the address in a setting: whether something answers there."""
        return ConnectionRow(partial(self._test, key), lambda: str(self.rows[key].editor.raw()), spoken)

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
        if self.version is not None:
            self.version.show_address(settings.releases_url)

    def show_updates(self, state: UpdateState) -> None:
        """Show what is known of newer versions."""
        self._updates = state
        if self.version is not None:
            self.version.show_updates(state)

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
