"""Names of months and weekdays in the user's language, for the time axis."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLocale

from ohlc_desktop.core.chart.axes.time_texts import Names
from ohlc_desktop.services.i18n.day_names import names

translate = QCoreApplication.translate


def chart_names() -> Names:
    """The names that go with the language spoken."""
    return _names(names().name())


@lru_cache(maxsize=4)
def _names(_: str) -> Names:
    locale, short = names(), QLocale.FormatType.ShortFormat
    return Names(
        weekdays=tuple(locale.standaloneDayName(day, short) for day in range(1, 8)),
        months=tuple(locale.standaloneMonthName(month, short) for month in range(1, 13)),
        weekday_day=translate("ChartTimes", "{weekday} {day}"),
        month_day=translate("ChartTimes", "{month} {day}"),
        month_year=translate("ChartTimes", "{month} {year}"),
        quarter_year=translate("ChartTimes", "Q{quarter} {year}"),
    )
