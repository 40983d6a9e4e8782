"""The floor: a tray icon with PySide6 and nothing else. ``python -m tests.benchmarks.bare_tray MARK`` makes the file MARK
once the icon is up, and runs until it is killed."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

application = QApplication([])
picture = QPixmap(32, 32)
picture.fill()
menu = QMenu()
menu.addAction("Quit")
icon = QSystemTrayIcon(QIcon(picture))
icon.setContextMenu(menu)
icon.show()
QTimer.singleShot(0, lambda: Path(sys.argv[1]).write_text("up"))
application.exec()
