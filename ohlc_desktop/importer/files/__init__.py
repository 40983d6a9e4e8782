"""Files of candles held against the calendar and the store: what is in them, what their stamps mean, what is new."""
