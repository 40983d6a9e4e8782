"""How far something is, as a thin line."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar


class ProgressLine(QProgressBar):
    """The line; it keeps its room while it is hidden."""

    def __init__(self) -> None:
        super().__init__(textVisible=False)
        self.setFixedHeight(4)
        self.setAccessibleName(self.tr("Progress"))
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
