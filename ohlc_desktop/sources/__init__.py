"""Sources of candles behind one protocol; with ``calendars`` the only rooms of pandas."""
