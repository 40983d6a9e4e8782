"""Tests of ohlc_desktop.ui.log."""
