"""Tests of ohlc_desktop.services.scheduling."""
