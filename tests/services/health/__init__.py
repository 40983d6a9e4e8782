"""Tests of ohlc_desktop.services.health."""
