"""Tests of ohlc_desktop.services.chart_data."""
