"""What is known of a file of candles before anything of it is stored, as ``ingest --dry-run --json`` tells it.

A preview is read tolerantly: what an older or newer version does not tell is taken as not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ohlc_desktop.core.importing.events import Failure, IngestPreview
from ohlc_desktop.core.messages import NOTHING, Message, recalled
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES

#: A dated contract: its month is one of the codes of all futures exchanges. The catalogue, which knows more, needs numpy.
#: Fewer sessions of a file prove nothing, as in ``core.files.proof``, which takes numpy to load.
LEAST_SESSIONS = 3
_CONTRACT = re.compile(r"\w+[FGHJKMNQUVXZ]\d\d(\.[A-Z]+)?")


class FileVerdict(StrEnum):
    """What would become of a file."""

    READY = "ready"
    NOTHING_NEW = "nothing_new"
    QUESTION = "question"
    REFUSED = "refused"

    @property
    def severity(self) -> Severity:
        """Its mark."""
        return _SEVERITIES[self]


_SEVERITIES = {
    FileVerdict.READY: Severity.OK, FileVerdict.NOTHING_NEW: Severity.OFF, FileVerdict.QUESTION: Severity.ATTENTION,
    FileVerdict.REFUSED: Severity.FAILING,
}  # fmt: skip


class FileQuestion(StrEnum):
    """What only a person can tell of a file."""

    COLUMNS = "columns"
    SYMBOL = "symbol"
    STAMPS = "stamps"
    ADJUSTED = "adjusted"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class FileAnswers:
    """What a person says of a file; empty where the file itself is to tell.

    Attributes:
        symbol: The instrument, in any accepted spelling.
        zone: The time zone of its stamps, by its name.
        stamp: The end of a candle that they name: ``open`` or ``end``.
        source: What its candles are said to come from.
        unadjusted: Its prices are as they were traded, and of one contract where it is one.
        columns: What stands in its columns, as the option of that name takes it.
    """

    symbol: str = ""
    zone: str = ""
    stamp: str = ""
    source: str = ""
    unadjusted: bool = False
    columns: str = ""

    def to_argv(self) -> list[str]:
        """As arguments of the command line."""
        given = {
            "--symbol": self.symbol, "--zone": self.zone, "--stamp": self.stamp, "--source": self.source,
            "--columns": self.columns,
        }  # fmt: skip
        words = [word for option, value in given.items() if value for word in (option, value)]
        return [*words, *(["--unadjusted"] if self.unadjusted else [])]


#: Nothing is said: the file itself is to tell.
NOTHING_SAID = FileAnswers()


@dataclass(frozen=True, slots=True)
class PreviewReading:
    """What speaks for and against one meaning of a file's stamps.

    Attributes:
        zone: The time zone.
        stamp: ``open`` or ``end``.
        outside: Candles that would stand where nothing trades.
        sessions: Trade dates with candles.
        at_open: Of these, those whose first candle is that of the open.
        compared: Candles that are stored too.
        equal: Of these, those with the same prices.
    """

    zone: str
    stamp: str
    outside: int = 0
    sessions: int = 0
    at_open: int = 0
    compared: int = 0
    equal: int = 0


@dataclass(frozen=True, slots=True)
class PreviewColumns:
    """The columns of a text that nobody knows.

    Attributes:
        rows: Its first rows, a header among them.
        guess: What stands in each column, as far as that can be guessed: a word of the option ``--columns``.
    """

    rows: tuple[tuple[str, ...], ...]
    guess: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What is known of one file.

    Attributes:
        path: The file.
        format: Its format, for people; empty where it cannot be read.
        symbol: The instrument; empty where nothing tells it.
        timeframe: Its name; empty where the spacing of the rows is none.
        source: What its candles are said to come from.
        ticks: Its rows are trades.
        rows: Candles in it.
        first: The oldest one: a time or a trade date; as the file writes it where that is not proven.
        last: The newest one.
        proven: It is known what its stamps mean.
        zone: Their time zone.
        stamp: The end of a candle that they name.
        documented: What the maker of the format says of that.
        why: What proves it, or that nothing does.
        evidence: All meanings that are possible, the likeliest first.
        adjusted: Its prices were adjusted; None where that cannot be told.
        step: Where they look as if they went over to another contract; empty where they do not.
        naming: What its rows and its name say of the instrument, where that is not the same.
        new: Candles that are not stored.
        equal: Candles that are stored with the same prices.
        different: Candles that are stored with others.
        refused: Rows that would not be stored.
        too_many: More of them are at fault than stray ones: nothing of it can be used.
        reasons: Why, and how many.
        refused_rows: The first of them: line, reason, text.
        unfinished: It ends within a row, or grew while it was read.
        accepted: It can be taken in.
        unchanged: All of it was given before, just so.
        replaces: What differs takes the place of what is stored; else it is kept beside it.
        question: What has to be answered before it can be.
        failure: Why it cannot be used at all, and what to do.
        untold: The examination came to grief: that says nothing of the file.
        columns: Those of a file whose columns have to be named, or were; None of others.
    """

    path: str
    format: str = ""
    symbol: str = ""
    timeframe: str = ""
    source: str = ""
    ticks: bool = False
    rows: int = 0
    first: str = ""
    last: str = ""
    proven: bool = False
    zone: str = ""
    stamp: str = ""
    documented: str = ""
    why: Message = NOTHING
    evidence: tuple[PreviewReading, ...] = ()
    adjusted: bool | None = None
    step: Message = NOTHING
    naming: Message = NOTHING
    new: int = 0
    equal: int = 0
    different: int = 0
    refused: int = 0
    too_many: bool = False
    reasons: tuple[tuple[Message, int], ...] = ()
    refused_rows: tuple[tuple[int, Message, str], ...] = ()
    unfinished: bool = False
    accepted: bool = False
    unchanged: bool = False
    replaces: bool = False
    question: FileQuestion | None = None
    failure: Message = NOTHING
    untold: bool = False
    columns: PreviewColumns | None = None

    @property
    def future(self) -> bool:
        """Whether it is of a future; the prices of others are adjusted for their splits."""
        return self.symbol.endswith("=F") or _CONTRACT.fullmatch(self.symbol) is not None

    @property
    def short(self) -> bool:
        """Whether it has too few sessions for them to prove anything: something else does then."""
        return bool(self.evidence) and self.evidence[0].sessions < LEAST_SESSIONS

    @property
    def verdict(self) -> FileVerdict:
        """What would become of it."""
        if self.accepted:
            return FileVerdict.NOTHING_NEW if self.unchanged else FileVerdict.READY
        return FileVerdict.REFUSED if self.question is None else FileVerdict.QUESTION


