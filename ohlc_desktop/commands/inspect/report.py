"""What ``inspect`` tells of files: lines for people, a JSON document for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ohlc_desktop.commands.terminal.documents import stamp
from ohlc_desktop.core.arbitration.precedence import COPY
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.files.file_candles import Reading, Stamp
from ohlc_desktop.core.files.proof import Proof, ReadingEvidence
from ohlc_desktop.core.messages import NOTHING, Message, to_plain
from ohlc_desktop.importer.files.finding import FileFinding

if TYPE_CHECKING:
    from ohlc_desktop.commands.inspect.command import UnusableFile

#: Readings and refused rows that a person is shown.
_SHOWN = 5
#: A share of candles outside of the sessions that one reading for all of the file does not explain.
_MANY = 0.005
_WORDS = {Stamp.OPEN: "open of the candle", Stamp.END: "end of the candle"}
_INDENT = f"{'':<13}"


def error_lines(error: OhlcError) -> list[str]:
    """What is wrong with a file, what it means, what to do."""
    return [str(text) for text in (error.title, error.message, error.hint) if text]


def lines(found: FileFinding, all_of_it: bool) -> list[str]:
    """What is in a file, for people; with ``all_of_it`` every reading and every refused row that is kept."""
    told = [str(found.path), _line("format", _format(found)), _line("instrument", _instrument(found))]
    told += [_line("timeframe", _timeframe(found)), _line("candles", _candles(found))]
    if found.proof is not None:
        told += _stamps(found, found.proof, all_of_it)
    told += [_line("prices", _prices(found)), *_refused(found, all_of_it), *_compared(found), *_ends(found)]
    return told


def _line(name: str, text: str) -> str:
    return f"  {name:<10} {text}"


def _format(found: FileFinding) -> str:
    return f"{found.format}, our own export: no second source" if found.source == COPY else found.format


def _instrument(found: FileFinding) -> str:
    instrument = found.instrument
    if instrument is None:
        return f"not known. {found.problem}"
    told = instrument.symbol if instrument.name == instrument.symbol else f"{instrument.symbol}, {instrument.name}"
    if found.named is None or found.named.symbol == instrument.symbol:
        return f"{told}. {found.naming}" if found.naming else told
    return f"{told}, though the file says {found.named.symbol}"


def _timeframe(found: FileFinding) -> str:
    if found.timeframe is None and (found.instrument or not found.seconds):
        return f"not known. {found.problem}" if found.instrument else "not known: all of it is of one moment"
    if found.timeframe is None:
        return f"not known: {found.seconds} seconds from row to row"
    return f"{found.timeframe.name}, made of the ticks" if found.ticks else found.timeframe.name


def _candles(found: FileFinding) -> str:
    first, last, zone = *(found.opens or (found.first, found.last)), "UTC"
    if found.timeframe is not None and found.timeframe.daily:
        zone = ""
    elif found.opens is None and not found.absolute:
        zone = "as the file writes it"
    return f"{found.rows:,}, from {_written(first, found)} to {_written(last, found)} {zone}".rstrip()


def _written(moment: int, found: FileFinding) -> str:
    text = iso(moment)
    return text[:10] if found.timeframe is not None and found.timeframe.daily else text[:16].replace("T", " ")


def _stamps(found: FileFinding, proof: Proof, all_of_it: bool) -> Iterator[str]:
    yield _line("stamps", f"{_meaning(proof.reading, found)}. {proof.why}")
    if proof.reading is None:
        yield _INDENT + "Import candles of the same time first, or export a longer time with whole sessions."
    elif found.timeframe is not None and not found.timeframe.daily and proof.reading.stamp is not found.stamp:
        yield _INDENT + f"Its maker says otherwise: {_WORDS[found.stamp]}."
    if found.rows > found.proof_rows:
        yield _INDENT + f"Looked for in its newest {found.proof_rows:,} candles."
    if found.refused.outside > _MANY * found.rows:
        yield _INDENT + "Many of its older candles stand outside of the sessions: hours, or its zone, were others then."
    if len(proof.evidence) > 1:
        yield from (_INDENT + row for row in evidence_table(proof.evidence if all_of_it else proof.evidence[:_SHOWN]))


def _meaning(reading: Reading | None, found: FileFinding) -> str:
    if reading is None:
        return "not proven"
    if found.timeframe is not None and found.timeframe.daily:
        return "trade dates"
    return f"{reading.zone or 'UTC'}, {_WORDS[reading.stamp]}"


def evidence_table(evidence: Sequence[ReadingEvidence]) -> Iterator[str]:
    yield f"{'zone':<20} {'stamp':<5} {'outside of sessions':>19} {'begin at open':>14} {'equal to stored':>16}"
    for each in evidence:
        begun = f"{each.at_open:,} of {each.sessions:,}"
        equal = f"{each.equal:,} of {each.compared:,}" if each.compared else "-"
        yield f"{each.reading.zone or 'UTC':<20} {each.reading.stamp:<5} {each.outside:>19,} {begun:>14} {equal:>16}"


def _prices(found: FileFinding) -> str:
    if found.adjusted is None:
        return "too few candles of the time are stored to tell whether they were adjusted"
    if found.adjusted and found.instrument is not None and not found.instrument.root:
        return "on another scale than the stored ones. Export it adjusted for splits, and not for dividends"
    return "adjusted: never to be mixed with traded ones. Export it unadjusted" if found.adjusted else "not adjusted"


def _refused(found: FileFinding, all_of_it: bool) -> Iterator[str]:
    refused = found.refused
    if not refused.count:
        yield _line("refused", "no row")
        return
    counted = refused.reasons.most_common()
    reasons = "; ".join(f"{count:,} {reason}" if len(counted) > 1 else str(reason) for reason, count in counted)
    yield _line("refused", f"{refused.count:,} row{'s' if refused.count > 1 else ''}: {reasons}")
    shown = refused.rows if all_of_it else refused.rows[:_SHOWN]
    for row in shown:
        yield _INDENT + f"{_place(found)} {row.line:,}: {row.why}" + (f": {row.text}" if row.text else "")
    if refused.count > len(shown):
        yield _INDENT + f"and {refused.count - len(shown):,} more"


def _place(found: FileFinding) -> str:
    return "record" if ".scid" in found.format else "line"


def _compared(found: FileFinding) -> Iterator[str]:
    compared = found.compared
    if compared is not None:
        counts = f"{compared.new:,} new, {compared.equal:,} equal, {compared.different:,} different"
        yield _line("stored", f"{counts}, held against {compared.symbol}")


def _ends(found: FileFinding) -> Iterator[str]:
    if found.step is not None:
        yield _line("note", f"It may hold two contracts. {found.step.why}")
    if found.grew:
        yield _line("note", "The file grew while it was read; what came later was left out. Inspect it again later.")
    elif found.cut:
        yield _line("note", "The file ends within a row, which was left out: it is being written, or was cut off.")


# -- JSON ---------------------------------------------------------------------------------------------------


def document(found: Sequence[FileFinding | UnusableFile]) -> dict[str, Any]:
    """All files, for programs."""
    return {
        "files": entries([each for each in found if isinstance(each, FileFinding)]),
        "failed": [failure(each.path, each.error) for each in found if not isinstance(each, FileFinding)],
    }


def entries(found: Sequence[FileFinding]) -> list[dict[str, object]]:
    """What is in files, for programs."""
    return [_entry(each) for each in found]


def failure(path: Path, error: OhlcError) -> dict[str, Any]:
    """Why a file cannot be used, for programs."""
    return {"file": str(path), "title": str(error.title), "message": str(error.message), "hint": str(error.hint)}


def _entry(found: FileFinding) -> dict[str, Any]:
    instrument, frame, opens = found.instrument, found.timeframe, found.opens
    ends = (None, None) if opens is None or frame is None else tuple(stamp(ts, frame) for ts in opens)
    written = [iso(ts).removesuffix("Z") for ts in (found.first, found.last)]
    return {
        "file": str(found.path), "format": found.format, "symbol": instrument.symbol if instrument else None,
        "named": found.named.symbol if found.named else None,
        "timeframe": frame.name if frame else None, "ticks": found.ticks, "rows": found.rows,
        "first": ends[0], "last": ends[1], "written": {"first": written[0], "last": written[1]},
        "stamps": _proof(found), "adjusted": found.adjusted, "refused": _refusals(found), "stored": _store(found),
        "cut": found.cut, "grew": found.grew, **_sentences(
            naming=found.naming, problem=found.problem or NOTHING, step=found.step.why if found.step else NOTHING
        ),
    }  # fmt: skip


def _proof(found: FileFinding) -> dict[str, Any]:
    proof = found.proof
    reading = proof.reading if proof else None
    return {
        "proven": found.proven, "zone": (reading.zone or "UTC") if reading else None,
        "stamp": reading.stamp.value if reading else None, "documented": found.stamp.value,
        **_sentences(why=proof.why if proof else NOTHING), "rows": found.proof_rows,
        "evidence": [_evidence(each) for each in (proof.evidence if proof else ())],
    }  # fmt: skip


def _sentences(**told: Message) -> dict[str, Any]:
    """Sentences in English under their names and, where they say something, for whoever shows them in another language."""
    plain = {name: to_plain(each) for name, each in told.items() if each}
    return {**{name: str(each) for name, each in told.items()}, **({"messages": plain} if plain else {})}


def _evidence(each: ReadingEvidence) -> dict[str, Any]:
    return {
        "zone": each.reading.zone or "UTC", "stamp": each.reading.stamp.value, "outside": each.outside,
        "sessions": each.sessions, "at_open": each.at_open, "compared": each.compared, "equal": each.equal,
        "offset": each.offset, "shifted": each.shifted,
    }  # fmt: skip


def _refusals(found: FileFinding) -> dict[str, Any]:
    refused = found.refused
    return {
        "count": refused.count,
        "too_many": found.too_many_refused,
        "reasons": [{**_sentences(reason=reason), "rows": count} for reason, count in refused.reasons.most_common()],
        "rows": [{"line": row.line, **_sentences(reason=row.why), "text": row.text} for row in refused.rows],
    }


def _store(found: FileFinding) -> dict[str, Any]:
    compared = found.compared
    names = ("symbol", "new", "equal", "different")
    return {name: getattr(compared, name) if compared else None for name in names}
