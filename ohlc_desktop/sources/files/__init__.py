"""Files of candles that other programs wrote: which format they have, and what is in them."""
