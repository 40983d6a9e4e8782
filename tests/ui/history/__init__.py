"""Tests of ohlc_desktop.ui.history."""
