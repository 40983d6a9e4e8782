"""Starts cameras: makes the data folders and the surroundings that make pictures alike on every machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.pictures.profiles import make_profiles
from tests.pictures.scenes import README, SCENES

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).with_name("expected")
SHOTS = ROOT / "resources" / "screenshots"
#: The themes in which pictures are taken at each scale: colours show at 1, and what is drawn too small or large at 2.
THEMES = {1: ("light", "dark"), 2: ("light",)}
#: What a picture at scale 1 is reduced by to be compared; one at scale 2 by twice as much.
REDUCTION = 2
SECONDS = 280
_FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


def fonts() -> list[Path]:
    """The font files that the pictures need; none when one of them is missing."""
    found = {
        path.name: path for folder in _FONT_FOLDERS for name in _FONTS for path in Path(folder).expanduser().rglob(name)
    }
    return [found[name] for name in _FONTS] if len(found) == len(_FONTS) else []


def file_name(name: str, theme: str, scale: int) -> str:
    """How a picture is stored."""
    return f"{name}-{theme}-{scale}x.png"


def take_all(out: Path) -> None:
    """Take every picture at every scale, reduced, in the themes of that scale, all at the same time."""
    with _studio() as folder:
        running = {
            scale: _camera(folder, folder / f"out-{scale}", scale, REDUCTION * scale, list(SCENES), themes)
            for scale, themes in THEMES.items()
        }
        try:
            for scale, camera in running.items():
                _finish(camera)
                for picture in (folder / f"out-{scale}").glob("*.png"):
                    shutil.move(picture, out / f"{picture.stem}-{scale}x.png")
        finally:
            for camera in running.values():
                camera.kill()
                camera.communicate()


def take_full(out: Path, names: Sequence[str]) -> None:
    """Take pictures at every scale and in every theme as they are on the screen; all when none are named."""
    with _studio() as folder:
        for scale in THEMES:
            _finish(_camera(folder, folder / f"out-{scale}", scale, 1, list(names) or list(SCENES)))
            for picture in (folder / f"out-{scale}").glob("*.png"):
                shutil.move(picture, out / f"{picture.stem}-{scale}x.png")


def take_readme() -> None:
    """Take the README's pictures, at scale 1."""
    with _studio() as folder:
        out = folder / "out"
        _finish(_camera(folder, out, 1, 1, list(README)))
        SHOTS.mkdir(parents=True, exist_ok=True)
        for name, shot in {"window-light": "window-light", "chart-told-dark": "chart"}.items():
            shutil.move(out / f"{name}.png", SHOTS / f"{shot}.png")


@contextmanager
def _studio() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ohlc-pictures-") as name:
        folder = Path(name)
        make_profiles(folder / "share")
        _lay_out_fonts(folder)
        screen = {"name": "screen", "x": 0, "y": 0, "width": 4096, "height": 2560, "logicalDpi": 96, "dpr": 1}
        (folder / "screen.json").write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        yield folder


def _lay_out_fonts(folder: Path) -> None:
    """Only these fonts, drawn without hinting."""
    (folder / "fonts").mkdir()
    for path in fonts():
        (folder / "fonts" / path.name).symlink_to(path)
    (folder / "fonts.conf").write_text(
        f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{folder / "fonts"}</dir>
<cachedir>{folder / "font-cache"}</cachedir>
<match target="font">
<edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="antialias" mode="assign"><bool>true</bool></edit>
<edit name="rgba" mode="assign"><const>none</const></edit>
</match>
<alias binding="strong"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
""",
        encoding="utf-8",
    )


def _camera(
    folder: Path, out: Path, scale: int, reduction: int, names: Sequence[str], themes: Sequence[str] = THEMES[1]
) -> subprocess.Popen[str]:
    """Start a camera over data folders of its own."""
    profiles = folder / f"home-{scale}" / "share"
    shutil.copytree(folder / "share", profiles)
    out.mkdir()
    command = [sys.executable, "-m", "tests.pictures.camera", profiles, out, str(reduction), ",".join(themes), *names]
    return subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, env=_environment(folder, profiles.parent, scale),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def _environment(folder: Path, home: Path, scale: int) -> Mapping[str, str]:
    ours = {
        "QT_QPA_PLATFORM": f"offscreen:configfile={folder / 'screen.json'}",
        "QT_SCALE_FACTOR": str(scale), "QT_FONT_DPI": "96",
        "FONTCONFIG_FILE": str(folder / "fonts.conf"), "TZ": "America/Chicago", "LC_ALL": "C.UTF-8",
        "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data"),
    }  # fmt: skip
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, **ours}


def _finish(camera: subprocess.Popen[str]) -> None:
    try:
        said, _ = camera.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        camera.kill()
        said = f"no end within {SECONDS} s\n{camera.communicate()[0]}"
    if camera.returncode:
        raise RuntimeError(f"The pictures could not be taken:\n{said}")
