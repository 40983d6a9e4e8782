"""Tests of ohlc_desktop.ui.settings."""
