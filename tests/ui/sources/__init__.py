"""Tests of ohlc_desktop.ui.sources."""
