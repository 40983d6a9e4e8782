"""Text in blocks of whole lines, whatever its encoding: memory is bounded however large the file is."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ohlc_desktop.sources.files.refusals import no_line_end, not_readable

#: Bytes that are read at once: a cancel waits for no more, and what is made of them fits into the processor's cache.
BLOCK = 1024 * 1024
#: A longer line is none of candles.
LONGEST_LINE = 1_000_000
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: What a BOM is as text.
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Whole lines in UTF-8 without BOM, each ended by LF or CRLF; the last of a file may have no end.

    ``done`` are the bytes of the file that are read by now.
    """

    text: bytes
    done: int


def encoding_of(head: bytes) -> str:
    """The encoding of a text by its first bytes: its BOM, else the zeros between Latin letters, else UTF-8."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if head[:1] == b"\0" else "utf-8"


def has_old_ends(text: str) -> bool:
    """Whether lines end with CR alone, as Macs once wrote them."""
    return "\r" in text and "\n" not in text


def blocks(path: Path, encoding: str, size: int, start: int = 0, old_ends: bool = False) -> Iterator[TextBlock]:
    """The first ``size`` bytes of a file, in blocks; bytes that are no text become U+FFFD, by which rows tell them.

    Args:
        path: Of the file.
        encoding: As :func:`encoding_of` tells it.
        size: Bytes from the begin of the file.
        start: Where to begin, an even number of bytes: with the first line that begins after it.
        old_ends: Lines end with CR alone.

    Raises:
        FileRefused: it cannot be read, or has a line without end.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    carried, done = b"", start
    try:
        with path.open("rb") as stream:
            stream.seek(start)
            while done < size:
                raw = stream.read(min(BLOCK, size - done))
                final = done + len(raw) >= size
                plain = encoding == "utf-8" and done > start and raw.isascii() and not decoder.getstate()[0]
                fresh = raw if plain else _decoded(decoder, raw, done, start, final, old_ends)
                text = carried + (fresh.replace(b"\r", b"\n") if old_ends else fresh)
                done = size if not raw else done + len(raw)  # it was made shorter meanwhile
                whole = len(text) if done >= size else text.rfind(b"\n") + 1
                carried = text[whole:]
                if len(carried) > LONGEST_LINE:
                    raise no_line_end(path)
                yield TextBlock(text[:whole], done)
    except OSError as error:
        raise not_readable(path, error) from error


def _decoded(
    decoder: codecs.IncrementalDecoder, raw: bytes, at: int, start: int, final: bool, old_ends: bool
) -> bytes:  # fmt: skip
    """Bytes from a place of a file on as UTF-8, without a BOM, and without the rest of a line that began before ``start``."""
    text = decoder.decode(raw, final=final or not raw)
    if at > start:
        return text.encode()
    return (text.partition("\r" if old_ends else "\n")[2] if start else text.removeprefix(BOM)).encode()
