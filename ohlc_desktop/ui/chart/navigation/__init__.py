"""Ways through time: ranges at the foot of a window, and the way back to the newest candle."""
