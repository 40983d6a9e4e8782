"""Candles as the files of other programs: stamps, prices and names as each wants them."""
