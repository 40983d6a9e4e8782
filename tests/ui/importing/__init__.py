"""Tests of ohlc_desktop.ui.importing."""
