"""Tests of ohlc_desktop.ui.widgets."""
