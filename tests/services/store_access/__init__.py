"""Tests of ohlc_desktop.services.store_access."""
