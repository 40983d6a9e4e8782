"""The workspaces of the program: opens one instead of another, and keeps what changes in the open one.

Nothing that is open is lost: it is kept under its name before another is opened, under a new name if it has none, and
where changes are not kept by themselves the user is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ohlc_desktop.core.chart.saved.names import LONGEST, next_name
from ohlc_desktop.ui.chart.window.memory import Memory
from ohlc_desktop.ui.chart.window.window_state import WindowState
from ohlc_desktop.ui.chart.workspaces.workspace_menu import WorkspaceButton
from ohlc_desktop.ui.chart.workspaces.workspaces import Workspaces, differ

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.window.window import ChartWindow

#: When the button gives way to others.
_RANK = 28


class WorkspaceKeeper(QObject):
    """Keeps them.

    Attributes:
        workspaces: As they are kept. To be read only.
        changed: The open one, a name or the way changes are kept is another.
    """

    changed = Signal()

    def __init__(
        self, memory: Memory, states: Callable[[], Sequence[WindowState]],
        show: Callable[[Sequence[WindowState]], object], parent: QObject,
    ) -> None:  # fmt: skip
        """
        Args:
            memory: Where they are kept.
            states: The windows that are open.
            show: Opens windows instead of those.
            parent: Its owner.
        """
        super().__init__(parent)
        self._memory, self._states, self._show = memory, states, show
        self.workspaces: Workspaces = memory.workspaces()

    def attach(self, window: ChartWindow) -> None:
        """Give a window the button with the menu of workspaces."""
        window.toolbar.add(WorkspaceButton(self, window), _RANK, shrinks=True)
        window.toolbar.arrange()

    # -- the open one ------------------------------------------------------------------------------

    @property
    def unsaved(self) -> bool:
        """Whether the open one shows something else than is kept of it."""
        kept = self.workspaces.find(self.workspaces.current)
        return kept is not None and differ(self._states(), kept.windows)

    def remember(self) -> None:
        """Keep the open one as it is now, if that is to be done by itself."""
        if self.workspaces.current and self.workspaces.autosave:
            self._keep(self._saved())

    def save(self) -> None:
        """Keep the open one as it is now."""
        if self.workspaces.current:
            self._keep(self._saved())

    def save_as(self, name: str) -> None:
        """Keep what is open under a name, and go on under it; what it named before is replaced."""
        self.remember()
        self._keep(replace(self.workspaces.keeping(name, self._states()), current=name))

    def duplicate(self) -> None:
        """Go on in a copy of the open one; that stays as it is now."""
        name = (self.workspaces.current or self.tr("Workspace"))[: LONGEST - 4].rstrip()
        self.save_as(next_name(f"{name} {{number}}", [*self.workspaces.names, f"{name} 1"]))

    def set_autosave(self, on: bool) -> None:
        """Whether changes in the open one are kept by themselves."""
        self._keep(replace(self.workspaces, autosave=on))
        self.remember()

    # -- all of them -------------------------------------------------------------------------------

    @property
    def asks(self) -> bool:
        """Whether the user is asked before another is opened."""
        return not self.workspaces.autosave and self.unsaved

    def open(self, name: str, window: QWidget | None) -> None:
        """Open a workspace instead of what is open, which is kept; the user is asked over ``window`` where need be."""
        found = self.workspaces.find(name)
        if found is None or found.name == self.workspaces.current:
            return
        if window is not None and self.asks:
            self._ask(found.name, window)
        else:
            self._leave()
            self._enter(found.name)

    def create(self, name: str, windows: Sequence[WindowState]) -> None:
        """Begin a workspace with these windows instead of what is open, which is kept."""
        self._leave()
        self._keep(self.workspaces.keeping(name, windows))
        self._enter(name)

    def rename(self, name: str, to: str) -> None:
        """Call a workspace otherwise."""
        self._keep(self.workspaces.renamed(name, to))

    def delete(self, name: str) -> None:
        """Forget a workspace; the windows of the open one stay."""
        self._keep(self.workspaces.without(name))

    def _leave(self) -> None:
        """Keep what is open before it is closed."""
        windows = list(self._states())
        if self.workspaces.current:
            self.save()
        elif windows:
            name = next_name(self.tr("Workspace {number}"), self.workspaces.names)
            self._keep(self.workspaces.keeping(name, windows))

    def _enter(self, name: str) -> None:
        found = self.workspaces.find(name)
        if found is not None:
            self._keep(replace(self.workspaces, current=found.name))
            self._show(found.windows)

    def _ask(self, name: str, window: QWidget) -> None:
        question = self.tr("Save the changes in “{name}”?").format(name=self.workspaces.current)
        box = QMessageBox(QMessageBox.Icon.Question, window.windowTitle(), question, parent=window)
        box.setInformativeText(self.tr("What is not saved is as before when the workspace is opened again."))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save = box.addButton(self.tr("&Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(self.tr("&Do not save"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("&Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        save.clicked.connect(self.save)
        for button in (save, discard):
            button.clicked.connect(lambda: self._enter(name))
        box.open()

    # -- keeping -----------------------------------------------------------------------------------

    def _saved(self) -> Workspaces:
        return self.workspaces.keeping(self.workspaces.current, self._states())

    def _keep(self, workspaces: Workspaces) -> None:
        if workspaces != self.workspaces:
            self.workspaces = workspaces
            self._memory.keep_workspaces(workspaces)
            self.changed.emit()
