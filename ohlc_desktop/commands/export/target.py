"""Where ``export`` writes to, and what it may write over: nothing, an empty file, an earlier export, a device or a pipe;
more when told to."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path

from ohlc_desktop.commands.export.request import ExportRequest
from ohlc_desktop.commands.export.series import ExportSeries
from ohlc_desktop.core.errors import OhlcError, UsageError, bare
from ohlc_desktop.core.exporting.program_text import FORMAT_MARK, amibroker_header
from ohlc_desktop.core.layouts import ESTIMATED, LAYOUTS, PLAIN, SEPARATORS
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.own_files import own_file
from ohlc_desktop.profile import Profile

#: The first rows of an export are within so many bytes.
_HEAD = 4096
_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?")
#: Every way in which the columns of an export begin, with the place of the time among them.
_BEGINNINGS = {
    layout.names(daily, several=several)[: len(layout.values) + 1 + 2 * several]: 2 * several
    for layout, daily, several in product((PLAIN, *LAYOUTS.values()), (False, True), (False, True))
}
#: What the files for AmiBroker begin with.
_AMIBROKER = (amibroker_header(TIMEFRAMES["1m"]).strip(), amibroker_header(TIMEFRAMES["1d"]).strip(), FORMAT_MARK)
#: Files of NinjaTrader and Sierra Chart have no room for a sign of who wrote them.
_UNSIGNED = re.compile(rb"SCID|\d{8}( \d{6})?(;[\d.-]+){5}\r?\n")
_NOTHING_DONE = "Nothing was exported, and it is as it was."


def refuse_target(profile: Profile, name: str, force: bool) -> None:
    """See that nothing is lost when a file of this name is written.

    Args:
        profile: Its own files are never written over.
        name: As the user wrote it.
        force: Whether the user allows to replace a file that no export wrote.

    Raises:
        UsageError: with what the file is.
    """
    path = Path(os.path.realpath(name))
    own = own_file(profile, path)
    if own:
        raise UsageError(
            f"{path} is {own} of a profile of this app.", _NOTHING_DONE,
            "Name another file with -o FILE; with --force it would not be replaced either.",
        )  # fmt: skip
    try:
        mode = Path(name).stat().st_mode  # of what a link leads to; that of a pipe has no path of its own
    except OSError:
        return  # it is not there, or writing will tell why it cannot be used
    if stat.S_ISDIR(mode):
        raise UsageError(f"{path} is a folder: it cannot be written.", _NOTHING_DONE, "Name a file in it with -o FILE.")
    if force or stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        return
    kind = _other_kind(path) if stat.S_ISREG(mode) else "a disk and no earlier export"
    if kind:
        raise UsageError(
            f"{path} is {kind}.", _NOTHING_DONE,
            "Name another file with -o FILE, or replace this one with --force.",
        )  # fmt: skip


def refuse_unsaid_estimates(request: ExportRequest, sources: Iterable[ExportSeries]) -> None:
    """See that prices which are adjusted by estimates are not mixed with proven ones later.

    Raises:
        UsageError: the file can say so in its name only, and does not.
    """
    names = [source.instrument.symbol for source in sources if source.estimated]
    said = request.says_estimates or request.into_folder or ESTIMATED in Path(request.output or "").name.lower()
    if names and not said:
        raise UsageError(
            f"{names[0].removesuffix(f':{ESTIMATED}')} is adjusted by estimates, which such a file cannot say.",
            "Nothing was exported.", f"Say it in the name of the file: -o nq-{ESTIMATED}{Path(request.output or '').suffix}",
        )  # fmt: skip


def _other_kind(path: Path) -> str:
    """What a file is that is neither empty nor an earlier export; empty for one that is."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return "a file that cannot be read"
    if not head or _is_csv(head) or _is_json(head) or head.decode("ascii", "replace").startswith(_AMIBROKER):
        return ""
    if _UNSIGNED.match(head):
        return "there already, and its format does not tell whether an export or another program wrote it"
    if head.startswith(b"PAR1"):
        return "" if _has_our_columns(path) else "a Parquet file of another kind and no earlier export"
    database = head.startswith(b"SQLite format 3\0")
    return f"a {'database, as backups are,' if database else 'file of another kind'} and no earlier export"


def _place_of_time(names: Sequence[str]) -> int | None:
    """The place of the time among the columns of an export, maybe with further ones; None where they are of no export."""
    return next((place for start, place in _BEGINNINGS.items() if tuple(names[: len(start)]) == start), None)


def _is_csv(head: bytes) -> bool:
    """The header as it is written, and a time in the first row, if any."""
    first, end, rest = head.decode("utf-8", "replace").partition("\n")
    row = rest.partition("\n")[0]
    for separator in SEPARATORS.values():
        place = _place_of_time(first.split(separator))
        if end and place is not None:
            return not row or _TIME.fullmatch(row.split(separator)[min(place, row.count(separator))]) is not None
    return False


def _is_json(head: bytes) -> bool:
    """A list with one object a line, whose keys begin as they are written; or the list without any."""
    if head == b"[\n\n]\n":
        return True
    first, _, rest = head.partition(b"\n")
    try:
        row = json.loads(rest.partition(b"\n")[0].removesuffix(b","))
    except ValueError:
        return False
    return first == b"[" and isinstance(row, dict) and _place_of_time(tuple(row)) is not None


def _has_our_columns(path: Path) -> bool:
    """Whether a Parquet file has the columns of an export; without the library nobody here wrote one."""
    try:
        from pyarrow import parquet

        return _place_of_time(parquet.read_schema(path).names) is not None
    except (ImportError, OSError, ValueError):
        return False


@contextmanager
def folder_for(name: str) -> Iterator[Path]:
    """A folder to write into; it is made where there is none, and taken away again if nothing came into it.

    Raises:
        OhlcError: it is a file, or cannot be made.
    """
    folder = Path(name).absolute()
    try:
        made = not folder.is_dir()
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error, "folder with -o FOLDER") from error
    try:
        yield folder
    except BaseException:
        with suppress(OSError):
            if made:
                folder.rmdir()
        raise


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A name beside the target to write to; it becomes the target when all went well.

    A link stays a link, and a device or pipe is written to as it is.

    Raises:
        OhlcError: it cannot be written.
    """
    given, target = target, Path(os.path.realpath(target))
    special = given.exists() and not given.is_file()
    partial = given if special else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield partial
        if not special:
            partial.replace(target)
    except OSError as error:
        raise _unwritable(target, error, "file with -o FILE") from error
    finally:
        if not special:
            partial.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError, instead: str) -> OhlcError:
    return OhlcError(
        f"{path} cannot be written: {bare(error.strerror or error)}.", "Nothing was exported; stored candles are as they were.",
        f"Choose another {instead}, or free some space.",
    )  # fmt: skip
