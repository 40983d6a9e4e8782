"""Files of every kind, as their examination tells them."""

from __future__ import annotations

from dataclasses import replace

from ohlc_desktop.core.file_intake.previews import FilePreview, FileQuestion, PreviewColumns, PreviewReading
from ohlc_desktop.core.messages import Message

READINGS = tuple(PreviewReading("UTC", stamp, n, 5, 5, 100, 100 - n) for n, stamp in enumerate(("end", "open")))
READY = FilePreview(
    "/d/NQ 12-26.Last.txt", "NinjaTrader, minutes", "NQZ26.CME", "1m", "ninjatrader", rows=1234, first="2026-11-22T23:00:00Z",
    last="2026-11-27T18:14:00Z", proven=True, zone="UTC", stamp="end", documented="end", evidence=READINGS, adjusted=False,
    new=1200, equal=30, different=4, refused=2, reasons=((Message("outside of the sessions"), 2),),
    refused_rows=((7, Message("outside of the sessions"), ""), (9, Message("outside of the sessions"), "")), accepted=True,
)  # fmt: skip
SAME = replace(READY, path="/d/same.txt", unchanged=True)
UNPROVEN = FilePreview("/d/odd.csv", "Kibot", "ES=F", "5m", rows=50, first="2026-11-22T23:00:00", last="2026-11-23T01:00:00",
                       evidence=READINGS, question=FileQuestion.STAMPS)  # fmt: skip
NAMELESS = FilePreview("/d/prices.csv", "Kibot", "", "5m", rows=50, question=FileQuestion.SYMBOL)
UNSURE = replace(UNPROVEN, path="/d/es.csv", proven=True, question=FileQuestion.ADJUSTED)
JOINED = replace(UNSURE, path="/d/ES 06-26.txt", symbol="ESM26.CME", question=FileQuestion.JOINED,
                 step=Message("From line {line} on prices stand apart.", line=7))  # fmt: skip
COLUMNS = FilePreview("/d/odd columns.csv", question=FileQuestion.COLUMNS, columns=PreviewColumns(
    (("k", "When", "A", "B", "C", "D"), ("x", "2026-05-04 09:30", "1", "3", "0.5", "2")),
    ("skip", "moment", "open", "high", "low", "skip"),
))  # fmt: skip
BROKEN = FilePreview("/d/notes.txt", failure=Message("It has no format that is known."))
