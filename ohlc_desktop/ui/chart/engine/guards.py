"""Keeps what an item raises from Qt.

PySide 6.11 on Python 3.11 ends the process when Python calls Qt, Qt calls Python, and there C code raises: a division by
zero, numpy. That is how a scene is painted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsItem

#: What Qt asks an item while it paints a scene, and what is answered for one that fails.
_ASKED: dict[str, Callable[[], object]] = {"paint": lambda: None, "boundingRect": QRectF, "shape": QPainterPath}


def report(*_: object, **__: object) -> None:
    """Report the exception that is being handled."""
    sys.excepthook(*sys.exc_info())


def guard(item: QGraphicsItem, failed: Callable[[], None]) -> None:
    """Have an item hidden once it raises anything, which is reported, and tell that to ``failed``."""
    for name, answer in _ASKED.items():
        setattr(item, name, _guarded(item, getattr(item, name), answer, failed))


def release(item: QGraphicsItem) -> None:
    """Guard an item no more."""
    for name in _ASKED:
        vars(item).pop(name, None)


def _guarded(
    item: QGraphicsItem, method: Callable[..., object], answer: Callable[[], object], failed: Callable[[], None]
) -> Callable[..., object]:  # fmt: skip
    def ask(*args: Any) -> object:
        try:
            return method(*args)
        except Exception:  # noqa: BLE001  # whatever it is, it is the item's
            report()
            _give_up(item)
            failed()
            return answer()

    return ask


def _give_up(item: QGraphicsItem) -> None:
    """Hide an item, and ask it nothing more: also to be hidden is to be asked for its size."""
    for name, answer in _ASKED.items():
        setattr(item, name, lambda *_, answer=answer: answer())
    item.setVisible(False)
