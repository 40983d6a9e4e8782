"""Tests of ohlc_desktop.ui.contracts."""
