"""Tests of ohlc_desktop.ui.coverage."""
