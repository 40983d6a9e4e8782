"""Opening a file of candles, whatever its format."""

from __future__ import annotations

from pathlib import Path

from ohlc_desktop.sources.files.parts import CandleFile
from ohlc_desktop.sources.files.refusals import is_empty, is_folder, is_no_file, is_packed, not_readable

#: What ZIP and Excel, gzip, bzip2, 7-Zip and older Excel begin with.
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0")


def open_candle_file(path: Path, columns: tuple[str, ...] = ()) -> CandleFile:
    """A file, told apart by what it begins with; its name does not matter.

    Args:
        path: Of the file.
        columns: What stands in the columns of a text, where a person says it; empty where the file tells it.

    Raises:
        FileRefused: it is not there, is a folder or a pipe, is empty, or has no format that is known.
    """
    try:
        if path.is_dir():
            raise is_folder(path)
        size = path.stat().st_size
        if not path.is_file():
            raise is_no_file(path)
        with path.open("rb") as stream:
            magic = stream.read(4)
        if not size or not magic:
            raise is_empty(path)
        if magic.startswith(_PACKED):
            raise is_packed(path)
        if magic == b"SCID":
            from ohlc_desktop.sources.files.scid import ScidFile

            return ScidFile(path, size)
        from ohlc_desktop.sources.files.text_file import TextFile

        return TextFile(path, size, columns)
    except OSError as error:
        raise not_readable(path, error) from error
