"""Takes pictures, in a process of its own: ``python -m tests.pictures.camera PROFILES OUT SCALE THEMES SCENE…``.

:mod:`.studio` starts it, with the surroundings that make pictures alike on every machine.
"""

from __future__ import annotations

import gc
import sys
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from ohlc_desktop.ui.widgets.icons import app_icon
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.pictures.compare import pixels, save, shrunk
from tests.pictures.scenes import README, SCENES, Scene
from tests.pictures.stage import Stage


def make_app() -> QApplication:
    """An application that looks alike on every machine."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app = QApplication(["ohlc-desktop"])
    apply_theme(app, "LIGHT")
    font = QFont("DejaVu Sans", 9)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    app.setCursorFlashTime(0)
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(app_icon())
    return app


def main(profiles: Path, out: Path, reduction: int, themes: list[str], names: list[str]) -> None:
    """Write the named scenes in these themes, each pixel the mean of ``reduction`` squared."""
    app = make_app()
    gc.freeze()
    scenes = {**SCENES, **README}
    chosen: list[tuple[str, Scene]] = [(name, scenes[name]) for name in names]
    for profile, group in groupby(chosen, key=lambda pair: pair[1].profile):
        stage = Stage(app, profiles / profile, themes)
        for name, scene in group:
            for theme, picture in scene.take(stage).items():
                save(shrunk(pixels(picture.toImage()), reduction), out / f"{name}-{theme}.png")
        stage.close()
        del stage
        gc.collect()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4].split(","), sys.argv[5:])