def preview_of(
    path: str, answers: FileAnswers, told: IngestPreview | None, failure: Failure | None, silence: Message
) -> FilePreview:  # fmt: skip
    """What is known of a file.

    Args:
        path: The file.
        answers: What a person said of it.
        told: What the examination told of this one file; None where it did not.
        failure: What it told to be wrong.
        silence: What to say where it told nothing.
    """
    why = failure.text if failure is not None else silence
    try:
        if told is not None and told.files:
            return replace(_accepted(told), path=path)
        found = told.failed[0].get("found") if told is not None and told.failed else None
        if isinstance(found, dict):
            preview = _entry(found)
            question = _question(preview, answers)
            return replace(preview, path=path, question=question, failure=NOTHING if question else why)
        columns = _columns(told.failed[0]) if told is not None and told.failed else None
        if columns is not None:
            said = why if answers.columns else NOTHING
            return FilePreview(path, columns=columns, question=FileQuestion.COLUMNS, failure=said)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        pass  # told by a version that we do not understand
    return FilePreview(path, failure=why, untold=failure is None)


def _accepted(told: IngestPreview) -> FilePreview:
    """A file of which something would be stored, or all is."""
    series: Mapping[str, Any] = told.series[0] if told.series else {}
    return replace(
        _entry(told.files[0]), new=_count(series, "new"), equal=_count(series, "equal"),
        different=_count(series, "different"), source=_text(series, "source"), accepted=True,
        unchanged=bool(series.get("unchanged")), replaces=bool(series.get("replaces")),
    )  # fmt: skip


