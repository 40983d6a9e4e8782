"""Where the files that ship with the program are: icons, the instrument catalogue, containers, translations.

In a checkout they are the top-level ``resources/`` folder; a wheel carries the same folder as
``ohlc_desktop/_resources/``, and so does the packaged program (build.spec), without what it has no use for. The
packaged folder is asked first, so that an installed program never reads a stranger's ``resources`` folder that
happens to lie next to it.
"""

from __future__ import annotations

from pathlib import Path

from ohlc_desktop.core.errors import OhlcError

_PACKAGE = Path(__file__).resolve().parent


class MissingResource(OhlcError):
    """A file that ships with the program is not there: the installation is damaged or incomplete."""


def resource(name: str) -> Path:
    """The path of a shipped file or folder, such as ``instruments.toml`` or ``docker/compose.yaml``.

    Raises:
        MissingResource: it is not there; the message names the folder that was searched.
    """
    packaged = _PACKAGE / "_resources"
    folder = packaged if packaged.is_dir() else _PACKAGE.parent / "resources"
    path = folder / name
    if not path.exists():
        raise MissingResource(
            "The file '{name}' of OHLC Desktop is missing.",
            "It was looked for in {folder}.",
            "Install the program again.",
            name=name,
            folder=str(folder),
        )
    return path
