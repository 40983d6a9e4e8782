"""Tests of ohlc_desktop.diagnostics."""
