"""What several sources say of one series, beside the candles that stand."""
