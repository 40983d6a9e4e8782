"""Tests of ohlc_desktop.calendars."""
