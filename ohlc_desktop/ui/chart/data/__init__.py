"""The candles of a chart in figures: the data window beside it, and the table of all of them."""
