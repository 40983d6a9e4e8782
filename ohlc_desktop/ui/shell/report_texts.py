"""What to say of a fault that there is a report of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.diagnostics.report_files import Report
from ohlc_desktop.services.i18n import wording

translate = QCoreApplication.translate


def fault_sentence(report: Report) -> str:
    """What happened and when, one sentence."""
    when = wording.when_local(report.when)
    if not report.crash:
        return translate("Faults", "An unexpected fault was noted on {when}.").format(when=when)
    if report.of_import:
        return translate("Faults", "An import ended unexpectedly on {when}.").format(when=when)
    return translate("Faults", "OHLC Desktop ended unexpectedly on {when}.").format(when=when)
