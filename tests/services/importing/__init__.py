"""Tests of ohlc_desktop.services.importing."""
