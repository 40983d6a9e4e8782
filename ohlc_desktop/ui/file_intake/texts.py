"""What is told of a file before and after it is taken in."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.arbitration.precedence import COPY
from ohlc_desktop.core.file_intake.outcomes import FileOutcome
from ohlc_desktop.core.file_intake.previews import FilePreview, FileQuestion, FileVerdict
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown

translate = QCoreApplication.translate

#: Evidence and refused rows that are told.
_SHOWN_ROWS = 5


def series_text(preview: FilePreview) -> str:
    """Instrument and timeframe, as far as they are known."""
    symbol = preview.symbol or "?"
    return f"{symbol} {preview.timeframe}".strip()


def state_of(preview: FilePreview, outcome: FileOutcome | None) -> tuple[Severity, str]:
    """The mark of a file, and what becomes, or has become, of it."""
    return (preview.verdict.severity, _verdict(preview)) if outcome is None else _outcome(outcome)


def _outcome(outcome: FileOutcome) -> tuple[Severity, str]:
    if outcome.failure:
        return (Severity.OFF if outcome.cancelled else Severity.FAILING), shown(outcome.failure)
    if not outcome.added and not outcome.revised:
        return Severity.OK, translate("FileIntake", "No candle changed: the file is kept as a witness of those stored.")
    told = translate("FileIntake", "{added} candles added, {revised} revised.")
    return Severity.OK, told.format(added=wording.count(outcome.added), revised=wording.count(outcome.revised))


def _verdict(preview: FilePreview) -> str:
    match preview.verdict:
        case FileVerdict.REFUSED:
            return shown(preview.failure)
        case FileVerdict.NOTHING_NEW:
            return translate("FileIntake", "All of its candles are stored already.")
        case FileVerdict.QUESTION:
            asked = _QUESTIONS[preview.question]() if preview.question else ""
            return shown(preview.failure) if preview.failure else asked
    if not preview.new and not preview.different:
        told = translate("FileIntake", "Adds no candle: all {equal} equal stored ones, and witness them.")
    elif not preview.different:
        told = translate("FileIntake", "Will add {new} candles.")
    elif not preview.new:
        told = _beside(preview)
    elif preview.replaces:
        told = translate("FileIntake", "Will add {new} candles and replace {different}, which are kept beside them.")
    else:
        told = translate("FileIntake", "Will add {new} candles; {different} others are kept beside the stored ones.")
    counts = {name: wording.count(getattr(preview, name)) for name in ("new", "equal", "different")}
    return told.format(**counts)


def _beside(preview: FilePreview) -> str:
    """Nothing is new, something differs."""
    if preview.replaces:
        return translate("FileIntake", "Will replace {different} candles, which are kept beside them.")
    return translate("FileIntake", "{different} candles that differ will be kept beside the stored ones.")


_QUESTIONS = {
    FileQuestion.COLUMNS: lambda: translate("FileIntake", "What stands in its columns is not known: say it below."),
    FileQuestion.SYMBOL: lambda: translate("FileIntake", "Whose candles are these? Name the instrument below."),
    FileQuestion.STAMPS: lambda: translate("FileIntake", "What its stamps mean is not proven: say it below."),
    FileQuestion.JOINED: lambda: translate("FileIntake", "One contract, or two? See its prices, and say it below."),
    FileQuestion.ADJUSTED: lambda: translate("FileIntake", "Were its prices adjusted? Nothing tells: say it below."),
}


# -- details of one file --------------------------------------------------------------------------------


def _format(preview: FilePreview) -> str:
    """With whose its candles are; what was exported is no second source."""
    if preview.source == COPY:
        return translate("FileIntake", "{format}, our own export: no second source").format(format=preview.format)
    source = translate("FileIntake", "{format}, source {source}").format(format=preview.format, source=preview.source)
    return source if preview.source else preview.format


def facts(preview: FilePreview) -> Iterator[tuple[str, str]]:
    """What was recognised, each with its title."""
    yield translate("FileIntake", "File"), preview.path
    if not preview.format:
        return
    yield translate("FileIntake", "Format"), _format(preview)
    yield translate("FileIntake", "Series"), f"{series_text(preview)}\n{shown(preview.naming)}".strip()
    yield translate("FileIntake", "Candles"), _candles(preview)
    yield translate("FileIntake", "Stamps"), " ".join(_stamps(preview))
    yield translate("FileIntake", "Prices"), _prices(preview)
    yield translate("FileIntake", "Stored"), _stored(preview)
    if preview.refused:
        yield translate("FileIntake", "Refused"), "\n".join(_refused(preview))
    if preview.unfinished:
        told = translate("FileIntake", "It ends within a row, or grew while it was read; what came later is left out.")
        yield translate("FileIntake", "Note"), told


def _candles(preview: FilePreview) -> str:
    told = translate("FileIntake", "{count} of {timeframe}, from {first} to {last}")
    if preview.ticks:
        told = translate("FileIntake", "{count} of {timeframe}, made of ticks, from {first} to {last}")
    first, last = (text.replace("T", " ")[: len("2026-11-23 14:05")] for text in (preview.first, preview.last))
    timeframe = preview.timeframe or translate("FileIntake", "no timeframe")
    return told.format(count=wording.count(preview.rows), timeframe=timeframe, first=first, last=last)


def stamp_word(stamp: str) -> str:
    """The end of a candle that a stamp names."""
    return (
        translate("FileIntake", "end of the candle")
        if stamp == "end"
        else translate("FileIntake", "open of the candle")
    )


def _stamps(preview: FilePreview) -> Iterator[str]:
    if not preview.proven:
        yield translate("FileIntake", "Not proven: neither the sessions nor stored candles tell what they mean.")
        return
    if "T" not in preview.first:
        yield translate("FileIntake", "Trade dates.")
    else:
        yield f"{preview.zone}, {stamp_word(preview.stamp)}."
    yield _proof(preview)
    if preview.documented and preview.stamp != preview.documented and "T" in preview.first:
        yield translate("FileIntake", "The maker of the format says otherwise.")


def _proof(preview: FilePreview) -> str:
    best = preview.evidence[0] if preview.evidence else None
    if best is None or preview.short:
        return shown(preview.why)
    if best.equal:
        told = translate("FileIntake", "{equal} of {compared} candles that are stored too are equal.")
        return told.format(equal=wording.count(best.equal), compared=wording.count(best.compared))
    told = translate("FileIntake", "{outside} of {rows} candles stand outside of the sessions.")
    return told.format(outside=wording.count(best.outside), rows=wording.count(preview.rows))


def _prices(preview: FilePreview) -> str:
    if preview.step:
        return shown(preview.step)
    if preview.adjusted is None:
        return translate("FileIntake", "Too few candles of the time are stored to tell whether they were adjusted.")
    if preview.adjusted and not preview.future:
        return translate("FileIntake", "On another scale than what is stored.")
    return translate("FileIntake", "Adjusted.") if preview.adjusted else translate("FileIntake", "Not adjusted.")


def _stored(preview: FilePreview) -> str:
    told = translate("FileIntake", "{new} new, {equal} equal, {different} different")
    counts = {name: wording.count(getattr(preview, name)) for name in ("new", "equal", "different")}
    return (
        told.format(**counts)
        if preview.proven
        else translate("FileIntake", "Told when it is known what its stamps mean.")
    )


def _refused(preview: FilePreview) -> Iterator[str]:
    for reason, count in preview.reasons:
        told = (
            translate("FileIntake", "1 row: {reason}")
            if count == 1
            else translate("FileIntake", "{count} rows: {reason}")
        )
        yield told.format(count=wording.count(count), reason=shown(reason))
    lines = ", ".join(wording.count(line) for line, _, _ in preview.refused_rows[:_SHOWN_ROWS])
    if preview.refused > _SHOWN_ROWS:
        more = wording.count(preview.refused - _SHOWN_ROWS)
        yield translate("FileIntake", "Lines {lines} and {count} more").format(lines=lines, count=more)
    elif lines:
        yield translate("FileIntake", "Lines {lines}").format(lines=lines)
