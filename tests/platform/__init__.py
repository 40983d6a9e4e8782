"""Tests of ohlc_desktop.platform."""
