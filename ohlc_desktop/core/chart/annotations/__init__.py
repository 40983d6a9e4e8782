"""What a chart notes beside its candles: days, sessions, holes, rolls, splits."""