def _question(preview: FilePreview, answers: FileAnswers) -> FileQuestion | None:
    """What has to be answered, in the order of ``ingest``; None for a file that no answer makes usable."""
    if not preview.symbol:
        return FileQuestion.SYMBOL
    frame = TIMEFRAMES.get(preview.timeframe)
    if frame is None or frame.seconds > DAY or preview.adjusted:
        return None
    if not preview.proven:
        return FileQuestion.STAMPS
    if preview.too_many:
        return None
    if preview.step and not answers.unadjusted:
        return FileQuestion.JOINED
    asks = preview.adjusted is None and not answers.unadjusted and not _CONTRACT.fullmatch(preview.symbol)
    return FileQuestion.ADJUSTED if asks else None


def _entry(entry: Mapping[str, Any]) -> FilePreview:
    stamps, refused, stored = (_part(entry, name) for name in ("stamps", "refused", "stored"))
    written = _part(entry, "written")
    return FilePreview(
        path=str(entry["file"]), format=_text(entry, "format"), symbol=_text(entry, "symbol"),
        naming=_sentence(entry, "naming"),
        timeframe=_text(entry, "timeframe"), ticks=bool(entry.get("ticks")), rows=_count(entry, "rows"),
        first=_text(entry, "first") or _text(written, "first"), last=_text(entry, "last") or _text(written, "last"),
        proven=bool(stamps.get("proven")), zone=_text(stamps, "zone"), stamp=_text(stamps, "stamp"),
        documented=_text(stamps, "documented"), why=_sentence(stamps, "why"),
        evidence=tuple(_reading(each) for each in stamps.get("evidence") or ()), adjusted=entry.get("adjusted"),
        step=_sentence(entry, "step"),
        new=_count(stored, "new"), equal=_count(stored, "equal"), different=_count(stored, "different"),
        refused=_count(refused, "count"), too_many=bool(refused.get("too_many")),
        reasons=tuple((_sentence(each, "reason"), _count(each, "rows")) for each in refused.get("reasons") or ()),
        refused_rows=tuple(_refused_row(each) for each in refused.get("rows") or ()),
        unfinished=bool(entry.get("cut") or entry.get("grew")),
    )  # fmt: skip


def _columns(failed: Mapping[str, Any]) -> PreviewColumns | None:
    told = failed.get("columns")
    if told is None:
        return None
    return PreviewColumns(tuple(tuple(map(str, row)) for row in told["rows"]), tuple(map(str, told["guess"])))


def _part(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return entry.get(name) or {}


def _text(entry: Mapping[str, Any], name: str) -> str:
    return str(entry.get(name) or "")


def _sentence(entry: Mapping[str, Any], name: str) -> Message:
    """A sentence with its template and values; where an older version tells it in English alone it is its own template."""
    text = _text(entry, name)
    plain = _part(entry, "messages").get(name)
    return recalled(text, plain or {"template": text, "values": {}})


def _count(entry: Mapping[str, Any], name: str) -> int:
    return int(entry.get(name) or 0)


def _reading(entry: Mapping[str, Any]) -> PreviewReading:
    counts = (_count(entry, name) for name in ("outside", "sessions", "at_open", "compared", "equal"))
    return PreviewReading(_text(entry, "zone"), _text(entry, "stamp"), *counts)


def _refused_row(entry: Mapping[str, Any]) -> tuple[int, Message, str]:
    return _count(entry, "line"), _sentence(entry, "reason"), _text(entry, "text")
