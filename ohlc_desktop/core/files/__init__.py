"""Files of candles: what their stamps mean, proven by the calendar and by what is stored."""
