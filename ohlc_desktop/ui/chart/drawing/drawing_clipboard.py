"""Drawings on the clipboard: as what they are for charts, and as nothing that a text field would take."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ohlc_desktop.core.chart.drawings.drawings import Drawing
from ohlc_desktop.core.chart.drawings.pasting import from_text, to_text

_FORMAT = "application/x-ohlc-desktop-drawings"


def to_clipboard(drawings: Iterable[Drawing], symbol: str) -> None:
    """Copy drawings of an instrument."""
    data = QMimeData()
    data.setData(_FORMAT, to_text(drawings, symbol).encode())
    QGuiApplication.clipboard().setMimeData(data)


def from_clipboard() -> tuple[str, list[Drawing]]:
    """Symbol and drawings that were copied last; nothing where that is something else."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None or not data.hasFormat(_FORMAT):
        return "", []
    return from_text(bytes(data.data(_FORMAT).data()).decode("utf-8", "replace"))
