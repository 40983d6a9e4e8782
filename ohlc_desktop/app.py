"""The tray process: composition root.

The tray icon is put up before anything heavy is loaded; then come the controller with the services, and the shell with
the windows when they are wanted.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ohlc_desktop.core.clock import Clock, SystemClock
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.diagnostics.logs import start_logging
from ohlc_desktop.diagnostics.redaction import hide, secrets_of
from ohlc_desktop.platform.single_instance import SingleInstance
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.app_state import AppState
from ohlc_desktop.services.i18n import zones
from ohlc_desktop.services.i18n.languages import Languages
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.services.memory import forget_sources
from ohlc_desktop.ui.tray.icon import Tray
from ohlc_desktop.ui.widgets.theme import apply_theme

if TYPE_CHECKING:
    from ohlc_desktop.services.controller import Controller
    from ohlc_desktop.ui.shell.shell import Shell

_log = logging.getLogger(__name__)

#: A tray that starts after us, as at login, gets this long before the window is opened instead.
TRAY_MS = 5_000
#: A cancelled import that has not ended after so many seconds is killed.
LAST_SECONDS = 1.6


def run(profile: Profile, hidden: bool) -> int:
    """Run the tray app until the user quits; returns the exit code.

    Args:
        profile: Whose data.
        hidden: Open no window, as at login.

    Raises:
        UsageError: there is no display.
        ProfileError: the data folder cannot be used.
    """
    application = make_application()
    create(profile)
    instance = SingleInstance(profile.folder)
    if not instance.claim():
        return _already_running(instance)
    app = App(application, profile, SystemClock(), hidden)
    instance.show_wanted.connect(app.open_window)
    try:
        return application.exec()
    finally:
        app.close()
        instance.release()


def make_application() -> QApplication:
    """The Qt application on a display that works.

    Raises:
        UsageError: there is none.
    """
    asked = os.environ.get("QT_QPA_PLATFORM")
    if not asked and sys.platform.startswith("linux"):
        # With a last resort in the list, Qt does not abort where no display answers.
        wayland = "wayland;" if os.environ.get("WAYLAND_DISPLAY") else ""
        os.environ["QT_QPA_PLATFORM"] = f"{wayland}xcb;offscreen"
    application = QApplication.instance() or _new_application()
    assert isinstance(application, QApplication)
    if not asked and application.platformName() == "offscreen":
        raise UsageError(
            "The display cannot be used.", "Nothing was started; stored candles are as they were.",
            "Import once with: ohlc-desktop import. Keep the daily schedule without a screen with: ohlc-desktop run",
        )  # fmt: skip
    application.setApplicationName("ohlc-desktop")
    application.setDesktopFileName("ohlc-desktop")
    application.setQuitOnLastWindowClosed(False)
    application.setQuitLockEnabled(False)
    return application


def _new_application() -> QApplication:
    if sys.platform == "win32":
        from ohlc_desktop.platform.windows import claim_identity

        claim_identity()
    if sys.platform == "darwin":
        from ohlc_desktop.platform.macos import Application

        return Application(["ohlc-desktop"])
    return QApplication(["ohlc-desktop"])


def _already_running(instance: SingleInstance) -> int:
    holder = instance.holder
    if holder is not None and holder.answered and holder.role != "run":
        sys.stderr.write("OHLC Desktop is already running with this data folder; its window was opened.\n")
        return 0
    who = f"process {holder.pid}" if holder and holder.pid else "another process"
    does = "without a screen (ohlc-desktop run)" if holder and holder.role == "run" else "and does not answer"
    sys.stderr.write(
        f"OHLC Desktop already runs with this data folder: {who}, {does}.\n"
        "Nothing was started; its schedule goes on.\nEnd that process, then start again.\n"
    )
    return 4


class App(QObject):
    """One tray app, from its icon to its end.

    Attributes:
        live_settings: The settings.
        tray: The icon.
        controller: The services; None until the icon was put up.
        shell: The windows; None as long.
    """

    def __init__(self, application: QApplication, profile: Profile, clock: Clock, hidden: bool) -> None:
        super().__init__()
        self._application, self._profile, self._clock, self._hidden = application, profile, clock, hidden
        self._closed = False
        self.controller: Controller | None = None
        self.shell: Shell | None = None
        self.live_settings = LiveSettings(profile, parent=self)
        self._log()
        apply_theme(application, self.live_settings.current.theme)
        self._languages = Languages(self)
        self._languages.speak(self.live_settings.current.language)
        zones.choose(self.live_settings.current.time_zone)
        self.tray = Tray(AppState(self.live_settings.current), profile.demo, self)
        self.tray.show()
        QTimer.singleShot(0, self, self._begin)

    def _log(self) -> None:
        level = self.live_settings.current.log_level
        start_logging(self._profile, level, logging.CRITICAL + 1, self._mask, shared=True)

    def _mask(self, text: str) -> str:
        return hide(text, *secrets_of(self.live_settings.current))

    def _begin(self) -> None:
        """Load services and windows; the icon is already there."""
        if self._closed:
            return
        _log.info("The tray icon is up (process %d).", os.getpid())
        from ohlc_desktop.services.health.faults import Faults

        faults = Faults(self._profile, self._mask, self._clock, self)
        faults.listen()
        from ohlc_desktop.platform.unix_signals import QuitSignals
        from ohlc_desktop.services.controller import Controller
        from ohlc_desktop.ui.shell.shell import Shell

        self._signals = QuitSignals(self)
        self._signals.quit_wanted.connect(self._quit_now)
        self.controller = Controller(
            self._profile, self._clock, self.live_settings, faults, self._mask, interactive=True, parent=self
        )
        self.shell = Shell(self._application, self.controller, self.tray, self._languages, self._quit_now, self)
        self.live_settings.changed.connect(self._log)
        self._application.aboutToQuit.connect(self.close)
        self._connect_dock()
        self._start()

    def _connect_dock(self) -> None:
        if sys.platform == "darwin" and self.shell is not None:
            from ohlc_desktop.platform.macos import Application

            if isinstance(self._application, Application):
                self._application.quit_asked.connect(self.shell.quit)

    def _start(self) -> None:
        assert self.controller is not None
        assert self.shell is not None
        forget_sources()
        gc.freeze()  # what is loaded now stays: collections need not look at it, which would take tens of ms
        self.controller.start()
        self.shell.notify_of_reports()
        if not self._hidden:
            self.open_window()
            self.shell.charts.restore()
        elif not self.tray.host_present():
            QTimer.singleShot(TRAY_MS, self, self._open_without_tray)

    def _open_without_tray(self) -> None:
        """No icon to click on: the window is the only way in."""
        if not self.tray.host_present():
            _log.warning("No tray was found: the window is opened instead.")
            self.open_window()

    def open_window(self) -> None:
        """Show the window in front of others."""
        if self.shell is not None:
            self.shell.open_window()

    def _quit_now(self) -> None:
        self.close()
        self._application.exit(0)

    def close(self) -> None:
        """Stop everything, an import within two seconds; idempotent."""
        if self._closed:
            return
        self._closed = True
        self.tray.stop()
        if self.controller is not None and self.shell is not None:
            began = self._clock.monotonic()
            self.controller.let_go()
            self.shell.close()  # a silent Redis takes a second and a half, beside the import's
            self.controller.stop(LAST_SECONDS - (self._clock.monotonic() - began))
            self._signals.close()
        self._languages.silence()
