"""Tests of ohlc_desktop.ui.tray."""
