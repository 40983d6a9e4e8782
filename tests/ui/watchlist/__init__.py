"""Tests of ohlc_desktop.ui.watchlist."""
