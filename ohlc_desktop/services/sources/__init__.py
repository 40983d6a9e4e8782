"""Sources of the stored candles, read and changed for the window."""
