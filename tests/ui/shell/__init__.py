"""Tests of ohlc_desktop.ui.shell."""
