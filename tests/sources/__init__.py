"""Tests of ohlc_desktop.sources."""
