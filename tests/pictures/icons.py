"""Make the icons of resources/ anew, where desktops look for them: ``python -m tests.pictures.icons``.

Small ones are as the app draws its own, pixel by pixel; where that no longer differs from the SVG, the SVG is what is
shipped and what larger ones are drawn from. Both containers hold their pictures as PNG.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from ohlc_desktop.ui.widgets.icons import SIZES, TrayState, draw

ICONS = Path(__file__).parents[2] / "resources" / "icons"
SVG = ICONS / "hicolor" / "scalable" / "apps" / "ohlc-desktop.svg"
#: Up to here a pixel in thirty or more looks other than in the SVG.
HICOLOR = (16, 22, 24, 32, 48, 64)
#: What Windows asks for at 100 to 200 %, and the Explorer for its largest view.
ICO = (16, 20, 24, 32, 48, 64, 256)
#: Names of Apple's sizes; an ``@2x`` one has a name of its own.
ICNS: Mapping[bytes, int] = {
    b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512,
    b"ic11": 32, b"ic12": 64, b"ic13": 256, b"ic14": 512, b"ic10": 1024,
}  # fmt: skip


def picture(side: int) -> QImage:
    """One size of the icon."""
    if side in SIZES:
        return draw(side, TrayState.IDLE).toImage()
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SVG)).render(painter)
    painter.end()
    return image


def png(side: int) -> bytes:
    """One size of the icon as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(side).save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico() -> bytes:
    """The icon for Windows: a table of sizes and places, then the pictures."""
    pictures = {side: png(side) for side in ICO}
    place, table = 6 + 16 * len(pictures), b""
    for side, data in pictures.items():
        table += struct.pack("<4B2H2I", side % 256, side % 256, 0, 0, 1, 32, len(data), place)
        place += len(data)
    return struct.pack("<3H", 0, 1, len(pictures)) + table + b"".join(pictures.values())


def icns() -> bytes:
    """The icon for macOS: chunks with a name and their length."""
    pictures = {side: png(side) for side in set(ICNS.values())}
    chunks = b"".join(name + struct.pack(">I", 8 + len(pictures[side])) + pictures[side] for name, side in ICNS.items())
    return b"icns" + struct.pack(">I", 8 + len(chunks)) + chunks


def main() -> None:
    """Write them all."""
    made = {ICONS / "ohlc-desktop.ico": ico(), ICONS / "ohlc-desktop.icns": icns()}
    made |= {ICONS / "hicolor" / f"{side}x{side}" / "apps" / "ohlc-desktop.png": png(side) for side in HICOLOR}
    for path, data in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{path.relative_to(ICONS)}: {len(data):,} bytes")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    main()
