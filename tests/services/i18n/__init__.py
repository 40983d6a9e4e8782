"""Tests of ohlc_desktop.services.i18n."""
