"""The candles of each series, their packed blocks and their summary."""
